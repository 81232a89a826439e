"""Threads and garbage collection that do not make the window wait.

A long draft is hundreds of thousands of small objects without a circle among them. Looking through all of them takes
a third of a second in which nothing else runs, and finds nothing.

The window's thread gives its turn away with each call into Qt, and has to ask for it back. Python lets a busy thread
go on for 5 ms before it answers, which adds up to a tenth of a second when a draft is drawn beside one.
"""

import gc
import sys

_TURN_SECONDS = 0.0005


class Collector:
    """Leaves what was made so far out of every later collection, once it has been switched on."""

    def __init__(self) -> None:
        self._is_on = False

    def spare_window(self) -> None:
        """Switch it on: for the program with a window, which stays open for hours, and not for a test or a command."""
        self._is_on = True
        sys.setswitchinterval(_TURN_SECONDS)

    def set_aside(self) -> None:
        """Never again look through what there is now; it goes as soon as nothing refers to it all the same."""
        if self._is_on:
            gc.freeze()


collector = Collector()
