"""What is set aside is not looked through again, and goes all the same when nobody holds it."""

import gc
import sys
import threading
import weakref

import pytest

from app.shell.collector import Collector


class Held:
    pass


def test_nothing_is_set_aside_before_it_is_switched_on():
    before = gc.get_freeze_count()
    Collector().set_aside()
    assert gc.get_freeze_count() == before


@pytest.mark.usefixtures("qapp")
def test_what_is_set_aside_still_goes_with_its_last_holder():
    collector, turns = Collector(), sys.getswitchinterval()
    collector.spare_window()
    assert sys.getswitchinterval() < turns
    held = Held()
    try:
        collector.set_aside()
        assert gc.get_freeze_count() > 0
        gone = weakref.ref(held)
        del held
        assert gone() is None
    finally:
        collector.stop()
        gc.unfreeze()


def test_circles_go_on_the_windows_thread_alone(qtbot):
    collector, gone_on, turns = Collector(), [], sys.getswitchinterval()

    class Circle:
        def __init__(self):
            self.me = self

        def __del__(self):
            gone_on.append(threading.current_thread())

    def make_many():
        for _ in range(5000):
            Circle()

    collector.spare_window()
    try:
        worker = threading.Thread(target=make_many)
        worker.start()
        worker.join()
        assert gone_on == []
        qtbot.waitUntil(lambda: len(gone_on) > 0)
        assert set(gone_on) == {threading.main_thread()}
    finally:
        collector.stop()
    assert gc.isenabled()
    assert sys.getswitchinterval() == turns
