"""Threads and garbage collection that do not make the window wait.

A long draft is hundreds of thousands of small objects without a circle among them. Looking through all of them takes
a third of a second in which nothing else runs, and finds nothing.

The window's thread gives its turn away with each call into Qt, and has to ask for it back. Python lets a busy thread
go on for 5 ms before it answers, which adds up to a tenth of a second when a draft is drawn beside one.

What Qt made must go on the window's thread: a timer or a widget that is freed on another one takes the program with it.
So the window's thread alone collects, and no other.
"""

import gc
import sys

from PySide6.QtCore import QTimer

_TURN_SECONDS = 0.0005
_COLLECT_MS = 1000


class Collector:
    """Leaves what was made so far out of every later collection, once it has been switched on."""

    def __init__(self) -> None:
        self._is_on = False
        self._timer: QTimer | None = None
        self._turn = sys.getswitchinterval()

    def spare_window(self) -> None:
        """Switch it on: for the program with a window, which stays open for hours, and not for a test or a command."""
        if self._is_on:
            return
        self._is_on = True
        self._turn = sys.getswitchinterval()
        sys.setswitchinterval(_TURN_SECONDS)
        gc.disable()
        self._timer = QTimer()
        self._timer.setInterval(_COLLECT_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def stop(self) -> None:
        """Let Python collect again by itself, on any thread."""
        if self._is_on:
            self._is_on, self._timer = False, None
            sys.setswitchinterval(self._turn)
            gc.enable()

    def set_aside(self) -> None:
        """Never again look through what there is now; it goes as soon as nothing refers to it all the same."""
        if self._is_on:
            gc.freeze()


def collect() -> None:
    """Collect the generations that are due, the oldest of them with all younger ones."""
    due = [generation for generation in range(3) if gc.get_count()[generation] > gc.get_threshold()[generation]]
    if due:
        gc.collect(due[-1])


collector = Collector()
