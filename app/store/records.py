"""Values of the domain as rows of tables whose columns have the names of their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, select, update

from app.domain.deliverable import Assignment, Deliverable, Submission
from app.domain.errors import NotFoundError
from app.domain.feedback import (
    DismissedRule,
    KeptPolicy,
    KeptRubric,
    Letter,
    Mark,
    Phrase,
    Reflection,
    Release,
    Reply,
    Review,
    Score,
)
from app.domain.ids import new_id, now_ms
from app.domain.people import Admin, Directory, Membership, Pairing, Person, Team
from app.domain.values import ALL_SEEN, SEEN, build_in_order, field_names
from app.services.ports import Kept, R
from app.store import rows, schema
from app.store.drafts import scope_of
from app.store.people import local_scope, mentee_scope, personal_scope, team_scope

TABLES: Mapping[type, Table] = {
    Person: schema.person,
    Admin: schema.admin,
    Team: schema.team,
    Membership: schema.membership,
    Pairing: schema.pairing,
    KeptRubric: schema.rubric,
    KeptPolicy: schema.policy,
    DismissedRule: schema.dismissed_rule,
    Assignment: schema.assignment,
    Deliverable: schema.deliverable,
    Submission: schema.submission,
    Review: schema.review,
    Score: schema.score,
    Letter: schema.letter,
    Release: schema.release,
    Reply: schema.reply,
    Reflection: schema.reflection,
    Mark: schema.mark,
    Phrase: schema.phrase,
}
KINDS: Mapping[str, type] = {table.name: kind for kind, table in TABLES.items()}

_DIRECTORY, _NAME = "directory", "name"
_MOVING = ("revision", "comment", "submission", "review", "score", "letter", "release", "reply", "reflection", "mark")


def records(connection: Connection, kind: type[R], where: Mapping[str, str | Sequence[str]]) -> tuple[R, ...]:
    """Return the living values whose fields have the values given (or one of several), in the order they were made."""
    return tuple(build_in_order(kind, row) for row in connection.execute(_select(kind, where)))


def _select(kind: type, where: Mapping[str, str | Sequence[str]]) -> Select[tuple[Any, ...]]:
    table = TABLES[kind]
    chosen = [
        table.c[name] == value if isinstance(value, str) else table.c[name].in_(list(value))
        for name, value in where.items()
    ]
    return select(*columns_of(kind)).where(~table.c.deleted, *chosen).order_by(table.c.id)


def columns_of(kind: type) -> list[ColumnElement[Any]]:
    """Return what to select for the fields of a type, in order."""
    table = TABLES[kind]
    return [rows.SEEN if name == SEEN else table.c[name] for name in field_names(kind)]


def work_of(connection: Connection, draft_id: str) -> Deliverable:
    """Return the deliverable of a draft, also a deleted one. Raises NotFoundError."""
    work, draft = schema.deliverable, schema.draft
    chosen = select(*columns_of(Deliverable)).join(draft, draft.c.deliverable_id == work.c.id)
    row = connection.execute(chosen.where(draft.c.id == draft_id)).first()
    if row is None:
        raise NotFoundError("That draft is not in this workspace.")
    return build_in_order(Deliverable, row)


def directory(connection: Connection) -> Directory:
    """Return everybody and how they belong together; it is read again only after something was written.

    Nothing is kept of a transaction that writes: it may yet be taken back.
    """
    if connection.get_execution_options().get("writes", False):
        return _directory(connection)
    now = state(connection)
    known: tuple[object, Directory] | None = connection.info.get(_DIRECTORY)
    if known is None or known[0] != now:
        known = connection.info[_DIRECTORY] = now, _directory(connection)
    return known[1]


def state(connection: Connection) -> object:
    """Return what equals an earlier answer only where nothing was written since, by anybody.

    ``data_version`` tells what others committed, ``total_changes`` what was written on this connection; both say
    something of the one connection alone, so its name goes with them.
    """
    name = connection.info.setdefault(_NAME, new_id())
    own = getattr(connection.connection.dbapi_connection, "total_changes", None)
    return name, connection.exec_driver_sql("PRAGMA data_version").scalar(), own


def _directory(connection: Connection) -> Directory:
    return Directory(
        records(connection, Person, {}),
        records(connection, Team, {}),
        records(connection, Membership, {}),
        records(connection, Pairing, {}),
        frozenset(one.person_id for one in records(connection, Admin, {})),
    )


def put_record(connection: Connection, value: Kept, seen: int = 0) -> None:
    """Add the value, or replace the one with its id; a tombstone comes back to life.

    ``seen`` is what the person knows, where that is more than the value says.
    """
    table, now = TABLES[type(value)], now_ms()
    row = {"created_ms": now, "updated_ms": now} | _to_row(value, table) | {"deleted": False}
    if "scope_id" in table.c:
        row["scope_id"] = _scope_for(connection, value)
    if isinstance(value, Deliverable):
        _move(connection, value.id, str(row["scope_id"]))
    rows.put(connection, table, row, max(seen, getattr(value, SEEN, ALL_SEEN)))


def _to_row(value: Kept, table: Table) -> dict[str, object]:
    names = [field.name for field in fields(value) if field.name != SEEN]
    return {name: _plain(getattr(value, name), table, name) for name in names}


def _plain(value: object, table: Table, name: str) -> object:
    match value:
        case "" if table.c[name].nullable:
            return None  # so that what refers to nothing keeps the foreign key content
        case StrEnum():
            return value.value
        case tuple():
            return list(value)
    return value


def _scope_for(connection: Connection, value: Kept) -> str:
    """Return who may see the row: the mentee's circle, the team, its author, or nobody but this computer."""
    match value:
        case Deliverable(mentee_id=""):
            return local_scope(connection)
        case Deliverable():
            return mentee_scope(connection, value.mentee_id)
        case Phrase() | KeptRubric() | KeptPolicy() | DismissedRule() | Assignment():
            if value.team_id:
                return team_scope(connection, value.team_id)
            return personal_scope(connection, value.author_id)
        case Person() | Admin() | Team() | Membership() | Pairing():
            raise TypeError(f"{type(value).__name__} has no scope")
    return scope_of(connection, value.draft_id)


def _move(connection: Connection, deliverable_id: str, scope_id: str) -> None:
    """Bring a deliverable's rows into the scope, when it became somebody's."""
    deliverable, draft = schema.deliverable, schema.draft
    if connection.scalar(select(deliverable.c.scope_id).where(deliverable.c.id == deliverable_id)) in {None, scope_id}:
        return
    drafts = select(draft.c.id).where(draft.c.deliverable_id == deliverable_id)
    comments = select(schema.comment.c.id).where(schema.comment.c.draft_id.in_(drafts))
    tables = [schema.TABLES.tables[name] for name in _MOVING]
    for table, chosen in (
        (deliverable, deliverable.c.id == deliverable_id),
        (draft, draft.c.deliverable_id == deliverable_id),
        *((table, table.c.draft_id.in_(drafts)) for table in tables),
        (schema.placement, schema.placement.c.comment_id.in_(comments)),
    ):
        connection.execute(update(table).where(chosen).values(scope_id=scope_id))
