"""Who works here, on which device, and the scopes their rows belong to."""

from sqlalchemy import Column, Connection, insert, select, update

from app.domain.ids import new_id, now_ms
from app.store.schema import admin, device, person, scope, setting

ACTING_AS = "acting_as"
"""The setting that says as whom one works, where several people share a workspace."""


def settle_in(connection: Connection) -> None:
    """Fill a new workspace with its first person, an admin, their personal scope, the local scope and a device."""
    now = now_ms()
    times = {"created_ms": now, "updated_ms": now}
    person_id = new_id()
    connection.execute(insert(person), {"id": person_id, "name": ""} | times)
    connection.execute(insert(admin), {"id": new_id(), "person_id": person_id} | times)
    connection.execute(insert(scope), {"id": new_id(), "kind": "personal", "person_id": person_id} | times)
    connection.execute(insert(scope), {"id": new_id(), "kind": "local"} | times)
    connection.execute(insert(device), {"id": new_id(), "person_id": person_id, "created_ms": now})


def renew_device(connection: Connection) -> None:
    """Retire the device and go on as a new one: a restored copy must not repeat the old one's numbers."""
    person_id = owner(connection)
    connection.execute(update(device).where(device.c.retired_ms.is_(None)).values(retired_ms=now_ms()))
    connection.execute(insert(device), {"id": new_id(), "person_id": person_id, "created_ms": now_ms()})


def device_id(connection: Connection) -> str:
    """Return the id of the device in use."""
    return str(connection.execute(select(device.c.id).where(device.c.retired_ms.is_(None))).scalar_one())


def owner(connection: Connection) -> str:
    """Return the id of the person whose device this is."""
    return str(connection.execute(select(device.c.person_id).where(device.c.retired_ms.is_(None))).scalar_one())


def me(connection: Connection) -> str:
    """Return the id of the person who works here now: the one chosen while active, else the device's."""
    chosen = connection.scalar(select(setting.c.value).where(setting.c.name == ACTING_AS))
    active = select(person.c.id).where(person.c.id == str(chosen), person.c.active, ~person.c.deleted)
    known = connection.scalar(active) if chosen else None
    return str(known) if known else owner(connection)


def local_scope(connection: Connection) -> str:
    """Return the scope of work that belongs to no mentee yet."""
    return str(connection.execute(select(scope.c.id).where(scope.c.kind == "local")).scalar_one())


def personal_scope(connection: Connection, person_id: str) -> str:
    """Return the scope of what is a person's own."""
    return _scope(connection, "personal", scope.c.person_id, person_id)


def mentee_scope(connection: Connection, person_id: str) -> str:
    """Return the scope of a mentee's work and the feedback on it."""
    return _scope(connection, "mentee", scope.c.person_id, person_id)


def team_scope(connection: Connection, team_id: str) -> str:
    """Return the scope of what is a team's."""
    return _scope(connection, "team", scope.c.team_id, team_id)


def _scope(connection: Connection, kind: str, whose: Column[str], id_: str) -> str:
    """Return the scope of that kind, made when it is first needed."""
    known = connection.scalar(select(scope.c.id).where(scope.c.kind == kind, whose == id_))
    if known:
        return str(known)
    now, made = now_ms(), new_id()
    row = {"id": made, "kind": kind, whose.name: id_, "created_ms": now, "updated_ms": now}
    connection.execute(insert(scope), row)
    return made
