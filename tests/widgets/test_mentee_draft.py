"""The draft beside its comments: each format in its own view, from the kept copy, and words when it cannot be shown."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents import docx, pdf
from app.domain.review import CommentKind
from app.services import people, releasing, reviewing, submitting
from app.services.submitting import Disclosure
from app.store.workspace import open_workspace
from tests.documents import making_docx
from tests.documents.pdfs import Text, make_pdf
from tests.services.team import make_team
from tests.widgets.mentee import Returned, start, wait
from widgets.mentee_side import MenteeSide
from widgets.pdf_view import PdfView
from widgets.rich_view import RichView

WORDS = "Two hundred people came in the evening."


def pdf_draft():
    data = make_pdf([Text(72, 100, WORDS)])
    return data, pdf.read(data).document


def docx_draft():
    data = making_docx.make(making_docx.p(making_docx.r(WORDS)))
    return data, docx.read(data).document


def open_feedback(qtbot, folder, name, data, document):
    """Return the side with a draft in its view and its comment open."""
    with closing(open_workspace(folder)) as store:
        team = make_team(store)
        work_id = team.work()
        with team.by(team.ana):
            opened = reviewing.open_draft(store, Path(name), data, document, work_id)
            submitting.hand_in(store, opened.draft.id, Disclosure())
        with team.by(team.ben):
            at = document.text.index("people")
            comment = reviewing.comment_on(
                store, opened.draft, document, at, at + 11, CommentKind.QUESTION, "Who counted?"
            )
            releasing.release(store, [opened.draft.id])
        people.act_as(store, team.ana)
    session = start(Returned(folder, team, work_id, opened.draft.id, comment.id, ""))
    side = MenteeSide(session)
    qtbot.addWidget(side, before_close_func=lambda _: session.close())
    side.resize(1200, 700)
    with qtbot.waitExposed(side):
        side.show()
    side.refresh()
    wait(session)
    side.show_feedback(opened.draft.id)
    wait(session)
    side.feedback.open_comment(comment.id)
    wait(session)
    return side, comment.id


@pytest.mark.parametrize(
    ("name", "make", "view"), [("brief.pdf", pdf_draft, PdfView), ("brief.docx", docx_draft, RichView)]
)
def test_each_format_has_its_view_with_the_comment_marked(qtbot, tmp_path, name, make, view):
    side, _ = open_feedback(qtbot, tmp_path / "workspace", name, *make())
    draft = side.feedback.draft
    assert isinstance(draft.view, view)
    assert draft._pages.currentWidget() is draft.view
    document = draft._document
    (comment,) = side.feedback.found.comments
    assert document.text[comment.anchor.start : comment.anchor.end] == "people came"
    draft.view.close()


def test_a_kept_copy_that_is_gone_is_said_and_the_comments_can_be_read(qtbot, tmp_path):
    data, document = docx_draft()
    side, comment_id = open_feedback(qtbot, tmp_path / "workspace", "brief.docx", data, document)
    found = side.feedback.found
    gone = replace(found, draft=replace(found.draft, id="other"), original=tmp_path / "gone")
    side.feedback._wanted = "other"
    side.feedback.show_feedback(gone)
    wait(side._session)
    assert "Its comments stand at the right." in side.feedback.draft.empty.accessibleName()
    side.feedback.open_comment(comment_id)
    assert side.feedback.comments.card is not None
