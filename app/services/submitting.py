"""Work and where it stands: the mentee's drafts, handing one in, and the mentor's queue.

Where work stands is not written anywhere: it follows from who has handed in, reviewed and released (``work_state``).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypedDict

from app.domain.deliverable import (
    AiUse,
    Assignment,
    DataClass,
    Deliverable,
    Submission,
    Work,
    WorkState,
    queue_order,
    work_state,
)
from app.domain.errors import BadInputError
from app.domain.feedback import Mark, MarkKind
from app.domain.ids import new_id, now_ms
from app.services.access import Gate, keep
from app.services.ports import Act, ReviewChange, ReviewStore, Standing, WorkStore


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What an author says about AI use; ``minutes_saved`` is None where they do not say."""

    level: AiUse = AiUse.NONE
    tools: tuple[str, ...] = ()
    sections: str = ""
    data_class: DataClass = DataClass.INTERNAL
    minutes_saved: int | None = None
    prompts: str = ""


def hand_in(store: ReviewStore, draft_id: str, disclosure: Disclosure) -> Submission:
    """Hand the draft in; from now on mentors see it. It is no step of undo: see ``withdraw``.

    Raises BadInputError when it was handed in already, DeniedError.
    """
    if store.records(Submission, draft_id=draft_id):
        draft = store.draft(draft_id)
        raise BadInputError(f"Draft {draft.number} was handed in already. Add a new version to hand in again.")
    if disclosure.level is not AiUse.NONE and not any(tool.strip() for tool in disclosure.tools):
        raise BadInputError("Name at least one tool that was used.")
    if disclosure.minutes_saved is not None and disclosure.minutes_saved < 0:
        raise BadInputError("Minutes saved cannot be less than 0. Leave the field empty if you do not know.")
    now = now_ms()
    said = {name: getattr(disclosure, name) for name in Disclosure.__slots__}
    made = Submission(new_id(), draft_id, store.me(), now, now, **said)
    keep(store, ReviewChange(records=(made,)))
    return made


def submission_of(store: ReviewStore, draft_id: str) -> Submission | None:
    """Return how the draft was handed in; None while it is private to its author."""
    gate = Gate(store)
    return next((one for one in store.records(Submission, draft_id=draft_id) if gate.may_read(one)), None)


def is_private(store: ReviewStore, draft_id: str) -> bool:
    """Tell whether a check of this draft is its author's self-check, which nobody else sees and nothing counts."""
    return bool(store.work_of(draft_id).mentee_id) and not store.records(Submission, draft_id=draft_id)


def withdraw(store: WorkStore, draft_id: str) -> None:
    """Take a draft back that nobody has begun to review. Raises BadInputError, DeniedError."""
    given = store.records(Submission, draft_id=draft_id)
    _require_unreviewed(store, (draft_id,), "be taken back")
    keep(store, ReviewChange(deleted_records=tuple((Submission, one.id) for one in given)))


def new_work(store: ReviewStore, title: str, mentee_id: str, assignment_id: str = "") -> Deliverable:
    """Make work of a mentee, without a draft yet; add one with ``reviewing.open_draft``."""
    now = now_ms()
    made = Deliverable(new_id(), store.me(), title, now, now, mentee_id, assignment_id)
    keep(store, ReviewChange(records=(made,)), Act.EDIT_WORK)
    return made


def edit_work(store: ReviewStore, work: Deliverable) -> Deliverable:
    """Keep another title, assignment or mentee. A mentor may give to a mentee what they brought in themselves."""
    edited = replace(work, updated_ms=now_ms())
    keep(store, ReviewChange(records=(edited,)), Act.EDIT_WORK)
    return edited


def bring_in(store: ReviewStore, draft_id: str, mentee_id: str, assignment_id: str = "") -> Deliverable:
    """Give to a mentee the work that their mentor opened for them, handed in without a disclosure.

    Raises DeniedError when the person does not mentor them, BadInputError when the work is somebody's already.
    """
    work = store.work_of(draft_id)
    if work.mentee_id:
        raise BadInputError(f"“{work.title}” belongs to a mentee already.")
    now = now_ms()
    given = replace(work, mentee_id=mentee_id, assignment_id=assignment_id or work.assignment_id, updated_ms=now)
    keep(store, ReviewChange(records=(given,)), Act.EDIT_WORK)
    for draft in store.drafts_of(work.id):
        if not store.records(Submission, draft_id=draft.id):
            keep(store, ReviewChange(records=(Submission(new_id(), draft.id, store.me(), now, now),)))
    return given


def delete_work(store: WorkStore, work: Deliverable) -> None:
    """Delete work that nobody has begun to review. Raises BadInputError, DeniedError."""
    if work.mentee_id:
        _require_unreviewed(store, [one.id for one in store.drafts_of(work.id)], "be deleted")
    keep(store, ReviewChange(deleted_records=((Deliverable, work.id),), seen=work.seen), Act.DELETE_WORK)


