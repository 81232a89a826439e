"""Run code on files that strangers wrote in a spawned process with limits on memory and time.

The process streams what a generator function yields; a crash, a hang or a memory bomb ends that process alone
and becomes one plain sentence here.
"""

import multiprocessing
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TypeVar

from app.domain.errors import CancelledError, ResourceLimitError, StetError, UnreadableFileError

T = TypeVar("T")

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use: address space in bytes, wall-clock seconds for one call (None for no limit)."""

    memory: int = 1 << 30
    seconds: float | None = 30.0


class WorkerBugError(Exception):
    """A worker raised something that is no :class:`StetError`; the text is its traceback."""


class Worker:
    """A process, started on first use, that runs one generator function at a time and is replaced when it dies."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def start(self) -> None:
        """Start the process now, so that the first call does not wait for it."""
        if self._process is not None and self._process.is_alive():
            return
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._limits.memory), daemon=True)
        self._process.start()
        theirs.close()

    def run(
        self,
        function: Callable[..., Iterator[T]],
        *arguments: object,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[T]:
        """Yield what ``function(*arguments)`` yields in the worker.

        ``function`` must be importable and its arguments and results must pickle. Leaving the iteration early,
        or ``cancelled()`` turning true, ends the process.
        Raises CancelledError, ResourceLimitError, UnreadableFileError, any StetError of the function, WorkerBugError.
        """
        self.start()
        finished = False
        try:
            self._send((function, arguments))
            for message in self._messages(cancelled):
                if isinstance(message, _Raised):
                    finished = True
                    raise message.error
                yield message  # type: ignore[misc]  # what the function yields came through a pipe
            finished = True
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _send(self, message: object) -> None:
        assert self._pipe is not None
        self._pipe.send(message)

    def _messages(self, cancelled: Callable[[], bool]) -> Iterator[object]:
        """Yield the worker's messages until its call ends; a silent or dead worker becomes an error."""
        assert self._pipe is not None
        deadline = time.monotonic() + self._limits.seconds if self._limits.seconds is not None else None
        while True:
            while not self._pipe.poll(_POLL_SECONDS):
                if cancelled():
                    raise CancelledError("Stopped.")
                if deadline is not None and time.monotonic() > deadline:
                    raise ResourceLimitError(f"Stopped after {self._limits.seconds:.0f} seconds: this is taking too long.")
            try:
                message = self._pipe.recv()
            except (EOFError, ConnectionError) as error:
                raise UnreadableFileError("The reader was stopped by this file. It may be damaged.") from error
            if isinstance(message, _Finished):
                return
            yield message


@dataclass(frozen=True, slots=True)
class _Finished:
    """The call has ended well."""


@dataclass(frozen=True, slots=True)
class _Raised:
    """The call has ended with an error."""

    error: Exception


def _serve(pipe: Connection, memory: int) -> None:
    """Run in the worker: take calls from the pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _limit_memory(memory)
    while True:
        try:
            function, arguments = pipe.recv()
        except (EOFError, ConnectionError):
            return
        pipe.send(_call(pipe, function, arguments))


def _call(pipe: Connection, function: Callable[..., Iterator[object]], arguments: tuple[object, ...]) -> object:
    try:
        for item in function(*arguments):
            pipe.send(item)
    except StetError as error:
        return _Raised(error)
    except (MemoryError, RecursionError):
        return _Raised(ResourceLimitError("This file needs more memory than reading one may use."))
    except Exception:  # noqa: BLE001 the process boundary: the traceback goes to the parent, which raises it
        return _Raised(WorkerBugError(traceback.format_exc()))
    return _Finished()


def _limit_memory(memory: int) -> None:
    """Cap the address space where the system can; macOS ignores it and Windows has no such call."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
