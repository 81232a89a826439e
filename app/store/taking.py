"""Rows that came from the server, a page at a time and table by table: what was changed here and not sent stays.

Nothing is believed of what came but who may see it: a row that this version cannot read is passed over, so that
nobody's program can stop another's sync.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from operator import itemgetter
from typing import Any, get_type_hints

from sqlalchemy import JSON, Boolean, Column, Connection, Integer, LargeBinary, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.errors import StetError
from app.domain.ids import made_ms, now_ms
from app.domain.placement import State
from app.domain.review import Choice, CommentKind
from app.services.syncing import FILES, Page, RemoteRow
from app.store import said
from app.store.people import owner
from app.store.records import TABLES as TYPES
from app.store.schema import TABLES, arrived
from app.store.sharing_schema import SHARED, TABLE_OF, absent, conflict, fields_of, wanted_file

_DIGEST = re.compile("[0-9a-f]{64}")
_SMALLEST, _LARGEST = -(1 << 63), (1 << 63) - 1


class _UnreadableError(ValueError):
    """The row does not fit its table."""


def take(connection: Connection, scope_id: str, page: Page) -> frozenset[str]:
    """Keep the rows and conflicts of a page; return the ids of the rows that were not here or said something else."""
    by_table: dict[str, list[RemoteRow]] = {}
    for row in page.rows:
        by_table.setdefault(TABLE_OF.get(row.kind, row.kind), []).append(row)
    new = set[str]()
    for table in SHARED:
        if table in by_table:
            new |= _take_rows(connection, table, scope_id, by_table[table])
    for row in by_table.get("release", ()):
        with suppress(StetError, ValueError, TypeError, KeyError):  # not what a release of ours says
            _take_released(connection, scope_id, row)
    if page.conflicts:
        rows = [{name: getattr(one, name) for name in one.__slots__ if name != "version"} for one in page.conflicts]
        connection.execute(upsert(conflict).on_conflict_do_nothing(), [row | {"scope_id": scope_id} for row in rows])
    return frozenset(new)


# one table's rows


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table's columns that travel: the types that each may have, which hold words of a choice, which are converted.

    ``missing`` is what a column has in a row that does not say it. ``known`` notes which types together fit.
    """

    names: tuple[str, ...]
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    types: tuple[frozenset[type], ...]
    choices: tuple[tuple[int, frozenset[str]], ...]
    converts: tuple[tuple[int, Callable[[Any], Any]], ...]
    missing: Mapping[str, Any]
    add: str
    change: str
    known: dict[tuple[type, ...], bool] = field(default_factory=dict)

    def fits(self, values: tuple[Any, ...]) -> bool:
        """Tell whether the values have the types of their columns."""
        types = tuple(map(type, values))
        if types not in self.known:
            self.known[types] = all(one in several for one, several in zip(types, self.types, strict=True))
        return self.known[types]


@cache
def _shape(table: str) -> _Shape:
    names = fields_of(table)
    columns = [TABLES.tables[table].c[name] for name in names]
    every = [f'"{name}"' for name in names]
    choices = _choices(table)
    places = ", ".join("?" * (len(names) + 5))
    return _Shape(
        names,
        itemgetter(*names),
        tuple(frozenset({_type_of(one), *([type(None)] if one.nullable else [])}) for one in columns),
        tuple((at, choices[name]) for at, name in enumerate(names) if name in choices),
        tuple((at, convert) for at, one in enumerate(columns) if (convert := _converter(one))),
        {one.name: default for one in columns if (default := _default(one)) is not _NOTHING},
        f"INSERT INTO {table}({', '.join(every)}, id, scope_id, created_ms, updated_ms, version)"  # noqa: S608
        f" VALUES ({places})",
        f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in every)}, updated_ms = ?, version = ?"  # noqa: S608
        " WHERE id = ? AND scope_id = ?",
    )


def _choices(table: str) -> dict[str, frozenset[str]]:
    """Return the columns of a table that hold one of several words, with these."""
    known: dict[str, Any] = {"comment": {"kind": CommentKind}, "placement": {"state": State}}
    hints = known.get(table) or ({"choice": Choice} if table == "decision" else {})
    for kind, one in TYPES.items():
        hints = get_type_hints(kind) if one.name == table else hints
    words = {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, StrEnum)}
    return {name: frozenset(map(str, hint)) for name, hint in words.items()}


