"""A bug is written to the log, said once for each place, and never stops the work."""

import sys
import threading

import pytest

from app.shell.crash import CrashHandler


@pytest.fixture
def crashes(qapp, tmp_path):
    handler = CrashHandler(tmp_path / "logs")
    yield handler
    handler.restore()


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_crash_is_logged_and_told(qtbot, crashes, tmp_path):
    with qtbot.waitSignal(crashes.crashed) as told:
        crashes.take(raised(KeyError("rubric")))
    crash = told.args[0]
    assert crash.summary == "KeyError: 'rubric'"
    assert crash.log == tmp_path / "logs" / "stet.log"
    assert "Traceback" in crash.log.read_text()
    assert "test_crash.py" in crash.details


def test_the_same_place_is_told_once_but_logged_each_time(qtbot, crashes):
    told = []
    crashes.crashed.connect(told.append)
    for _ in range(3):
        crashes.take(raised(ValueError("again")))
    qtbot.waitUntil(lambda: bool(told) and told[0].log.read_text().count("ValueError: again") == 3)
    assert len(told) == 1


def test_hooks_take_what_nobody_caught_and_are_given_back(qtbot, crashes):
    before = sys.excepthook, threading.excepthook
    crashes.install()
    error = raised(ZeroDivisionError("by zero"))
    with qtbot.waitSignal(crashes.crashed) as told:
        sys.excepthook(type(error), error, error.__traceback__)
    assert told.args[0].summary == "ZeroDivisionError: by zero"
    with qtbot.waitSignal(crashes.crashed) as told:
        thread = threading.Thread(target=[].pop)
        thread.start()
        thread.join()
    assert told.args[0].summary.startswith("IndexError")
    crashes.restore()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_disk_that_takes_no_log_stops_nothing(qtbot, qapp, tmp_path):
    (tmp_path / "logs").write_text("a file where the folder should be")
    handler = CrashHandler(tmp_path / "logs")
    with qtbot.waitSignal(handler.crashed) as told:
        handler.take(raised(KeyError("x")))
    assert told.args[0].summary == "KeyError: 'x'"
    handler.restore()
