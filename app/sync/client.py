"""The server's half of sync as one person sees it, over psycopg."""

import json
from collections.abc import Sequence

import psycopg
from psycopg.conninfo import make_conninfo

from app.domain.errors import ServerError
from app.domain.people import Directory, Membership, Pairing, Person, Team
from app.services.syncing import PAGE_ROWS, Answer, Batch, Head, Page, RemoteConflict, RemoteRow
from app.sync.connecting import connect, parts_of, plain_errors
from app.sync.passwords import keep_password, kept_password, put_mark

_ROWS = (
    "SELECT id::text, kind, fields::text, author_id::text, version, (extract(epoch FROM updated_at) * 1000)::bigint"
    " FROM stet.record WHERE scope_id = %s AND version > %s AND version > 0"
    " ORDER BY version FETCH FIRST %s ROWS WITH TIES"
)
_CONFLICTS = (
    "SELECT id::text, kind, row_id::text, field, kept::text, kept_by::text, lost::text, lost_by::text, version"
    " FROM stet.conflict WHERE scope_id = %s AND version > %s ORDER BY version FETCH FIRST %s ROWS WITH TIES"
)
_HEADS = (
    "SELECT scope_id::text, type, coalesce(owner_id::text, ''), coalesce(team_id::text, ''),"
    " array_to_string(roles, ','), version, epoch::text, min_client, began FROM stet.sync_heads()"
)
_NOBODY = (
    "This login belongs to nobody on the shared database, or its access was closed. Ask your admin for a login of your "
    "own: the database tells people apart by their logins."
)


class ServerClient:
    """A Remote on PostgreSQL; the connection is opened when it is first needed and dropped on any error."""

    def __init__(self, dsn: str, password: str = "") -> None:
        parts = parts_of(dsn)
        given = str(parts.pop("password", None) or "")
        self._dsn = make_conninfo("", **parts)
        self._password = password or given or kept_password(self._dsn)
        self._connection: psycopg.Connection | None = None

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def address(self) -> str:
        """Return where the server is and as whom, without a password."""
        return self._dsn

    def remember(self) -> bool:
        """Keep the password in the keyring; False where there is none."""
        return bool(self._password) and keep_password(self._dsn, self._password)

    def person_id(self) -> str:
        """Return who this login is."""
        found = self._ask("SELECT stet.me()::text")[0][0]
        if not found:
            raise ServerError(_NOBODY)
        return str(found)

    def directory(self) -> Directory:
        """Return the people, teams and pairings that the person may know."""
        people = self._ask("SELECT id::text, name, active FROM stet.person ORDER BY id")
        teams = self._ask("SELECT id::text, name FROM stet.team ORDER BY id")
        members = self._ask("SELECT team_id::text, person_id::text, is_lead FROM stet.member ORDER BY 1, 2")
        pairs = self._ask("SELECT mentor_id::text, mentee_id::text FROM stet.pairing ORDER BY 1, 2")
        return Directory(
            tuple(Person(*row) for row in people),
            tuple(Team(*row) for row in teams),
            tuple(Membership(f"{row[0]}/{row[1]}", *row) for row in members),
            tuple(Pairing(f"{row[0]}/{row[1]}", *row) for row in pairs),
        )

    def heads(self) -> Sequence[Head]:
        """Return the scopes that the person sees, in one round trip."""
        found = [Head(*row) for row in self._ask(_HEADS)]
        if not found:  # everybody sees what is their own: over a connection from before, access ends so
            raise ServerError(_NOBODY)
        return found

    def put_mark(self, device_key: str, mark: str, new: str) -> str | None:
        """Put a new mark of the device in the place of this one; return what stands there now."""
        return put_mark(device_key, mark, new)

    def register(self, device_key: str) -> int:
        """Return the server's number of this device."""
        return int(self._ask("SELECT stet.register_device(%s)", device_key)[0][0])

    def push(self, batch: Batch, device: int) -> Sequence[Answer]:
        """Apply a batch in one call."""
        operations = ",".join(
            f'{{"op":"{one.op_id}","id":"{one.row_id}","base":{one.base},{one.body[1:]}' for one in batch.operations
        )
        call = "SELECT op::text, status, coalesce(version, 0) FROM stet.sync_push(%s, %s, %s::jsonb)"
        return [Answer(*row) for row in self._ask(call, batch.scope_id, device, f"[{operations}]")]

    def page(self, scope_id: str, after: int, head: int) -> Page:
        """Return what is newer, whole pushes at a time."""
        rows = self._ask(_ROWS, scope_id, after, PAGE_ROWS)
        conflicts = self._ask(_CONFLICTS, scope_id, after, PAGE_ROWS)
        self.person_id()  # who is not let in any more was shown nothing, which is not all that there is
        ends = [found[-1][at] for found, at in ((rows, 4), (conflicts, 8)) if len(found) >= PAGE_ROWS]
        newest = max([head, *(row[4] for row in rows[-1:])])  # conflicts were asked later: theirs may be newer still
        reached = min(ends, default=newest)
        return Page(
            tuple(RemoteRow(row[0], row[1], json.loads(row[2]), *row[3:]) for row in rows if row[4] <= reached),
            tuple(RemoteConflict(*row) for row in conflicts if row[8] <= reached),
            reached,
        )

    def chunks(self, scope_id: str, sha256: str) -> Sequence[int]:
        """Return which pieces of a file the server has."""
        query = "SELECT n FROM stet.blob_chunk WHERE scope_id = %s AND sha256 = %s"
        return [int(row[0]) for row in self._ask(query, scope_id, bytes.fromhex(sha256))]

    def put_chunk(self, scope_id: str, sha256: str, number: int, data: bytes) -> None:
        """Keep a piece of a file."""
        self._ask("SELECT stet.put_chunk(%s, %s, %s, %s)", scope_id, bytes.fromhex(sha256), number, data)

    def get_chunk(self, scope_id: str, sha256: str, number: int) -> bytes:
        """Return a piece of a file."""
        query = "SELECT data FROM stet.blob_chunk WHERE scope_id = %s AND sha256 = %s AND n = %s"
        found = self._ask(query, scope_id, bytes.fromhex(sha256), number)
        if not found:
            raise ServerError("A piece of a file is not on the shared database any more. The next sync looks again.")
        return bytes(found[0][0])

    def _ask(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        """Run a statement that is a transaction of its own; after any error the connection is not used again."""
        try:
            with plain_errors():
                if self._connection is None:
                    self._connection = connect(self._dsn, self._password)
                return self._connection.execute(query.encode(), values or None).fetchall()
        except Exception:
            self.close()
            raise
