"""Every kind of change to a review, chosen by number, for laws that hold whatever a person does."""

from hypothesis import strategies as st

from app.domain.review import Comment, CommentKind
from app.services import reviewing
from app.services.ports import ReviewStore
from app.services.reviewing import OpenDraft
from tests.services.test_reviewing import DOCUMENT, FINDING, KEY

ACTS = st.tuples(st.integers(0, 9), st.integers(0, 5))
"""Which change, and a number that decides what it is about."""


def perform(store: ReviewStore, opened: OpenDraft, which: int, number: int) -> None:
    """Make change ``which`` of the draft's review; one that needs a comment or decision does nothing without."""
    draft, kind = opened.draft, tuple(CommentKind)[number % 5]
    if which == 0:
        reviewing.comment_on(store, draft, DOCUMENT, number, number + 9, kind, "")
    elif which == 1:
        reviewing.comment_on_draft(store, draft, kind, str(number))
    elif which == 2:
        reviewing.accept_finding(store, draft, DOCUMENT, FINDING)
    elif which == 3:
        reviewing.dismiss(store, draft, KEY, str(number))
    elif which == 4:
        for decision in store.decisions(draft.id)[:1]:
            reviewing.take_back(store, decision)
    elif which == 5:
        last = store.next_steps(draft.id)[0]
        for comment in last.before.comments[:1] if last else ():
            reviewing.restore_comment(store, comment)
    else:
        comments = store.comments(draft.id)
        if comments:
            _change(store, comments[number % len(comments)], which, number)


def _change(store: ReviewStore, comment: Comment, which: int, number: int) -> None:
    if which == 6:
        reviewing.edit_comment(store, comment, comment.body + str(number))
    elif which == 7:
        reviewing.edit_comment(store, comment, comment.body, tuple(CommentKind)[number % 5])
    elif which == 8:
        reviewing.resolve_comment(store, comment, resolved=not comment.resolved)
    else:
        reviewing.delete_comment(store, comment)
