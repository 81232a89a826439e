"""Undo and redo what a person did to the review of a draft, also what was done before the last start.

Undoing is a new edit with its base: a step is taken back only while everything it changed is still as it left it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.deliverable import Assignment, Deliverable
from app.domain.document import Document
from app.domain.feedback import KeptRubric, Phrase
from app.domain.people import Admin, Membership, Pairing, Person, Team
from app.domain.review import Comment, Decision, Draft
from app.services.carrying import place_comments
from app.services.ports import Act, Kept, ReviewChange, ReviewStore, Step, Taken

KEPT = 50
"""How many steps of a draft can be undone."""

_Value = Comment | Decision | Kept

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
    Act.SET_LEVEL: "Set level",
    Act.COMMENT_ON_CRITERION: "Comment on criterion",
    Act.CHOOSE_RUBRIC: "Choose rubric",
    Act.EDIT_LETTER: "Edit letter",
    Act.REPLY: "Reply",
    Act.REFLECT: "Reflect",
    Act.MARK: "Mark",
    Act.EDIT_ASSIGNMENT: "Edit assignment",
    Act.DELETE_ASSIGNMENT: "Delete assignment",
    Act.EDIT_WORK: "Edit work",
    Act.DELETE_WORK: "Delete work",
    Act.EDIT_PHRASE: "Edit phrase",
    Act.DELETE_PHRASE: "Delete phrase",
    Act.EDIT_PEOPLE: "Edit people",
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


def undo_elsewhere(store: ReviewStore, subject: str) -> Undone | None:
    """Take back the newest change of what is no draft: one of ``SUBJECTS``."""
    return _told(store.undo(subject), "undone")


def redo_elsewhere(store: ReviewStore, subject: str) -> Undone | None:
    """Make again what was undone last there."""
    return _told(store.redo(subject), "done again")


def next_names(store: ReviewStore, draft: Draft) -> tuple[str, str]:
    """Return what undo and redo would do, in words for a menu; empty when there is nothing."""
    back, forth = store.next_steps(draft.id)
    return ACT_NAMES[back.act] if back else "", ACT_NAMES[forth.act] if forth else ""


def _finish(store: ReviewStore, draft: Draft, document: Document, taken: Taken | None, done: str) -> Undone | None:
    if taken and taken.applied:  # a comment that comes back may have been placed on an older reading of the file only
        place_comments(store, draft, document)
    return _told(taken, done)


def _told(taken: Taken | None, done: str) -> Undone | None:
    if taken is None:
        return None
    name = ACT_NAMES[taken.step.act]
    if taken.applied:
        sentence = f"{done.capitalize()}: {name}."
    else:
        sentence = f"“{name}” was not {done}, because the same thing was changed elsewhere meanwhile."
    return Undone(taken.step.act, taken.applied, sentence, _targets(taken.step))


def _targets(step: Step) -> tuple[str, ...]:
    """Return the ids of the step's comments, then the keys of the findings it decided, then its records."""
    comments = [one.id for one in (*step.before.comments, *step.after.comments)]
    keys = [one.finding for one in (*step.before.decisions, *step.after.decisions)]
    records = [one.id for one in (*step.before.records, *step.after.records)]
    return tuple(dict.fromkeys(comments + keys + records))


# What a store does with its steps, so that every store does the same.

SUBJECTS: Mapping[type, str] = {
    Assignment: "assignments",
    KeptRubric: "assignments",
    Deliverable: "work",
    Phrase: "phrases",
    **dict.fromkeys((Person, Admin, Team, Membership, Pairing), "people"),
}
"""Where changes of what belongs to no draft are undone."""

_TYPED = {Act.EDIT_COMMENT, Act.COMMENT_ON_CRITERION, Act.EDIT_LETTER, Act.REFLECT, Act.EDIT_ASSIGNMENT}


def subject_of(change: ReviewChange) -> str:
    """Return what the change is undone with: a draft, or a word of ``SUBJECTS``; empty for no change."""
    values = (*change.comments, *change.decisions, *change.records)
    drafts = [value.draft_id for value in values if hasattr(value, "draft_id")]
    kinds = [*map(type, change.records), *(kind for kind, _ in change.deleted_records)]
    return next(iter(drafts + [SUBJECTS[kind] for kind in kinds if kind in SUBJECTS]), "")


def next_step(act: Act, before: ReviewChange, after: ReviewChange, last: Step | None) -> tuple[Step | None, bool]:
    """Return the step that a change makes, None when it changed nothing, and whether it takes the place of ``last``.

    ``last`` is the newest step when nothing is undone: typing on in the same place makes one step.
    """
    joins = last is not None and last.act is act and act in _TYPED and is_as_left(before, last.after)
    first = last.before if last and joins else before
    return (None if is_as_left(first, after) else Step(act, first, after)), joins


def is_as_left(now: ReviewChange, left: ReviewChange) -> bool:
    """Tell whether what is kept now is what was left; its place on a newer reading of the file does not count."""
    values, others = _values(now), _values(left)
    return values.keys() == others.keys() and all(_is_same(values[key], others[key]) for key in values)


def _values(change: ReviewChange) -> dict[str, _Value | None]:
    gone = (*change.deleted_comments, *change.deleted_decisions, *(id_ for _, id_ in change.deleted_records))
    values: tuple[_Value, ...] = (*change.comments, *change.decisions, *change.records)
    return dict.fromkeys(gone) | {one.id: one for one in values}


def _is_same(now: _Value | None, left: _Value | None) -> bool:
    """Compare two values but for their times, which decide nothing."""
    if isinstance(now, Comment) and isinstance(left, Comment):
        was_placed_anew = now.anchor and left.anchor and now.anchor.revision_id != left.anchor.revision_id
        now = replace(now, anchor=left.anchor if was_placed_anew else now.anchor)
    return _timeless(now) == _timeless(left)


def _timeless(value: _Value | None) -> _Value | None:
    match value:
        case Decision():
            return replace(value, decided_ms=0)
        case None | Person() | Admin() | Team() | Membership() | Pairing():
            return value
        case _:
            return replace(value, updated_ms=0)
