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
        self._ear: Ear | None = None
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def start(self, open_ear: Callable[[], Ear]) -> None:
        """Listen, unless that is done already."""
        if self._thread is None:
            self._ended = ended = threading.Event()
            self._thread = threading.Thread(
                target=self._work, args=(open_ear, ended), name="stet-listening", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Listen no longer."""
        thread, self._thread = self._thread, None
        self._ended.set()
        if self._ear is not None:
            self._ear.wake()
        if thread is not None:
            thread.join(_END_SECONDS)

    def _work(self, open_ear: Callable[[], Ear], ended: threading.Event) -> None:
        self._ear = ear = open_ear()
        try:
            while not ended.is_set():
                try:
                    found = ear.wait(_WAIT_SECONDS)
                except StetError:
                    ended.wait(_AFTER_FAILURE_SECONDS)
                    continue
                if (found is None or found) and not ended.is_set():
                    self.heard.emit()
        finally:
            self._ear = None
            ear.close()
