"""Hearing from the shared database that something changed, while the window is active; polling stays behind it."""

import select
import socket
import time
from contextlib import suppress

import psycopg

from app.sync.connecting import connect, parts_of, plain_errors
from app.sync.passwords import kept_password


class Listener:
    """Waits on a connection of its own for the ids of scopes that changed; ids only, which say nothing to a stranger.

    One thread at a time may wait; ``wake`` and ``close`` may be called from others. After an error the next ``wait``
    opens another connection, and reports that it knows nothing of the time between.
    """

    def __init__(self, dsn: str, password: str = "") -> None:
        parts = parts_of(dsn)
        self._password = password or str(parts.get("password") or "") or kept_password(dsn)
        self._dsn = dsn
        self._connection: psycopg.Connection | None = None
        self._waker, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._is_closed = False

    def wait(self, timeout: float) -> frozenset[str] | None:
        """Wait for at most so many seconds for news; return the ids of the scopes that changed, none after the time.

        None says that anything may have changed: the connection was just opened. Raises ServerError.
        """
        try:
            with plain_errors():
                if self._connection is None:
                    self._connection = connect(self._dsn, self._password)
                    self._connection.execute("LISTEN stet")
                    return None
                return self._heard(self._connection, timeout)
        except BaseException:
            self._drop()
            raise

    def wake(self) -> None:
        """End a ``wait`` early."""
        with suppress(OSError):
            self._waker.send(b"x")

    def close(self) -> None:
        """End the connection, once nobody waits."""
        self._drop()
        self._waker.close()
        self._woken.close()

    def _heard(self, connection: psycopg.Connection, timeout: float) -> frozenset[str]:
        until = time.monotonic() + timeout
        while True:
            found = {one.payload for one in connection.notifies(timeout=0)}
            left = until - time.monotonic()
            if found or left <= 0:
                return frozenset(found)
            ready, _, _ = select.select([connection.fileno(), self._woken.fileno()], [], [], left)
            if self._woken.fileno() in ready:
                with suppress(BlockingIOError):
                    self._woken.recv(1024)
                return frozenset(found)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
