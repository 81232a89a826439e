"""The workspace's half of sync: what waits for the server, and what came from it."""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.errors import WorkspaceError
from app.domain.ids import new_id, now_ms
from app.domain.people import Directory
from app.services.syncing import Answer, Batch, Head, Operation, Page, RemoteRow, Waiting
from app.store import joining, said
from app.store.blobs import blob_path, keep_blob
from app.store.schema import TABLES, draft, release
from app.store.sharing_details import SharedDetails
from app.store.sharing_schema import (
    SHARED,
    conflict,
    fields_of,
    inflight,
    outbox,
    quarantine,
    shared_scope,
    sharing,
)

_WORDS = {
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
_OWN = {"phrase": "own_phrase", "rubric": "own_rubric", "assignment": "own_assignment"}
"""What those of a person's own are called on the server."""
_TABLES = {kind: table for table, kind in _OWN.items()}


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

    def keep_device(self, number: int) -> None:
        """Keep the device's number."""
        with self._writing() as connection:
            connection.execute(update(sharing).values(device=number))

    def next_batch(self, most: int) -> Batch | None:
        """Return the batch that waits longest, sealed now if none was."""
        with self._writing() as connection:
            number = connection.scalar(select(func.min(inflight.c.batch)))
            if number is None and not _seal(connection, most):
                return None
            return _batch(connection, number or 1)

    def answered(self, batch: Batch, answers: Sequence[Answer]) -> None:
        """Take the answers over."""
        sent = {one.op_id: one for one in batch.operations}
        with self._writing() as connection, _applying(connection):
            for answer in answers:
                _settle(connection, batch.scope_id, sent[answer.op_id], answer)
            known = [answer.op_id for answer in answers]
            connection.execute(delete(inflight).where(inflight.c.op_id.in_(known)))

    def begin(self, heads: Sequence[Head], directory: Directory | None) -> tuple[str, ...]:
        """Take over what is visible now; purge what is not any more."""
        with self._writing() as connection, _applying(connection):
            return joining.begin(connection, heads, directory)

    def reached(self) -> Mapping[str, tuple[int, str]]:
        """Return up to which version each scope was read, and in which roles."""
        with self._writing() as connection:
            return {row.scope_id: (row.version, row.roles) for row in connection.execute(select(shared_scope))}

    def take(self, head: Head, page: Page) -> None:
        """Keep a page and how far it reached."""
        with self._writing() as connection, _applying(connection):
            dirty = _dirty(connection)
            for row in page.rows:
                _take_row(connection, head.scope_id, row, dirty)
            for one in page.conflicts:
                values = {name: getattr(one, name) for name in one.__slots__ if name != "version"}
                connection.execute(upsert(conflict).values(**values, scope_id=head.scope_id).on_conflict_do_nothing())
            connection.execute(
                update(shared_scope).where(shared_scope.c.scope_id == head.scope_id).values(version=page.reached)
            )

    def file_to_send(self, sha256: str) -> Path | None:
        """Return the kept original, if it is here."""
        path = blob_path(self._blobs, sha256)
        return path if path.is_file() else None

    def files_wanted(self) -> Sequence[tuple[str, str]]:
        """Return scope and digest of every shared draft whose file is not here."""
        with self._writing() as connection:
            shared = select(shared_scope.c.scope_id)
            rows = connection.execute(
                select(draft.c.scope_id, draft.c.sha256).where(draft.c.scope_id.in_(shared), ~draft.c.deleted)
            )
            return [(str(scope), str(sha)) for scope, sha in rows if not blob_path(self._blobs, sha).is_file()]

    def keep_file(self, sha256: str, data: bytes) -> bool:
        """Keep a file's bytes, unless they are others than their digest says."""
        if hashlib.sha256(data).hexdigest() != sha256:
            return False
        keep_blob(self._blobs, data)
        return True

    def waiting(self) -> Waiting:
        """Return what is not on the server."""
        with self._writing() as connection:
            ready = sum(connection.scalar(text(_count(table))) or 0 for table in SHARED)
            flying = connection.scalar(select(func.count()).select_from(inflight)) or 0
            refused = connection.scalar(select(func.count()).select_from(quarantine)) or 0
            open_ones = connection.scalar(select(func.count()).where(conflict.c.settled == 0)) or 0
            return Waiting(ready + flying, refused, open_ones, connection.scalar(select(sharing.c.synced_ms)) or 0)

    def done(self) -> None:
        """Note that all is well now."""
        with self._writing() as connection:
            connection.execute(update(sharing).values(synced_ms=now_ms()))


@contextmanager
def _applying(connection: Connection) -> Iterator[None]:
    """Write rows that came from the server: nothing of it waits to be sent."""
    connection.execute(update(sharing).values(applying=1))
    yield
    connection.execute(update(sharing).values(applying=0))


# sealing: outbox -> numbered batches of one scope with fixed operation ids


def _from(table: str) -> str:
    """Return the part of a statement that joins a table's rows that may be sent to the outbox."""
    ready = _READY.get(table, "1")
    return (
        f"FROM outbox o JOIN {table} t ON t.id = o.row_id JOIN shared_scope s ON s.scope_id = t.scope_id"
        f" WHERE o.kind = '{table}' AND {ready}"
    )


def _count(table: str) -> str:
    return f"SELECT count(*) {_from(table)}"


def _seal(connection: Connection, most: int) -> int:
    """Make one batch of what waits for one scope; a release goes alone, after everything else. Return its size."""
    scope_id = _longest_waiting(connection)
    if scope_id is None:
        return 0
    number = (connection.scalar(select(func.max(inflight.c.batch))) or 0) + 1
    room, sealed = most, 0
    for table in SHARED:
        if table == "release" or not room:
            continue
        sealed += _seal_table(connection, table, scope_id, number, room)
        room = most - sealed
    return sealed or _seal_table(connection, "release", scope_id, number, 1)


def _longest_waiting(connection: Connection) -> str | None:
    found = [
        row
        for table in SHARED
        if (row := connection.execute(text(f"SELECT o.sequence, t.scope_id {_from(table)} ORDER BY 1 LIMIT 1")).first())
    ]
    return str(min(found)[1]) if found else None


def _seal_table(connection: Connection, table: str, scope_id: str, number: int, most: int) -> int:
    query = text(
        f"SELECT o.sequence, o.mask, o.base, s.type, t.* {_from(table)} AND t.scope_id = :scope"
        " ORDER BY o.sequence LIMIT :most"
    )
    rows = connection.execute(query, {"scope": scope_id, "most": most}).mappings().all()
    if not rows:
        return 0
    sealed = [_sealed(connection, TABLES.tables[table], dict(row), number) for row in rows]
    connection.execute(insert(inflight), sealed)
    connection.execute(delete(outbox).where(outbox.c.sequence.in_([row["sequence"] for row in rows])))
    return len(rows)


def _sealed(connection: Connection, table: Table, row: dict[str, Any], number: int) -> dict[str, Any]:
    names = [name for bit, name in enumerate(fields_of(table.name)) if row["mask"] >> bit & 1]
    fields = {name: _out(table, name, row[name]) for name in names}
    if table is release:
        fields = fields | {"frozen": fields.get("items"), "items": _items(connection, row)}
    kind = _OWN.get(table.name, table.name) if row["type"] == "personal" else table.name
    parent = row.get(_PARENT.get(table.name, ""))
    operation = {"fields": fields, "parent": parent, "kind": kind}
    return {
        "op_id": new_id(),
        "batch": number,
        "scope_id": row["scope_id"],
        "kind": table.name,
        "row_id": row["id"],
        "mask": row["mask"],
        "base": row["base"],
        "operation": json.dumps(operation, ensure_ascii=False),
    }


def _items(connection: Connection, row: Mapping[str, Any]) -> dict[str, int]:
    """Return the rows that a release gives to the mentee, each with the version of it that was seen here."""
    items: dict[str, int] = {}
    for one in json.loads(row["items"]):
        kind, _, rest = str(one).partition(" ")
        key = rest.rpartition(" ")[0]
        table = TABLES.tables[kind]
        mine = [table.c.author_id == row["author_id"]] if kind != "comment" else []
        chosen = table.c.criterion == key if kind == "score" else table.c.id == key
        where = [chosen, *mine, *([table.c.draft_id == row["draft_id"]] if kind == "score" else [])]
        for id_, version in connection.execute(select(table.c.id, table.c.version).where(*where, ~table.c.deleted)):
            bases = select(func.min(inflight.c.base)).where(inflight.c.row_id == id_)
            items[str(id_)] = min(int(version), connection.scalar(bases) or int(version))
    return items


def _out(table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 a column's value
    column = table.c[name].type
    if isinstance(column, LargeBinary):
        return base64.b64encode(value).decode()
    if value is not None and column.python_type is bool:
        return bool(value)
    return json.loads(value) if value is not None and column.python_type is dict else value


def _batch(connection: Connection, number: int) -> Batch:
    rows = connection.execute(select(inflight).where(inflight.c.batch == number).order_by(inflight.c.op_id)).all()
    operations = []
    for row in rows:
        sealed = json.loads(row.operation)
        operations.append(
            Operation(row.op_id, sealed["kind"], row.row_id, row.base, sealed["fields"], sealed["parent"])
        )
    return Batch(number, str(rows[0].scope_id), tuple(operations))


# answers


def _settle(connection: Connection, scope_id: str, sent: Operation, answer: Answer) -> None:
    table = TABLES.tables[_table_of(sent.kind)]
    at = update(table).where(table.c.id == sent.row_id)
    if answer.status == "ok":
        connection.execute(at.where(table.c.version == sent.base).values(version=answer.version))
    elif answer.status == "conflict":  # what is shown here is not what was kept: nothing later counts as seen
        connection.execute(at.where(table.c.version > sent.base).values(version=sent.base))
    elif answer.status in _WORDS:
        row = {
            "op_id": sent.op_id,
            "scope_id": scope_id,
            "kind": table.name,
            "row_id": sent.row_id,
            "operation": json.dumps(dict(sent.fields), ensure_ascii=False),
            "why": _WORDS[answer.status],
            "at_ms": now_ms(),
        }
        connection.execute(upsert(quarantine).values(**row).on_conflict_do_nothing())
        if table is release:  # nobody was sent it
            connection.execute(at.values(deleted=True))


def _table_of(kind: str) -> str:
    return _TABLES.get(kind, kind)


# pulling


def _dirty(connection: Connection) -> dict[str, int]:
    """Return the changed and unsent columns of rows, by their ids."""
    found: dict[str, int] = {}
    for table in (outbox, inflight):
        for row_id, mask in connection.execute(select(table.c.row_id, table.c.mask)):
            found[row_id] = found.get(row_id, 0) | mask
    return found


def _take_row(connection: Connection, scope_id: str, row: RemoteRow, dirty: Mapping[str, int]) -> None:
    name = _table_of(row.kind)
    if name not in SHARED:
        return  # a kind that this version does not know
    table, mask = TABLES.tables[name], dirty.get(row.id, 0)
    known = {field for field in fields_of(name) if field in row.fields}
    values = {field: _in(table, field, row.fields[field]) for field in known}
    if table is release:
        values["items"] = row.fields.get("frozen") or []
    clean = {field: value for field, value in values.items() if not mask >> fields_of(name).index(field) & 1}
    seen = {"updated_ms": row.updated_ms} | ({} if mask else {"version": row.version})
    made = {"id": row.id, "scope_id": scope_id, "created_ms": _made_ms(row.id)}
    if connection.scalar(select(table.c.id).where(table.c.id == row.id)) is None:
        connection.execute(insert(table), made | values | {"version": row.version, "updated_ms": row.updated_ms})
    else:
        connection.execute(update(table).where(table.c.id == row.id, table.c.scope_id == scope_id).values(clean | seen))
    if table is release and not values.get("deleted"):
        _take_released(connection, scope_id, row)


def _take_released(connection: Connection, scope_id: str, row: RemoteRow) -> None:
    """Let the history say what a release says, and keep its comments where they cannot be read in any other way."""
    for id_, item in row.fields.get("items", {}).items():
        table = TABLES.tables["comment"]
        if item["kind"] == table.name and connection.scalar(select(table.c.id).where(table.c.id == id_)) is None:
            values = {name: _in(table, name, item["fields"][name]) for name in fields_of(table.name)}
            made = {"id": id_, "scope_id": scope_id, "created_ms": _made_ms(id_), "updated_ms": row.updated_ms}
            connection.execute(insert(table), made | values | {"version": 0})
    said.tell(connection, row.id)


def _made_ms(id_: str) -> int:
    """Return when a UUIDv7 was made, UTC milliseconds."""
    return int(id_.replace("-", "")[:12], 16)


def _in(table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 a column's value
    return base64.b64decode(value) if isinstance(table.c[name].type, LargeBinary) else value
