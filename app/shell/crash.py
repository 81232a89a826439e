"""What happens when Stet itself has a bug: it is written to the log, said once, and the work goes on."""

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

_LOG_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Crash:
    """An unexpected exception: one line that names it, its traceback, and the log it was written to."""

    summary: str
    details: str
    log: Path


class CrashHandler(QObject):
    """Takes every exception nobody else took, from any thread, until ``restore`` is called."""

    crashed = Signal(object)  # Crash, once for each place a bug stands in
    _arrived = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = folder / "stet.log"
        self._seen: set[str] = set()
        self._before = (sys.excepthook, threading.excepthook)
        self._logger = logging.getLogger("stet.crash")
        self._handler: logging.Handler | None = None
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over what Python does with exceptions that nobody catches."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def restore(self) -> None:
        """Give Python's own way back and close the log."""
        sys.excepthook, threading.excepthook = self._before
        if self._handler is not None:
            self._logger.removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    @Slot(object)
    def take(self, error: BaseException) -> None:
        """Log an exception and tell about it, from any thread."""
        self._arrived.emit(error)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
        else:
            self.take(error.with_traceback(trace))

    def _thread_hook(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.take(arguments.exc_value)

    def _tell(self, error: BaseException) -> None:
        details = "".join(traceback.format_exception(error))
        self._write(details)
        place = _place(error)
        if place not in self._seen:
            self._seen.add(place)
            self.crashed.emit(Crash(f"{type(error).__name__}: {error}", details, self._log))

    def _write(self, details: str) -> None:
        """Write to the log; a disk that takes no log must not stop the work."""
        try:
            if self._handler is None:
                self._log.parent.mkdir(parents=True, exist_ok=True)
                self._handler = RotatingFileHandler(self._log, maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8")
                self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
                self._logger.addHandler(self._handler)
                self._logger.propagate = False
        except OSError:
            return
        self._logger.error(details)


def _place(error: BaseException) -> str:
    """Return the kind of an exception and the line it was raised in."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} {last.filename}:{last.lineno}" if last else type(error).__name__
