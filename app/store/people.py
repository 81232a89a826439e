"""Who works here, on which device, and the scopes their rows belong to."""

from sqlalchemy import Connection, insert, select, update

from app.domain.ids import new_id, now_ms
from app.store.schema import device, person, scope


def settle_in(connection: Connection) -> None:
    """Fill a new workspace with its first person, their personal scope, the local scope and a device."""
    now = now_ms()
    times = {"created_ms": now, "updated_ms": now}
    person_id = new_id()
    connection.execute(insert(person), {"id": person_id, "name": ""} | times)
    connection.execute(insert(scope), {"id": new_id(), "kind": "personal", "person_id": person_id} | times)
    connection.execute(insert(scope), {"id": new_id(), "kind": "local"} | times)
    connection.execute(insert(device), {"id": new_id(), "person_id": person_id, "created_ms": now})


def renew_device(connection: Connection) -> None:
    """Retire the device and go on as a new one: a restored copy must not repeat the old one's numbers."""
    person_id = me(connection)
    connection.execute(update(device).where(device.c.retired_ms.is_(None)).values(retired_ms=now_ms()))
    connection.execute(insert(device), {"id": new_id(), "person_id": person_id, "created_ms": now_ms()})


def device_id(connection: Connection) -> str:
    """Return the id of the device in use."""
    return str(connection.execute(select(device.c.id).where(device.c.retired_ms.is_(None))).scalar_one())


def me(connection: Connection) -> str:
    """Return the id of the person who works here."""
    return str(connection.execute(select(device.c.person_id).where(device.c.retired_ms.is_(None))).scalar_one())


def local_scope(connection: Connection) -> str:
    """Return the scope of work that belongs to no mentee yet."""
    return str(connection.execute(select(scope.c.id).where(scope.c.kind == "local")).scalar_one())


def personal_scope(connection: Connection, person_id: str) -> str:
    """Return the scope of what is a person's own."""
    own = select(scope.c.id).where(scope.c.kind == "personal", scope.c.person_id == person_id)
    return str(connection.execute(own).scalar_one())
