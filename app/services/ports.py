"""What the use cases need from outside: small protocols, implemented by the store and by fakes in tests."""

from collections.abc import Sequence
from dataclasses import dataclass
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

    def change_review(self, change: ReviewChange) -> None:
        """Make all edits of the change in one transaction. Raises NotFoundError for an unknown draft."""

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


class Workspace(ReviewStore, LibraryShelf, Settings, Protocol):
    """Everything a workspace folder keeps."""

    @property
    def path(self) -> Path:
        """The workspace folder."""

    @property
    def notices(self) -> Sequence[str]:
        """Plain sentences about what happened while opening (restored from a backup, a network folder)."""

    def close(self) -> None:
        """Finish writing and let go of the file."""
