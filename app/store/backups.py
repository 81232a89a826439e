"""Daily copies of the database in ``backups/``; the originals in ``blobs/`` are never changed, so they need none."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.store.blobs import flush_file, flush_folder
from app.store.engine import DATABASE, SUSPECT, alone, is_damage, plain_errors

KEPT = 14
"""How many backups are kept; the older ones go."""


def back_up_if_due(folder: Path) -> Path | None:
    """Copy the database unless today's copy exists; return the copy.

    Safe on any thread while others read and write. A database found damaged is marked for the next start and no
    backup is replaced by it. Raises WorkspaceError.
    """
    target = folder / "backups" / f"stet-{_today()}.db"
    if target.exists():
        return None
    with plain_errors(folder), alone(folder):
        return back_up(folder, target)


def back_up_now(folder: Path) -> Path | None:
    """Copy the database beside the day's copy, in place of what was asked for earlier that day; return the copy.

    None when the database is damaged. Raises WorkspaceError.
    """
    with plain_errors(folder), alone(folder):
        return back_up(folder, folder / "backups" / f"stet-{_today()}-asked.db")


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def back_up(folder: Path, target: Path) -> Path | None:
    """Copy the database to ``target`` in one consistent state; return it, or None when the database is damaged."""
    target.parent.mkdir(exist_ok=True)
    with _beside(target) as copy:
        _copy(folder / DATABASE, copy)
        if not is_sound(copy):
            (folder / SUSPECT).touch()
            return None
        flush_file(copy)
        copy.replace(target)
    flush_folder(target.parent)
    for old in backups(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def backups(folder: Path) -> list[Path]:
    """Return the backups, the newest first."""
    return sorted((folder / "backups").glob("stet-*.db"), key=_age, reverse=True)


def _age(backup: Path) -> tuple[str, int]:
    """Return the day in the name, which outlives copying, then the time of the file for backups of one day."""
    return backup.name[: len("stet-2000-01-01")], backup.stat().st_mtime_ns


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a name beside the target, cleared before and after."""
    copy = target.with_name(f".{target.name}.part")
    copy.unlink(missing_ok=True)
    try:
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _copy(database: Path, copy: Path) -> None:
    """Copy in one step: with a write-ahead log a long read holds up no writer, while small steps start over."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # so that the copy is one file


def is_sound(database: Path) -> bool:
    """Read the whole database and tell whether it is in order."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise
