"""Background work: every job runs on a lane away from the window and ends exactly once, on the window's thread."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.documents.guard import Limits, Worker
from app.domain.errors import CancelledError

T = TypeVar("T")


class Lane(StrEnum):
    """Where a job runs. Jobs of one lane run one after the other; lanes do not wait for one another.

    ``ONLINE`` waits for services on the internet, which may take minutes, so nothing else stands there.
    ``READING`` and ``CHECKING`` each own a worker process, because their work is heavy and their input is strange.
    """

    DISK = "disk"
    NETWORK = "network"
    ONLINE = "online"
    READING = "reading"
    CHECKING = "checking"


# Checking may take long on a long draft with large lists; it shows its progress and has a Stop instead of a limit.
# So may reading: a PDF of 3,000 pages takes 40 seconds, whose pages are in sight meanwhile.
_LIMITS = {
    Lane.READING: Limits(seconds=240.0),
    Lane.CHECKING: Limits(memory=2 << 30, seconds=None, gives_way=True),
}
_TURN_SECONDS = 0.004  # news is handed over for so long, then the window paints and answers keys


def _ignore(_: object = None) -> None:
    """Do nothing: the handler of news that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Handlers(Generic[T]):
    """What to call on the window's thread: ``event`` for each report, then exactly one of the other three, once."""

    done: Callable[[T], object] = _ignore
    failed: Callable[[Exception], object] = _ignore
    cancelled: Callable[[], object] = _ignore
    event: Callable[[Any], object] = _ignore


class Job:
    """A running or waiting job; after ``cancel`` nothing but ``cancelled`` arrives from it."""

    def __init__(self, lane: Lane, handlers: Handlers[Any], post: Callable[["_News"], None]) -> None:
        self.lane = lane
        self.handlers = handlers
        self._post = post
        self._stop = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked the job to stop; a long task looks at this between steps."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop. It ends as cancelled, also when its work was just finished."""
        self._stop.set()

    def pause(self, seconds: float) -> None:
        """Let others work for so long, unless somebody asks the job to stop; called by the task."""
        self._stop.wait(seconds)

    def report(self, event: object) -> None:
        """Hand an event (progress, a partial result) to the window; called by the task, from its own thread."""
        self._post(_News(self, "event", event))

    def run(self, task: Callable[["Job"], object]) -> None:
        """Run the task and post how it ended; called by the lane's thread."""
        try:
            news = _News(self, "cancelled") if self.is_cancelled else _News(self, "done", task(self))
        except CancelledError:
            news = _News(self, "cancelled")
        except Exception as error:  # noqa: BLE001 the thread boundary: the window's thread decides what the error means
            news = _News(self, "failed", error)
        self._post(news)


@dataclass(frozen=True, slots=True)
class _News:
    """What a job has to say, on its way to the window's thread."""

    job: Job
    kind: str
    value: object = None


