"""The worker's side of :mod:`app.documents.guard`: take calls from standard input, send results to standard output.

Nothing else reaches those two pipes: whatever a library prints goes to standard error, which the parent logs.
"""

import contextlib
import gc
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.domain.errors import ResourceLimitError, StetError

_LENGTH = struct.Struct("<Q")
_QUIET_ERROR_MODE = 0x0001 | 0x0002  # no dialog of Windows when this process crashes
TOO_MUCH_MEMORY = "This needs more memory than reading one file may use."


class WorkerBugError(Exception):
    """A worker raised something that is no :class:`StetError`; the text is its traceback."""


@dataclass(frozen=True, slots=True)
class Call:
    """Run ``function(*arguments)`` and send back what it yields."""

    function: Callable[..., Iterator[object]]
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The call has ended well."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The call has ended with an error."""

    error: Exception


def write_message(pipe: BinaryIO, message: object) -> None:
    """Write ``message`` pickled, after its length. Raises OSError when the other side is gone."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def read_message(pipe: BinaryIO) -> object:
    """Read the next message. Raises EOFError when the other side is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    collects = gc.isenabled()
    gc.disable()  # a long draft is very many small objects: they would set it off again and again, for nothing
    try:
        return pickle.loads(data)  # noqa: S301 both ends are this program
    finally:
        if collects:
            gc.enable()


def serve(memory: int) -> None:
    """Answer calls until the parent closes its end, with at most ``memory`` bytes of address space."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    calls_pipe, answers = _take_pipes()
    _limit_memory(memory)
    calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(calls_pipe, calls), daemon=True).start()
    while True:
        _answer(calls.get(), answers)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for messages and point the standard streams at nothing and at standard error."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return calls, answers


def _receive(pipe: BinaryIO, calls: "queue.SimpleQueue[Call]") -> None:
    """Queue calls; end the process when the parent is gone, even while a call hangs."""
    while True:
        try:
            call = read_message(pipe)
        except (EOFError, OSError):
            os._exit(0)
        except Exception:  # noqa: BLE001 a function that cannot be imported here: the parent raises the traceback
            call = Call(_raise_bug, (traceback.format_exc(),))
        assert isinstance(call, Call)
        calls.put(call)


def _raise_bug(trace: str) -> Iterator[object]:
    yield from ()
    raise WorkerBugError(trace)


def _answer(call: Call, answers: BinaryIO) -> None:
    try:
        last = _run(call, answers)
        write_message(answers, last)
    except OSError:  # the parent has closed its end
        os._exit(0)


def _run(call: Call, answers: BinaryIO) -> Finished | Raised:
    try:
        for item in call.function(*call.arguments):
            _send(answers, item)
    except (StetError, WorkerBugError) as error:
        return Raised(error)
    except (MemoryError, RecursionError):
        return Raised(ResourceLimitError(TOO_MUCH_MEMORY))
    except Exception:  # noqa: BLE001 the process boundary: the traceback goes to the parent, which raises it
        return Raised(WorkerBugError(traceback.format_exc()))
    return Finished()


def _send(answers: BinaryIO, item: object) -> None:
    try:
        write_message(answers, item)
    except OSError:
        os._exit(0)


def _limit_memory(memory: int) -> None:
    """Cap the address space where the system can; macOS ignores it and Windows has no such call."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_QUIET_ERROR_MODE)
        return
    import resource

    with contextlib.suppress(ValueError, OSError):  # a lower limit is in force already
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
