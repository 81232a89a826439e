"""What the use cases need from outside: small protocols, implemented by the store and by fakes in tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.document import Document
from app.domain.reference import LibraryInfo
from app.domain.review import Comment, Decision, Draft


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """Edits of a review that happen together or not at all: values to put, and ids to make tombstones."""

    comments: tuple[Comment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    deleted_comments: tuple[str, ...] = ()
    deleted_decisions: tuple[str, ...] = ()


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

    def keep_draft(self, path: Path, data: bytes, kind: str) -> Draft:
        """Keep the file's bytes by digest and return its draft: the known one (its path updated) or a new one."""

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

    def comments(self, draft_id: str) -> tuple[Comment, ...]:
        """Return the living comments of a draft in the order of their anchors, those without an anchor first.

        Each stands where it was placed on the revision in use, else where it was last placed on another one.
        """

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
        """Make all edits of the change, which are on one draft, in one transaction.

        With an ``act`` the change is the draft's newest step of undo, and what was undone can no longer be redone;
        without one it is something Stet did by itself. Raises NotFoundError for an unknown draft.
        """

    def undo(self, draft_id: str) -> Taken | None:
        """Take back the draft's newest step, of at most 50 kept; None when there is none."""

    def redo(self, draft_id: str) -> Taken | None:
        """Make again what was undone last; None when there is nothing."""

    def next_steps(self, draft_id: str) -> tuple[Step | None, Step | None]:
        """Return the steps that ``undo`` and ``redo`` would take."""

    def me(self) -> str:
        """Return the id of the person who works here."""


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


class Cache(Protocol):
    """Keeps what can be made again, as bytes by name; anything in it may be gone at any time."""

    def cached(self, name: str) -> bytes | None:
        """Return what is kept under ``name`` (letters, digits and hyphens)."""

    def put_cached(self, name: str, data: bytes) -> None:
        """Keep the bytes under ``name``; a disk that takes nothing is no error."""


class Workspace(ReviewStore, LibraryShelf, Settings, Cache, Protocol):
    """Everything a workspace folder keeps."""

    @property
    def path(self) -> Path:
        """The workspace folder."""

    @property
    def notices(self) -> Sequence[str]:
        """Plain sentences about what happened while opening (restored from a backup, a network folder)."""

    def back_up_if_due(self) -> Path | None:
        """Copy the database unless today's copy exists; return the copy. Safe beside any other call."""

    def close(self) -> None:
        """Finish writing and let go of the file."""
