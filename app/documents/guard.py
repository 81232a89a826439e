"""Run code on files that strangers wrote in a process of its own, with limits on memory and time.

The process streams what a generator function yields; a crash, a hang or a memory bomb ends that process alone
and becomes one plain sentence here.
"""

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, TypeVar, cast

from app.documents.guard_child import (
    TOO_MUCH_MEMORY,
    Call,
    Finished,
    Raised,
    WorkerBugError,
    read_message,
    write_message,
)
from app.domain.errors import CancelledError, ResourceLimitError, UnreadableFileError

__all__ = ["Limits", "Worker", "WorkerBugError", "WorkerDiedError"]

T = TypeVar("T")
_log = logging.getLogger(__name__)

_POLL_SECONDS = 0.05
_MEMORY_POLL_SECONDS = 0.1
_MOST_LOG_LINES = 100
_LOW_PRIORITY = 10  # of 19, on systems that know nice
_START = (
    "import sys, os; sys.path[:] = sys.argv[2].split(os.pathsep); "
    "from app.documents.guard_child import serve; serve(int(sys.argv[1]))"
)
# One thread is enough for what a reader computes, and every further one costs address space.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use: memory in bytes, wall-clock seconds for one call (None for no limit).

    One that ``gives_way`` takes the processor when nothing of usual priority wants it.
    """

    memory: int = 1 << 30
    seconds: float | None = 30.0
    gives_way: bool = False


class WorkerDiedError(UnreadableFileError):
    """The worker ended in the middle of a call."""


class Worker:
    """A process, started on first use, that runs one generator function at a time and is replaced when it dies.

    It belongs to one thread at a time. Close it, or use it as a context.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """The process's id, or None while there is none."""
        return self._child.process.pid if self._child else None

    def start(self) -> None:
        """Start the process in the background now, so that the first call does not wait for it."""
        if self._child is not None and self._child.process.poll() is None:
            return
        self.close()
        self._child = _Child(self._limits)

    def run(
        self,
        function: Callable[..., Iterator[T]],
        *arguments: object,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[T]:
        """Yield what ``function(*arguments)`` yields in the worker.

        ``function`` must be importable and its arguments and results must pickle. Leaving the iteration early,
        or ``cancelled()`` turning true, ends the process.
        Raises CancelledError, ResourceLimitError, WorkerDiedError, any StetError of the function, WorkerBugError.
        """
        self.start()
        assert self._child is not None
        finished = False
        try:
            self._child.send(Call(function, arguments))
            for message in self._messages(self._child, cancelled):
                if isinstance(message, Raised):
                    finished = True
                    raise message.error
                yield cast("T", message)
            finished = True
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _messages(self, child: "_Child", cancelled: Callable[[], bool]) -> Iterator[object]:
        """Yield the worker's messages until its call ends; a silent, greedy or dead worker becomes an error."""
        watch = _Watch(self._limits, child.process.pid)
        while True:
            if cancelled():
                raise CancelledError("Stopped.")
            watch.look()
            try:
                message = child.messages.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if isinstance(message, Finished):
                return
            if isinstance(message, _Ended):
                raise watch.death()
            yield message


@dataclass(frozen=True, slots=True)
class _Ended:
    """The worker's end of the pipe has closed."""


class _Child:
    """The process and the two threads that listen to it."""

    def __init__(self, limits: Limits) -> None:
        lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if limits.gives_way else 0
        self.messages: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.process = subprocess.Popen(  # noqa: S603 this interpreter and a constant
            [sys.executable, "-I", "-c", _START, str(limits.memory), os.pathsep.join(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | _ENVIRONMENT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) | lower,
        )
        if limits.gives_way and hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, _LOW_PRIORITY)
        pipes = cast("list[BinaryIO]", [self.process.stdin, self.process.stdout, self.process.stderr])
        self._calls = pipes[0]
        threads = [
            threading.Thread(target=_listen, args=(pipes[1], self.messages), daemon=True),
            threading.Thread(target=_log_noise, args=(pipes[2],), daemon=True),
        ]
        for thread in threads:
            thread.start()
        self.close = weakref.finalize(self, _end, self.process, threads, pipes)

    def send(self, call: Call) -> None:
        """Send a call; a worker that is gone already shows when its answer is awaited."""
        with contextlib.suppress(OSError):
            write_message(self._calls, call)


def _end(process: subprocess.Popen[bytes], threads: list[threading.Thread], pipes: list[BinaryIO]) -> None:
    process.kill()
    process.wait()
    for thread in threads:
        thread.join()
    for pipe in pipes:
        with contextlib.suppress(OSError):  # a half-sent call cannot be flushed any more
            pipe.close()


def _listen(pipe: BinaryIO, messages: "queue.SimpleQueue[object]") -> None:
    try:
        while True:
            messages.put(read_message(pipe))
    except (EOFError, OSError):
        messages.put(_Ended())


def _log_noise(pipe: BinaryIO) -> None:
    """Log what libraries print in the worker, up to a limit: broken files can cause endless warnings."""
    for number, line in enumerate(pipe):
        if number < _MOST_LOG_LINES:
            _log.info("worker: %s", line.decode(errors="replace").rstrip())


class _Watch:
    """Looks at a worker's clock and memory."""

    def __init__(self, limits: Limits, pid: int) -> None:
        import psutil

        self._limits = limits
        now = time.monotonic()
        self._deadline = now + limits.seconds if limits.seconds is not None else None
        self._next_memory_look = now + _MEMORY_POLL_SECONDS
        self._used = 0
        self._no_process = psutil.NoSuchProcess
        self._process: psutil.Process | None = None
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process = psutil.Process(pid)

    def look(self) -> None:
        """Raise ResourceLimitError when the worker uses more than it may."""
        now = time.monotonic()
        if self._deadline is not None and now > self._deadline:
            raise ResourceLimitError(f"Stopped after {self._limits.seconds:.0f} seconds: this is taking too long.")
        if now >= self._next_memory_look:
            self._next_memory_look = now + _MEMORY_POLL_SECONDS
            self._look_at_memory()

    def _look_at_memory(self) -> None:
        with contextlib.suppress(self._no_process):
            self._used = self._process.memory_info().rss if self._process else 0
        if self._used > self._limits.memory:
            raise ResourceLimitError(TOO_MUCH_MEMORY)

    def death(self) -> UnreadableFileError:
        """Return the error for a worker that ended by itself."""
        if self._used > self._limits.memory * 3 // 4:
            return ResourceLimitError(TOO_MUCH_MEMORY)
        return WorkerDiedError("The reader was stopped by this file; it may be damaged.")
