"""The workspace's half of sync: what waits for the server, and what came from it."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, update

from app.domain.errors import WorkspaceError
from app.domain.ids import now_ms
from app.domain.people import Directory
from app.services.syncing import Answer, Batch, Head, Page, Waiting
from app.store import joining, sealing, taking
from app.store.blobs import blob_path, keep_blob, write_file
from app.store.engine import plain_errors
from app.store.joining import applying
from app.store.restoring import sweep
from app.store.schema import arrived
from app.store.sharing_details import SharedDetails
from app.store.sharing_schema import conflict, quarantine, shared_scope, sharing, wanted_file
from app.store.shelf import put_setting, read_setting

_MARK = "sharing_mark"
_EXACTLY_MS, _DAY_MS = 1000, 24 * 3600 * 1000
_KEPT_MS = 30 * _DAY_MS
"""How long what came is remembered for saves by somebody who had not seen it."""


class LocalShare(SharedDetails):
    """A Local over the workspace's database; ``writing`` gives a transaction."""

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]], folder: Path) -> None:
        self._writing = writing
        self._folder = folder
        self._blobs = folder / "blobs"

    def address(self) -> str:
        """Return the server that the workspace is shared with, "" for none."""
        with self._writing() as connection:
            return str(connection.scalar(select(sharing.c.dsn))) if joining.is_shared(connection) else ""

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keep other programs from syncing this workspace meanwhile; the lock ends with the process."""
        with closing(sqlite3.connect(self._folder / "sync.lock", timeout=0, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise WorkspaceError("Another Stet is syncing this workspace just now.") from error
            yield

    def join(self, address: str, person_id: str, directory: Directory, heads: Sequence[Head]) -> None:
        """Share the workspace: its person becomes that of the server, and what is theirs waits to be sent."""
        with self._writing() as connection:
            joining.join(connection, address, person_id, directory, heads)

    def leave(self) -> None:
        """Share no longer; everything that is here stays."""
        with self._writing() as connection:
            joining.leave(connection)

    def device(self) -> tuple[str, int | None]:
        """Return this device's key, and its number on the server once it is known."""
        with self._writing() as connection:
            key, number = connection.execute(select(sharing.c.device_key, sharing.c.device)).one()
            return str(key), number

    def mark(self) -> str:
        """Return the device's mark, "" for none."""
        with self._writing() as connection:
            return str(read_setting(connection, _MARK, ""))

    def keep_mark(self, mark: str) -> None:
        """Keep another mark."""
        with self._writing() as connection:
            put_setting(connection, _MARK, mark)

    def renew_device(self) -> None:
        """Go on as another device, which reads everything again."""
        with self._writing() as connection:
            joining.renew(connection)

    def keep_device(self, number: int) -> None:
        """Keep the device's number."""
        with self._writing() as connection:
            connection.execute(update(sharing).values(device=number))

    def next_batch(self, most: int, after: int) -> Batch | None:
        """Return the batch with the least number above ``after``, sealed now if none was; None when nothing waits."""
        with self._writing() as connection:
            number = sealing.first(connection, after)
            if number is None and sealing.seal(connection, most):
                number = sealing.first(connection, after)
            return None if number is None else sealing.batch(connection, number)

    def answered(self, batch: Batch, answers: Sequence[Answer]) -> None:
        """Take the answers over."""
        with self._writing() as connection, applying(connection):
            sealing.settle(connection, batch, answers, now_ms())

    def begin(self, heads: Sequence[Head], directory: Directory | None) -> tuple[str, ...]:
        """Take over what is visible now; purge what is not any more."""
        with self._writing() as connection:
            joining.require_no_older(connection, heads)
            if directory is None and not joining.is_news(connection, heads):
                return ()
            with applying(connection):
                return joining.begin(connection, heads, directory)

    def reached(self) -> Mapping[str, tuple[int, str]]:
        """Return up to which version each scope was read, and in which roles."""
        with self._writing() as connection:
            return {row.scope_id: (row.version, row.roles) for row in connection.execute(select(shared_scope))}

    def take(self, head: Head, page: Page) -> frozenset[str]:
        """Keep a page and how far it reached; return the ids of the rows that say something new."""
        with self._writing() as connection, applying(connection):
            new = taking.take(connection, head.scope_id, page)
            connection.execute(
                update(shared_scope).where(shared_scope.c.scope_id == head.scope_id).values(version=page.reached)
            )
            if page.reached >= head.version:
                sweep(connection, head.scope_id)
        return new

    def file_to_send(self, sha256: str) -> Path | None:
        """Return the kept original, if it is here."""
        places = blob_path(self._blobs, sha256), self._segment(sha256)
        return next((path for path in places if path.is_file()), None)

    def files_wanted(self) -> Sequence[tuple[str, str]]:
        """Return scope and digest of every draft whose file is not here."""
        with self._writing() as connection:
            wanted = connection.execute(select(wanted_file.c.scope_id, wanted_file.c.sha256)).all()
        here = {sha256 for _, sha256 in wanted if self.file_to_send(sha256)}  # a look at the disk for each
        if here:
            with self._writing() as connection:
                gone = [(sha256,) for sha256 in here]
                connection.exec_driver_sql("DELETE FROM wanted_file WHERE sha256 = ?", gone)
        return [(str(scope_id), str(sha256)) for scope_id, sha256 in wanted if sha256 not in here]

    def pieces(self, sha256: str) -> Sequence[int]:
        """Return which pieces of a file came already."""
        folder = self._pieces(sha256)
        return sorted(int(one.name) for one in folder.iterdir() if one.name.isdigit()) if folder.is_dir() else []

    def keep_piece(self, sha256: str, number: int, data: bytes) -> None:
        """Keep a piece of a file until the others are here."""
        with plain_errors(self._folder):
            folder = self._pieces(sha256)
            folder.mkdir(parents=True, exist_ok=True)
            beside = folder / f"{number}.part"
            beside.write_bytes(data)
            beside.replace(folder / str(number))

    def finish_file(self, sha256: str) -> bool:
        """Make a file of its pieces; one whose bytes are others than their digest says is not wanted any more."""
        folder = self._pieces(sha256)
        with plain_errors(self._folder):
            data = b"".join((folder / str(number)).read_bytes() for number in self.pieces(sha256))
            is_whole = hashlib.sha256(data).hexdigest() == sha256
            with self._writing() as connection:
                kind = connection.scalar(select(wanted_file.c.kind).where(wanted_file.c.sha256 == sha256))
            if is_whole and kind == "library_segment":
                write_file(self._segment(sha256), data)
            elif is_whole:
                keep_blob(self._blobs, data)
            shutil.rmtree(folder, ignore_errors=True)
        with self._writing() as connection:
            connection.execute(delete(wanted_file).where(wanted_file.c.sha256 == sha256))
        return is_whole

    def _segment(self, digest: str) -> Path:
        return self._folder / "libraries" / f"{digest}.jsonl"

    def _pieces(self, sha256: str) -> Path:
        return self._folder / "cache" / "coming" / sha256

    def waiting(self) -> Waiting:
        """Return what is not on the server."""
        with self._writing() as connection:
            refused = connection.scalar(select(func.count()).select_from(quarantine)) or 0
            open_ones = connection.scalar(select(func.count()).where(conflict.c.settled == 0)) or 0
            return Waiting(
                sealing.count(connection), refused, open_ones, connection.scalar(select(sharing.c.synced_ms)) or 0
            )

    def done(self) -> None:
        """Note that all is well now."""
        now = now_ms()
        with self._writing() as connection:
            before = connection.scalar(select(sharing.c.synced_ms)) or 0
            if now - before < _EXACTLY_MS:
                return
            connection.execute(update(sharing).values(synced_ms=now))
            if now // _DAY_MS != before // _DAY_MS:
                newest = select(func.max(arrived.c.sequence)).scalar_subquery()
                old = (arrived.c.at_ms < now - _KEPT_MS) & (arrived.c.sequence < newest)
                connection.execute(delete(arrived).where(old))