class JobRunner(QObject):
    """Runs jobs on lanes and calls their handlers on the thread that owns the runner, a few in a turn of its events."""

    idle = Signal()
    closing = Signal()  # all work ends now
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._workers = {lane: Worker(limits) for lane, limits in _LIMITS.items()}
        self._news: deque[_News] = deque()
        self._jobs: list[Job] = []
        self._soon: list[Callable[[], object]] = []
        self._waiting: list[tuple[Job, Callable[[Job], object]]] = []
        self._closed = False
        self._arrived.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        self._depth = 0
        self._turns: list[QTimer] = []
        self._calm = self._timer(self._begin_waiting)

    @property
    def is_idle(self) -> bool:
        """Whether every job has ended, its handlers were called, and so was what was to be called soon."""
        return not self._jobs and not self._soon

    def submit(
        self, lane: Lane, task: Callable[[Job], T], handlers: Handlers[T] | None = None, *, waits: bool = False
    ) -> Job:
        """Run ``task(job)`` on the lane; its return value goes to ``done``. One that ``waits`` heeds ``give_way``."""
        job = Job(lane, handlers or Handlers(), self._post)
        self._jobs.append(job)
        if self._closed:
            job.cancel()
            job.run(task)
        elif waits and self._calm.isActive():
            self._waiting.append((job, task))
        else:
            self._pool(lane).submit(job.run, task)
        return job

    def give_way(self, milliseconds: int) -> None:
        """Begin jobs that wait only after so long: the window has much to do, and every thread takes time from it."""
        self._calm.start(milliseconds)

    def call_soon(self, call: Callable[[], object]) -> None:
        """Call on the window's thread in a turn of its own, after the news so far; once, when it waits already."""
        if call not in self._soon:
            self._soon.append(call)
            self._wake()

    def stream(
        self,
        lane: Lane,
        function: Callable[..., Iterator[object]],
        arguments: tuple[object, ...],
        handlers: Handlers[None],
    ) -> Job:
        """Run a generator function in the lane's worker process; each item it yields goes to ``event``."""
        worker = self._workers[lane]

        def task(job: Job) -> None:
            for event in worker.run(function, *arguments, cancelled=lambda: job.is_cancelled):
                job.report(event)

        return self.submit(lane, task, handlers)

    def worker(self, lane: Lane) -> Worker:
        """Return the worker process of ``READING`` or ``CHECKING``, for tasks on that lane alone."""
        return self._workers[lane]

    def warm_up(self, lane: Lane) -> Job:
        """Start the lane's worker process ahead of its first job."""
        return self.submit(lane, lambda _: self._workers[lane].start())

    def shut_down(self) -> None:
        """Cancel what can be cancelled, let writes to the disk finish, end threads and processes, deliver the rest."""
        if not self._closed:
            self.closing.emit()
        self._closed = True
        for job in self._jobs:
            if job.lane is not Lane.DISK:
                job.cancel()
        self._begin_waiting()
        for pool in self._pools.values():
            pool.shutdown(wait=True)
        for worker in self._workers.values():
            worker.close()
        while self._news:
            self._deliver_next()
        self._soon.clear()

    def _pool(self, lane: Lane) -> ThreadPoolExecutor:
        if lane not in self._pools:
            self._pools[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"stet-{lane}")
        return self._pools[lane]

    def _begin_waiting(self) -> None:
        self._calm.stop()
        waiting, self._waiting = self._waiting, []
        for job, task in waiting:
            self._pool(job.lane).submit(job.run, task)

    def _timer(self, call: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(call)
        return timer

    def _post(self, news: _News) -> None:
        self._news.append(news)
        self._arrived.emit()

    @Slot()
    def _wake(self) -> None:
        """Take a turn soon. A timer does not go off while it is being answered: one for each event loop in another."""
        if self._news or self._soon:
            while len(self._turns) <= self._depth:
                self._turns.append(self._timer(self._take_turn))
            if not self._turns[self._depth].isActive():
                self._turns[self._depth].start()

    def _take_turn(self) -> None:
        """Hand over news for a short while, or call one thing that was to be called soon."""
        self._depth += 1
        try:
            self._wake()  # a dialog that is opened meanwhile has an event loop of its own
            end = time.monotonic() + _TURN_SECONDS
            if self._soon and not self._news:
                self._soon.pop(0)()
            while self._news and time.monotonic() < end:
                self._deliver_next()
        finally:
            self._depth -= 1
            self._wake()

    def _deliver_next(self) -> None:
        news = self._news.popleft()
        if news.kind == "event":
            if not news.job.is_cancelled:
                news.job.handlers.event(news.value)
            return
        self._jobs.remove(news.job)
        try:
            _end(news)
        finally:
            if not self._jobs:
                self.idle.emit()


def _end(news: _News) -> None:
    handlers = news.job.handlers
    if news.job.is_cancelled or news.kind == "cancelled":
        handlers.cancelled()
    elif news.kind == "done":
        handlers.done(news.value)
    else:
        assert isinstance(news.value, Exception)
        handlers.failed(news.value)
