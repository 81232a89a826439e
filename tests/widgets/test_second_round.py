"""The second round: the next draft comes in, comments have found their place, those that have not are shown first."""

import pytest

from app.domain.placement import State
from app.domain.review import CommentKind
from app.services import reviewing
from tests.shell.making import until
from tests.widgets.reviewing import FIRST, GONE, SECOND, do, hand_in, mentor_window, read_document, team_workspace, wait
from widgets.compare_view import CompareView

QUOTES = ("212 people came", "wrote the number down by hand", GONE, "4,300 pounds")


@pytest.fixture(scope="module")
def round_two(qapp, tmp_path_factory):
    """Ben's window; Ana's first draft has four comments, her second one has just come in."""
    folder = tmp_path_factory.mktemp("round")
    with team_workspace(folder / "workspace") as team:
        first = hand_in(team, folder, "first.md", FIRST)
        with team.by(team.ben) as store:
            text = read_document(folder / "first.md")
            for quote in QUOTES:
                start = text.text.index(quote)
                reviewing.comment_on(
                    store, first.draft, text, start, start + len(quote), CommentKind.QUESTION, f"On {quote}"
                )
        hand_in(team, folder, "second.md", SECOND, first.draft.deliverable_id, tools=())
    with mentor_window(folder / "workspace") as window:
        window.keys.by_name["next_draft"].trigger()
        until(lambda: window.session.draft is not None)
        wait(window)
        yield window


def state_of(window, quote):
    comment = next(one for one in window.session.draft.comments if one.body == f"On {quote}")
    return comment, comment.anchor.state


def test_the_queue_opens_the_second_draft_and_says_where_it_stands(round_two):
    assert round_two.session.draft.draft.number == 2
    row = next(row for row in round_two.sidebar.list.rows if row.key == round_two.sidebar.list.marked)
    assert row.title == "Ana"
    assert "Evening opening, draft 2" in row.detail
    facts = round_two.desk.header._facts.accessibleName()
    assert "Ana" in facts
    assert "Draft 2" in facts


def test_comments_have_found_their_place_and_the_orphan_comes_first(round_two):
    assert state_of(round_two, "212 people came")[1] is State.PLACED
    assert state_of(round_two, "4,300 pounds")[1] is State.PLACED
    assert state_of(round_two, GONE)[1] is State.ORPHAN
    do(round_two, "show_comments")
    heads = [row.title for row in round_two.panels.comments.list.rows if row.is_group]
    assert heads[0] == "Lost their place"
    assert "Carried unchanged" in heads


def test_n_and_p_go_through_the_changes_side_by_side(round_two):
    do(round_two, "next_change")
    view = round_two.desk.view
    assert isinstance(view, CompareView)
    assert view.change_words == "3 changes"
    seen = []
    for _ in range(3):
        do(round_two, "next_change")
        seen.append(view.change_words)
        assert view.change_kind in {"added", "taken out", "reworded"}
    assert seen == [f"Change {number} of 3" for number in (1, 2, 3)]
    do(round_two, "previous_change")
    assert view.change_words == "Change 2 of 3"
    assert round_two.status_line.said.startswith("Change 2 of 3")


def test_an_orphan_shows_where_it_was_and_can_be_placed_and_resolved(round_two):
    session, view = round_two.session, round_two.desk.view
    comment, _ = state_of(round_two, GONE)
    session.set_current(comment.id)
    do(round_two, "show_original")
    assert view.beside.places[comment.id].exact == GONE
    assert view.old._paper._current == comment.id
    text = session.draft.document.text
    start = text.index("Two people worked")
    view.new.select(start, start + len("Two people worked"))
    do(round_two, "place_comment")
    placed, state = state_of(round_two, GONE)
    assert (placed.anchor.exact, state) == ("Two people worked", State.PLACED)
    session.set_current(comment.id)
    do(round_two, "resolve")
    assert state_of(round_two, GONE)[0].resolved


def test_comparing_ends_as_it_began(round_two):
    do(round_two, "compare")
    assert not isinstance(round_two.desk.view, CompareView)
    lost = [one for one in round_two.session.draft.comments if one.anchor.is_orphan]
    assert [one.body for one in lost] == ["On wrote the number down by hand"]


def test_what_was_said_of_a_change_leaves_with_the_comparing(round_two):
    for _ in range(2):
        do(round_two, "next_change")
    assert round_two.status_line.said.startswith("Change 1 of 3")
    round_two.session.person_changed.emit()
    assert round_two.status_line.said == "Working on this computer only"
