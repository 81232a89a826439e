"""Changes reach the disk in order, the last typing wins, and a disk that refuses is asked again."""

import pytest

from app.domain.errors import DeniedError, WorkspaceError
from app.shell.jobs import JobRunner
from app.shell.saves import Saves


@pytest.fixture
def runner(qapp):
    made = JobRunner()
    yield made
    made.shut_down()


@pytest.fixture
def saves(runner):
    made = Saves(runner, retry_ms=10)
    yield made
    runner.shut_down()
    made.stop()  # a timer must not run when its last holder lets go of it, on whatever thread


class Disk:
    """Takes writes, or refuses them while ``full``."""

    def __init__(self):
        self.written, self.full, self.asked = [], False, 0

    def write(self, value):
        def write():
            self.asked += 1
            if self.full:
                raise WorkspaceError("The disk is full.")
            self.written.append(value)
            return value

        return write


def ignore(_):
    """Do nothing with a result."""


def test_changes_are_written_in_order_and_told(qtbot, saves):
    disk, told = Disk(), []
    with qtbot.waitSignal(saves.kept):
        for number in range(10):
            saves.put(disk.write(number), told.append)
    assert disk.written == told == list(range(10))
    assert saves.pending == 0


def test_typing_does_not_pile_up(qtbot, saves):
    disk = Disk()
    with qtbot.waitSignal(saves.kept):
        for text in ("a", "ab", "abc", "abcd"):
            saves.put(disk.write(text), ignore, key="edit 1")
    assert disk.written[-1] == "abcd"
    assert len(disk.written) <= 2


def test_a_refused_change_stays_first_and_is_tried_again(qtbot, saves):
    disk, told = Disk(), []
    disk.full = True
    with qtbot.waitSignal(saves.not_kept) as refused:
        saves.put(disk.write(1), told.append)
        saves.put(disk.write(2), told.append)
    assert str(refused.args[0]) == "The disk is full."
    qtbot.waitUntil(lambda: disk.asked > 2)
    assert saves.pending == 2
    disk.full = False
    with qtbot.waitSignal(saves.kept):
        saves.retry()
    assert told == [1, 2]


def refuse():
    raise DeniedError("This belongs to another person.")


def test_what_is_not_allowed_is_said_once_and_blocks_nothing(qtbot, saves):
    disk, told, refused = Disk(), [], []
    saves.refused.connect(refused.append)
    with qtbot.waitSignal(saves.kept):
        saves.put(refuse, told.append)
        saves.put(disk.write(2), told.append)
    assert [str(error) for error in refused] == ["This belongs to another person."]
    assert (told, saves.pending) == ([2], 0)
    saves.put(refuse, told.append)
    assert saves.finish() is None
    qtbot.waitUntil(lambda: len(refused) == 2)
    assert saves.pending == 0


def test_finishing_writes_what_waits_before_it_returns(saves):
    disk, told = Disk(), []
    for number in range(3):
        saves.put(disk.write(number), told.append)
    assert saves.finish() is None
    assert disk.written == [0, 1, 2]


def test_finishing_says_why_when_the_disk_refuses(saves):
    disk = Disk()
    disk.full = True
    saves.put(disk.write(1), ignore)
    assert str(saves.finish()) == "The disk is full."
    assert saves.pending == 1
    disk.full = False
    assert saves.finish() is None
    assert disk.written == [1]


def test_a_bug_in_one_change_does_not_hold_up_the_next(qtbot, saves):
    disk, broken = Disk(), []
    saves.broke.connect(broken.append)

    def bug():
        raise KeyError("bug")

    with qtbot.waitSignal(saves.kept):
        saves.put(bug, ignore)
        saves.put(disk.write(2), ignore)
    assert disk.written == [2]
    assert [type(error) for error in broken] == [KeyError]


def test_stopping_gives_up_on_what_waits(qtbot, saves):
    disk = Disk()
    disk.full = True
    with qtbot.waitSignal(saves.not_kept):
        saves.put(disk.write(1), ignore)
    saves.stop()
    disk.full = False
    assert saves.pending == 0
    assert saves.finish() is None
    assert disk.written == []
