"""What waits, was refused or clashes, with what a person knows it by; and what they decide about it."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, or_, select, update

from app.domain.errors import NotFoundError
from app.services.sharing_details import About, Choice, Clash, Details, Refused
from app.services.syncing import Waiting
from app.store.joining import applying, is_shared
from app.store.people import me
from app.store.restoring import wait
from app.store.schema import TABLES, comment, deliverable, draft, person, step
from app.store.sharing_schema import (
    SHARED,
    TABLE_OF,
    conflict,
    fields_of,
    inflight,
    outbox,
    quarantine,
    shared_scope,
    sharing,
)

_WORDS = {
    "comment": "body",
    "phrase": "body",
    "reply": "body",
    "assignment": "title",
    "rubric": "title",
    "policy": "title",
    "dismissed_rule": "rule",
    "library": "name",
    "deliverable": "title",
    "draft": "name",
    "score": "criterion",
    "reflection": "did",
    "letter": "strength",
    "mark": "kind",
}
_GONE = "What this was about is not here any more, so it cannot be sent again. Copy the text to keep it."


class SharedDetails:
    """The part of a share that people look at; ``_writing`` gives a transaction."""

    _writing: Callable[[], AbstractContextManager[Connection]]

    def waiting(self) -> Waiting:
        """Return how much is not on the server."""
        raise NotImplementedError

    def details(self, most: int = 200) -> Details:
        """Return what waits, was refused or clashes."""
        with self._writing() as connection:
            if not is_shared(connection):
                return Details("", Waiting(0, 0, 0, 0))
            _note_decided(connection)
            found = _details(connection, most)
        return replace(found, counts=self.waiting())

    def send_again(self, op_id: str) -> None:
        """Let a refused change wait again."""
        with self._writing() as connection:
            row = connection.execute(select(quarantine).where(quarantine.c.op_id == op_id)).one()
            table = TABLES.tables[row.kind]
            base = connection.scalar(select(table.c.version).where(table.c.id == row.row_id, ~table.c.deleted))
            if base is None:
                raise NotFoundError(_GONE)
            fields = _fields(row.operation)
            mask = sum(1 << bit for bit, name in enumerate(fields_of(row.kind)) if name in fields)
            wait(connection, row.kind, [row.row_id], mask, base)
            connection.execute(delete(quarantine).where(quarantine.c.op_id == op_id))

    def drop(self, op_id: str) -> None:
        """Forget a refused change: what the server has takes its place, so a row that it never had goes.

        Its scope is read again.
        """
        with self._writing() as connection:
            row = connection.execute(select(quarantine).where(quarantine.c.op_id == op_id)).one()
            connection.execute(delete(quarantine).where(quarantine.c.op_id == op_id))
            with applying(connection):
                _bury_if_new(connection, TABLES.tables[row.kind], row.row_id)
            connection.execute(update(shared_scope).where(shared_scope.c.scope_id == row.scope_id).values(version=0))

    def settle(self, clash_id: str, choice: Choice) -> None:
        """Note how a clash was settled."""
        with self._writing() as connection:
            connection.execute(update(conflict).where(conflict.c.id == clash_id).values(settled=int(choice)))


def _bury_if_new(connection: Connection, table: Table, id_: str) -> None:
    """Take away a row that the server never had and that is not on its way there."""
    on_its_way = select(inflight.c.row_id).where(inflight.c.row_id == id_)
    new = (table.c.id == id_) & (table.c.version == 0) & ~on_its_way.exists()
    if connection.execute(update(table).where(new).values(deleted=True)).rowcount:
        connection.execute(delete(outbox).where(outbox.c.kind == table.name, outbox.c.row_id == id_))


def _details(connection: Connection, most: int) -> Details:
    waits = [*connection.execute(select(inflight.c.kind, inflight.c.row_id).limit(most))]
    waits += connection.execute(select(outbox.c.kind, outbox.c.row_id).order_by(outbox.c.sequence).limit(most))
    refused = connection.execute(select(quarantine).order_by(quarantine.c.at_ms.desc()).limit(most)).all()
    clashes = connection.execute(select(conflict).order_by(conflict.c.settled, conflict.c.id.desc()).limit(most)).all()
    return Details(
        str(connection.scalar(select(sharing.c.dsn))),
        Waiting(0, 0, 0, 0),
        tuple(_about(connection, *row) for row in dict.fromkeys(tuple(one) for one in waits[:most])),
        tuple(_refused(connection, row) for row in refused),
        tuple(_clash(connection, row) for row in clashes),
        {row.id: row.name for row in connection.execute(select(person.c.id, person.c.name))},
        me(connection),
    )


def _note_decided(connection: Connection) -> None:
    """Take a clash as settled when the field holds another value than the one kept, and that came from the server."""
    for row in connection.execute(select(conflict).where(conflict.c.settled == int(Choice.OPEN))).all():
        waits = [select(one.c.row_id).where(one.c.row_id == row.row_id) for one in (outbox, inflight)]
        if _now(connection, row) != row.kept and not any(connection.scalar(one) for one in waits):
            connection.execute(update(conflict).where(conflict.c.id == row.id).values(settled=int(Choice.SINCE)))


def _now(connection: Connection, row: Row[Any]) -> str:
    """Return what the field holds, as JSON; what was kept where the row is not here."""
    table = TABLES.tables.get(_kind(row))
    if table is None or row.field not in table.c:
        return str(row.kept)
    found = connection.execute(select(table.c[row.field]).where(table.c.id == row.row_id)).first()
    return _json(table, row.field, found[0]) if found else str(row.kept)


def _kind(row: Row[Any]) -> str:
    """Return the table of a row that the server names; those of a personal scope have names of their own there."""
    return TABLE_OF.get(row.kind, str(row.kind))


def _about(connection: Connection, kind: str, row_id: str) -> About:
    if kind not in SHARED:
        return About(kind, row_id)
    table = TABLES.tables[kind]
    row = connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if row is None:
        return About(kind, row_id)
    if kind == "placement":
        return _about(connection, "comment", row["comment_id"])
    work = deliverable.c.id == row_id if kind == "deliverable" else draft.c.id == (row.get("draft_id") or row_id)
    chosen = (
        select(deliverable.c.title, person.c.name)
        .select_from(deliverable.outerjoin(draft, draft.c.deliverable_id == deliverable.c.id))
        .outerjoin(person, person.c.id == deliverable.c.mentee_id)
    )
    about = connection.execute(chosen.where(work).limit(1)).first()
    words = str(row.get(_WORDS.get(kind, ""), "") or "")
    return About(kind, row_id, words, about.title if about else "", (about.name or "") if about else "")


def _refused(connection: Connection, row: Row[Any]) -> Refused:
    fields = _fields(row.operation)
    about = _about(connection, row.kind, row.row_id)
    if not about.words:
        about = About(about.kind, about.row_id, str(fields.get(_WORDS.get(row.kind, ""), "")), about.work, about.mentee)
    return Refused(row.op_id, about, row.why, row.at_ms, fields)


def _fields(operation: str) -> Mapping[str, Any]:
    """Return the values of an operation, which was put aside with or without what is around them."""
    found = json.loads(operation)
    return dict(found.get("fields", found))


def _clash(connection: Connection, row: Row[Any]) -> Clash:
    kind, now = _kind(row), _now(connection, row)
    names = ("id", "field", "kept", "kept_by", "lost", "lost_by")
    values = {name: getattr(row, name) for name in names} | {"choice": Choice(row.settled)}
    about = _about(connection, kind, row.row_id)
    table = TABLES.tables.get(kind)
    if table is None:
        return Clash(about=about, now=now, **values)
    before, lost_ms = _origin(connection, table, row)
    kept_ms = connection.scalar(select(table.c.updated_ms).where(table.c.id == row.row_id)) if now == row.kept else 0
    return Clash(about=about, now=now, kept_ms=kept_ms or 0, lost_ms=lost_ms, before=before, **values)


def _json(table: Table, name: str, value: Any) -> str:  # noqa: ANN401 a column's value
    """Return a column's value as the server says it."""
    if value is not None and table.c[name].type.python_type is bool:
        value = bool(value)
    return json.dumps(value, ensure_ascii=False)


def _origin(connection: Connection, table: Table, row: Row[Any]) -> tuple[str | None, int]:
    """Return the value before the one that came second was written here, and when that was; None and 0 if elsewhere."""
    holds = or_(func.instr(step.c.after, row.row_id) > 0, func.instr(step.c.before, row.row_id) > 0)
    for found in connection.execute(select(step).where(holds).order_by(step.c.sequence.desc()).limit(50)):
        after, before = (_value_in(one, table.name, row) for one in (found.after, found.before))
        if after is not None and json.loads(row.lost) == after[0]:
            return (json.dumps(before[0], ensure_ascii=False) if before is not None else None), found.made_ms
    return None, 0


def _value_in(change: Mapping[str, Any], kind: str, row: Row[Any]) -> tuple[Any] | None:
    """Return the field's value in one side of a step, in a tuple of its own; None where it is not in it."""
    values = (
        change["comments"] if kind == comment.name else [one for name, one in change.get("records", ()) if name == kind]
    )
    return next(((one[row.field],) for one in values if one["id"] == row.row_id and row.field in one), None)
