"""Writing a person's changes: in order, at once, and again until the disk takes them."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import BadInputError, DeniedError, NotFoundError, StetError
from app.shell.jobs import Handlers, Job, JobRunner, Lane

T = TypeVar("T")

_REFUSALS = (BadInputError, DeniedError, NotFoundError)  # it will be the same the next time
_RETRY_MS = 1000
_FINISH_SECONDS = 10.0


class _Write:
    """One change on its way to the disk; running it twice writes it once."""

    def __init__(self, write: Callable[[], Any], done: Callable[[Any], object], key: str) -> None:
        self.key = key
        self.is_written = False
        self.is_running = False
        self.value: object = None
        self.refusal: StetError | None = None
        self._write = write
        self._done = done

    def run(self) -> None:
        """Write, on the disk lane; what may not be written is done with, too."""
        if self.is_written:
            return
        try:
            self.value = self._write()
        except _REFUSALS as error:
            self.refusal = error
        self.is_written = True

    def tell(self) -> None:
        """Hand the result back, on the window's thread."""
        if self.refusal is None:
            self._done(self.value)


class Saves(QObject):
    """The queue of changes. A change that cannot be written stays first in the queue and is tried again.

    One that is not allowed, or that makes no sense, would never be written: it is dropped, and ``refused`` says why.
    """

    kept = Signal(object)  # datetime of the last write; nothing waits any more
    not_kept = Signal(object)  # StetError: why the first change in the queue cannot be written now
    refused = Signal(object)  # StetError: why a change was dropped
    broke = Signal(object)  # Exception: a bug of ours; that change is dropped
    pending_changed = Signal()

    def __init__(self, runner: JobRunner, parent: QObject | None = None, retry_ms: int = _RETRY_MS) -> None:
        super().__init__(parent)
        self._runner = runner
        self._queue: list[_Write] = []
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(retry_ms)
        self._retry.timeout.connect(self._write_next)

    @property
    def pending(self) -> int:
        """Number of changes that are not on the disk yet."""
        return len(self._queue)

    def put(self, write: Callable[[], T], done: Callable[[T], object], key: str = "") -> None:
        """Queue ``write`` for the disk, then ``done(result)`` here.

        The last change in the queue is replaced when it waits and has the same non-empty ``key``, so that typing does
        not pile up; an earlier one stays, because what was done after it may build on it.
        """
        new = _Write(write, done, key)
        last = self._queue[-1] if self._queue else None
        if last is not None and key and last.key == key and not last.is_running:
            self._queue[-1] = new
        else:
            self._queue.append(new)
        self.pending_changed.emit()
        if not self._retry.isActive():
            self._write_next()

    def retry(self) -> None:
        """Try the waiting changes again now."""
        self._retry.stop()
        self._write_next()

    def stop(self) -> None:
        """Give up on the changes that wait; for closing although they cannot be kept."""
        self._retry.stop()
        self._queue.clear()

    def finish(self) -> StetError | None:
        """Write everything that waits before returning; return why not when that is impossible."""
        self._retry.stop()
        ended = threading.Event()
        problems: list[Exception] = []

        def task(_: Job) -> None:
            try:
                for write in list(self._queue):
                    write.run()
            except StetError as error:
                problems.append(error)
            finally:
                ended.set()

        if not self._queue:
            return None
        self._runner.submit(Lane.DISK, task, Handlers(failed=self.broke.emit))
        if not ended.wait(_FINISH_SECONDS):
            return StetError("The disk does not answer, so the last change is not kept yet.")
        self._drop_written()
        return next((problem for problem in problems if isinstance(problem, StetError)), None)

    def _drop_written(self) -> None:
        # A write that is running on the lane tells its own result; here only those that nobody else will tell.
        for write in [write for write in self._queue if write.is_written and not write.is_running]:
            self._queue.remove(write)
            self._tell(write)
        self.pending_changed.emit()

    def _tell(self, write: _Write) -> None:
        write.tell()
        if write.refusal is not None:
            self.refused.emit(write.refusal)

    def _write_next(self) -> None:
        if not self._queue or self._queue[0].is_running:
            return
        write = self._queue[0]
        write.is_running = True
        handlers: Handlers[None] = Handlers(
            done=lambda _: self._written(write),
            failed=lambda error: self._failed(write, error),
            cancelled=lambda: self._stopped(write),
        )
        self._runner.submit(Lane.DISK, lambda _: write.run(), handlers)

    def _written(self, write: _Write) -> None:
        if write in self._queue:
            self._queue.remove(write)
        try:
            self._tell(write)
        finally:
            self.pending_changed.emit()
            if self._queue:
                self._write_next()
            else:
                self.kept.emit(datetime.now().astimezone())

    def _failed(self, write: _Write, error: Exception) -> None:
        write.is_running = False
        if isinstance(error, StetError):
            self.not_kept.emit(error)
            self._retry.start()
            return
        self._queue.remove(write)
        self.pending_changed.emit()
        self.broke.emit(error)
        self._write_next()

    def _stopped(self, write: _Write) -> None:
        write.is_running = False
