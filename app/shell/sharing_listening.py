"""Hearing at once that something changed on the shared database, on a thread of its own while somebody works here."""

import threading
from collections.abc import Callable, Collection
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.errors import StetError

_WAIT_SECONDS, _AFTER_FAILURE_SECONDS, _END_SECONDS = 60.0, 30.0, 1.0


class Ear(Protocol):
    """A connection that hears of changes."""

    def wait(self, timeout: float) -> Collection[str] | None:
        """Wait at most so many seconds; return what changed, None where that is not known. Raises ServerError."""

    def wake(self) -> None:
        """End a wait early, from another thread."""

    def close(self) -> None:
        """End the connection, once nobody waits."""


class Listening(QObject):
    """``heard`` follows each change; without a connection it is quiet, and polling goes on."""

    heard = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listener: _Listener | None = None

    def start(self, open_ear: Callable[[], Ear]) -> None:
        """Listen, unless that is done already."""
        if self._listener is None:
            self._listener = _Listener(open_ear, self.heard.emit)
            self._listener.start()

    def stop(self) -> "threading.Thread | None":
        """Listen no longer. Return the thread that did, which ends soon; nobody has to wait for it."""
        ended, self._listener = self._listener, None
        if ended is not None:
            ended.end()
        return ended

    def close(self) -> None:
        """Listen no longer, and let the connection end while there is still somebody to end it."""
        ended = self.stop()
        if ended is not None:
            ended.join(_END_SECONDS)


class _Listener(threading.Thread):
    """Listens until it is ended; each has its own ear, so that one that ends late takes none from the next."""

    def __init__(self, open_ear: Callable[[], Ear], tell: Callable[[], object]) -> None:
        super().__init__(name="stet-listening", daemon=True)
        self._open_ear, self._tell = open_ear, tell
        self._ear: Ear | None = None
        self._ended = threading.Event()

    def end(self) -> None:
        """Wait no longer."""
        self._ended.set()
        if self._ear is not None:
            self._ear.wake()

    def run(self) -> None:
        """Tell of each change."""
        self._ear = ear = self._open_ear()
        try:
            while not self._ended.is_set():
                try:
                    found = ear.wait(_WAIT_SECONDS)
                except StetError:
                    self._ended.wait(_AFTER_FAILURE_SECONDS)
                    continue
                if (found is None or found) and not self._ended.is_set():
                    self._tell()
        finally:
            ear.close()