def _require_unreviewed(store: WorkStore, draft_ids: Iterable[str], what: str) -> None:
    others = sorted({person for _, person in store.reviewers(tuple(draft_ids))} - {store.me()})
    if others:
        person = store.directory().person(others[0])
        name = person.name if person else "A mentor"
        raise BadInputError(f"{name} has begun to review this, so it can no longer {what}. Ask {name}.")


def my_work(store: WorkStore) -> tuple[Work, ...]:
    """Return the person's own work as its mentee, the newest first."""
    works = works_of(store, store.records(Deliverable, mentee_id=store.me()))
    return tuple(sorted(works, key=lambda one: one.deliverable.id, reverse=True))


def queue(store: WorkStore) -> tuple[Work, ...]:
    """Return the work of the person's mentees that was handed in: overdue first, then by due date and waiting time."""
    mentees = sorted(store.directory().mentees_of(store.me()))
    works = works_of(store, store.records(Deliverable, mentee_id=mentees) if mentees else ())
    handed_in = [one for one in works if one.state is not WorkState.DRAFTING]
    now = now_ms()
    return tuple(sorted(handed_in, key=lambda one: queue_order(one, now)))


def next_unreviewed(store: WorkStore, after: str = "") -> Work | None:
    """Return the next work in the queue that nobody has begun, after the draft given, else from the start."""
    works = queue(store)
    place = next((number for number, one in enumerate(works, 1) if one.draft_id == after), 0)
    waiting = (one for one in works[place:] + works[:place] if one.draft_id != after)
    return next((one for one in waiting if one.state is WorkState.SUBMITTED), None)


def team_work(store: WorkStore) -> tuple[Work, ...]:
    """Return the work of everybody in the teams that the person leads, the newest first."""
    directory, me = store.directory(), store.me()
    people = [person.id for person in directory.people if directory.leads_person(me, person.id)]
    works = works_of(store, store.records(Deliverable, mentee_id=people) if people else ())
    return tuple(sorted(works, key=lambda one: one.deliverable.id, reverse=True))


def works_of(store: WorkStore, deliverables: Iterable[Deliverable]) -> list[Work]:
    """Return the works as the person may see them; work with no draft to see is left out, but for its mentee."""
    facts = _Facts(store, tuple(deliverables))
    found = [facts.work(one) for one in facts.deliverables]
    return [one for one in found if one is not None]


class _AskedFor(TypedDict):
    assignment: str
    due_ms: int | None


class _Facts:
    """What is known of many deliverables at once, each kind asked for in one query."""

    def __init__(self, store: WorkStore, deliverables: tuple[Deliverable, ...]) -> None:
        self.deliverables = deliverables
        self._store, self._me = store, store.me()
        self._drafts: defaultdict[str, list[Standing]] = defaultdict(list)
        for draft in store.standings([one.id for one in deliverables]):
            self._drafts[draft.deliverable_id].append(draft)
        shown = (self._shown(one) for one in deliverables)
        ids = [one.draft_id for one in shown if one is not None]
        self._releases = store.outcomes(ids)
        self._asked = {one.draft_id: one.id for one in store.records(Mark, draft_id=ids, kind=MarkKind.SECOND_LOOK)}
        self._reviewers: defaultdict[str, list[str]] = defaultdict(list)
        for draft_id, person_id in sorted(store.reviewers(ids)):
            self._reviewers[draft_id].append(person_id)

    @cached_property
    def _assignments(self) -> dict[str, Assignment]:
        return {one.id: one for one in self._store.records(Assignment)}

    def _is_mine(self, work: Deliverable) -> bool:
        return self._me in {work.mentee_id, work.author_id}

    def _shown(self, work: Deliverable) -> Standing | None:
        """Return the newest draft that was handed in, for its mentee else the newest of all."""
        drafts = self._drafts[work.id]
        given = [one for one in drafts if one.submitted_ms is not None or not work.mentee_id]
        return next(reversed(given or (drafts if self._is_mine(work) else [])), None)

    def work(self, deliverable: Deliverable) -> Work | None:
        """Return the deliverable as the person may see it."""
        draft, is_mine = self._shown(deliverable), self._is_mine(deliverable)
        if draft is None:
            return Work(deliverable, "", 0, "", WorkState.DRAFTING, **self._asked_for(deliverable)) if is_mine else None
        id_ = draft.draft_id
        release_id, outcome = self._releases.get(id_, ("", ""))
        submitted = draft.submitted_ms is not None or not deliverable.mentee_id
        return Work(
            deliverable,
            id_,
            draft.number,
            draft.name,
            work_state(submitted=submitted, reviewed=id_ in self._reviewers, outcome=outcome),
            reviewers=tuple(self._reviewers.get(id_, ())),
            submitted_ms=draft.submitted_ms,
            has_draft_at_work=is_mine and draft is not self._drafts[deliverable.id][-1],
            wants_second_look=bool(release_id) and self._asked.get(id_, "") > release_id,
            **self._asked_for(deliverable),
        )

    def _asked_for(self, deliverable: Deliverable) -> _AskedFor:
        assignment = self._assignments.get(deliverable.assignment_id)
        if assignment is None:
            return {"assignment": "", "due_ms": None}
        return {"assignment": assignment.title, "due_ms": assignment.due_ms}
