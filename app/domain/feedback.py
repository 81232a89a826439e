"""What mentors give and mentees answer: reviews with scores, letters, releases, replies, reflections and marks.

Every value here is kept as a row of its own, by its author. ``created_ms`` and ``updated_ms`` are for display.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.review import CommentKind
from app.domain.values import stamp


@dataclass(frozen=True, slots=True)
class KeptRubric:
    """A rubric's file as it was when it was first used; scores name this row, so a newer file changes none of them.

    ``name`` and ``edition`` are the id and version that the file gives.
    """

    id: str
    author_id: str
    team_id: str
    name: str
    edition: str
    title: str
    text: str
    created_ms: int
    updated_ms: int
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class KeptPolicy:
    """The text of a policy's file, a person's own or (with ``team_id``) a team's; ``name`` is the id that it gives."""

    id: str
    author_id: str
    team_id: str
    name: str
    title: str
    text: str
    created_ms: int
    updated_ms: int
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class DismissedRule:
    """A check that a lead dismissed for the team, or a person for their own work, in all drafts, and why."""

    id: str
    author_id: str
    team_id: str
    rule: str
    reason: str
    created_ms: int
    updated_ms: int
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Review:
    """A mentor's work on a draft. ``rubric_id`` is the kept rubric that it is scored by, or empty."""

    id: str
    draft_id: str
    author_id: str
    created_ms: int
    updated_ms: int
    rubric_id: str = ""
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Score:
    """A mentor's judgement on one criterion; ``level`` is a level's id, empty while none is chosen."""

    id: str
    draft_id: str
    author_id: str
    review_id: str
    criterion: str
    created_ms: int
    updated_ms: int
    level: str = ""
    comment: str = ""
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mentee reads first; each part is tied to evidence by the ids of comments on the draft."""

    id: str
    draft_id: str
    author_id: str
    created_ms: int
    updated_ms: int
    strength: str = ""
    improvement: str = ""
    next_task: str = ""
    strength_evidence: tuple[str, ...] = ()
    improvement_evidence: tuple[str, ...] = ()
    next_task_evidence: tuple[str, ...] = ()
    seen: int = stamp()


class Outcome(StrEnum):
    """What a release says about the draft."""

    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Release:
    """Feedback given to the mentee, whole: ``snapshot`` and ``scores`` are what they read, as JSON.

    ``app.services.released`` makes and reads both; ``scores`` is empty where none were given. ``items`` names what was
    released, each as kind, id and a digest of its content. ``note`` says why it was released again; a correction is a
    later release of the same draft by the same author, and the earlier one stays.
    """

    id: str
    draft_id: str
    author_id: str
    created_ms: int
    updated_ms: int
    outcome: Outcome
    snapshot: str
    scores: str
    items: tuple[str, ...]
    note: str = ""
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the thread of a comment."""

    id: str
    draft_id: str
    author_id: str
    comment_id: str
    body: str
    created_ms: int
    updated_ms: int
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Reflection:
    """The mentee's answers to the three questions that come with feedback (see ``QUESTIONS``)."""

    id: str
    draft_id: str
    author_id: str
    created_ms: int
    updated_ms: int
    did: str = ""
    happened: str = ""
    next_time: str = ""
    seen: int = stamp()

    @property
    def is_complete(self) -> bool:
        """Whether all three questions are answered, which shows the scores."""
        return all(part.strip() for part in (self.did, self.happened, self.next_time))


class MarkKind(StrEnum):
    """What a mentee notes about feedback."""

    OPENED = "opened"
    ADDRESSED = "addressed"
    USEFUL = "useful"
    SECOND_LOOK = "second_look"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mentee's note on a comment (``target_id``), or on the feedback to a draft as a whole (the draft's id).

    ``value``: seconds of reading for OPENED, 1 to 5 for USEFUL, 1 for the others. ``words`` go with SECOND_LOOK.
    """

    id: str
    draft_id: str
    author_id: str
    target_id: str
    kind: MarkKind
    created_ms: int
    updated_ms: int
    value: int = 1
    words: str = ""
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A comment of the library, a person's own or (with ``team_id``) a team's."""

    id: str
    author_id: str
    team_id: str
    kind: CommentKind
    body: str
    created_ms: int
    updated_ms: int
    why: str = ""
    good: str = ""
    suggestion: str = ""
    criterion: str = ""
    seen: int = stamp()


QUESTIONS = ("What did I do?", "What happened?", "What will I do differently next time?")
OPENED_SECONDS = 30
"""How long feedback must have been on the screen to count as opened."""
