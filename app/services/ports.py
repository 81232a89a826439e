"""What the use cases need from outside: small protocols, implemented by the store and by fakes in tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from app.domain.deliverable import Assignment, Deliverable, Submission
from app.domain.document import Document
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
from app.domain.people import Admin, Directory, Membership, Pairing, Person, Team
from app.domain.reference import LibraryInfo
from app.domain.review import Anchor, Comment, Decision, Draft
from app.domain.values import ALL_SEEN
from app.services.caching import Cache
from app.services.sharing_details import Shared

DraftRecord = Submission | Review | Score | Letter | Release | Reply | Reflection | Mark
"""What is kept about a draft; each has ``draft_id`` and ``author_id``."""
PeopleRecord = Person | Admin | Team | Membership | Pairing
TeamRecord = Assignment | KeptRubric | KeptPolicy | DismissedRule | Phrase
"""What belongs to the team of its ``team_id``, and without one to its ``author_id``."""
Kept = DraftRecord | PeopleRecord | TeamRecord | Deliverable
R = TypeVar("R")
"""One of the types of ``Kept``."""


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """Edits that happen together or not at all: values to put, and what to make tombstones, by its id.

    ``deleted_records`` names each by its type and id. ``seen`` is what the person had seen who deletes; where it is not
    given, everything (see ``app.services.syncing``).
    """

    comments: tuple[Comment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    deleted_comments: tuple[str, ...] = ()
    deleted_decisions: tuple[str, ...] = ()
    records: tuple[Kept, ...] = ()
    deleted_records: tuple[tuple[type, str], ...] = ()
    seen: int = field(default=ALL_SEEN, compare=False)


class Act(StrEnum):
    """What a person did to a review: the name of a step of undo and redo."""

    ADD_COMMENT = "add-comment"
    EDIT_COMMENT = "edit-comment"
    CHANGE_KIND = "change-kind"
    RESOLVE_COMMENT = "resolve-comment"
    REOPEN_COMMENT = "reopen-comment"
    DELETE_COMMENT = "delete-comment"
    RESTORE_COMMENT = "restore-comment"
    ACCEPT_FINDING = "accept-finding"
    DISMISS_FINDING = "dismiss-finding"
    TAKE_BACK_DECISION = "take-back-decision"
    SET_LEVEL = "set-level"
    COMMENT_ON_CRITERION = "comment-on-criterion"
    CHOOSE_RUBRIC = "choose-rubric"
    EDIT_LETTER = "edit-letter"
    REPLY = "reply"
    REFLECT = "reflect"
    MARK = "mark"
    EDIT_ASSIGNMENT = "edit-assignment"
    DELETE_ASSIGNMENT = "delete-assignment"
    EDIT_WORK = "edit-work"
    DELETE_WORK = "delete-work"
    EDIT_PHRASE = "edit-phrase"
    DELETE_PHRASE = "delete-phrase"
    EDIT_PEOPLE = "edit-people"


@dataclass(frozen=True, slots=True)
class Step:
    """A change that undo takes back: each of ``before`` and ``after`` makes the review as it was then."""

    act: Act
    before: ReviewChange
    after: ReviewChange


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that undo or redo took. It is not ``applied`` where what it changed has changed again since."""

    step: Step
    applied: bool


