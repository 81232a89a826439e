"""Joining a workspace to a shared database, leaving it, and following who sees what there."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Table, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.errors import ServerError, WorkspaceError
from app.domain.ids import now_ms
from app.domain.people import Directory
from app.services.syncing import Head
from app.store.people import ACTING_AS, mentee_scope, owner, personal_scope
from app.store.restoring import look_again, send_again
from app.store.schema import (
    TABLES,
    admin,
    arrived,
    draft,
    membership,
    pairing,
    person,
    phrase_use,
    place,
    said,
    scope,
    setting,
    step,
    team,
)
from app.store.sealing import put_aside_scope
from app.store.sharing_schema import (
    SHARED,
    SHARING,
    absent,
    fields_of,
    merged,
    outbox,
    shared_scope,
    sharing,
    triggers,
    wanted_file,
)

_PLAIN_IDS = ((phrase_use, "person_id"),)  # columns that name a person without a foreign key


def prepare(connection: Connection) -> None:
    """Make the tables of sync and its triggers as they are today; triggers of an older version are made anew."""
    SHARING.create_all(connection)
    known = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    there: dict[str, str] = {row[0]: row[1] for row in known}
    for name, statement in triggers():
        if there.get(name) != statement:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
            connection.execute(text(statement))


def is_shared(connection: Connection) -> bool:
    """Tell whether the workspace is shared."""
    known = connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'sharing'"))
    return bool(known) and connection.scalar(select(sharing.c.one)) is not None


def join(connection: Connection, address: str, person_id: str, directory: Directory, heads: Sequence[Head]) -> None:
    """Make the workspace's person that of the server, and let what is theirs wait to be sent. Raises WorkspaceError."""
    if is_shared(connection):
        raise WorkspaceError("This workspace is shared with a server already. Leave that one first.")
    prepare(connection)
    me = owner(connection)
    ours = {"personal": personal_scope(connection, me), "mentee": mentee_scope(connection, me)}
    theirs = {head.type: head.scope_id for head in heads if head.owner_id == person_id}
    _rename(connection, person, me, person_id)
    for kind, old in ours.items():
        if kind in theirs:
            _rename(connection, scope, old, theirs[kind])
    connection.execute(delete(step))  # they name the rows' people and scopes of before
    connection.execute(delete(setting).where(setting.c.name == ACTING_AS))
    connection.execute(update(admin).values(deleted=True))  # people are managed on the server from now on
    epoch = heads[0].epoch if heads else ""
    row = {"one": 1, "dsn": address, "device_key": str(uuid.uuid4()), "device": None}
    connection.execute(insert(sharing), row | {"epoch": epoch, "applying": 1, "synced_ms": 0})
    begin(connection, heads, directory)
    for name in SHARED:
        table = TABLES.tables[name]
        every = (1 << len(fields_of(name))) - 1
        shared = select(shared_scope.c.scope_id)
        rows = connection.scalars(select(table.c.id).where(table.c.scope_id.in_(shared)).order_by(table.c.id)).all()
        if rows:
            connection.execute(
                insert(outbox), [{"kind": name, "row_id": id_, "mask": every, "base": 0} for id_ in rows]
            )
    connection.execute(update(sharing).values(applying=0))


def leave(connection: Connection) -> None:
    """Share no longer; everything that is here stays, and what was not sent is this computer's alone."""
    for table in reversed(SHARING.sorted_tables):
        connection.execute(delete(table))
    connection.execute(update(admin).where(admin.c.person_id == owner(connection)).values(deleted=False))


def renew(connection: Connection) -> None:
    """Go on with a copy of a workspace as a device of its own, which reads everything again.

    Two that sync as the same device would hide each other's changes from the server, which takes them for one person's
    work in one place.
    """
    if is_shared(connection):
        connection.execute(update(sharing).values(device_key=str(uuid.uuid4()), device=None))
        connection.execute(update(shared_scope).values(version=0))


@contextmanager
def applying(connection: Connection) -> Iterator[None]:
    """Write rows that came from the server, or go with what it refused: nothing of it waits to be sent."""
    connection.execute(update(sharing).values(applying=1))
    yield
    connection.execute(update(sharing).values(applying=0))


def is_news(connection: Connection, heads: Sequence[Head]) -> bool:
    """Tell whether the scopes, the roles in them or the epoch are others than those that are known."""
    known = {row.scope_id: row.roles for row in connection.execute(select(shared_scope))}
    epoch = connection.scalar(select(sharing.c.epoch))
    return known != {head.scope_id: head.roles for head in heads} or any(head.epoch != epoch for head in heads)


def require_no_older(connection: Connection, heads: Sequence[Head]) -> None:
    """Raise ServerError where the server is older than what was read of it, and says that it is the same still.

    It was brought back from a backup and nobody told it: versions would be given out a second time.
    """
    epoch = connection.scalar(select(sharing.c.epoch))
    known = {row.scope_id: row.version for row in connection.execute(select(shared_scope))}
    if any(head.epoch == epoch and head.version < known.get(head.scope_id, 0) for head in heads):
        raise ServerError(
            "The shared database was brought back from a backup. Ask your admin to run “stet admin restored” on it; "
            "what you do meanwhile is kept here."
        )


