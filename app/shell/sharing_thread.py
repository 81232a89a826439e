"""The thread on which a shared database is asked: nothing on it holds up the window, a save or the end of all."""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.errors import CancelledError
from app.domain.people import Directory
from app.services.ports import Workspace
from app.services.syncing import Head, Local, Page, RemoteRow
from app.shell.jobs import Job, JobRunner, Lane

T = TypeVar("T")
_LOOK_SECONDS, _END_SECONDS = 0.2, 1.0


class Errands(QObject):
    """Runs one task after the other on a thread of its own; its handlers are called on the thread that owns this.

    A task that hangs is left behind when this stops: it runs on as a daemon, and nothing of it is heard any more.
    """

    _arrived = Signal()

    def __init__(self, parent: QObject | None = None, last: Callable[[], object] = lambda: None) -> None:
        """``last`` is run on the thread when it ends, also long after ``stop``."""
        super().__init__(parent)
        self._last = last
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._news: deque[Callable[[], object]] = deque()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_stopped(self) -> bool:
        """Whether all this has ended; a task looks at it between its steps."""
        return self._stopped.is_set()

    def run(
        self, task: Callable[[], T], done: Callable[[T], object], failed: Callable[[Exception], object] = lambda _: None
    ) -> None:
        """Run a task when those before it have ended, then ``done`` with its result or ``failed``."""
        if self.is_stopped:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="stet-sharing", daemon=True)
            self._thread.start()
        self._tasks.put(lambda: self._attempt(task, done, failed))

    def stop(self) -> bool:
        """End after the task that runs; nothing arrives from now on. Return whether it ended within a moment."""
        self._stopped.set()
        self._tasks.put(None)
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
        return self._thread is None or not self._thread.is_alive()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None and not self.is_stopped:
            task()
        self._last()

    def _attempt(
        self, task: Callable[[], T], done: Callable[[T], object], failed: Callable[[Exception], object]
    ) -> None:
        try:
            found = task()
        except Exception as error:  # noqa: BLE001 the thread boundary: the window's thread decides what it means
            self._post(partial(failed, error))
        else:
            self._post(partial(done, found))

    def _post(self, news: Callable[[], object]) -> None:
        if not self.is_stopped:
            self._news.append(news)
            self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        if self._news and not self.is_stopped:
            self._news.popleft()()


class LaneLocal:
    """A Local whose every call is one job of the disk lane, so that it never comes into the middle of a save.

    ``turn`` is entered where the sync runs. What comes is noted: ``rows``, those of them that are ``new`` here
    (others are read again), and whether people were told (``people``).
    """

    def __init__(self, runner: JobRunner, workspace: Workspace, is_stopped: Callable[[], bool]) -> None:
        self.rows: list[RemoteRow] = []
        self.new: list[RemoteRow] = []
        self.people = False
        self._runner, self._workspace, self._is_stopped = runner, workspace, is_stopped

    @property
    def local(self) -> Local:
        """What this stands for."""
        return cast("Local", self)

    def turn(self) -> AbstractContextManager[None]:
        """Keep other programs from syncing this workspace meanwhile."""
        return self._workspace.share.turn()

    def begin(self, heads: list[Head], directory: Directory | None) -> tuple[str, ...]:
        """Take over what is visible now, and the people where they are given."""
        self.people = self.people or directory is not None
        return self.step(lambda: self._workspace.share.begin(heads, directory))

    def take(self, head: Head, page: Page) -> frozenset[str]:
        """Keep a page and how far it reached; return the ids of the rows that say something new."""
        new = self.step(lambda: self._workspace.share.take(head, page))
        self.rows += page.rows
        self.new += [row for row in page.rows if row.id in new]
        return new

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: object) -> object:
            return self.step(lambda: getattr(self._workspace.share, name)(*arguments))

        return call

    def step(self, step: Callable[[], T]) -> T:
        """Run a step on the disk lane and wait for it. Raises CancelledError once all work ends."""
        ended = threading.Event()
        found: list[T] = []
        failed: list[Exception] = []

        def task(_: Job) -> None:
            try:
                found.append(step())
            except Exception as error:  # noqa: BLE001 raised again on the thread that waits
                failed.append(error)
            finally:
                ended.set()

        try:
            self._runner.submit(Lane.DISK, task)
        except RuntimeError as error:  # the lane has been closed this moment
            raise CancelledError from error
        while not ended.wait(_LOOK_SECONDS):
            if self._is_stopped():
                raise CancelledError
        if failed:
            raise failed[0]
        return found[0]
