"""Source libraries' metadata, and settings."""

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.errors import DeniedError, NotFoundError
from app.domain.ids import new_id, now_ms
from app.domain.reference import LibraryInfo
from app.services.ports import Library
from app.store.people import me, personal_scope, team_scope
from app.store.rows import bury
from app.store.schema import library, library_segment, membership, scope, setting


def libraries(connection: Connection) -> tuple[Library, ...]:
    """Return every library by name."""
    rows = connection.execute(select(library).where(~library.c.deleted)).all()
    found = [_library(connection, row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.info.name.casefold(), one.info.name)))


def _library(connection: Connection, row: Row[tuple[object, ...]]) -> Library:
    segments = connection.scalars(
        select(library_segment.c.digest)
        .where(library_segment.c.library_id == row.id, ~library_segment.c.deleted)
        .order_by(library_segment.c.position, library_segment.c.id)
    )
    info = LibraryInfo(row.name, row.records, row.complete, tuple(row.files), row.updated_ms)
    return Library(info, tuple(segments))


def put_library(connection: Connection, value: Library) -> None:
    """Add the library, or replace the one of that name."""
    info = value.info
    columns = {
        "records": info.records,
        "complete": info.complete,
        "files": list(info.files),
        "updated_ms": info.updated_ms,
    }
    library_id = _id_of(connection, info.name)
    if library_id:
        _require_own(connection, library_id)
        connection.execute(update(library).where(library.c.id == library_id).values(columns))
    else:
        library_id = new_id()
        scope_id = _new_scope(connection)
        row = {"id": library_id, "scope_id": scope_id, "name": info.name, "created_ms": now_ms()}
        connection.execute(insert(library), row | columns)
    _put_segments(connection, library_id, value.segments)


def _put_segments(connection: Connection, library_id: str, digests: tuple[str, ...]) -> None:
    """Make these the library's segments; rows that stay the same are left alone."""
    living = select(library_segment).where(library_segment.c.library_id == library_id, ~library_segment.c.deleted)
    wanted = set(enumerate(digests))
    known = {(row.position, row.digest): row.id for row in connection.execute(living)}
    bury(connection, library_segment, [one for key, one in known.items() if key not in wanted])
    scope_id = connection.execute(select(library.c.scope_id).where(library.c.id == library_id)).scalar_one()
    now = now_ms()
    for position, digest in sorted(wanted - known.keys()):
        row = {"id": new_id(), "scope_id": scope_id, "library_id": library_id, "created_ms": now, "updated_ms": now}
        connection.execute(insert(library_segment), row | {"position": position, "digest": digest})


def remove_library(connection: Connection, name: str) -> None:
    """Make the library a tombstone. Raises NotFoundError."""
    library_id = _id_of(connection, name)
    if library_id is None:
        raise NotFoundError(f"There is no library called “{name}”.")
    _require_own(connection, library_id)
    bury(connection, library, [library_id])
    _put_segments(connection, library_id, ())


def _new_scope(connection: Connection) -> str:
    """Return where a new library belongs: to the team where one leads a team, else to oneself."""
    person_id = me(connection)
    led = (membership.c.person_id == person_id) & membership.c.is_lead & ~membership.c.deleted
    team_id = connection.scalar(select(func.min(membership.c.team_id)).where(led))
    return team_scope(connection, team_id) if team_id else personal_scope(connection, person_id)


def _require_own(connection: Connection, library_id: str) -> None:
    """Raise DeniedError for a team's library, unless one leads the team."""
    team_id = connection.scalar(
        select(scope.c.team_id).join(library, library.c.scope_id == scope.c.id).where(library.c.id == library_id)
    )
    led = (membership.c.person_id == me(connection)) & membership.c.is_lead & ~membership.c.deleted
    if team_id and not connection.scalar(select(membership.c.id).where(led, membership.c.team_id == team_id)):
        raise DeniedError(
            "Only the lead of the team can change its libraries. Make one of your own under another name."
        )


def _id_of(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(library.c.id).where(library.c.name == name, ~library.c.deleted))


def read_setting(connection: Connection, name: str, default: object) -> object:
    """Return the value kept under ``name``."""
    row = connection.execute(select(setting.c.value).where(setting.c.name == name)).first()
    return row.value if row else default


def put_setting(connection: Connection, name: str, value: object) -> None:
    """Keep a JSON-like value under ``name``."""
    statement = upsert(setting)
    changes = {"value": statement.excluded.value, "updated_ms": statement.excluded.updated_ms}
    row = {"name": name, "value": value, "updated_ms": now_ms()}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changes), row)
