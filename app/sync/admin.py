"""Setting the shared database up and managing its people, as a login that may make roles; no superuser is needed."""

import math
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import sql

from app.domain.errors import BadInputError, NotFoundError, NotSetUpError
from app.domain.ids import new_id
from app.services.sharing import Account, Audit, Roster
from app.sync.auditing import audit
from app.sync.connecting import connect, plain_errors
from app.sync.roster import roster
from app.sync.schema import bring_up, missing_privileges

_LONGEST_LOGIN = 63
# For each login: what a group is set to does not reach its members. jit costs 6 ms a query on young tables.
_LOGIN_SETTINGS = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
    "jit": "off",
}


class ServerAdmin:
    """A SharedDatabase on PostgreSQL."""

    def __init__(self, dsn: str, password: str = "") -> None:
        self._connection = connect(dsn, password, silence=math.inf)  # to upgrade big tables takes its time

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def init(self, *, dry_run: bool = False) -> Sequence[str]:
        """Bring the database to today's schema. Raises ServerError when privileges are missing."""
        with plain_errors():
            return bring_up(self._connection, dry_run=dry_run)

    def missing_privileges(self) -> Sequence[str]:
        """Return what this login lacks to set the database up."""
        with plain_errors():
            return missing_privileges(self._connection)

    # people

    def roster(self) -> Roster:
        """Return everybody with their teams and mentees."""
        with plain_errors():
            self._require_set_up()
            return roster(self._connection)

    def add_person(self, login: str, name: str, *, admin: bool = False) -> Account:
        """Add a person with a login of their own. Raises BadInputError."""
        if not 0 < len(login.encode()) <= _LONGEST_LOGIN or login.startswith(("stet_", "pg_")):
            raise BadInputError("Choose a login of 1 to 63 characters that does not begin with “stet_” or “pg_”.")
        if not name.strip():
            raise BadInputError("A person needs a name.")
        with self._change() as do:
            if do.execute("SELECT 1 FROM stet.person WHERE login = %s", [login]).fetchone():
                raise BadInputError(f"There is a person with the login “{login}” already.")
            if do.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone():
                raise BadInputError(f"The login “{login}” is used for something else on this server; choose another.")
            do.execute(_role("CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB", login))
            if admin:
                do.execute(_role("ALTER ROLE {} CREATEROLE", login))
            do.execute(_role("GRANT stet_user TO {}", login))
            for setting, value in _LOGIN_SETTINGS.items():
                do.execute(_role(f"ALTER ROLE {{}} SET {setting} = '{value}'", login))
            person = new_id()
            do.execute(
                "INSERT INTO stet.person(id, login, name, is_admin) VALUES (%s, %s, %s, %s)",
                [person, login, name.strip(), admin],
            )
            do.execute(
                "INSERT INTO stet.scope(id, type, owner_id) VALUES (%s, 'personal', %s), (%s, 'mentee', %s)",
                [new_id(), person, new_id(), person],
            )
            if admin:
                do.execute(_role("GRANT stet_admin, stet_user TO {} WITH ADMIN OPTION", login))
            return self._open(do, login)

    def deactivate(self, login: str) -> None:
        """Close a person's access at once, open connections too; what they wrote stays."""
        with self._change() as do:
            self._person(do, login)
            do.execute("UPDATE stet.person SET active = false WHERE login = %s", [login])
            self._shut(do, login)

    def reactivate(self, login: str) -> Account:
        """Open a person's access again, with a new password."""
        with self._change() as do:
            self._person(do, login)
            do.execute("UPDATE stet.person SET active = true WHERE login = %s", [login])
            return self._open(do, login)

    def rotate(self, login: str) -> Account:
        """Give a person a new password; the old one ends at once."""
        with self._change() as do:
            self._person(do, login)
            active = do.execute("SELECT active FROM stet.person WHERE login = %s", [login]).fetchone()
            if not active or not active[0]:
                raise BadInputError(f"The access of “{login}” is closed. Open it again instead: that gives a password.")
            return self._open(do, login)

    def erase(self, login: str) -> None:
        """Delete a person's work and feedback for good, and their login."""
        with self._change() as do:
            person = self._person(do, login)
            self._shut(do, login)
            do.execute("SELECT stet.erase_person(%s)", [person])
            do.execute(_role("DROP ROLE {}", login))

    # teams and pairings

    def add_team(self, name: str) -> None:
        """Add a team. Raises BadInputError when there is one of that name."""
        if not name.strip():
            raise BadInputError("A team needs a name.")
        with self._change() as do:
            if do.execute("SELECT 1 FROM stet.team WHERE name = %s", [name.strip()]).fetchone():
                raise BadInputError(f"There is a team “{name.strip()}” already.")
            team = new_id()
            do.execute("INSERT INTO stet.team(id, name) VALUES (%s, %s)", [team, name.strip()])
            do.execute("INSERT INTO stet.scope(id, type, team_id) VALUES (%s, 'team', %s)", [new_id(), team])

    def join(self, login: str, team: str, *, lead: bool = False) -> None:
        """Put a person into a team, or change whether they lead it."""
        with self._change() as do:
            do.execute(
                "INSERT INTO stet.member(team_id, person_id, is_lead) VALUES (%s, %s, %s)"
                " ON CONFLICT (team_id, person_id) DO UPDATE SET is_lead = excluded.is_lead",
                [self._team(do, team), self._person(do, login), lead],
            )

    def leave(self, login: str, team: str) -> None:
        """Take a person out of a team."""
        with self._change() as do:
            ids = [self._team(do, team), self._person(do, login)]
            if not do.execute("DELETE FROM stet.member WHERE team_id = %s AND person_id = %s", ids).rowcount:
                raise NotFoundError(f"“{login}” is not in the team “{team}”.")

    def assign(self, mentor: str, mentee: str) -> None:
        """Let one person mentor another."""
        with self._change() as do:
            self._assign(do, mentor, mentee)

    def part(self, mentor: str, mentee: str) -> None:
        """End a pairing."""
        with self._change() as do:
            self._part(do, mentor, mentee)

    def move(self, mentee: str, mentor: str, to: str) -> None:
        """Give a mentee another mentor in one step."""
        with self._change() as do:
            self._part(do, mentor, mentee)
            self._assign(do, to, mentee)

    def restored(self) -> None:
        """Begin a new epoch: what desktops know of the versions here holds no more."""
        with self._change() as do:
            do.execute("UPDATE stet.scope SET began = version")
            do.execute("UPDATE stet.meta SET epoch = gen_random_uuid()")

    def audit(self) -> Audit:
        """Return who can see whom and why, and what is wrong with the locks."""
        with plain_errors():
            self._require_set_up()
            return audit(self._connection)

    @contextmanager
    def _change(self) -> Iterator[psycopg.Cursor]:
        """Do several statements or none of them."""
        with plain_errors():
            self._require_set_up()
            with self._connection.transaction(), self._connection.cursor() as cursor:
                yield cursor

    def _require_set_up(self) -> None:
        if not self._connection.execute("SELECT to_regclass('stet.meta')").fetchone()[0]:  # type: ignore[index]
            raise NotSetUpError("This database is not set up yet. Run “stet admin init” on it first.")

    def _assign(self, do: psycopg.Cursor, mentor: str, mentee: str) -> None:
        if mentor == mentee:
            raise BadInputError(f"“{mentor}” cannot mentor themselves. Choose another mentor.")
        ids = [self._person(do, mentor), self._person(do, mentee)]
        gone = do.execute("SELECT login FROM stet.person WHERE id = ANY(%s) AND NOT active", [ids]).fetchone()
        if gone:
            raise BadInputError(f"The access of “{gone[0]}” is closed. Choose someone else.")
        do.execute("INSERT INTO stet.pairing VALUES (%s, %s) ON CONFLICT DO NOTHING", ids)

    def _part(self, do: psycopg.Cursor, mentor: str, mentee: str) -> None:
        ids = [self._person(do, mentor), self._person(do, mentee)]
        if not do.execute("DELETE FROM stet.pairing WHERE mentor_id = %s AND mentee_id = %s", ids).rowcount:
            raise NotFoundError(f"“{mentor}” does not mentor “{mentee}”.")

    def _open(self, do: psycopg.Cursor, login: str) -> Account:
        """Let the login in with a new password, of which the server gets the SCRAM verifier only."""
        password = secrets.token_urlsafe(18)
        verifier = self._connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
        do.execute(
            sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(login), sql.Literal(verifier.decode()))
        )
        return Account(login, password)

    def _shut(self, do: psycopg.Cursor, login: str) -> None:
        do.execute(_role("ALTER ROLE {} NOLOGIN PASSWORD NULL", login))
        # Needs the role's privileges; without them an open connection stays for a while, and reads and writes nothing.
        do.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
            " AND pg_has_role(current_user, usename, 'USAGE')",
            [login],
        )

    @staticmethod
    def _person(do: psycopg.Cursor, login: str) -> str:
        found = do.execute("SELECT id FROM stet.person WHERE login = %s", [login]).fetchone()
        if not found:
            raise NotFoundError(f"There is no person with the login “{login}”.")
        return str(found[0])

    @staticmethod
    def _team(do: psycopg.Cursor, name: str) -> str:
        found = do.execute("SELECT id FROM stet.team WHERE name = %s", [name]).fetchone()
        if not found:
            raise NotFoundError(f"There is no team “{name}”.")
        return str(found[0])


def _role(statement: str, login: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(login))
