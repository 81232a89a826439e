"""What is set aside is not looked through again, and goes all the same when nobody holds it."""

import gc
import sys
import weakref

import pytest

from app.shell.collector import Collector


@pytest.fixture(autouse=True)
def turns():
    """Threads take turns afterwards as they did before."""
    before = sys.getswitchinterval()
    yield before
    sys.setswitchinterval(before)


class Held:
    pass


def test_nothing_is_set_aside_before_it_is_switched_on():
    before = gc.get_freeze_count()
    Collector().set_aside()
    assert gc.get_freeze_count() == before


def test_what_is_set_aside_still_goes_with_its_last_holder(turns):
    collector = Collector()
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
        gc.unfreeze()
