"""The one door: every use case writes through ``keep`` and shows only what its ``Gate`` lets through.

Who may is said in ``app.domain.permissions``; here stands only to whom a value belongs. Work that belongs to no mentee
is its keeper's own and never leaves this computer, so that a person alone needs no pairing with anybody.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice

from app.domain.deliverable import Assignment, Deliverable, Submission
from app.domain.errors import DeniedError
from app.domain.feedback import (
    DismissedRule,
    KeptPolicy,
    KeptRubric,
    Letter,
    Mark,
    Phrase,
    Reflection,
    Release,
    Reply,
    Review,
    Score,
)
from app.domain.people import Directory
from app.domain.permissions import Item, Kind, may_read, may_write
from app.domain.review import Comment, Decision, Draft
from app.services.ports import Act, DraftRecord, Kept, ReviewChange, ReviewStore, Standing, WorkStore

MOST_RECENT = 200
"""How many drafts a list of recent ones holds."""

Value = Comment | Decision | Draft | Kept

_KINDS: dict[type, Kind] = {
    Comment: Kind.COMMENT,
    Review: Kind.REVIEW,
    Score: Kind.SCORE,
    Letter: Kind.LETTER,
    Release: Kind.RELEASE,
    Reply: Kind.REPLY,
    Submission: Kind.DISCLOSURE,
    Reflection: Kind.REFLECTION,
    Mark: Kind.MARK,
}
_OF_TEAMS: dict[type, Kind] = {
    Assignment: Kind.ASSIGNMENT,
    KeptRubric: Kind.RUBRIC,
    KeptPolicy: Kind.POLICY,
    DismissedRule: Kind.POLICY,
}
_OF_REVIEW = {Kind.COMMENT, Kind.REVIEW, Kind.SCORE, Kind.LETTER, Kind.RELEASE}
_SENTENCES = {
    Kind.PEOPLE: "Only an admin can change people, teams and pairings; ask one.",
    Kind.ASSIGNMENT: "Only the lead of the team can change its assignments; ask the lead.",
    Kind.RUBRIC: "Only the lead of the team can change its rubrics; ask the lead.",
    Kind.POLICY: "Only the lead of the team decides about its policies and rules; ask the lead.",
    Kind.TEAM_COMMENT: "Only the lead of the team can change its comment library; keep yours in your own.",
    Kind.REPLY: "Only the mentee and the mentors of this work can answer here, each in their own words.",
    **dict.fromkeys(_OF_REVIEW, "Only a mentor of this mentee can review this work, and each changes only their own."),
    **dict.fromkeys(
        (Kind.DELIVERABLE, Kind.DRAFT, Kind.DISCLOSURE, Kind.REFLECTION, Kind.MARK),
        "Only the mentee whose work it is can do this.",
    ),
    **dict.fromkeys((Kind.OWN_COMMENT, Kind.OWN_DISMISSAL), "This belongs to another person."),
}


def keep(store: ReviewStore, change: ReviewChange, act: Act | None = None) -> None:
    """Make the change if the person who works here may: both what is put and what it takes the place of.

    Raises DeniedError in one sentence, NotFoundError, WorkspaceError.
    """
    gate, before = Gate(store), store.as_kept(change)
    for value in (*change.comments, *change.decisions, *change.records):
        gate.require_write(value)
    for old in (*before.comments, *before.decisions, *before.records):
        gate.require_write(old)
    store.change_review(change, act)


def drafts_in_reach(store: WorkStore) -> tuple[Draft, ...]:
    """Return the drafts that the person may open, the most recently opened first, at most ``MOST_RECENT``."""
    gate, seen = Gate(store), dict[tuple[str, str], bool]()
    works = {}
    for work in store.records(Deliverable):
        whose = work.mentee_id, work.author_id
        if whose not in seen:  # what holds for one work of theirs holds for all
            seen[whose] = gate.may_read(work)
        if seen[whose]:
            works[work.id] = work
    gate.recall(works, store.standings(list(works)))
    mine = (one for one in store.drafts() if one.deliverable_id in works and gate.may_read(one))
    return tuple(islice(mine, MOST_RECENT))


class Gate:
    """What one person may do now; made anew for each use case."""

    def __init__(self, store: ReviewStore) -> None:
        self._store = store
        self._work: dict[str, Deliverable] = {}
        self._handed_in: dict[str, bool] = {}
        self.me = store.me()

    @cached_property
    def directory(self) -> Directory:
        """Everybody in the workspace."""
        return self._store.directory()

    def recall(self, works: Mapping[str, Deliverable], drafts: Iterable[Standing]) -> None:
        """Take over what is known of many drafts, so that the store is not asked about each."""
        for one in drafts:
            self._work[one.draft_id] = works[one.deliverable_id]
            self._handed_in[one.draft_id] = one.submitted_ms is not None

    def require_write(self, value: Value) -> None:
        """Raise DeniedError unless the person may make, change or delete the value."""
        if not self.may_write(value):
            raise DeniedError(_SENTENCES[self._item(value).kind])

    def may_write(self, value: Value) -> bool:
        """Tell whether the person may make, change or delete the value."""
        work = self._work_of(value)
        if isinstance(value, Decision):
            return value.author_id == self.me
        if work is not None:
            if self._is_own(work):
                return True
            if isinstance(value, Deliverable | Submission | Draft) and self._brought_in(work):
                return True
            if isinstance(value, Comment | DraftRecord) and not self._is_in_reach(work, value.draft_id):
                return False
        return self._is_nobodys(value) or may_write(self.directory, self.me, self._item(value))

    def may_read(self, value: Value, *, released: bool = False) -> bool:
        """Tell whether the person may see the value, ``released`` or not."""
        work = self._work_of(value)
        if isinstance(value, Decision):
            return value.author_id == self.me
        if work is not None:
            if self._is_own(work):
                return True
            draft_id = value.id if isinstance(value, Draft) else getattr(value, "draft_id", "")
            if draft_id and not self._is_in_reach(work, draft_id):
                return False
        return self._is_nobodys(value) or may_read(self.directory, self.me, self._item(value, released=released))

    def may_open(self, draft_id: str) -> bool:
        """Tell whether the person may see a draft: its mentee always, others once it is handed in."""
        return self.may_read(self._store.draft(draft_id))

    def names(self) -> dict[str, str]:
        """Return everybody's name by id."""
        return {person.id: person.name for person in self.directory.people}

    def _work_of(self, value: Value) -> Deliverable | None:
        if isinstance(value, Deliverable):
            return value
        draft_id = value.id if isinstance(value, Draft) else getattr(value, "draft_id", "")
        if draft_id and draft_id not in self._work:
            self._work[draft_id] = self._store.work_of(draft_id)
        return self._work.get(draft_id)

    def _is_own(self, work: Deliverable) -> bool:
        """Work that is kept for nobody else: there is no mentor and no mentee to it."""
        return not work.mentee_id and work.author_id == self.me

    def _brought_in(self, work: Deliverable) -> bool:
        """Tell whether it is a mentor's who brings in what a mentee of theirs gave them by other ways."""
        return work.author_id == self.me and work.mentee_id in self.directory.mentees_of(self.me)

    def _is_nobodys(self, value: Value) -> bool:
        """Tell whether it is an assignment, a rubric, a policy or a rule outside any team: its maker's own."""
        return (
            isinstance(value, Assignment | KeptRubric | KeptPolicy | DismissedRule)
            and not value.team_id
            and value.author_id == self.me
        )

    def _is_in_reach(self, work: Deliverable, draft_id: str) -> bool:
        if self.me in {work.mentee_id, work.author_id}:
            return True
        if draft_id not in self._handed_in:
            self._handed_in[draft_id] = bool(self._store.records(Submission, draft_id=draft_id))
        return self._handed_in[draft_id]

    def _item(self, value: Value, *, released: bool = False) -> Item:
        match value:
            case Decision():
                return Item(Kind.OWN_DISMISSAL, author_id=value.author_id)
            case Assignment() | KeptRubric() | KeptPolicy() | DismissedRule():
                return Item(_OF_TEAMS[type(value)], author_id=value.author_id, team_id=value.team_id)
            case Phrase():
                kind = Kind.TEAM_COMMENT if value.team_id else Kind.OWN_COMMENT
                return Item(kind, author_id=value.author_id, team_id=value.team_id)
        work = self._work_of(value)
        if work is None:
            return Item(Kind.PEOPLE, author_id=getattr(value, "person_id", value.id))
        kind = Kind.DELIVERABLE if value is work else _KINDS.get(type(value), Kind.DRAFT)
        return Item(kind, getattr(value, "author_id", ""), mentee_id=work.mentee_id, released=released)
