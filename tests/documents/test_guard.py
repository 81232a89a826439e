import ctypes
import os
import threading
import time

import psutil
import pytest

from app.documents.guard import Limits, Worker, WorkerBugError, WorkerDiedError
from app.domain.errors import BadInputError, CancelledError, ResourceLimitError


def count(to):
    yield from range(to)


def wait_after(item):
    yield item
    time.sleep(600)


def hold(size):
    yield len(bytearray(size))


def crash():
    yield "before"
    ctypes.string_at(0)


def leave():
    yield from ()
    os._exit(3)


def refuse(sentence):
    yield from ()
    raise BadInputError(sentence)


def fail():
    yield from ()
    raise KeyError("a bug")


def print_much():
    print("to standard output", flush=True)
    os.write(1, b"and to the pipe below it\n")
    yield os.getpid()


def recurse(depth=0):
    yield from ()
    if depth >= 0:
        list(recurse(depth + 1))


@pytest.fixture(scope="module")
def worker():
    with Worker() as made:
        yield made


def test_results_stream_and_the_process_serves_the_next_call(worker):
    assert list(worker.run(count, 3)) == [0, 1, 2]
    pid = worker.pid
    assert list(worker.run(count, 1)) == [0]
    assert worker.pid == pid


def test_errors_of_the_function_spare_the_process(worker):
    worker.start()
    pid = worker.pid
    with pytest.raises(BadInputError, match=r"^One sentence\.$"):
        list(worker.run(refuse, "One sentence."))
    with pytest.raises(WorkerBugError, match="KeyError: 'a bug'"):
        list(worker.run(fail))
    assert worker.pid == pid


def test_what_a_library_prints_disturbs_nothing(worker):
    worker.start()
    assert list(worker.run(print_much)) == [worker.pid]


def test_endless_recursion_is_one_sentence(worker):
    with pytest.raises(ResourceLimitError, match="more memory"):
        list(worker.run(recurse))


@pytest.mark.parametrize("function", [crash, leave])
def test_a_crash_ends_the_worker_alone_and_the_next_call_gets_a_new_one(worker, function):
    with pytest.raises(WorkerDiedError, match=r"stopped by this file; it may be damaged\."):
        list(worker.run(function))
    assert list(worker.run(count, 1)) == [0]


def test_a_call_that_takes_too_long_is_stopped():
    with Worker() as worker:
        list(worker.run(count, 1))  # the process has started; what counts from here on is the call
        worker._limits = Limits(seconds=0.2)
        items = worker.run(wait_after, "first")
        assert next(items) == "first"
        pid = worker.pid
        with pytest.raises(ResourceLimitError, match="taking too long"):
            next(items)
    assert not psutil.pid_exists(pid)


def test_a_call_that_takes_too_much_memory_is_stopped():
    with Worker(Limits(memory=400 << 20)) as worker:
        with pytest.raises(ResourceLimitError, match="more memory"):
            list(worker.run(hold, 800 << 20))
        assert list(worker.run(hold, 1 << 20)) == [1 << 20]


def test_cancelling_ends_the_process():
    stop = threading.Event()
    with Worker() as worker:
        items = worker.run(wait_after, "first", cancelled=stop.is_set)
        assert next(items) == "first"
        pid = worker.pid
        stop.set()
        with pytest.raises(CancelledError):
            next(items)
        assert worker.pid is None
    assert not psutil.pid_exists(pid)


def test_leaving_the_iteration_early_ends_the_process():
    with Worker() as worker:
        items = worker.run(wait_after, "first")
        next(items)
        pid = worker.pid
        items.close()
        assert worker.pid is None
    assert not psutil.pid_exists(pid)


def test_a_forgotten_worker_leaves_no_process():
    worker = Worker()
    worker.start()
    pid = worker.pid
    del worker
    assert not psutil.pid_exists(pid)
