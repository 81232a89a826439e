"""Reading new work from a copy of the server, a streaming replica, where nothing is older there than on the server.

All else is the server's: who sees what, how new it is, every write. The copy is asked only once the server has said
that something is new, and is read only for scopes that it has in the same epoch and the same roles up to the server's
version: a page that ends early says that all up to that version was read. A replica that was promoted keeps the epoch
and counts versions of its own, so what was read counts only while the copy is in recovery still.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from psycopg.conninfo import make_conninfo

from app.domain.errors import BadInputError, ServerError, StetError
from app.services.syncing import Head, Page
from app.sync.client import ServerClient
from app.sync.connecting import parts_of

T = TypeVar("T")
_PATIENCE = "-c statement_timeout=30s"
_PAUSE_SECONDS = 300
"""How long a copy that failed is left alone: waiting for it each time would hold up every sync."""
_OF_THE_PLACE = ("host", "hostaddr", "port", "sslmode")
_INSTEAD = "; the server itself is read."
_BEHIND = f"The copy for reading was behind the server{_INSTEAD}"
_UNREACHED = f"The copy for reading could not be reached{_INSTEAD}"


class ReadingClient(ServerClient):
    """A CopyReader on PostgreSQL; the same login and password open both."""

    def __init__(self, dsn: str, password: str = "", copy: str = "") -> None:
        super().__init__(dsn, password)
        self.trouble = ""
        self._place = copy
        self._copy: _Copy | None = None
        self._heads: dict[str, Head] = {}
        self._fit: frozenset[str] | None = None
        self._rests_until = 0.0

    def close(self) -> None:
        """End both connections."""
        super().close()
        if self._copy is not None:
            self._copy.close()

    def try_copy(self) -> None:
        """Reach the copy, and see that it is one of this server. Raises ServerError or BadInputError."""
        if not self._place:
            return
        with _about("The server itself cannot be asked."):
            me = self.person_id()
        with _about("The copy for reading cannot be used."):
            self._opened().check(me)

    def heads(self) -> Sequence[Head]:
        """Return the scopes that the person sees, as the server has them."""
        found = super().heads()
        self._heads, self._fit = {head.scope_id: head for head in found}, None
        if self._copy is not None:  # what rested may be cut, and over another connection it may be as it was before
            self._copy.close()
        return found

    def page(self, scope_id: str, after: int, head: int) -> Page:
        """Return what is newer, from the copy where it holds it."""
        found = self._from_copy(scope_id, lambda copy: copy.page(scope_id, after, head))
        return super().page(scope_id, after, head) if found is None else found

    def get_chunk(self, scope_id: str, sha256: str, number: int) -> bytes:
        """Return a piece of a file, from the copy where it holds it; which pieces there are the server says."""
        found = self._from_copy(scope_id, lambda copy: copy.get_chunk(scope_id, sha256, number))
        return super().get_chunk(scope_id, sha256, number) if found is None else found

    def _from_copy(self, scope_id: str, read: "Callable[[_Copy], T]") -> T | None:
        """Return what the copy says; None where it is not to be believed, and ``trouble`` says why."""
        if not self._place or time.monotonic() < self._rests_until:
            return None
        try:
            copy = self._opened()
            if self._fit is None:
                self._fit = frozenset(head.scope_id for head in copy.heads() if self._holds(head))
            if scope_id not in self._fit:
                self.trouble = _BEHIND
                return None
            found = read(copy)
            copy.check()
        except StetError as error:
            self.trouble = f"{_UNREACHED} {error}"
            self._fit, self._rests_until = None, time.monotonic() + _PAUSE_SECONDS
            return None
        self.trouble = ""
        return found

    def _holds(self, there: Head) -> bool:
        here = self._heads.get(there.scope_id)
        if here is None or (there.epoch, there.roles) != (here.epoch, here.roles):
            return False
        return there.version >= here.version

    def _opened(self) -> "_Copy":
        if self._copy is None:
            self._copy = _Copy(_dsn_of(self._place, self._dsn), self._password)
        return self._copy


class _Copy(ServerClient):
    """The copy, as the same person sees it."""

    def check(self, person_id: str = "") -> None:
        """See that this still is a copy, and one of a server that knows its person as this. Raises ServerError."""
        if person_id and self.person_id() != person_id:
            raise ServerError("It knows you as somebody else, so it is the copy of another database.")
        if not self._ask("SELECT pg_is_in_recovery()")[0][0]:
            self.close()
            raise ServerError("That server takes changes of its own, so it is no copy. Ask your admin for its address.")


@contextmanager
def _about(what: str) -> Iterator[None]:
    """Say of which of the two a refusal is."""
    try:
        yield
    except ServerError as error:
        raise ServerError(f"{what} {error}") from error


def _dsn_of(copy: str, server: str) -> str:
    """Return the DSN of a copy: the server's but for the place, and for how its certificate is checked there."""
    kept = {name: value for name, value in parts_of(server).items() if name not in _OF_THE_PLACE}
    return make_conninfo("", **({"options": _PATIENCE} | kept | _place(copy)))


def _place(copy: str) -> dict[str, Any]:
    """Return the parts of a DSN that "HOST", "HOST:PORT" or a DSN says. Raises BadInputError."""
    if "=" in copy or "://" in copy:
        parts = parts_of(copy)
        if "password" in parts:
            raise BadInputError("Leave the password out of the copy for reading: it is the same as the server's.")
        if not parts.get("host"):
            raise BadInputError("Name the host of the copy for reading, as host=db2.example.org.")
        return parts
    host, colon, port = copy.rpartition(":")
    if not colon or (":" in host and not host.endswith("]")):  # an IPv6 address needs brackets before a port
        host, port = copy, ""
    host = host.strip("[] ")
    if not host or " " in host or not (port or "1").isdigit():
        raise BadInputError("Give the copy for reading as HOST or HOST:PORT, as in db2.example.org:5433.")
    return {"host": host} | ({"port": port} if port else {})
