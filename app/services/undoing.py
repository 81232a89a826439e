"""Undo and redo what a person did to the review of a draft, also what was done before the last start.

Undoing is a new edit with its base: a step is taken back only while everything it changed is still as it left it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.document import Document
from app.domain.review import Comment, Decision, Draft
from app.services.ports import Act, ReviewChange, ReviewStore, Step, Taken
from app.services.reviewing import place_comments

KEPT = 50
"""How many steps of a draft can be undone."""

ACT_NAMES: Mapping[Act, str] = {
    Act.ADD_COMMENT: "Add comment",
    Act.EDIT_COMMENT: "Edit comment",
    Act.CHANGE_KIND: "Change kind of comment",
    Act.RESOLVE_COMMENT: "Resolve comment",
    Act.REOPEN_COMMENT: "Reopen comment",
    Act.DELETE_COMMENT: "Delete comment",
    Act.RESTORE_COMMENT: "Restore comment",
    Act.ACCEPT_FINDING: "Accept finding",
    Act.DISMISS_FINDING: "Dismiss finding",
    Act.TAKE_BACK_DECISION: "Take back decision",
}


@dataclass(frozen=True, slots=True)
class Undone:
    """What undo or redo did, in one sentence, and the ids of comments and keys of findings it was about."""

    act: Act
    applied: bool
    sentence: str
    targets: tuple[str, ...]


def undo(store: ReviewStore, draft: Draft, document: Document) -> Undone | None:
    """Take back the newest change of the draft's review; None when there is none. Raises WorkspaceError.

    A change that no longer applies is passed over, which ``sentence`` says; the next call takes the one before.
    """
    return _finish(store, draft, document, store.undo(draft.id), "undone")


def redo(store: ReviewStore, draft: Draft, document: Document) -> Undone | None:
    """Make again what was undone last, unless something was changed since; None when there is nothing."""
    return _finish(store, draft, document, store.redo(draft.id), "done again")


def next_names(store: ReviewStore, draft: Draft) -> tuple[str, str]:
    """Return what undo and redo would do, in words for a menu; empty when there is nothing."""
    back, forth = store.next_steps(draft.id)
    return ACT_NAMES[back.act] if back else "", ACT_NAMES[forth.act] if forth else ""


def _finish(store: ReviewStore, draft: Draft, document: Document, taken: Taken | None, done: str) -> Undone | None:
    if taken is None:
        return None
    name = ACT_NAMES[taken.step.act]
    if taken.applied:  # a comment that comes back may have been placed on an older reading of the file only
        place_comments(store, draft.id, draft.revision_id, document)
        sentence = f"{done.capitalize()}: {name}."
    else:
        sentence = f"“{name}” was not {done}, because the same thing was changed elsewhere meanwhile."
    return Undone(taken.step.act, taken.applied, sentence, _targets(taken.step))


def _targets(step: Step) -> tuple[str, ...]:
    """Return the ids of the step's comments, then the keys of the findings it decided."""
    comments = [one.id for one in (*step.before.comments, *step.after.comments)]
    keys = [one.finding for one in (*step.before.decisions, *step.after.decisions)]
    return tuple(dict.fromkeys(comments + keys))


# What a store does with its steps, so that every store does the same.


def next_step(act: Act, before: ReviewChange, after: ReviewChange, last: Step | None) -> tuple[Step | None, bool]:
    """Return the step that a change makes, None when it changed nothing, and whether it takes the place of ``last``.

    ``last`` is the newest step when nothing is undone: typing on in the same comment makes one step.
    """
    joins = last is not None and last.act is act is Act.EDIT_COMMENT and is_as_left(before, last.after)
    first = last.before if last and joins else before
    return (None if is_as_left(first, after) else Step(act, first, after)), joins


def is_as_left(now: ReviewChange, left: ReviewChange) -> bool:
    """Tell whether what is kept now is what was left; its place on a newer reading of the file does not count."""
    values, others = _values(now), _values(left)
    return values.keys() == others.keys() and all(_is_same(values[key], others[key]) for key in values)


def _values(change: ReviewChange) -> dict[str, Comment | Decision | None]:
    gone: dict[str, Comment | Decision | None] = dict.fromkeys((*change.deleted_comments, *change.deleted_decisions))
    return gone | {one.id: one for one in change.comments} | {one.id: one for one in change.decisions}


def _is_same(now: Comment | Decision | None, left: Comment | Decision | None) -> bool:
    """Compare two values but for their times, which decide nothing."""
    if isinstance(now, Comment) and isinstance(left, Comment):
        was_placed_anew = now.anchor and left.anchor and now.anchor.revision_id != left.anchor.revision_id
        anchor = left.anchor if was_placed_anew else now.anchor
        return replace(now, anchor=anchor, updated_ms=left.updated_ms) == left
    if isinstance(now, Decision) and isinstance(left, Decision):
        return replace(now, decided_ms=left.decided_ms) == left
    return now is left