_NOTHING = object()


def _default(column: Column[Any]) -> Any:  # noqa: ANN401 a column's value
    default = getattr(column.server_default, "arg", None)
    if default is not None:
        return {"0": False, "[]": []}.get(str(default), str(default))
    return None if column.nullable else _NOTHING


def _type_of(column: Column[Any]) -> type:
    """Return the type that a column's values have in JSON."""
    return next((one for kind, one in _TYPES if isinstance(column.type, kind)), str)


_TYPES: tuple[tuple[type, type], ...] = ((Boolean, bool), (Integer, int), (JSON, list))


def _converter(column: Column[Any]) -> Callable[[Any], Any] | None:
    """Return what makes a value for SQLite of one in JSON, where they differ. It raises _UnreadableError."""
    if column.name in {"sha256", "digest"}:  # it becomes the name of a file
        return _digest
    return next((read for kind, read in _CONVERTERS if isinstance(column.type, kind)), None)


def _number(value: int | None) -> int | None:
    if value is not None and not _SMALLEST <= value <= _LARGEST:
        raise _UnreadableError
    return value


def _listing(value: list[Any]) -> str:
    if not all(type(one) is str for one in value):
        raise _UnreadableError
    return json.dumps(value)


def _bytes(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise _UnreadableError from None


def _digest(value: str) -> str:
    if not _DIGEST.fullmatch(value):
        raise _UnreadableError
    return value


_CONVERTERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Integer, _number),
    (JSON, _listing),
    (LargeBinary, _bytes),
)


def _take_rows(connection: Connection, table: str, scope_id: str, rows: Iterable[RemoteRow]) -> set[str]:
    shape = _shape(table)
    readable = [(row, values) for row in rows if (values := _values(table, shape, row)) is not None]
    ids = json.dumps([row.id for row, _ in readable])
    for notes in ("absent", "merged"):
        there = f"DELETE FROM {notes} WHERE row_id IN (SELECT value FROM json_each(?))"  # noqa: S608 tables of ours
        connection.exec_driver_sql(there, (ids,))
    names = ", ".join(f'"{name}"' for name in shape.names)
    query = f"SELECT id, version, {names} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
    here = {row[0]: row for row in connection.exec_driver_sql(query, (ids,))}
    dirty = _dirty(connection, table, ids) if here else {}
    new = {row.id for row, _ in readable} - here.keys()
    added = [
        (*values, row.id, scope_id, made_ms(row.id), row.updated_ms, row.version)
        for row, values in readable
        if row.id in new
    ]
    if added:
        connection.exec_driver_sql(shape.add, added)
        if table in _ONE_FOR_A_PERSON:
            _note_own(connection, table, [row for row, _ in readable if row.id in new])
    changes = [(row, values, here[row.id], dirty.get(row.id, 0)) for row, values in readable if row.id in here]
    if changes:
        new |= _change_rows(connection, table, scope_id, changes)
    if table in FILES:
        _want_files(connection, table, scope_id, (row for row, _ in readable))
    return new


_ONE_FOR_A_PERSON = {
    "letter": tuple(f"{part}{more}" for part in ("strength", "improvement", "next_task") for more in ("", "_evidence")),
    "score": ("level", "comment"),
    "reflection": ("did", "happened", "next_time"),
}
"""Of what two computers of a person may each begin: the fields that say something."""


def _note_own(connection: Connection, table: str, rows: Iterable[RemoteRow]) -> None:
    """Note what the person said on another computer, whose screen here showed none of it yet.

    A save of somebody who does not see it must not take it for what they left empty.
    """
    me, now = owner(connection), now_ms()
    unseen = [
        {"row_id": row.id, "field": name, "value": _shape(table).missing.get(name, ""), "base": 0, "at_ms": now}
        for name in _ONE_FOR_A_PERSON[table]
        for row in rows
        if row.author_id == me and row.fields.get(name)
    ]
    if unseen:
        connection.execute(insert(arrived), unseen)


