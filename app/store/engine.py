"""Connections to the workspace's SQLite file, and the world's faults as plain sentences."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.errors import WorkspaceError

DATABASE = "stet.db"
SUSPECT = "stet.db-suspect"
"""An empty file beside the database that asks the next start to look for damage."""

PATIENCE_MS = 5000
"""How long to wait for another program that is writing."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)


def connect(database: Path, patience_ms: int = PATIENCE_MS) -> Engine:
    """Return an engine whose transactions are read snapshots; see :func:`writing` for the others.

    Each transaction has a connection of its own, so any thread may use the engine.
    """
    url = URL.create("sqlite", database=str(database))
    engine = create_engine(url, connect_args={"timeout": patience_ms / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine with transactions that take the write lock at their start, so none fails half way."""
    return engine.execution_options(writes=True)


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGINs come too late, and never for DDL
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_damage(error: sqlite3.Error | DBAPIError) -> bool:
    """Tell whether the error says that the file is no sound database."""
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk or another program did into a WorkspaceError; leave bugs as they are."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        sentence = _SENTENCES.get(_code(error))
        if sentence is None:
            raise
        if is_damage(error):
            with suppress(OSError):
                (folder / SUSPECT).touch()
        raise WorkspaceError(sentence.format(folder=folder)) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise WorkspaceError(_FULL.format(folder=folder)) from error
        raise WorkspaceError(f"The workspace in “{folder}” cannot be written: {error.strerror or error}.") from error


def _code(error: sqlite3.Error | DBAPIError) -> int:
    original = error.orig if isinstance(error, DBAPIError) else error
    return int(getattr(original, "sqlite_errorcode", 0)) & 0xFF  # the low byte is the kind, the rest its detail


_IN_USE = "The workspace in “{folder}” is being written by another program; wait a moment or close it, then try again."
_NOT_WRITABLE = "The workspace in “{folder}” cannot be written; allow writing to that folder or choose another one."
_FULL = "The disk that holds “{folder}” is full; make room and try again: what was kept is safe."
_DISK = "The disk failed while the workspace in “{folder}” was used; what was kept before is safe, so check the disk."
_DAMAGED = "The workspace in “{folder}” is damaged; close Stet and open it again to go on from the newest sound backup."

_SENTENCES = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_PROTOCOL: _IN_USE,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


@contextmanager
def alone(folder: Path, patience_ms: int = PATIENCE_MS) -> Iterator[None]:
    """Hold a lock on the folder against other programs; it ends with this process, however that ends."""
    lock = sqlite3.connect(folder / "stet.lock", timeout=patience_ms / 1000, isolation_level=None)
    with closing(lock):
        lock.execute("BEGIN EXCLUSIVE")
        yield
