"""The server's schema: numbered migrations as SQL files, and the kinds with their permissions as data."""

import re
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

import psycopg

from app.domain.errors import ServerError
from app.sync.kinds import KINDS


def migrations() -> Sequence[Traversable]:
    """Return the folders of the migrations in their order; each holds SQL files that run by their names."""
    folder = files("app.sync") / "server"
    return sorted((one for one in folder.iterdir() if re.fullmatch(r"\d{4}", one.name)), key=lambda one: one.name)


def bring_up(connection: psycopg.Connection, *, dry_run: bool = False) -> Sequence[str]:
    """Run the migrations that are missing and bring kinds and permissions up to date, in one transaction.

    Returns a sentence for each thing done. Raises ServerError when the login lacks privileges or the database was set
    up by a newer Stet.
    """
    if lacking := missing_privileges(connection):
        raise ServerError(" ".join(lacking))
    done: list[str] = []
    with connection.transaction(force_rollback=dry_run), connection.cursor() as do:
        at, known = _version(do), migrations()
        if at > len(known):
            raise ServerError("This database was set up with a newer Stet. Update Stet on this computer.")
        for folder in known[at:]:
            _run(do, folder)
            done.append(f"Migration {folder.name} is in place.")
        if _put_kinds(do):
            done.append("Kinds and permissions are up to date.")
    return [f"Would be done: {one}" for one in done] if dry_run else done


def missing_privileges(connection: psycopg.Connection) -> Sequence[str]:
    """Return what the login lacks, as sentences: it must own the database (or be superuser) and may make roles."""
    row = connection.execute(
        "SELECT r.rolsuper, r.rolcreaterole, pg_has_role(current_user, d.datdba, 'USAGE'), current_user::text,"
        " d.datname::text FROM pg_roles r, pg_database d"
        " WHERE r.rolname = current_user AND d.datname = current_database()"
    ).fetchone()
    assert row is not None, "every connection has a user and a database"
    superuser, may_make_roles, owns, user, database = row
    if superuser:
        return []
    lacking = []
    if not may_make_roles:
        lacking.append(f'The login “{user}” may not make roles: ALTER ROLE "{user}" CREATEROLE.')
    if not owns:
        lacking.append(f'The login “{user}” does not own the database: ALTER DATABASE "{database}" OWNER TO "{user}".')
    return lacking


def _version(do: psycopg.Cursor) -> int:
    """Return the number of the newest migration that ran, 0 in a database that is not set up."""
    if not do.execute("SELECT to_regclass('stet.meta')").fetchone()[0]:  # type: ignore[index]
        return 0
    return int(do.execute("SELECT schema_version FROM stet.meta").fetchone()[0])  # type: ignore[index]


def _run(do: psycopg.Cursor, folder: Traversable) -> None:
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".sql"):
            do.execute(file.read_text(encoding="utf-8").encode())
    do.execute("SET LOCAL ROLE stet_owner")
    do.execute(
        "INSERT INTO stet.meta(schema_version) VALUES (%(version)s)"
        " ON CONFLICT (one) DO UPDATE SET schema_version = excluded.schema_version",
        {"version": int(folder.name)},
    )
    do.execute("RESET ROLE")


def _put_kinds(do: psycopg.Cursor) -> bool:
    """Make the tables of kinds and permissions say what this version says; return whether anything changed."""
    kinds = {(kind.name, kind.scope, kind.release or None) for kind in KINDS}
    rights = {
        (kind.name, role, right.reads or None, right.writes or None) for kind in KINDS for role, right in kind.rights
    }
    do.execute("SET LOCAL ROLE stet_owner")
    before_kinds = set(do.execute("SELECT name, scope_type, release FROM stet.kind").fetchall())
    before_rights = set(do.execute("SELECT kind, role, reads, writes FROM stet.permission").fetchall())
    changed = (before_kinds, before_rights) != (kinds, rights)
    if changed:
        do.execute("DELETE FROM stet.permission")
        do.executemany(
            "INSERT INTO stet.kind VALUES (%s, %s, %s) ON CONFLICT (name)"
            " DO UPDATE SET scope_type = excluded.scope_type, release = excluded.release",
            sorted(kinds, key=str),
        )
        do.executemany("INSERT INTO stet.permission VALUES (%s, %s, %s, %s)", sorted(rights, key=str))
    do.execute("RESET ROLE")
    return changed
