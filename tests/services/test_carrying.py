"""Comments find their words on the next text, and those that cannot are listed."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ids import new_id
from app.domain.placement import State
from app.domain.review import CommentKind
from app.services import reviewing, undoing
from app.services.ports import ReviewChange
from app.services.versions import original_place
from tests.services.memory_store import MemoryStore
from tests.services.team import NEXT, TEXT, Team, make_document, open_text


def comment_on(store, opened, text, quote, body="Why?"):
    start = text.index(quote)
    document = make_document(text)
    return reviewing.comment_on(store, opened.draft, document, start, start + len(quote), CommentKind.QUESTION, body)


def test_unresolved_comments_are_carried_to_the_next_draft_and_never_copied(team: Team) -> None:
    opened = team.handed_in()
    work_id = opened.draft.deliverable_id
    with team.by(team.ben) as store:
        kept = comment_on(store, opened, TEXT, "212 people came")
        done = comment_on(store, opened, TEXT, "4,300 pounds")
        whole = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        reviewing.resolve_comment(store, done)
    second = team.handed_in("A new first line.\n" + TEXT, work_id)
    assert second.draft.number == 2
    with team.by(team.ben) as store:
        again = open_text(store, "A new first line.\n" + TEXT, work_id)
    assert [one.id for one in again.comments] == [whole.id, kept.id]
    anchor = again.comments[1].anchor
    assert anchor
    assert (anchor.state, anchor.exact, anchor.revision_id) == (State.PLACED, "212 people came", again.revision_id)
    assert again.comments[1].draft_id == opened.draft.id
    draft, original = original_place(team.store, again.comments[1])
    assert (draft.number, original and original.start) == (1, TEXT.index("212 people came"))
    assert len(team.store.comments(opened.draft.id)) == 3
    with team.by(team.ben) as store:
        assert open_text(store, "A new first line.\n" + TEXT, work_id).comments == again.comments


def test_a_comment_says_whether_its_words_moved_changed_or_went(team: Team) -> None:
    opened = team.handed_in()
    quotes = ("most of them students", "4,300 pounds in all", "Staff counted everyone at the door")
    with team.by(team.ben) as store:
        ids = {quote: comment_on(store, opened, TEXT, quote).id for quote in quotes}
    new = TEXT.replace("most of them students", "nearly all of them students").replace(
        "Staff counted everyone at the door and wrote the number down by hand.\n", ""
    )
    team.handed_in(new, opened.draft.deliverable_id)
    with team.by(team.ben) as store:
        again = open_text(store, new, opened.draft.deliverable_id)
    states = {one.id: one.anchor.state for one in again.comments}
    assert [states[ids[quote]] for quote in quotes] == [State.CHANGED, State.PLACED, State.ORPHAN]
    assert [one.id for one in again.orphans] == [ids[quotes[2]]]
    assert again.orphans[0].anchor.exact == quotes[2]
    assert again.note == ""


def test_what_was_deleted_in_one_draft_and_is_back_in_the_next_stands_there_again(team: Team) -> None:
    opened = team.handed_in()
    work_id, gone = (
        opened.draft.deliverable_id,
        "Staff counted everyone at the door and wrote the number down by hand.\n",
    )
    with team.by(team.ben) as store:
        comment_on(store, opened, TEXT, "Staff counted everyone")
    for text in (TEXT.replace(gone, ""), TEXT + "The end of it.\n"):
        team.handed_in(text, work_id)
        with team.by(team.ben) as store:
            (comment,) = open_text(store, text, work_id).comments
    assert comment.anchor
    assert (comment.anchor.state, comment.anchor.exact) == (State.PLACED, "Staff counted everyone")


WORDS = ("harbour", "cargo", "vessel", "crane", "quay", "tide", "anchor", "freight", "customs", "manifest", "pilot")
OTHER = " ".join(random.Random(3).choices(WORDS, k=400))


@pytest.mark.parametrize("commented", [True, False])
def test_another_document_is_said_in_one_sentence_and_places_nothing(team: Team, commented: bool) -> None:
    with team.by(team.ben) as store:
        opened = open_text(store, TEXT * 3)
        if commented:
            comment_on(store, opened, TEXT * 3, "212 people came")
        again = open_text(store, OTHER, opened.draft.deliverable_id, "ship.txt")
        assert "“ship.txt” has next to no words in common with the draft before" in again.note
        assert len(again.orphans) == commented
        reopened = open_text(store, OTHER, opened.draft.deliverable_id, "ship.txt")
        assert (reopened.note, reopened.orphans) == ("", again.orphans)


def test_a_carried_comment_is_edited_resolved_and_undone_on_the_new_draft(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        comment_on(store, opened, TEXT, "212 people came")
    team.handed_in(NEXT, opened.draft.deliverable_id)
    with team.by(team.ben) as store:
        again = open_text(store, NEXT, opened.draft.deliverable_id)
        edited = reviewing.edit_comment(store, again.comments[0], "Who counted?")
        reviewing.resolve_comment(store, edited)
        (now,) = store.comments(again.draft.id)
        assert (now.body, now.resolved, now.anchor) == ("Who counted?", True, again.comments[0].anchor)
        undoing.undo(store, again.draft, make_document(NEXT))
        undoing.undo(store, again.draft, make_document(NEXT))
        (now,) = store.comments(again.draft.id)
        assert (now.body, now.resolved) == ("Why?", False)
        assert now.anchor == again.comments[0].anchor


def test_comments_stand_on_quotes_of_any_script(team: Team) -> None:
    text = "مرحبا بكم في المكتبة الجديدة.\n図書館は水曜日に開いています。\nThe last line of it 🙂.\n"
    opened = team.handed_in(text)
    with team.by(team.ben) as store:
        for quote in ("المكتبة الجديدة", "図書館は水曜日に開いています", "last line"):
            comment_on(store, opened, text, quote)
    new = "An added line.\n" + text
    team.handed_in(new, opened.draft.deliverable_id)
    with team.by(team.ben) as store:
        again = open_text(store, new, opened.draft.deliverable_id)
    assert {one.anchor.exact for one in again.comments} == {
        "المكتبة الجديدة",
        "図書館は水曜日に開いています",
        "last line",
    }
    assert again.orphans == ()


PLACES = ("library", "museum", "garden", "station", "market", "harbour", "theatre", "school", "bridge", "tower")
SENTENCES = [
    f"In year {n} the {place} cost {n * 7} pounds and {n} people came to see it.\n" for n, place in enumerate(PLACES, 1)
]


@settings(max_examples=40)
@given(
    order=st.permutations(range(len(SENTENCES))),
    kept=st.integers(3, len(SENTENCES)),
    spans=st.lists(st.tuples(st.integers(0, 500), st.integers(1, 60)), min_size=1, max_size=8),
)
def test_every_comment_is_placed_or_listed_whatever_became_of_the_text(
    order: list[int], kept: int, spans: list[tuple[int, int]]
) -> None:
    store, old = MemoryStore(), "".join(SENTENCES)
    opened = open_text(store, old)
    for start, length in spans:
        reviewing.comment_on(
            store, opened.draft, make_document(old), start, min(len(old), start + length), CommentKind.QUESTION, "?"
        )
    new = "".join(SENTENCES[number] for number in order[:kept])
    again = open_text(store, new, opened.draft.deliverable_id)
    assert len(again.comments) == len(spans)
    for one in again.comments:
        assert one.anchor
        assert one.anchor.revision_id == again.revision_id
        if one not in again.orphans:
            assert new[one.anchor.start : one.anchor.end] == one.anchor.exact


@pytest.mark.parametrize("body", ["x" * 100_000, "🙂" * 50_000, "\ud83d lone"])
def test_a_comment_may_be_very_long(team: Team, body: str) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, body)
        assert store.comment(comment.id).body == body.replace("\ud83d", "\ufffd")


def test_five_thousand_comments_are_carried(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        first = comment_on(store, opened, TEXT, "212 people came")
    store.change_review(ReviewChange(comments=tuple(replace(first, id=new_id()) for _ in range(4999))))
    team.handed_in(NEXT, opened.draft.deliverable_id)
    with team.by(team.ben) as store:
        again = open_text(store, NEXT, opened.draft.deliverable_id)
    assert len(again.comments) == 5000
    assert again.orphans == ()
