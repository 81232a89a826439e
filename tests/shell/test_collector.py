"""What is set aside is not looked through again, and goes all the same when nobody holds it."""

import gc
import weakref

from app.shell.collector import Collector


class Held:
    pass


def test_nothing_is_set_aside_before_it_is_switched_on():
    before = gc.get_freeze_count()
    Collector().set_aside()
    assert gc.get_freeze_count() == before


def test_what_is_set_aside_still_goes_with_its_last_holder():
    collector = Collector()
    collector.spare_window()
    held = Held()
    try:
        collector.set_aside()
        assert gc.get_freeze_count() > 0
        gone = weakref.ref(held)
        del held
        assert gone() is None
    finally:
        gc.unfreeze()
