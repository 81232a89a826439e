"""The workspace on this computer: one folder with a SQLite file, the originals, libraries, backups and logs."""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select

from app.domain.deliverable import Deliverable
from app.domain.document import Document
from app.domain.errors import NotFoundError, WorkspaceError
from app.domain.feedback import Release
from app.domain.people import Directory
from app.domain.review import Anchor, Comment, Decision, Draft
from app.domain.values import ALL_SEEN
from app.services.ports import (
    Act,
    Given,
    HistoryQuery,
    Library,
    R,
    ReviewChange,
    Said,
    Standing,
    Step,
    Taken,
    Workspace,
)
from app.store import backups, cache, drafts, history, people, records, reviews, rows, said, shelf
from app.store.blobs import blob_path, keep_blob
from app.store.engine import DATABASE, PATIENCE_MS, plain_errors, writing
from app.store.opening import open_database
from app.store.sharing import LocalShare


def open_workspace(path: Path, patience_ms: int = PATIENCE_MS) -> "SqliteWorkspace":
    """Open the workspace folder, made if it is new.

    ``patience_ms`` is how long to wait for another program that is writing. Raises WorkspaceError: not writable, in
    use, written by a newer Stet. A damaged database is set aside and the newest backup goes on; ``notices`` says so.
    """
    with plain_errors(path):
        engine, notices = open_database(path, patience_ms)
        return SqliteWorkspace(path, engine, notices)


