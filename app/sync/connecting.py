"""Connections to the shared database, and what can go wrong with them in plain sentences."""

import os
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.domain.errors import BadInputError, ServerError, UnfitError
from app.sync.certificates import SYSTEM, authorities, why_not_trusted

SERVER_AT_LEAST = 150000
SILENCE_SECONDS = 90.0
"""How long a statement may pass without a byte either way. People's statements end after 60 seconds on the server, so
an answer that is not there by then was swallowed on the way, by something that keeps the line open.
"""
_KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15000}


def connect(dsn: str, password: str = "", *, silence: float | None = None) -> psycopg.Connection:
    """Return a connection, each statement a transaction of its own; the password may come apart from the DSN.

    Without its own ``sslmode`` the DSN asks for a verified certificate, except on this computer. A statement that hears
    nothing for ``silence`` seconds (SILENCE_SECONDS without it) fails. Raises BadInputError for what is no DSN,
    ServerError when the server cannot be reached or is too old.
    """
    parts = parts_of(dsn)
    parts.setdefault("sslmode", "prefer" if _is_here(parts) else "verify-full")
    if parts["sslmode"] == "verify-full":
        parts.setdefault("sslrootcert", os.environ.get("PGSSLROOTCERT") or authorities())
    if password:
        parts["password"] = password
    with plain_errors():
        connection = _opened(parts)
    connection.silence = SILENCE_SECONDS if silence is None else silence
    if connection.info.server_version < SERVER_AT_LEAST:
        connection.close()
        raise ServerError("The server runs PostgreSQL 14 or older; Stet needs PostgreSQL 15 or newer.")
    return connection


