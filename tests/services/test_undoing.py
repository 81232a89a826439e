"""Undo gives the review as it was before the last change, redo gives it back, and neither hides what others did."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.review import Choice, Comment, CommentKind, Decision
from app.services import reviewing
from app.services.ports import Act, ReviewChange
from app.services.reviewing import OpenDraft, open_draft
from app.services.undoing import ACT_NAMES, KEPT, next_names, redo, undo
from tests.services.memory_store import MemoryStore
from tests.services.review_acts import ACTS, perform
from tests.services.test_reviewing import DATA, DOCUMENT, FINDING, KEY, TEXT, make_document

Review = tuple[list[Comment], list[Decision]]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def opened(store: MemoryStore) -> OpenDraft:
    return open_draft(store, Path("a.txt"), DATA, DOCUMENT)


def review(store: MemoryStore, opened: OpenDraft) -> Review:
    """Return what is kept, but for times, which say nothing."""
    comments = [replace(one, updated_ms=0) for one in store.comments(opened.draft.id)]
    return comments, [replace(one, decided_ms=0) for one in store.decisions(opened.draft.id)]


def test_undo_deletes_what_was_added_and_redo_brings_it_back(store: MemoryStore, opened: OpenDraft) -> None:
    comment = reviewing.comment_on(store, opened.draft, DOCUMENT, 18, 21, CommentKind.QUESTION, "Which tea?")
    undone = undo(store, opened.draft, DOCUMENT)
    assert undone
    assert (undone.sentence, undone.targets) == ("Undone: Add comment.", (comment.id,))
    assert store.comments(opened.draft.id) == ()
    again = redo(store, opened.draft, DOCUMENT)
    assert again
    assert again.sentence == "Done again: Add comment."
    assert store.comments(opened.draft.id) == (comment,)


def test_there_may_be_nothing_to_undo(store: MemoryStore, opened: OpenDraft) -> None:
    assert undo(store, opened.draft, DOCUMENT) is None
    assert redo(store, opened.draft, DOCUMENT) is None
    assert next_names(store, opened.draft) == ("", "")


def test_accepting_is_undone_as_a_whole(store: MemoryStore, opened: OpenDraft) -> None:
    comment, _ = reviewing.accept_finding(store, opened.draft, DOCUMENT, FINDING)
    undone = undo(store, opened.draft, DOCUMENT)
    assert undone
    assert undone.targets == (comment.id, KEY)
    assert review(store, opened) == ([], [])
    redo(store, opened.draft, DOCUMENT)
    assert [one.choice for one in store.decisions(opened.draft.id)] == [Choice.ACCEPTED]


def test_typing_is_one_step_and_adding_another(store: MemoryStore, opened: OpenDraft) -> None:
    comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, "")
    for length in range(1, 6):
        comment = reviewing.edit_comment(store, comment, "Which"[:length])
    undo(store, opened.draft, DOCUMENT)
    assert [one.body for one in store.comments(opened.draft.id)] == [""]
    redo(store, opened.draft, DOCUMENT)
    assert [one.body for one in store.comments(opened.draft.id)] == ["Which"]
    undo(store, opened.draft, DOCUMENT)
    undo(store, opened.draft, DOCUMENT)
    assert store.comments(opened.draft.id) == ()


def test_typing_in_another_comment_or_after_another_change_is_another_step(
    store: MemoryStore, opened: OpenDraft
) -> None:
    one = reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, "")
    other = reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, "")
    one = reviewing.edit_comment(store, one, "a")
    reviewing.edit_comment(store, other, "b")
    one = reviewing.edit_comment(store, one, "ac")
    one = reviewing.edit_comment(store, one, "ac", CommentKind.PRAISE)
    reviewing.edit_comment(store, one, "acd")
    bodies = []
    while undo(store, opened.draft, DOCUMENT):
        bodies.append({comment.body for comment in store.comments(opened.draft.id)})
    assert bodies == [{"ac", "b"}, {"ac", "b"}, {"a", "b"}, {"a", ""}, {""}, {""}, set()]


def test_typing_back_to_the_first_words_leaves_no_step(store: MemoryStore, opened: OpenDraft) -> None:
    comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, "a")
    for body in ("ab", "a", "a"):
        comment = reviewing.edit_comment(store, comment, body)
    assert next_names(store, opened.draft) == ("Add comment", "")


def test_a_new_change_ends_redo_and_one_that_changes_nothing_does_not(store: MemoryStore, opened: OpenDraft) -> None:
    comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, "a")
    reviewing.resolve_comment(store, comment)
    undo(store, opened.draft, DOCUMENT)
    reviewing.edit_comment(store, comment, "a")
    assert next_names(store, opened.draft) == ("Add comment", "Resolve comment")
    reviewing.edit_comment(store, comment, "ab")
    assert next_names(store, opened.draft) == ("Edit comment", "")


def test_each_draft_has_its_own_steps(store: MemoryStore, opened: OpenDraft) -> None:
    other = store.keep_draft(Path("b.txt"), b"other", "txt")
    reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    assert store.next_steps(other.id) == (None, None)


def test_what_changed_meanwhile_is_left_alone_and_said(store: MemoryStore, opened: OpenDraft) -> None:
    comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    comment = reviewing.edit_comment(store, comment, "Clear and short.")
    theirs = replace(comment, body="Not clear to me.")
    store.put_comment(theirs)
    undone = undo(store, opened.draft, DOCUMENT)
    assert undone
    assert not undone.applied
    assert undone.sentence == ("“Edit comment” was not undone, because the same thing was changed elsewhere meanwhile.")
    assert store.comments(opened.draft.id) == (theirs,)
    assert next_names(store, opened.draft) == ("Add comment", "")


def test_what_is_gone_meanwhile_is_not_made_again(store: MemoryStore, opened: OpenDraft) -> None:
    comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    reviewing.resolve_comment(store, comment)
    undo(store, opened.draft, DOCUMENT)
    store.delete_comment(comment.id)
    again = redo(store, opened.draft, DOCUMENT)
    assert again
    assert "was not done again" in again.sentence
    assert store.comments(opened.draft.id) == ()


def test_a_comment_that_comes_back_stands_on_the_newer_reading(store: MemoryStore, opened: OpenDraft) -> None:
    comment = reviewing.comment_on(store, opened.draft, DOCUMENT, 31, 36, CommentKind.QUESTION, "Who?")
    reviewing.delete_comment(store, comment)
    better = make_document("A title was missed.\n" + TEXT, "txt/2")
    again = open_draft(store, Path("a.txt"), DATA, better)
    undo(store, again.draft, better)
    (back,) = store.comments(again.draft.id)
    assert back.anchor
    assert (back.anchor.revision_id, back.anchor.start) == (again.revision_id, 51)
    undone = undo(store, again.draft, better)
    assert undone
    assert undone.applied
    assert store.comments(again.draft.id) == ()


def test_what_stet_does_by_itself_is_no_step(store: MemoryStore, opened: OpenDraft) -> None:
    reviewing.comment_on(store, opened.draft, DOCUMENT, 31, 36, CommentKind.QUESTION, "Who?")
    open_draft(store, Path("a.txt"), DATA, make_document("A title was missed.\n" + TEXT, "txt/2"))
    assert [one and one.act for one in store.next_steps(opened.draft.id)] == [Act.ADD_COMMENT, None]


def test_at_most_fifty_steps_are_kept(store: MemoryStore, opened: OpenDraft) -> None:
    for number in range(KEPT + 7):
        reviewing.dismiss(store, opened.draft, KEY, f"reason {number}")
    taken = 0
    while undo(store, opened.draft, DOCUMENT):
        taken += 1
    assert taken == KEPT == 50
    assert [one.reason for one in store.decisions(opened.draft.id)] == ["reason 6"]


def test_every_act_has_a_name() -> None:
    assert set(ACT_NAMES) == set(Act)


@given(acts=st.lists(ACTS, max_size=12), last=ACTS)
def test_undo_gives_the_review_before_the_last_change(acts: list[tuple[int, int]], last: tuple[int, int]) -> None:
    store = MemoryStore()
    opened = open_draft(store, Path("a.txt"), DATA, DOCUMENT)
    for act in acts:
        perform(store, opened, *act)
    store.change_review(ReviewChange(decisions=(reviewing.dismiss(store, opened.draft, "apart", "break"),)))
    before = review(store, opened)
    perform(store, opened, *last)
    if review(store, opened) != before:
        undo(store, opened.draft, DOCUMENT)
    assert review(store, opened) == before


@given(acts=st.lists(ACTS, max_size=12), count=st.integers(1, 8))
def test_redoing_as_often_as_undoing_changes_nothing(acts: list[tuple[int, int]], count: int) -> None:
    store = MemoryStore()
    opened = open_draft(store, Path("a.txt"), DATA, DOCUMENT)
    for act in acts:
        perform(store, opened, *act)
    before = review(store, opened)
    undone = [undo(store, opened.draft, DOCUMENT) for _ in range(count)]
    for _ in filter(None, undone):
        again = redo(store, opened.draft, DOCUMENT)
        assert again
        assert again.applied
    assert redo(store, opened.draft, DOCUMENT) is None
    assert review(store, opened) == before