class SqliteWorkspace:
    """A Workspace kept in SQLite; every call is one transaction, from any thread."""

    def __init__(self, path: Path, engine: Engine, notices: tuple[str, ...]) -> None:
        self._path = path
        self._engine = engine
        self._writer = writing(engine)
        self._turn = threading.Lock()  # threads take turns here; SQLite's own waiting sleeps in growing steps
        self._notices = notices
        self._identity = (path / DATABASE).stat()
        self._shown = ALL_SEEN

    @property
    def path(self) -> Path:
        """The workspace folder."""
        return self._path

    @property
    def folder(self) -> Path:
        """The folder that holds library segments and indexes."""
        return self._path / "libraries"

    @property
    def cache(self) -> Path:
        """A folder whose content may be thrown away at any time."""
        return self._path / "cache"

    @property
    def notices(self) -> tuple[str, ...]:
        """Plain sentences about what happened while opening."""
        return self._notices

    def close(self) -> None:
        """Let go of the file; everything kept is on disk already."""
        self._engine.dispose()

    def keep_draft(
        self, path: Path, data: bytes, kind: str, draft_id: str | None = None, deliverable_id: str = ""
    ) -> Draft:
        """Keep the file's bytes by digest and return its draft, known or new."""
        with plain_errors(self._path):
            sha256 = keep_blob(self._path / "blobs", data)
        with self._writing() as connection:
            return drafts.keep_draft(connection, sha256, path, kind, draft_id, deliverable_id)

    def drafts_with(self, sha256: str, deliverable_id: str = "") -> tuple[str, ...]:
        """Return the ids of the drafts with these bytes, of one deliverable or of all."""
        with self._reading() as connection:
            return drafts.drafts_with(connection, sha256, deliverable_id)

    def draft(self, draft_id: str) -> Draft:
        """Return a draft. Raises NotFoundError."""
        with self._reading() as connection:
            return drafts.one_draft(connection, draft_id)

    def drafts_of(self, deliverable_id: str) -> tuple[Draft, ...]:
        """Return the drafts of a deliverable by number."""
        return self.all_drafts((deliverable_id,))

    def all_drafts(self, deliverable_ids: Sequence[str]) -> tuple[Draft, ...]:
        """Return the drafts of the deliverables by number."""
        with self._reading() as connection:
            return drafts.drafts_of(connection, deliverable_ids)

    def work_of(self, draft_id: str) -> Deliverable:
        """Return the deliverable of a draft. Raises NotFoundError."""
        with self._reading() as connection:
            return records.work_of(connection, draft_id)

    def records(self, kind: type[R], /, **where: str | Sequence[str]) -> tuple[R, ...]:
        """Return the living values whose fields have the values given."""
        with self._reading() as connection:
            return records.records(connection, kind, where)

    def directory(self) -> Directory:
        """Return everybody in the workspace."""
        with self._reading() as connection:
            return records.directory(connection)

    def state(self) -> object:
        """Return what equals an earlier answer only where nothing was written since."""
        with self._reading() as connection:
            return records.state(connection)

    def as_kept(self, change: ReviewChange) -> ReviewChange:
        """Return what is kept now of everything the change is about."""
        with self._reading() as connection:
            return reviews.as_kept(connection, change)

    def carry(self, revision_id: str, anchors: Mapping[str, Anchor | None]) -> None:
        """Place comments on a revision."""
        with self._writing() as connection:
            reviews.carry(connection, revision_id, anchors)

    def placements(self, comment_ids: Sequence[str]) -> Mapping[str, tuple[Anchor, ...]]:
        """Return where each comment was placed, the earliest first."""
        with self._reading() as connection:
            return reviews.placements(connection, comment_ids)

    def said(self, query: HistoryQuery) -> tuple[Said, ...]:
        """Return what was said, the newest first."""
        with self._reading() as connection:
            return said.search(connection, query)

    def checks_said(self, mentee_id: str) -> tuple[tuple[str, str, int], ...]:
        """Return what was made from findings in released comments."""
        with self._reading() as connection:
            return said.checks(connection, mentee_id)

    def checks_in(self, mentee_ids: Sequence[str], from_ms: int, to_ms: int) -> tuple[tuple[str, str, str], ...]:
        """Return (check, draft, mentee) once for what was released in a time."""
        with self._reading() as connection:
            return said.checks_in(connection, mentee_ids, from_ms, to_ms)

    def releases(self, draft_ids: Sequence[str], from_ms: int = 0) -> tuple[Release, ...]:
        """Return the releases of the drafts without their snapshots."""
        with self._reading() as connection:
            return said.releases(connection, draft_ids, from_ms)

    def given_to(self, mentee_ids: Sequence[str], from_ms: int = 0) -> tuple[Given, ...]:
        """Return the newest release of each draft of these people by each mentor, the newest first."""
        with self._reading() as connection:
            return said.given_to(connection, mentee_ids, from_ms)

    def count_unreleased(self, mentee_ids: Sequence[str]) -> int:
        """Return how many reviews of the work of these people were never released."""
        with self._reading() as connection:
            return said.count_unreleased(connection, mentee_ids)

    def standings(self, deliverable_ids: Sequence[str]) -> tuple[Standing, ...]:
        """Return how each draft of the deliverables stands, by number."""
        with self._reading() as connection:
            return said.standings(connection, deliverable_ids)

    def outcomes(self, draft_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Return the id and the outcome of the newest release of each draft."""
        with self._reading() as connection:
            return said.outcomes(connection, draft_ids)

    def reviewers(self, draft_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Return (draft, person) for everybody who has begun to review."""
        with self._reading() as connection:
            return said.reviewers(connection, draft_ids)

    def release_all(self, releases: Sequence[Release]) -> None:
        """Keep the releases, all or none."""
        with self._writing() as connection:
            for release in releases:
                said.release(connection, release)

    def use_phrase(self, phrase_id: str) -> None:
        """Count a use of a phrase."""
        with self._writing() as connection:
            said.use_phrase(connection, phrase_id)

    def phrase_uses(self) -> Mapping[str, tuple[int, int]]:
        """Return how often and when last each phrase was used."""
        with self._reading() as connection:
            return said.phrase_uses(connection)

    def keep_revision(self, draft_id: str, document: Document) -> str:
        """Keep the canonical text as the draft's text in use and return its revision."""
        with self._writing() as connection:
            return drafts.keep_revision(connection, draft_id, document)

    def revision_text(self, revision_id: str) -> str:
        """Return the canonical text of a revision. Raises NotFoundError."""
        with self._reading() as connection:
            return drafts.revision_text(connection, revision_id)

    def drafts(self) -> tuple[Draft, ...]:
        """Return every draft, the most recently opened first."""
        with self._reading() as connection:
            return drafts.drafts(connection)

    def original(self, sha256: str) -> Path:
        """Return the path of the kept original. Raises NotFoundError."""
        path = blob_path(self._path / "blobs", sha256)
        if not path.is_file():
            raise NotFoundError(f"The original of this draft is missing from “{path.parent}”.")
        return path

    def comments(self, draft_id: str) -> tuple[Comment, ...]:
        """Return the living comments of a draft in the order of their anchors."""
        with self._reading() as connection:
            return reviews.comments(connection, draft_id)

    def comment(self, comment_id: str) -> Comment | None:
        """Return a living comment by its id."""
        with self._reading() as connection:
            return reviews.one_comment(connection, comment_id)

    def put_comment(self, comment: Comment) -> None:
        """Add the comment, or replace the one with its id. Raises NotFoundError for an unknown draft."""
        with self._writing() as connection:
            reviews.put_comment(connection, comment)

    def delete_comment(self, comment_id: str) -> None:
        """Make the comment a tombstone; putting it again revives it."""
        self.change_review(ReviewChange(deleted_comments=(comment_id,)))

    def decisions(self, draft_id: str) -> tuple[Decision, ...]:
        """Return the living decisions on a draft's findings."""
        with self._reading() as connection:
            return reviews.decisions(connection, draft_id)

    def put_decision(self, decision: Decision) -> None:
        """Add the decision, or replace the one with its id. Raises NotFoundError for an unknown draft."""
        with self._writing() as connection:
            reviews.put_decision(connection, decision)

    def delete_decision(self, decision_id: str) -> None:
        """Take a decision back."""
        self.change_review(ReviewChange(deleted_decisions=(decision_id,)))

    def change_review(self, change: ReviewChange, act: Act | None = None) -> None:
        """Make all edits of the change, or none; with an act they are a step that can be undone."""
        with self._writing() as connection:
            if act is None:
                reviews.apply(connection, change)
            else:
                history.change(connection, change, act)

    def undo(self, subject: str) -> Taken | None:
        """Take back the subject's newest step; None when there is none."""
        with self._writing() as connection:
            return history.undo(connection, subject)

    def redo(self, subject: str) -> Taken | None:
        """Make again what was undone last; None when there is nothing."""
        with self._writing() as connection:
            return history.redo(connection, subject)

    def next_steps(self, subject: str) -> tuple[Step | None, Step | None]:
        """Return the steps that ``undo`` and ``redo`` would take."""
        with self._reading() as connection:
            return history.next_steps(connection, subject)

    def seen(self) -> int:
        """Return the number of the newest change that came from a shared database."""
        with self._reading() as connection:
            return int(connection.execute(select(rows.SEEN)).scalar_one())

    def show(self, seen: int) -> None:
        """Note that the window shows what came up to this number."""
        self._shown = seen

    def me(self) -> str:
        """Return the id of the person who works here."""
        with self._reading() as connection:
            return people.me(connection)

    def device(self) -> str:
        """Return the id under which this copy of the workspace will sync."""
        with self._reading() as connection:
            return people.device_id(connection)

    def libraries(self) -> tuple[Library, ...]:
        """Return every library by name."""
        with self._reading() as connection:
            return shelf.libraries(connection)

    def put_library(self, library: Library) -> None:
        """Add the library, or replace the one of that name."""
        with self._writing() as connection:
            shelf.put_library(connection, library)

    def remove_library(self, name: str) -> None:
        """Forget the library. Raises NotFoundError."""
        with self._writing() as connection:
            shelf.remove_library(connection, name)

    def setting(self, name: str, default: object = None) -> object:
        """Return the value kept under ``name``."""
        with self._reading() as connection:
            return shelf.read_setting(connection, name, default)

    def put_setting(self, name: str, value: object) -> None:
        """Keep a JSON-like value under ``name``."""
        with self._writing() as connection:
            shelf.put_setting(connection, name, value)

    def cached(self, name: str) -> bytes | None:
        """Return what is kept in the cache under ``name``."""
        return cache.read(self.cache, name)

    def put_cached(self, name: str, data: bytes) -> None:
        """Keep the bytes in the cache under ``name``."""
        cache.write(self.cache, name, data)

    def back_up_if_due(self) -> Path | None:
        """Copy the database unless today's copy exists; return the copy."""
        return backups.back_up_if_due(self._path)

    def back_up_now(self) -> Path | None:
        """Copy the database also when today's copy exists; return the copy."""
        return backups.back_up_now(self._path)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plain_errors(self._path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with plain_errors(self._path), self._turn, self._writer.begin() as connection:
            connection.info[rows.SHOWN] = self._shown
            yield connection
            self._require_in_place()

    @contextmanager
    def _writing_unchecked(self) -> Iterator[Connection]:
        """Write rows of which some speak of rows that only others see: no foreign key is checked."""
        with plain_errors(self._path), self._turn, self._writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None, "a connection that was just opened has its driver's"
            raw.execute("PRAGMA foreign_keys = OFF")  # before the transaction begins: inside it would do nothing
            try:
                with connection.begin():
                    yield connection
                    self._require_in_place()
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    @property
    def share(self) -> LocalShare:
        """What waits for a shared database and what came from it."""
        return LocalShare(self._writing_unchecked, self._path)

    def _require_in_place(self) -> None:
        """Keep nothing in a file that was moved away or replaced: nobody would find it again."""
        if not _is_file(self._path / DATABASE, self._identity):
            raise WorkspaceError(
                f"The workspace file in “{self._path}” was moved or replaced while it was open, so the last change is "
                "not kept; close Stet and open it again."
            )


def _is_file(path: Path, identity: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(), identity)
    except FileNotFoundError:
        return False


if TYPE_CHECKING:
    _: type[Workspace] = SqliteWorkspace
