"""What waits to be sent: the outbox becomes numbered batches of one scope, whose operations keep their ids."""

import base64
import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Integer, LargeBinary, delete, func, select, text, update

from app.services.syncing import Answer, Batch, Operation
from app.store.schema import TABLES
from app.store.sharing_schema import PERSONAL, SHARED, fields_of, inflight, merged, quarantine, shared_scope

_MOST_CHARACTERS = 4 << 20
"""How long a batch may get: one call of the server should not take minutes on a slow line."""
_SIGNS = "0123456789abcdef"

WHY = {
    "denied": "The server does not let you change this.",
    "rejected": "The server could not take this: what it is about is not there, or somebody changed it meanwhile.",
}
_PARENT = {
    "draft": "deliverable_id",
    "revision": "draft_id",
    "submission": "draft_id",
    "review": "draft_id",
    "comment": "draft_id",
    "placement": "comment_id",
    "score": "review_id",
    "letter": "draft_id",
    "release": "draft_id",
    "reply": "comment_id",
    "reflection": "draft_id",
    "mark": "draft_id",
}
# A draft is its author's alone until it is handed in. (These statements are made of our own words alone.)
_HANDED_IN = "(SELECT s.draft_id FROM submission s WHERE NOT s.deleted)"
_READY = {
    "deliverable": f"t.id IN (SELECT d.deliverable_id FROM draft d WHERE d.id IN {_HANDED_IN})",  # noqa: S608
    "draft": f"t.id IN {_HANDED_IN}",
    "placement": f"t.comment_id IN (SELECT c.id FROM comment c WHERE c.draft_id IN {_HANDED_IN})",  # noqa: S608
    **dict.fromkeys(
        ("revision", "review", "comment", "score", "letter", "release", "reply", "reflection", "mark", "decision"),
        f"t.draft_id IN {_HANDED_IN}",
    ),
}


def count(connection: Connection) -> int:
    """Return how many rows wait to be sent, sealed or not."""
    ready = sum(connection.scalar(text(f"SELECT count(*) {_from(table)}")) or 0 for table in _kinds(connection))
    return ready + (connection.scalar(select(func.count()).select_from(inflight)) or 0)


def _kinds(connection: Connection) -> list[str]:
    """Return the tables that have rows in the outbox, in their order."""
    query = "SELECT EXISTS (SELECT 1 FROM outbox WHERE kind = ?)"
    return [table for table in SHARED if connection.exec_driver_sql(query, (table,)).scalar()]


def first(connection: Connection, after: int) -> int | None:
    """Return the number of the batch that waits longest of those above ``after``, None for no batch."""
    number = connection.scalar(select(func.min(inflight.c.batch)).where(inflight.c.batch > after))
    return None if number is None else int(number)


def seal(connection: Connection, most: int) -> int:
    """Make one batch of what waits for one scope; a release goes alone, after everything else. Return its size."""
    scope_id = _longest_waiting(connection)
    return 0 if scope_id is None else _seal_scope(connection, scope_id, most)


def _seal_scope(connection: Connection, scope_id: str, most: int, *, waits: bool = True) -> int:
    """Make one batch; what waits for others stays where it ``waits``, else goes too. Return its size."""
    number = (connection.scalar(select(func.max(inflight.c.batch))) or 0) + 1
    sealed, room, length = 0, most, _MOST_CHARACTERS
    for table in SHARED:
        if table == "release" or room <= 0 or length <= 0:
            continue
        rows, taken = _seal_table(connection, table, scope_id, number, (room, length), waits=waits)
        sealed, room, length = sealed + rows, room - rows, length - taken
    return sealed or _seal_table(connection, "release", scope_id, number, (1, 1), waits=waits)[0]


def batch(connection: Connection, number: int) -> Batch:
    """Return a sealed batch."""
    rows = connection.exec_driver_sql(
        "SELECT scope_id, op_id, kind, row_id, base, operation FROM inflight WHERE batch = ? ORDER BY rowid", (number,)
    ).all()
    return Batch(number, str(rows[0][0]), tuple(Operation(*row[1:]) for row in rows))


