"""Connections to the shared database, and what can go wrong with them in plain sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.domain.errors import BadInputError, ServerError, UnfitError

SERVER_AT_LEAST = 150000
_KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15000}


def connect(dsn: str, password: str = "") -> psycopg.Connection:
    """Return a connection, each statement a transaction of its own; the password may come apart from the DSN.

    Without its own ``sslmode`` the DSN asks for a verified certificate, except on this computer. Raises BadInputError
    for what is no DSN, ServerError when the server cannot be reached or is too old.
    """
    parts = parts_of(dsn)
    host = str(parts.get("host") or "")
    parts.setdefault("sslmode", "prefer" if is_loopback(host) else "verify-full")
    if parts["sslmode"] == "verify-full":
        parts.setdefault("sslrootcert", "system")
    if password:
        parts["password"] = password
    with plain_errors():
        usual = make_conninfo("", connect_timeout=5, application_name="stet", **_KEEPALIVES)
        connection = psycopg.connect(make_conninfo(usual, **parts), autocommit=True)
    if connection.info.server_version < SERVER_AT_LEAST:
        connection.close()
        raise ServerError("The server runs PostgreSQL 14 or older; Stet needs PostgreSQL 15 or newer.")
    return connection


def parts_of(dsn: str) -> dict[str, Any]:
    """Return the parts of a DSN by their names. Raises BadInputError."""
    try:
        return dict(conninfo_to_dict(dsn))
    except psycopg.ProgrammingError as error:
        raise BadInputError(f"This is no address of a database: {str(error).strip()}") from None


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


def _plain(error: psycopg.Error) -> ServerError:
    said = error.diag.message_primary or str(error)
    match error:
        case psycopg.DataError() | psycopg.IntegrityError():
            return UnfitError(f"The shared database cannot take this: {said}.")
        case errors.InsufficientPrivilege():
            return ServerError(f"The database does not allow that: {said}.")
        case _ if isinstance(error, _OTHER_SCHEMA):
            return ServerError(
                "This database was not set up for this version of Stet. Ask your admin to run “stet admin upgrade”; "
                "what you do meanwhile is kept here."
            )
    return ServerError(_sentence(error))


def _sentence(error: psycopg.Error) -> str:
    said = " ".join(str(error).split())
    for sign, sentence in _SENTENCES:
        if sign in said.lower():
            return sentence
    return f"The shared database cannot be used now: {said.rstrip('.')}."


_SENTENCES = (
    ("password authentication failed", "The user name or the password is wrong. Ask your admin for a new password."),
    ("no password supplied", "This login needs its password."),
    ("certificate has expired", "The server's certificate has expired. Ask your admin to renew it."),
    ("certificate verify failed", "The server's certificate is not trusted here. Ask your admin which one to trust."),
    ("server does not support ssl", "The server does not encrypt its connections, so nothing was sent to it."),
    ("is not permitted to log in", "This person's access was closed. Ask your admin."),
    ("does not exist", "There is no such database or user on that server. Check both names."),
    ("could not translate host name", "There is no server of that name. Check the name and the network."),
    ("failed to resolve host", "There is no server of that name. Check the name and the network."),
    ("connection refused", "No database answers at that address and port. Check both, or ask your admin."),
    ("closed the connection", "The connection to the server was cut. What was sent and not answered is sent again."),
    ("connection is lost", "The connection to the server was cut. What was sent and not answered is sent again."),
    ("administrator command", "The server ended the connection. What was sent and not answered is sent again."),
    ("timeout", "The server did not answer in time. Check the network and try again."),
    ("too many connections", "The server has no room for another connection now. Try again in a minute."),
    ("read-only transaction", "The server takes no changes now, only reading. Try again later."),
    ("no space left", "The server's disk is full. Tell your admin."),
)