class ReviewStore(Protocol):
    """Keeps drafts and reviews. Every call is one transaction, durable when it returns. Raises WorkspaceError."""

    def keep_draft(
        self, path: Path, data: bytes, kind: str, draft_id: str | None = None, deliverable_id: str = ""
    ) -> Draft:
        """Keep the file's bytes by digest and return its draft, its path updated.

        It is ``draft_id`` if given; without it any draft of these bytes, of ``deliverable_id`` where that is given;
        with "" a new one: the next of ``deliverable_id``, or the first of new work of the person who works here.
        """

    def drafts_with(self, sha256: str, deliverable_id: str = "") -> tuple[str, ...]:
        """Return the ids of the drafts with these bytes, of one deliverable or of all."""

    def keep_revision(self, draft_id: str, document: Document) -> str:
        """Make the document's text the draft's text in use and return its revision.

        It is kept once: the same text by the same extractor is the same revision. Raises NotFoundError.
        """

    def revision_text(self, revision_id: str) -> str:
        """Return the canonical text of a revision. Raises NotFoundError."""

    def drafts(self) -> tuple[Draft, ...]:
        """Return every draft, the most recently opened first."""

    def original(self, sha256: str) -> Path:
        """Return the path of the kept original. It is never written to."""

    def draft(self, draft_id: str) -> Draft:
        """Return a draft. Raises NotFoundError."""

    def drafts_of(self, deliverable_id: str) -> tuple[Draft, ...]:
        """Return the drafts of a deliverable by number."""

    def comments(self, draft_id: str) -> tuple[Comment, ...]:
        """Return a draft's living comments in the order of their anchors, those without an anchor first.

        They are those made on it and those of earlier drafts that have a placement on its revision in use. Each stands
        where it was placed on that revision, else where it was last placed on another one.
        """

    def placements(self, comment_ids: Sequence[str]) -> Mapping[str, tuple[Anchor, ...]]:
        """Return where each comment was placed, the earliest first."""

    def carry(self, revision_id: str, anchors: Mapping[str, Anchor | None]) -> None:
        """Place the comments (by id) on the revision, None for those on the whole draft; it is no step of undo."""

    def records(self, kind: type[R], /, **where: str | Sequence[str]) -> tuple[R, ...]:
        """Return the living values of a type of ``Kept`` whose fields have the values given, or one of several.

        They come in the order they were made.
        """

    def work_of(self, draft_id: str) -> Deliverable:
        """Return the deliverable of a draft, also a deleted one. Raises NotFoundError."""

    def directory(self) -> Directory:
        """Return everybody in the workspace and how they belong together."""

    def as_kept(self, change: ReviewChange) -> ReviewChange:
        """Return what is kept now of everything the change is about."""

    def comment(self, comment_id: str) -> Comment | None:
        """Return a living comment by its id, as ``comments`` would."""

    def put_comment(self, comment: Comment) -> None:
        """Add the comment, or replace the one with its id; its anchor is its place on the anchor's revision.

        Raises NotFoundError for an unknown draft.
        """

    def delete_comment(self, comment_id: str) -> None:
        """Make the comment a tombstone; putting it again revives it."""

    def decisions(self, draft_id: str) -> tuple[Decision, ...]:
        """Return the living decisions on a draft's findings."""

    def put_decision(self, decision: Decision) -> None:
        """Add the decision, or replace the one with its id."""

    def delete_decision(self, decision_id: str) -> None:
        """Take a decision back (a tombstone)."""

    def change_review(self, change: ReviewChange, act: Act | None = None) -> None:
        """Make all edits of the change, which have one subject, in one transaction. Services call ``access.keep``.

        With an ``act`` the change is the person's newest step on that subject (see ``undoing.subject_of``), and what
        was undone can no longer be redone; without one it cannot be undone. Raises NotFoundError for an unknown draft.
        """

    def undo(self, subject: str) -> Taken | None:
        """Take back the newest step of the person who works here, of at most 50 kept; None when there is none.

        Of a draft it is the newest on any draft of its deliverable: comments are carried from one to the next.
        """

    def redo(self, subject: str) -> Taken | None:
        """Make again what was undone last; None when there is nothing."""

    def next_steps(self, subject: str) -> tuple[Step | None, Step | None]:
        """Return the steps that ``undo`` and ``redo`` would take."""

    def me(self) -> str:
        """Return the id of the person who works here."""


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of released feedback in the history: a comment, a criterion's score, or a part of the letter.

    ``kind`` is the comment's kind, the level's label or the letter's part; ``check`` the check of the finding that the
    comment was made from; ``quote`` the words it stands on.
    """

    release_id: str
    draft_id: str
    mentee_id: str
    author_id: str
    part: str
    item_id: str
    kind: str
    criterion: str
    check_id: str
    quote: str
    body: str
    said_ms: int


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """What to look for: words (all of them, each from its beginning), and filters that are empty for any.

    ``kinds``, ``criterion`` and ``check`` narrow to comments; times are UTC milliseconds, half-open.
    """

    words: str = ""
    mentee_ids: tuple[str, ...] = ()
    author_id: str = ""
    kinds: tuple[str, ...] = ()
    criterion: str = ""
    check: str = ""
    parts: tuple[str, ...] = ()
    from_ms: int = 0
    to_ms: int = 1 << 60
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft in a list of work; ``submitted_ms`` is None while it is not handed in."""

    deliverable_id: str
    draft_id: str
    number: int
    name: str
    submitted_ms: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """What a mentor released newest on a draft: its scores as they were frozen ("" without), and whose work it is."""

    draft_id: str
    author_id: str
    released_ms: int
    scores: str
    number: int
    work: str
    mentee_id: str
    assignment_id: str