class _Connection(psycopg.Connection):
    """A connection that does not wait for ever."""

    silence = SILENCE_SECONDS

    def wait(self, gen: Generator[Any, Any, Any], *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 as psycopg has it
        """Run a step of the protocol to its end. Raises OperationalError when nothing is heard for too long."""
        return super().wait(_heard(gen, self.silence), *arguments, **named)


def _heard(steps: Generator[Any, Any, Any], silence: float) -> Generator[Any, Any, Any]:
    """Take the steps while something moves: psycopg sends a false value each time that nothing did."""
    ready, since = None, time.monotonic()
    while True:
        try:
            wanted = steps.send(ready)
        except StopIteration as end:
            return end.value
        ready = yield wanted
        if ready:
            since = time.monotonic()
        elif time.monotonic() - since > silence:
            raise psycopg.OperationalError("timeout: nothing was heard of the server")


def _opened(parts: dict[str, Any]) -> _Connection:
    usual = make_conninfo("", connect_timeout=5, application_name="stet", **_KEEPALIVES)
    try:
        return _Connection.connect(make_conninfo(usual, **parts), autocommit=True)
    except psycopg.OperationalError as error:
        if error.pgconn is None or "certificate verify failed" not in str(error):
            raise
        host, address, port = (one.decode() for one in (error.pgconn.host, error.pgconn.hostaddr, error.pgconn.port))
        raise ServerError(why_not_trusted(host, address, int(port), parts.get("sslrootcert", SYSTEM))) from error


def parts_of(dsn: str) -> dict[str, Any]:
    """Return the parts of a DSN by their names. Raises BadInputError."""
    try:
        return dict(conninfo_to_dict(dsn))
    except psycopg.ProgrammingError as error:
        raise BadInputError(f"This is no address of a database: {str(error).strip()}") from None


def _is_here(parts: dict[str, Any]) -> bool:
    """Tell whether every host that a DSN names, itself or by what stands around it, is this computer."""
    if parts.get("service") or os.environ.get("PGSERVICE"):  # a file that may name any host
        return False
    named = ((parts.get(name), os.environ.get(f"PG{name.upper()}")) for name in ("host", "hostaddr"))
    return all(is_loopback(host) for one, around in named for host in str(one or around or "").split(","))


def is_loopback(host: str) -> bool:
    """Tell whether a host is this computer: its name, its address, or a socket's folder."""
    if not host or host == "localhost" or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the server or the way to it did into a ServerError; leave our own bugs as they are."""
    try:
        yield
    except psycopg.Error as error:
        if type(error) in _OURS:
            raise
        raise _plain(error) from error


_OURS = {errors.SyntaxError, psycopg.ProgrammingError, psycopg.NotSupportedError}
_OTHER_SCHEMA = (
    errors.UndefinedFunction,
    errors.UndefinedColumn,
    errors.UndefinedTable,
    errors.InvalidSchemaName,
    errors.UndefinedObject,
)
_UNFIT = (psycopg.DataError, psycopg.IntegrityError, errors.ProgramLimitExceeded, errors.StatementTooComplex)


def _plain(error: psycopg.Error) -> ServerError:
    said = error.diag.message_primary or str(error)
    if isinstance(error, _UNFIT):
        return UnfitError(f"The shared database cannot take this: {said}.")
    if isinstance(error, errors.InsufficientPrivilege):
        return ServerError(f"The database does not allow that: {said}.")
    if isinstance(error, _OTHER_SCHEMA):
        return ServerError(
            "This database was not set up for this version of Stet. Ask your admin to run “stet admin upgrade”; "
            "what you do meanwhile is kept here."
        )
    return ServerError(_BY_KIND.get(type(error)) or _sentence(error))


def _sentence(error: psycopg.Error) -> str:
    """Return what a failure means that comes without a code, as those of connecting do."""
    said = " ".join(str(error).split())
    for sign, sentence in _SENTENCES:
        if sign in said.lower():
            return sentence
    return f"The shared database cannot be used now: {said.rstrip('.')}."


_CUT = "The connection to the server was cut. What was sent and not answered is sent again."
_ENDED = "The server ended the connection. What was sent and not answered is sent again."
_LATE = "The server did not answer in time. Check the network and try again; what you do meanwhile is kept here."
_NO_WAY = "There is no way to that server from here. Check the network; what you do meanwhile is kept here."
_NO_ROOM = "The server has no room for another connection now. Try again in a minute."
_NO_SUCH_HOST = "There is no server of that name. Check the name and the network."
_BY_KIND: dict[type[psycopg.Error], str] = {
    errors.DiskFull: "The server's disk is full. Tell your admin; what you do meanwhile is kept here and sent later.",
    errors.ReadOnlySqlTransaction: "The server takes no changes now, only reading. What you do is kept and sent later.",
    errors.QueryCanceled: _LATE,
    errors.LockNotAvailable: _LATE,
    errors.AdminShutdown: _ENDED,
    errors.CrashShutdown: _ENDED,
    errors.IdleSessionTimeout: _ENDED,
}
_SENTENCES = (
    (
        "password authentication failed",
        "The user name or the password is wrong, or this access was closed. Ask your admin for a new password.",
    ),
    ("no password supplied", "This login needs its password."),
    (
        "does not match host name",
        "The server's certificate is for another name. Check the server's name, or ask your admin.",
    ),
    (
        "root certificate file",
        "The file of the authority's certificate is missing or holds none. Choose it again (sslrootcert in a DSN).",
    ),
    ("server does not support ssl", "The server does not encrypt its connections, so nothing was sent to it."),
    ("is not permitted to log in", "This person's access was closed. Ask your admin."),
    ("pg_hba.conf", "The server lets nobody in from here with these names. Ask your admin."),
    ("does not exist", "There is no such database or user on that server. Check both names."),
    ("could not translate host name", _NO_SUCH_HOST),
    ("failed to resolve host", _NO_SUCH_HOST),
    ("connection refused", "No database answers at that address and port. Check both, or ask your admin."),
    ("network is unreachable", _NO_WAY),
    ("no route to host", _NO_WAY),
    ("closed the connection", _CUT),
    ("connection is lost", _CUT),
    ("connection reset", _CUT),
    ("timeout", _LATE),
    ("the database system is", "The server is starting or shutting down. Try again in a minute."),
    ("too many connections", _NO_ROOM),
    ("too many clients", _NO_ROOM),
    ("connection slots are reserved", _NO_ROOM),
)
