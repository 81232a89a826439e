"""Bring the database of a workspace folder into use: make it, upgrade it, or set a damaged one aside."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.domain.errors import WorkspaceError
from app.store.backups import back_up, backups, is_sound
from app.store.blobs import flush_folder
from app.store.engine import DATABASE, SUSPECT, alone, connect, is_damage, writing
from app.store.joining import is_shared, prepare, renew
from app.store.migrations import Schema, stamp, upgrade
from app.store.network import network_notice
from app.store.people import renew_device, settle_in
from app.store.schema import SEARCH, TABLES

_FOLDERS = ("blobs", "libraries", "cache", "backups", "logs")
_ENDINGS = ("", "-wal", "-shm")
_VERSION = re.compile("[0-9]{4}")


class _State(Enum):
    READY = auto()
    OLDER = auto()
    EMPTY = auto()
    DAMAGED = auto()


def open_database(folder: Path, patience_ms: int, schema: Schema | None = None) -> tuple[Engine, tuple[str, ...]]:
    """Return an engine on a sound database of today's schema, and what the person should know about it."""
    schema = schema or Schema()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # other people of this computer have no business here
    for name in _FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    engine = connect(folder / DATABASE, patience_ms)
    try:
        notices = _bring_into_use(folder, engine, schema, patience_ms)
    except BaseException:
        engine.dispose()
        raise
    return engine, network_notice(folder) + notices


def _bring_into_use(folder: Path, engine: Engine, schema: Schema, patience_ms: int) -> tuple[str, ...]:
    """Return with a database that takes changes; damage met on the way is mended, once."""
    try:
        return _prepare(folder, engine, schema, patience_ms)
    except (sqlite3.Error, DBAPIError) as error:
        if not is_damage(error):
            raise
    (folder / SUSPECT).touch()
    return _prepare(folder, engine, schema, patience_ms)


def _prepare(folder: Path, engine: Engine, schema: Schema, patience_ms: int) -> tuple[str, ...]:
    notices: tuple[str, ...] = ()
    if _look(folder, engine, schema) is not _State.READY:
        with alone(folder, patience_ms):
            notices = _make_ready(folder, engine, schema)
    _try_to_write(engine)
    with engine.connect() as connection:
        shared = is_shared(connection)
    if shared:
        with writing(engine).begin() as connection:
            prepare(connection)
    return notices


def _try_to_write(engine: Engine) -> None:
    """Fail now, not at the first edit, when the file cannot be written."""
    with writing(engine).connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        connection.rollback()


def _make_ready(folder: Path, engine: Engine, schema: Schema) -> tuple[str, ...]:
    """Do what the database needs; look again first, for another program may have done it meanwhile."""
    state = _look(folder, engine, schema)
    if state is _State.OLDER:
        _upgrade(folder, engine, schema)
    elif state is _State.DAMAGED or (state is _State.EMPTY and backups(folder)):
        engine.dispose()
        return _start_over(folder, engine, schema)
    elif state is _State.EMPTY:
        _fill(engine, schema)
    return ()


def _look(folder: Path, engine: Engine, schema: Schema) -> _State:
    """Tell the state of the database, reading all of it only when there are signs of trouble."""
    database = folder / DATABASE
    if not database.exists():
        return _State.EMPTY
    suspect = (folder / SUSPECT).exists()
    if (suspect or _left_open(folder)) and not is_sound(database):
        (folder / SUSPECT).touch()  # looking has tidied the log away, and it will be looked at again
        return _State.DAMAGED
    (folder / SUSPECT).unlink(missing_ok=True)
    try:
        return _state_of(_version(engine), folder, schema.head)
    except (sqlite3.Error, DBAPIError) as error:
        if is_damage(error):
            return _State.DAMAGED
        raise


def _left_open(folder: Path) -> bool:
    """Tell whether the log of a program that is running, or was stopped, is there; a big database is trusted then."""
    log = folder / f"{DATABASE}-wal"
    return log.exists() and log.stat().st_size > 0 and (folder / DATABASE).stat().st_size < 64 << 20


def _version(engine: Engine) -> str | None:
    """Return the schema version, "" for a database without tables, None for somebody else's tables or a damaged row."""
    with engine.begin() as connection:
        tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        if "alembic_version" not in tables:
            return None if tables else ""
        found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
        # A damaged page may also read as no row, as NULL or as any bytes, and none of these is a newer Stet.
        return found[0] if len(found) == 1 and isinstance(found[0], str) and _VERSION.fullmatch(found[0]) else None


def _state_of(version: str | None, folder: Path, head: str) -> _State:
    if version is None:
        return _State.DAMAGED
    if version > head:
        raise WorkspaceError(f"The workspace in “{folder}” was used with a newer Stet; update Stet to open it.")
    return _State.EMPTY if not version else _State.READY if version == head else _State.OLDER


def _fill(engine: Engine, schema: Schema) -> None:
    """Make every table and the first rows in one transaction."""
    with writing(engine).begin() as connection:
        TABLES.create_all(connection)
        for statement in SEARCH:
            connection.execute(text(statement))
        stamp(connection, schema.head)
        settle_in(connection)


def _upgrade(folder: Path, engine: Engine, schema: Schema) -> None:
    """Keep a copy of the older database, then bring it to today's schema in one transaction."""
    today = datetime.now(tz=UTC).date().isoformat()
    back_up(folder, folder / "backups" / f"stet-{today}-before-{schema.head}.db")
    upgrade(writing(engine), schema)


def _start_over(folder: Path, engine: Engine, schema: Schema) -> tuple[str, ...]:
    """Set the database aside and go on from the newest sound backup, else from nothing."""
    aside = _set_aside(folder)
    kept = f"The workspace file was damaged and is kept as “{aside}”." if aside else "The workspace file was missing."
    for backup in backups(folder):
        if _restore(folder, backup, schema):
            return (f"{kept} Stet went on from the backup “{backup.name}”: work done after it may be missing.",)
    _fill(engine, schema)
    return (f"{kept} There was no backup, so the workspace starts empty; the drafts you opened are still in “blobs”.",)


def _set_aside(folder: Path) -> str | None:
    """Rename the database with its log, which must never meet another database; return the new name."""
    moment = datetime.now(tz=UTC).strftime("%Y-%m-%d-%H%M%S-%f")
    name = f"damaged-{moment}.db"
    existed = (folder / DATABASE).exists()
    for ending in _ENDINGS:
        part = folder / f"{DATABASE}{ending}"
        if part.exists():
            part.replace(folder / f"{name}{ending}")
    (folder / SUSPECT).unlink(missing_ok=True)
    flush_folder(folder)
    return name if existed else None


def _restore(folder: Path, backup: Path, schema: Schema) -> bool:
    """Put a copy of the backup in the database's place, upgraded and under a new device; False if it is no good."""
    copy = folder / f"{DATABASE}-restoring"
    for ending in _ENDINGS:  # what a stopped program left
        copy.with_name(f"{copy.name}{ending}").unlink(missing_ok=True)
    if not is_sound(backup):
        return False
    with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    engine = connect(copy)
    try:
        usable = _is_usable(_version(engine), schema.head)
        if usable:
            upgrade(writing(engine), schema)
            with writing(engine).begin() as connection:
                renew_device(connection)
                renew(connection)
    finally:
        engine.dispose()
    if usable:
        copy.replace(folder / DATABASE)
        flush_folder(folder)
    return usable


def _is_usable(version: str | None, head: str) -> bool:
    return bool(version) and str(version) <= head
