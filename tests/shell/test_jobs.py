"""Every job ends exactly once, on the window's thread, whatever happens in it."""

import threading
from itertools import count

import pytest
from PySide6.QtCore import QEventLoop

from app.domain.errors import CancelledError, StetError
from app.shell.jobs import Handlers, JobRunner, Lane


@pytest.fixture
def runner(qapp):
    made = JobRunner()
    yield made
    made.shut_down()


def news(told):
    """Return handlers that write down what they were told, and on which thread."""

    def note(kind):
        return lambda *value: told.append((kind, *value, threading.current_thread() is threading.main_thread()))

    return Handlers(note("done"), note("failed"), note("cancelled"), note("event"))


def wait(qtbot, runner):
    qtbot.waitUntil(lambda: runner.is_idle)


def test_a_result_arrives_on_the_windows_thread(qtbot, runner):
    told, where = [], []
    runner.submit(Lane.DISK, lambda job: where.append(threading.current_thread()) or 7, news(told))
    wait(qtbot, runner)
    assert told == [("done", 7, True)]
    assert where[0] is not threading.main_thread()


def test_an_error_of_any_kind_arrives_as_failed(qtbot, runner):
    told = []
    world, bug = StetError("The disk is full."), KeyError("bug")
    for error in (world, bug):
        runner.submit(Lane.DISK, lambda job, error=error: raise_it(error), news(told))
    wait(qtbot, runner)
    assert told == [("failed", world, True), ("failed", bug, True)]


def raise_it(error):
    raise error


def test_jobs_of_one_lane_keep_their_order(qtbot, runner):
    told = []
    for number in range(20):
        runner.submit(Lane.DISK, lambda job, number=number: number, Handlers(done=told.append))
    wait(qtbot, runner)
    assert told == list(range(20))


def test_reports_arrive_before_the_end(qtbot, runner):
    told = []
    runner.submit(Lane.DISK, lambda job: [job.report(number) for number in range(3)] and None, news(told))
    wait(qtbot, runner)
    assert [one[0] for one in told] == ["event", "event", "event", "done"]


def test_a_waiting_job_that_is_cancelled_never_runs(qtbot, runner):
    told, ran, gate = [], [], threading.Event()
    runner.submit(Lane.DISK, lambda job: gate.wait(10))
    waiting = runner.submit(Lane.DISK, lambda job: ran.append(1), news(told))
    waiting.cancel()
    gate.set()
    wait(qtbot, runner)
    assert told == [("cancelled", True)]
    assert not ran


def test_a_job_that_finished_after_cancel_counts_as_cancelled(qtbot, runner):
    told, gate, begun = [], threading.Event(), threading.Event()
    job = runner.submit(Lane.DISK, lambda job: (begun.set(), gate.wait(10)), news(told))
    assert begun.wait(10)
    job.cancel()
    gate.set()
    wait(qtbot, runner)
    assert told == [("cancelled", True)]


def test_a_task_may_end_itself_as_cancelled(qtbot, runner):
    told = []
    runner.submit(Lane.DISK, lambda job: raise_it(CancelledError("stopped")), news(told))
    wait(qtbot, runner)
    assert told == [("cancelled", True)]


def test_a_generator_streams_from_the_worker_process(qtbot, runner):
    told = []
    runner.stream(Lane.CHECKING, three, (5,), news(told))
    wait(qtbot, runner)
    assert told == [("event", 5, True), ("event", 6, True), ("event", 7, True), ("done", None, True)]


def three(first):
    yield from range(first, first + 3)


def test_an_endless_stream_stops(qtbot, runner):
    told = []
    job = runner.stream(Lane.CHECKING, count, (0,), news(told))
    qtbot.waitUntil(lambda: len(told) > 3)
    job.cancel()
    wait(qtbot, runner)
    assert told[-1] == ("cancelled", True)
    assert [one[0] for one in told].count("cancelled") == 1


def test_shutting_down_lets_the_disk_finish_and_delivers_the_rest(qapp):
    runner, told = JobRunner(), []
    for number in range(5):
        runner.submit(Lane.DISK, lambda job, number=number: number, Handlers(done=told.append))
    runner.shut_down()
    assert told == [0, 1, 2, 3, 4]
    late = []
    runner.submit(Lane.DISK, lambda job: 1, news(late))
    runner.shut_down()
    assert late == [("cancelled", True)]


def test_a_job_that_waits_begins_when_the_window_had_its_time(qtbot, runner):
    told = []
    runner.give_way(50)
    runner.submit(Lane.DISK, lambda job: "waited", Handlers(done=told.append), waits=True)
    runner.submit(Lane.DISK, lambda job: "at once", Handlers(done=told.append))
    assert not runner.is_idle
    wait(qtbot, runner)
    assert told == ["at once", "waited"]


def test_a_job_that_waits_is_not_lost_when_all_ends(qapp):
    runner, told = JobRunner(), []
    runner.give_way(60_000)
    runner.submit(Lane.DISK, lambda job: 1, Handlers(done=told.append), waits=True)
    runner.shut_down()
    assert told == [1]


def test_what_is_to_be_called_soon_is_called_once_in_a_turn_of_its_own(qtbot, runner):
    called = []

    def first():
        called.append("first")

    def second():
        called.append("second")

    for call in (first, second, first):
        runner.call_soon(call)
    assert not called
    assert not runner.is_idle
    wait(qtbot, runner)
    assert called == ["first", "second"]


def test_news_goes_on_while_a_handler_has_an_event_loop_of_its_own(qtbot, runner):
    loop, told = QEventLoop(), []
    runner.submit(Lane.DISK, lambda job: 1, Handlers(done=lambda _: told.append("asks") or loop.exec()))
    runner.submit(Lane.DISK, lambda job: 2, Handlers(done=lambda _: told.append("answers") or loop.quit()))
    wait(qtbot, runner)
    assert told == ["asks", "answers"]