class HistoryStore(Protocol):
    """Answers questions about all the work and feedback there is. Raises WorkspaceError."""

    def said(self, query: HistoryQuery) -> tuple[Said, ...]:
        """Return what was said in the newest release of each draft by each mentor, the newest first."""

    def checks_said(self, mentee_id: str) -> tuple[tuple[str, str, int], ...]:
        """Return (check, draft, UTC ms) for what was made from findings in released comments, the newest first."""

    def checks_in(self, mentee_ids: Sequence[str], from_ms: int, to_ms: int) -> tuple[tuple[str, str, str], ...]:
        """Return (check, draft, mentee) once for what was released in a time; the check is "" for a person's own."""

    def releases(self, draft_ids: Sequence[str], from_ms: int = 0) -> tuple[Release, ...]:
        """Return the releases of the drafts with their scores, without snapshots and items, the earliest first.

        ``from_ms`` leaves out those that were made before it (UTC).
        """

    def state(self) -> object:
        """Return what equals an earlier answer only where nothing was written since."""

    def given_to(self, mentee_ids: Sequence[str], from_ms: int = 0) -> tuple[Given, ...]:
        """Return the newest release of each draft of these people by each mentor since then, the newest first."""

    def count_unreleased(self, mentee_ids: Sequence[str]) -> int:
        """Return how many reviews of the work of these people were never released."""

    def standings(self, deliverable_ids: Sequence[str]) -> tuple[Standing, ...]:
        """Return how each draft of the deliverables stands, by number."""

    def outcomes(self, draft_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Return the id and the outcome of the newest release of each draft."""

    def reviewers(self, draft_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Return (draft, person) for everybody who has begun to review: a comment, a review or a score."""

    def all_drafts(self, deliverable_ids: Sequence[str]) -> tuple[Draft, ...]:
        """Return the drafts of the deliverables by number."""

    def release_all(self, releases: Sequence[Release]) -> None:
        """Keep the releases with what the history knows of them, all or none."""

    def use_phrase(self, phrase_id: str) -> None:
        """Count a use of a phrase by the person who works here, on this computer."""

    def phrase_uses(self) -> Mapping[str, tuple[int, int]]:
        """Return how often and when last (UTC ms) the person who works here used each phrase."""


@dataclass(frozen=True, slots=True)
class Library:
    """A library's metadata and the digests of its segments, oldest first."""

    info: LibraryInfo
    segments: tuple[str, ...]


class LibraryShelf(Protocol):
    """Keeps the metadata of source libraries and says where their files are."""

    @property
    def folder(self) -> Path:
        """The folder that holds segments and indexes."""

    @property
    def cache(self) -> Path:
        """A folder whose content may be thrown away at any time."""

    def libraries(self) -> tuple[Library, ...]:
        """Return every library by name."""

    def put_library(self, library: Library) -> None:
        """Add the library, or replace the one of that name."""

    def remove_library(self, name: str) -> None:
        """Forget the library (a tombstone). Raises NotFoundError."""


class Settings(Protocol):
    """Named settings of the workspace, as JSON-like values."""

    def setting(self, name: str, default: object = None) -> object:
        """Return the value kept under ``name``."""

    def put_setting(self, name: str, value: object) -> None:
        """Keep ``value`` under ``name``."""


class WorkStore(ReviewStore, HistoryStore, Protocol):
    """Reviews and what can be asked about all of them."""


class Workspace(WorkStore, LibraryShelf, Settings, Cache, Protocol):
    """Everything a workspace folder keeps."""

    @property
    def path(self) -> Path:
        """The workspace folder."""

    @property
    def share(self) -> Shared:
        """What waits for a shared database and what came from it."""

    def seen(self) -> int:
        """Return the number of the newest change that came from a shared database."""

    def show(self, seen: int) -> None:
        """Note that the window shows what came up to this number; saves are merged with what came later."""

    @property
    def notices(self) -> Sequence[str]:
        """Plain sentences about what happened while opening (restored from a backup, a network folder)."""

    def back_up_if_due(self) -> Path | None:
        """Copy the database unless today's copy exists; return the copy. Safe beside any other call."""

    def back_up_now(self) -> Path | None:
        """Copy the database also when today's copy exists; return the copy, None when the database is damaged."""

    def close(self) -> None:
        """Finish writing and let go of the file."""
