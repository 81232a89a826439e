"""Rows that are put as a whole and deleted by a tombstone."""

from collections.abc import Iterable, Mapping
from functools import cache

from sqlalchemy import Connection, Table, update
from sqlalchemy.dialects.sqlite import Insert, insert

from app.domain.ids import now_ms

_FOR_GOOD = {"id", "scope_id", "created_ms"}


def put(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Insert the row, or overwrite the one with its id in all columns but the scope and the time of making."""
    connection.execute(_upsert(table, tuple(row)), row)


@cache  # building the statement takes longer than running it
def _upsert(table: Table, names: tuple[str, ...]) -> Insert:
    statement = insert(table)
    changes = {name: statement.excluded[name] for name in names if name not in _FOR_GOOD}
    return statement.on_conflict_do_update(index_elements=["id"], set_=changes)


def bury(connection: Connection, table: Table, ids: Iterable[str]) -> None:
    """Make the rows tombstones; those that are already, or never were, stay as they are."""
    for one in ids:
        living = update(table).where(table.c.id == one, ~table.c.deleted)
        connection.execute(living.values(deleted=True, updated_ms=now_ms()))