def begin(connection: Connection, heads: Sequence[Head], directory: Directory | None) -> tuple[str, ...]:
    """Take over people and scopes; read again what may show more now, and purge what is not seen any more."""
    now = now_ms()
    epoch = connection.scalar(select(sharing.c.epoch))
    fresh = bool(heads) and epoch != heads[0].epoch
    if fresh:
        connection.execute(update(sharing).values(epoch=heads[0].epoch, device=None))
    if directory is not None:
        _take_directory(connection, directory, now)
    known = {row.scope_id: row.roles for row in connection.execute(select(shared_scope))}
    for head in heads:
        if fresh and head.scope_id in known:
            send_again(connection, head.scope_id, head.began)
        if known.get(head.scope_id, head.roles) != head.roles:
            look_again(connection, head.scope_id)
        _take_scope(connection, head, now, again=fresh or known.get(head.scope_id) != head.roles)
    lost = tuple(sorted(set(known) - {head.scope_id for head in heads}))
    for scope_id in lost:
        _purge(connection, scope_id)
    return lost


def _take_scope(connection: Connection, head: Head, now: int, *, again: bool) -> None:
    whose = {"person_id": head.owner_id or None, "team_id": head.team_id or None}
    row = {"id": head.scope_id, "kind": head.type, "created_ms": now, "updated_ms": now, **whose}
    connection.execute(upsert(scope).values(**row).on_conflict_do_nothing())
    start = {"scope_id": head.scope_id, "type": head.type, "roles": head.roles, "version": 0}
    if again:
        made = upsert(shared_scope).values(**start)
        connection.execute(made.on_conflict_do_update(index_elements=["scope_id"], set_=start))


def _take_directory(connection: Connection, directory: Directory, now: int) -> None:
    """Make people, teams and pairings what the server says; those of it that are gone are buried."""
    times = {"created_ms": now, "updated_ms": now}
    for one in directory.people:
        _put(connection, person, {"id": one.id, "name": one.name, "active": one.active} | times)
    for group in directory.teams:
        _put(connection, team, {"id": group.id, "name": group.name, **times})
    people = {one.id for one in directory.people}
    members = {
        one.id: {"team_id": one.team_id, "person_id": one.person_id, "is_lead": one.is_lead}
        for one in directory.memberships
        if one.person_id in people
    }
    pairs: dict[str, dict[str, object]] = {
        one.id: {"mentor_id": one.mentor_id, "mentee_id": one.mentee_id} for one in directory.pairings
    }
    _replace(connection, membership, members, times)
    _replace(connection, pairing, pairs, times)


def _replace(
    connection: Connection, table: Table, rows: Mapping[str, Mapping[str, object]], times: dict[str, int]
) -> None:
    for id_, row in rows.items():
        _put(connection, table, {"id": id_, **row, **times})
    from_server = table.c.id.contains("/")
    connection.execute(update(table).where(from_server, table.c.id.not_in(list(rows))).values(deleted=True))


def _put(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    made = upsert(table).values(**row, deleted=False)
    changes = {name: made.excluded[name] for name in row if name not in {"id", "created_ms"}} | {"deleted": False}
    connection.execute(made.on_conflict_do_update(index_elements=["id"], set_=changes))


def _purge(connection: Connection, scope_id: str) -> None:
    """Take the rows of a scope away that is not seen any more; what was not sent goes into quarantine first."""
    put_aside_scope(connection, scope_id, now_ms())
    drafts = select(draft.c.id).where(draft.c.scope_id == scope_id)
    for other in (said, place):  # they are nobody's but ours, and speak of these drafts
        connection.execute(delete(other).where(other.c.draft_id.in_(drafts)))
    for name in reversed(SHARED):
        table = TABLES.tables[name]
        gone = select(table.c.id).where(table.c.scope_id == scope_id)
        connection.execute(delete(outbox).where(outbox.c.kind == name, outbox.c.row_id.in_(gone)))
        connection.execute(update(arrived).where(arrived.c.row_id.in_(gone)).values(value=None))
        connection.execute(delete(table).where(table.c.scope_id == scope_id))
    for notes in (wanted_file, absent, merged):
        connection.execute(delete(notes).where(notes.c.scope_id == scope_id))
    connection.execute(delete(shared_scope).where(shared_scope.c.scope_id == scope_id))


def _rename(connection: Connection, table: Table, old: str, new: str) -> None:
    """Give a row another id, everywhere."""
    if old == new:
        return
    connection.execute(delete(table).where(table.c.id == new))
    connection.execute(update(table).where(table.c.id == old).values(id=new))
    for other in TABLES.sorted_tables:
        for column in other.c:
            if any(key.column.table is table for key in column.foreign_keys):
                connection.execute(update(other).where(column == old).values({column.name: new}))
    for other, name in _PLAIN_IDS if table is person else ():
        connection.execute(update(other).where(other.c[name] == old).values({name: new}))