def _change_rows(
    connection: Connection, table: str, scope_id: str, changes: Iterable[tuple[RemoteRow, Sequence[Any], Any, int]]
) -> set[str]:
    """Change rows that are here: each with what came, what it is now, and which columns are not sent yet.

    Returns the ids of those that say something else now.
    """
    shape, now = _shape(table), now_ms()
    changed: list[tuple[Any, ...]] = []
    unseen: list[dict[str, Any]] = []
    for row, came, known, mask in changes:
        old, version = known[2:], known[1]
        new = [was if mask >> bit & 1 else value for bit, (was, value) in enumerate(zip(old, came, strict=True))]
        for name, was, value in zip(shape.names, old, new, strict=True):
            if was != value:
                before = {"row_id": row.id, "field": name, "value": _plain(table, name, was)}
                unseen.append(before | {"base": version, "at_ms": now})
        # where fields are not sent yet, they were not seen as the server has them
        changed.append((*new, row.updated_ms, version if mask else row.version, row.id, scope_id))
    connection.exec_driver_sql(shape.change, changed)
    if unseen:
        connection.execute(insert(arrived), unseen)
    return {one["row_id"] for one in unseen}


def _values(table: str, shape: _Shape, row: RemoteRow) -> Sequence[Any] | None:
    """Return a row's values in the order of the columns; None for a row that does not fit the table."""
    fields = row.fields
    if table == "release":
        fields = {**fields, "items": fields.get("frozen") or []}
    try:
        values = shape.pick(fields)
    except KeyError:
        fields = {**shape.missing, **fields}
        if not all(name in fields for name in shape.names):
            return None
        values = shape.pick(fields)
    if not shape.fits(values) or not all(values[at] in words for at, words in shape.choices):
        return None
    try:
        return _converted(shape, values) if shape.converts else values
    except _UnreadableError:
        return None


def _converted(shape: _Shape, values: Sequence[Any]) -> list[Any]:
    new = list(values)
    for at, convert in shape.converts:
        new[at] = convert(new[at])
    return new


def _dirty(connection: Connection, table: str, ids: str) -> dict[str, int]:
    """Return the changed and unsent columns of rows, by their ids."""
    found: dict[str, int] = {}
    for waiting in ("outbox", "inflight"):
        query = f"SELECT row_id, mask FROM {waiting} WHERE kind = ? AND row_id IN (SELECT value FROM json_each(?))"  # noqa: S608
        for row_id, mask in connection.exec_driver_sql(query, (table, ids)):
            found[row_id] = found.get(row_id, 0) | mask
    return found


def _plain(table: str, name: str, value: Any) -> Any:  # noqa: ANN401 a column's value
    """Return a value as SQLite has it as values of the domain have it; bytes never change."""
    if isinstance(value, bytes):
        return ""
    return json.loads(value) if value is not None and isinstance(TABLES.tables[table].c[name].type, JSON) else value


# what goes with a row


def _want_files(connection: Connection, table: str, scope_id: str, rows: Iterable[RemoteRow]) -> None:
    wanted = [
        {"scope_id": scope_id, "sha256": row.fields[FILES[table]], "kind": table}
        for row in rows
        if FILES[table] in row.fields and not row.fields.get("deleted")
    ]
    if wanted:
        connection.execute(upsert(wanted_file).on_conflict_do_nothing(), wanted)


def _take_released(connection: Connection, scope_id: str, row: RemoteRow) -> None:
    """Let the history say what a release says, and keep its comments where they cannot be read in any other way.

    One's own may come on a later page: it can have gone on before its release was made, so little of it was seen.
    """
    if row.fields.get("deleted"):
        return
    with connection.begin_nested():
        said.tell(connection, row.id)
        me = owner(connection)
        for id_, item in row.fields.get("items", {}).items():
            table = TABLES.tables["comment"]
            known = select(table.c.id).where(table.c.id == id_, table.c.id.not_in(select(absent.c.row_id)))
            if item["kind"] == table.name and connection.scalar(known) is None:
                version = 1 if item["author"] == me else row.version
                shown = RemoteRow(id_, "comment", item["fields"], item["author"], version, row.updated_ms)
                _take_rows(connection, "comment", scope_id, [shown])