def _from(table: str, *, waits: bool = True) -> str:
    """Return the part of a statement that joins a table's rows to the outbox, those that may be sent or all."""
    rows = f"FROM outbox o JOIN {table} t ON t.id = o.row_id JOIN shared_scope s ON s.scope_id = t.scope_id"
    there = f"t.{_PARENT[table]} NOT IN (SELECT a.row_id FROM absent a)" if table in _PARENT else "1"  # noqa: S608
    ready = f"{_READY.get(table, '1')} AND {there}" if waits else "1"
    return f"{rows} WHERE o.kind = '{table}' AND {ready}"


def _longest_waiting(connection: Connection) -> str | None:
    query = "SELECT o.sequence, t.scope_id {} ORDER BY o.sequence LIMIT 1"
    firsts = (connection.execute(text(query.format(_from(table)))).first() for table in _kinds(connection))
    found = [(int(row[0]), str(row[1])) for row in firsts if row]
    return min(found)[1] if found else None


def _seal_table(
    connection: Connection, table: str, scope_id: str, number: int, room: tuple[int, int], *, waits: bool
) -> tuple[int, int]:
    """Seal what fits of a table's rows: so many, of about so many characters. Return how many and how long."""
    rows = connection.exec_driver_sql(_sealing(table, waits=waits), (scope_id, room[0])).all()
    sealed: list[tuple[Any, ...]] = []
    done, length = [], 0
    for op_id, row in zip(_ids(len(rows)), rows, strict=True):
        if length >= room[1]:
            break
        sequence, mask, base, kind, row_id, parent, whole, *values = row
        fields = whole or _fields(connection, table, mask, row_id, values)
        about = f'"parent":"{parent}",' if parent else ""
        operation = f'{{"kind":"{kind}",{about}"fields":{fields}}}'
        sealed.append((op_id, number, scope_id, table, row_id, mask, base, operation))
        done.append((sequence,))
        length += len(operation)
    if sealed:
        connection.exec_driver_sql("INSERT INTO inflight VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sealed)
        connection.exec_driver_sql("DELETE FROM outbox WHERE sequence = ?", done)
    return len(sealed), length


@cache
def _sealing(table: str, *, waits: bool) -> str:
    """Return the statement that gives each row's way to be sent; SQLite itself makes the JSON of a whole new row."""
    columns, names = TABLES.tables[table].c, fields_of(table)
    every = (1 << len(names)) - 1
    # What the server refused when it was new is not there: what is changed of it now goes as a whole.
    new = "t.version = 0 AND NOT EXISTS (SELECT 1 FROM inflight i WHERE i.row_id = t.id)"
    mask = f"CASE WHEN {new} THEN {every} ELSE o.mask END"
    pairs = ", ".join(_json_pair(columns[name]) for name in names)
    whole = f"CASE WHEN {mask} = {every} THEN json_object({pairs}) END"
    if table == "release" or any(isinstance(columns[name].type, LargeBinary) for name in names):
        whole = "NULL"
    kind = f"CASE s.type WHEN 'personal' THEN '{PERSONAL.get(table, table)}' ELSE '{table}' END"
    parent = f"t.{_PARENT[table]}" if table in _PARENT else "NULL"
    each = ", ".join(f't."{name}"' for name in names)
    # Words on their way may yet meet others that nobody has seen here, and then these here would replace them.
    base = "min(o.base, coalesce((SELECT min(i.base) FROM inflight i WHERE i.row_id = t.id), o.base))"
    chosen = f"o.sequence, {mask}, {base}, {kind}, t.id, {parent}, {whole}, {each}"
    return f"SELECT {chosen} {_from(table, waits=waits)} AND t.scope_id = ? ORDER BY o.sequence LIMIT ?"


def _json_pair(column: Any) -> str:  # noqa: ANN401 a column
    value = f't."{column.name}"'
    if isinstance(column.type, Boolean):
        value = f"json(CASE WHEN {value} IS NULL THEN 'null' WHEN {value} THEN 'true' ELSE 'false' END)"
    elif isinstance(column.type, JSON):
        value = f"json({value})"
    return f"'{column.name}', {value}"


def _fields(connection: Connection, table: str, mask: int, row_id: str, values: Sequence[Any]) -> str:
    """Return the changed columns of a row as JSON."""
    names = fields_of(table)
    if table == "release":
        row = dict(zip(names, values, strict=True)) | {"id": row_id}
        said = f',"frozen":{row["items"]},"items":{json.dumps(_items(connection, row))},"said":{_said(row["snapshot"])}'
        mask &= ~(1 << names.index("items"))
    else:
        said = ""
    return f"{{{','.join(f'{name}{write(values[at])}' for at, name, write in _writers(table, mask))}{said}}}"


def _said(snapshot: str) -> str:
    """Return as JSON what comments and letter said when a release was clicked, by their ids; they may go on since."""
    words = json.loads(snapshot)
    items = [("comment", one) for one in words["comments"]]
    if words["letter"]:
        items.append(("letter", words["letter"]))
    for_good = {"draft_id", "author_id"}
    said = {
        item["id"]: {name: item[name] for name in fields_of(table) if name in item and name not in for_good}
        | {"deleted": False}
        for table, item in items
    }
    return json.dumps(said, ensure_ascii=False)


@cache
def _writers(table: str, mask: int) -> tuple[tuple[int, str, Callable[[Any], str]], ...]:
    """Return the columns of the mask: where each stands, its name as JSON has it, and what makes JSON of its value."""
    columns = TABLES.tables[table].c
    return tuple(
        (bit, f'"{name}":', _writer(columns[name])) for bit, name in enumerate(fields_of(table)) if mask >> bit & 1
    )


def _writer(column: Column[Any]) -> Callable[[Any], str]:
    """Return what makes JSON of a value as SQLite has it."""

    def write(value: Any) -> str:  # noqa: ANN401 a column's value
        if value is None:
            return "null"
        return text_of(value)

    if isinstance(column.type, LargeBinary):
        text_of: Callable[[Any], str] = lambda value: f'"{base64.b64encode(value).decode()}"'  # noqa: E731
    elif isinstance(column.type, Boolean):
        text_of = lambda value: "true" if value else "false"  # noqa: E731
    else:
        text_of = str if isinstance(column.type, JSON | Integer) else encode_basestring
    return write


def _items(connection: Connection, row: Mapping[str, Any]) -> dict[str, int]:
    """Return the rows that a release gives to the mentee, each with the version of it that was seen here."""
    items: dict[str, int] = {}
    for one in json.loads(row["items"]):
        kind, _, rest = str(one).partition(" ")
        key = rest.rpartition(" ")[0]
        table = TABLES.tables[kind]
        mine = [table.c.author_id == row["author_id"]] if kind != "comment" else []
        chosen = table.c.criterion == key if kind == "score" else table.c.id == key
        # A comment is given also where it was deleted since; a criterion's score is the one there is.
        where = [chosen, *mine, *([table.c.draft_id == row["draft_id"], ~table.c.deleted] if kind == "score" else [])]
        for id_, version in connection.execute(select(table.c.id, table.c.version).where(*where)):
            bases = select(func.min(inflight.c.base)).where(inflight.c.row_id == id_)
            items[str(id_)] = min(int(version), connection.scalar(bases) or int(version))
    return items


def _ids(many: int) -> list[str]:
    """Return new ids for operations, which need no order (UUID version 4); one by one they take as long as the rest."""
    raw = os.urandom(16 * many).hex()
    return [
        f"{one[:8]}-{one[8:12]}-4{one[13:16]}-{_SIGNS[8 | int(one[16], 16) & 3]}{one[17:20]}-{one[20:]}"
        for one in (raw[at : at + 32] for at in range(0, len(raw), 32))
    ]


def settle(connection: Connection, sent: Batch, answers: Sequence[Answer], now: int) -> None:
    """Take over what became of operations."""
    names = "op_id", "kind", "row_id", "base", "scope_id", "mask"
    columns = [inflight.c[name] for name in names]
    rows = {row[0]: row for row in connection.execute(select(*columns).where(inflight.c.batch == sent.number)).all()}
    known = [one for one in answers if one.op_id in rows]
    for answer in known:
        row = rows[answer.op_id]
        if answer.status == "conflict":
            _count_as_unseen(connection, row)
        elif answer.status in WHY:
            _put_aside(connection, answer.op_id, answer.why or WHY[answer.status], now)
    kept = [(rows[one.op_id], one.version) for one in known if one.status == "ok"]
    _note_merged(connection, [(rows[one.op_id], one.version) for one in known if one.status in {"merged", "conflict"}])
    _count_as_seen(connection, kept)
    _advance(connection, sent, answers)
    if len(known) == len(rows):
        connection.execute(delete(inflight).where(inflight.c.batch == sent.number))
    elif known:
        connection.exec_driver_sql("DELETE FROM inflight WHERE op_id = ?", [(one.op_id,) for one in known])


def _count_as_unseen(connection: Connection, row: Any) -> None:  # noqa: ANN401 of the inflight table
    """Let nothing later count as seen, for what is shown here is not what the server kept; also what was typed since.

    What the row held before is noted: by its version alone a server that is brought back would not be given it again.
    """
    every = (1 << len(fields_of(row.kind))) - 1
    held = f"SELECT id, version, scope_id, ?, ? FROM {row.kind} WHERE id = ? AND version > ?"  # noqa: S608
    note = f"INSERT OR REPLACE INTO merged(row_id, version, scope_id, kind, mask) {held}"
    connection.exec_driver_sql(note, (row.kind, every, row.row_id, row.base))
    lower = f"UPDATE {row.kind} SET version = min(version, ?) WHERE id = ?"  # noqa: S608 a table of ours
    connection.exec_driver_sql(lower, (row.base, row.row_id))
    waiting = "UPDATE outbox SET base = min(base, ?) WHERE row_id = ?"
    connection.exec_driver_sql(waiting, (row.base, row.row_id))


def _count_as_seen(connection: Connection, kept: Sequence[tuple[Any, int]]) -> None:
    """Let rows be as new here as the server says that they are there: operations with the versions they got."""
    for table in dict.fromkeys(row.kind for row, _ in kept):
        of_table = [(row, version) for row, version in kept if row.kind == table]
        # Nobody else has changed the row since that base; where it is older here, other words of it were not kept.
        newer = f"UPDATE {table} SET version = ? WHERE id = ? AND version >= ?"  # noqa: S608 a table of ours
        values = [(version, row.row_id, row.base) for row, version in of_table]
        if connection.exec_driver_sql(newer, values).rowcount < len(values):
            ids = json.dumps([row.row_id for row, _ in of_table])
            older = f"SELECT id FROM {table} WHERE version < ? AND id IN (SELECT value FROM json_each(?))"  # noqa: S608
            left = set(connection.exec_driver_sql(older, (max(values)[0], ids)).scalars())
            _note_merged(connection, [(row, version) for row, version in of_table if row.row_id in left])


def _note_merged(connection: Connection, operations: Sequence[tuple[Any, int]]) -> None:
    """Note rows of the inflight table, each with the version that it has on the server now."""
    names = "row_id", "scope_id", "kind", "mask"
    values = [{name: getattr(row, name) for name in names} | {"version": version} for row, version in operations]
    if values:
        connection.execute(merged.insert().prefix_with("OR REPLACE"), values)


def _advance(connection: Connection, sent: Batch, answers: Sequence[Answer]) -> None:
    """Read on after a push of ours that is the next of its scope: what it brought is what is here."""
    versions = {one.version if one.status == "ok" else 0 for one in answers}
    moves_others = any(one.kind == "release" for one in sent.operations)
    if len(versions) == 1 and len(answers) == len(sent.operations) and not moves_others:
        version = versions.pop()
        here = (shared_scope.c.scope_id == sent.scope_id) & (shared_scope.c.version == version - 1)
        connection.execute(update(shared_scope).where(here).values(version=version))


def _put_aside(connection: Connection, op_id: str, why: str, now: int) -> None:
    """Keep a refused operation for the person to see; a release that nobody was sent is none."""
    row = connection.execute(select(inflight).where(inflight.c.op_id == op_id)).one()
    kept = {name: getattr(row, name) for name in ("op_id", "scope_id", "kind", "row_id", "operation")}
    connection.execute(quarantine.insert().prefix_with("OR IGNORE"), kept | {"why": why, "at_ms": now})
    if row.kind == "release":
        connection.exec_driver_sql("UPDATE release SET deleted = 1 WHERE id = ?", (row.row_id,))


def put_aside_scope(connection: Connection, scope_id: str, now: int) -> None:
    """Keep what waits for a scope that is not seen any more, or is on its way there."""
    while _seal_scope(connection, scope_id, 1000, waits=False):
        pass
    why = "You do not see this work any more, so it could not be sent."
    for op_id in connection.scalars(select(inflight.c.op_id).where(inflight.c.scope_id == scope_id)).all():
        _put_aside(connection, op_id, why, now)
    connection.execute(delete(inflight).where(inflight.c.scope_id == scope_id))
