"""Give feedback to the mentee: preview, release one or many at once, and correct by releasing again.

A release is one row with all that the mentee reads, so it happens whole or not at all. It cannot be undone: an edit
afterwards is unpublished until it is released again, and the earlier release stays as a trace.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.deliverable import Deliverable
from app.domain.errors import BadInputError
from app.domain.feedback import Letter, Outcome, Release, Review
from app.domain.ids import new_id, now_ms
from app.domain.joined import joined
from app.domain.people import Directory
from app.domain.review import Comment
from app.services import letters, scoring
from app.services.access import Gate
from app.services.letters import Part, evidence_of, my_letter, words_of
from app.services.ports import ReviewStore, WorkStore
from app.services.released import Feedback, changes_since, freeze
from app.services.scoring import marking, scored

_PARTS = {Part.STRENGTH: "a strength", Part.IMPROVEMENT: "an improvement", Part.NEXT_TASK: "a next practice task"}


def preview(store: ReviewStore, draft_id: str, outcome: Outcome = Outcome.RETURNED) -> Feedback:
    """Return my feedback on the draft as the mentee would read it now."""
    me = store.me()
    review = next(iter(store.records(Review, draft_id=draft_id, author_id=me)), None)
    begun = store.records(Letter, draft_id=draft_id, author_id=me)
    comments = tuple(one for one in store.comments(draft_id) if one.author_id == me and _says_something(one, draft_id))
    scores = scored(store, review) if review else None
    return Feedback(draft_id, me, comments, joined(begun) if begun else None, scores, outcome)


def _says_something(comment: Comment, draft_id: str) -> bool:
    words = comment.body or comment.why or comment.good or comment.suggestion
    return bool(words.strip()) and (comment.draft_id == draft_id or not comment.resolved)


def missing(store: ReviewStore, draft_id: str) -> tuple[str, ...]:
    """Return in plain words what is not there yet; nothing of it stops a release."""
    letter, found = my_letter(store, draft_id), []
    found += [
        f"The letter names no {name.split(' ', 1)[1]}." for part, name in _PARTS.items() if not words_of(letter, part)
    ]
    found += [
        f"In the letter, {name} is tied to no comment."
        for part, name in _PARTS.items()
        if words_of(letter, part) and not evidence_of(letter, part)
    ]
    review = next(iter(store.records(Review, draft_id=draft_id, author_id=store.me())), None)
    marks = marking(store, review) if review else None
    if marks and not marks.total.is_complete:
        found.append("No level is chosen for " + ", ".join(f"“{one.title}”" for one in marks.total.open_criteria) + ".")
    return tuple(found)


def release(
    store: WorkStore, draft_ids: Sequence[str], outcome: Outcome = Outcome.RETURNED, note: str = ""
) -> tuple[Release, ...]:
    """Release my feedback on the drafts, all or none; ``note`` says why it is released again.

    Raises BadInputError for a draft with nothing to release, or nothing new; DeniedError.
    """
    gate = Gate(store)
    made = tuple(_release(store, draft_id, outcome, note) for draft_id in dict.fromkeys(draft_ids))
    for one in made:
        gate.require_write(one)
    for one in made:
        letters.keep_joined(store, one.draft_id)
        scoring.keep_joined(store, one.draft_id)
    store.release_all(made)
    return made


def _release(store: ReviewStore, draft_id: str, outcome: Outcome, note: str) -> Release:
    feedback, now, work = preview(store, draft_id, outcome), now_ms(), store.work_of(draft_id)
    name = f"Draft {store.draft(draft_id).number} of “{work.title}”"
    if is_deleted(store, draft_id):
        raise BadInputError(f"“{work.title}” was deleted meanwhile, so nobody can be sent this; what you wrote stays.")
    letter = feedback.letter
    if not (feedback.comments or feedback.scored or (letter and any(words_of(letter, part) for part in Part))):
        raise BadInputError(f"{name} has no comment, no score and no letter yet. Add one before you release it.")
    last = last_release(store, draft_id)
    if last and last.outcome is outcome and not changes_since(last, feedback):
        raise BadInputError(f"{name} was released already, and nothing has changed since.")
    snapshot, scores, items = freeze(feedback)
    newest = new_id(after=last.id if last else "")  # whatever the clock says, for the mentee reads the last one
    return Release(newest, draft_id, store.me(), now, now, outcome, snapshot, scores, items, note)


def is_deleted(store: ReviewStore, draft_id: str) -> bool:
    """Tell whether the work was deleted while it was under review; what was written about it is still there."""
    return not store.records(Deliverable, id=store.work_of(draft_id).id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that I have begun to review and not released: its name, whose it is, and how far the scores are."""

    draft_id: str
    title: str
    mentee: str
    scored: int = 0
    criteria: int = 0

    @property
    def is_scored(self) -> bool:
        """Whether every criterion has a level."""
        return 0 < self.criteria == self.scored


def waiting(store: WorkStore) -> tuple[Waiting, ...]:
    """Return the work of my mentees whose feedback could be released together, in the order it was begun."""
    me = store.me()
    mine = scoring.begun(store, author_id=me)
    released = {one.draft_id for one in store.releases([one.draft_id for one in mine]) if one.author_id == me}
    open_ones = [one for one in mine if one.draft_id not in released and not is_deleted(store, one.draft_id)]
    directory = store.directory()
    return tuple(found for one in open_ones if (found := _waiting(store, directory, one)).mentee)


def _waiting(store: ReviewStore, directory: Directory, review: Review) -> Waiting:
    work, marks = store.work_of(review.draft_id), marking(store, review)
    mentee = directory.person(work.mentee_id)
    rows = marks.total.rows if marks else ()
    levels = sum(1 for row in rows if row.level is not None)
    return Waiting(review.draft_id, work.title, mentee.name if mentee else "", levels, len(rows))


def last_release(store: ReviewStore, draft_id: str) -> Release | None:
    """Return my newest release of the draft."""
    mine = store.records(Release, draft_id=draft_id, author_id=store.me())
    return mine[-1] if mine else None


def trace(store: ReviewStore, draft_id: str) -> tuple[Release, ...]:
    """Return every release of the draft that the person may see, the earliest first."""
    gate = Gate(store)
    return tuple(one for one in store.records(Release, draft_id=draft_id) if gate.may_read(one, released=True))


def unpublished(store: ReviewStore, draft_id: str) -> tuple[str, ...]:
    """Return what I changed since my last release, as "comment id", "score criterion" or "letter id".

    Empty when all is released, or nothing was ever.
    """
    last = last_release(store, draft_id)
    return changes_since(last, preview(store, draft_id, last.outcome)) if last else ()
