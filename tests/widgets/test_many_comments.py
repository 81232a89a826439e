"""What is large or odd: thousands of comments, words without end, versions of a PDF."""

from dataclasses import replace

import pytest

from app.domain.anchor import make_anchor
from app.domain.ids import new_id
from app.domain.review import CommentKind
from app.services import reviewing
from app.services.ports import ReviewChange
from tests.documents.pdfs import column, make_pdf
from tests.shell.making import until
from tests.widgets.reviewing import FIRST, do, hand_in, mentor_window, read_document, team_workspace, wait
from widgets.compare_view import CompareView

MANY = 5_000
LINES = [f"The door count of evening {number} was kept in a book by the staff." for number in range(30)]


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    with team_workspace(folder / "workspace") as team:
        first = hand_in(team, folder, "first.md", FIRST)
        document = read_document(folder / "first.md")
        with team.by(team.ben) as store:
            one = reviewing.comment_on(store, first.draft, document, 2, 9, CommentKind.QUESTION, "x" * 100_000)
            many = [
                replace(
                    one,
                    id=new_id(),
                    body=f"Comment {number}",
                    anchor=make_anchor(document, first.draft.revision_id, number % 400, number % 400 + 9),
                )
                for number in range(MANY - 1)
            ]
            store.change_review(ReviewChange(comments=tuple(many)))
        work_id = team.work("Pages")
        for name, lines in (("one.pdf", LINES), ("two.pdf", [*LINES[:10], "A line that is new.", *LINES[12:]])):
            made = make_pdf(column(60, 60, lines, leading=16))
            hand_in(team, folder, name, made, work_id)
    with mentor_window(folder / "workspace") as made_window:
        yield made_window


def open_line(window, title):
    line = next(one for one in window.sidebar.queue.lines if one.work.deliverable.title == title)
    window.sidebar._choose(f"work:{line.draft.id}")
    until(lambda: window.session.draft is not None and window.session.draft.draft.id == line.draft.id)
    wait(window)
    return window.session.draft


def test_five_thousand_comments_are_listed_and_the_longest_can_be_read(window):
    opened = open_line(window, "Evening opening")
    do(window, "show_comments")
    assert window.panels.comments.count == MANY
    assert len(window.panels.comments.list.rows) == MANY + 1
    longest = next(one for one in opened.comments if len(one.body) == 100_000)
    window.session.set_current(longest.id)
    wait(window)
    assert len(window.panels.comments.editor.body) == 100_000
    assert window.panels.comments.list.open_height() < 1_000


def test_versions_of_a_pdf_are_compared_by_their_text(window):
    open_line(window, "Pages")
    do(window, "compare")
    until(lambda: isinstance(window.desk.view, CompareView))
    wait(window)
    view = window.desk.view
    changed = view.beside.comparison.changes
    text = window.session.draft.document.text
    assert "A line that is new" in " ".join(text[one.start : one.end] for one in changed)
    assert view.new.shows_words
    do(window, "compare")
    assert window.desk.view.shows_pages
