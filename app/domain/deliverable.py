"""A mentee's work: assignments, deliverables, what is said when a draft is handed in, and where the work stands."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.values import stamp


class DataClass(StrEnum):
    """How careful one must be with what is in a text."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What was asked of whom. ``team_id`` is empty for one person's own; ``due_ms`` is None where nothing is due.

    ``rubric_id`` is the kept rubric (see ``KeptRubric``) or empty, ``policy`` a policy's name, ``sources`` the names of
    source libraries.
    """

    id: str
    author_id: str
    team_id: str
    title: str
    created_ms: int
    updated_ms: int
    brief: str = ""
    audience: str = ""
    due_ms: int | None = None
    rubric_id: str = ""
    policy: str = ""
    sources: tuple[str, ...] = ()
    data_class: DataClass = DataClass.INTERNAL
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A piece of work with its drafts 1…n.

    ``mentee_id`` is whose work it is, empty for work that ``author_id`` keeps on this computer for nobody else;
    ``assignment_id`` is empty for a single draft that nobody assigned.
    """

    id: str
    author_id: str
    title: str
    created_ms: int
    updated_ms: int
    mentee_id: str = ""
    assignment_id: str = ""
    seen: int = stamp()


class AiUse(StrEnum):
    """How much of the work an AI tool did."""

    NONE = "none"
    LANGUAGE = "language"
    PARTS = "parts"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Submission:
    """A draft handed in, with the disclosure of AI use; ``minutes_saved`` is None where the author does not say."""

    id: str
    draft_id: str
    author_id: str
    created_ms: int
    updated_ms: int
    level: AiUse = AiUse.NONE
    tools: tuple[str, ...] = ()
    sections: str = ""
    data_class: DataClass = DataClass.INTERNAL
    minutes_saved: int | None = None
    prompts: str = ""
    seen: int = stamp()


class WorkState(StrEnum):
    """Where a deliverable stands. It is never stored: it follows from who has done what."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Work:
    """A deliverable in a list: its newest draft that the reader may see, and where it stands.

    ``reviewers`` are the mentors who have begun; ``submitted_ms`` and ``due_ms`` are None where there is none. Its
    mentee alone sees ``has_draft_at_work``: a newer draft that is not handed in.
    """

    deliverable: Deliverable
    draft_id: str
    number: int
    name: str
    state: WorkState
    assignment: str = ""
    reviewers: tuple[str, ...] = ()
    submitted_ms: int | None = None
    due_ms: int | None = None
    has_draft_at_work: bool = False
    wants_second_look: bool = False

    def is_overdue(self, now_ms: int) -> bool:
        """Tell whether it should have been handed in, or reviewed, by now."""
        done = {WorkState.RETURNED, WorkState.ACCEPTED}
        return self.due_ms is not None and self.due_ms < now_ms and self.state not in done


def work_state(*, submitted: bool, reviewed: bool, outcome: str) -> WorkState:
    """Return where a deliverable stands by its newest handed-in draft; ``outcome`` of its newest release or empty."""
    if not submitted:
        return WorkState.DRAFTING
    if outcome:
        return WorkState.ACCEPTED if outcome == WorkState.ACCEPTED else WorkState.RETURNED
    return WorkState.IN_REVIEW if reviewed else WorkState.SUBMITTED


def queue_order(work: Work, now_ms: int) -> tuple[bool, int, int, str]:
    """Sort the mentor's queue: what is overdue first, then what is due soonest, then what waits longest."""
    due = work.due_ms if work.due_ms is not None else 1 << 60
    return not work.is_overdue(now_ms), due, work.submitted_ms or 0, work.deliverable.id
