"""What the first draft needs is loaded beforehand, a little at a time."""

import sys

from PySide6.QtCore import QObject

from tests.shell.making import until
from widgets.preload import MODULES, Preload


def test_every_module_is_there_in_the_end(qapp):
    parent = QObject()
    preload = Preload(parent)
    assert not preload.is_done
    preload.start()
    until(lambda: preload.is_done)
    assert set(MODULES) <= set(sys.modules)
