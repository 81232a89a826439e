"""Garbage collection that does not make the window wait.

A long draft is hundreds of thousands of small objects without a circle among them. Looking through all of them takes
a third of a second in which nothing else runs, and finds nothing.
"""

import gc


class Collector:
    """Leaves what was made so far out of every later collection, once it has been switched on."""

    def __init__(self) -> None:
        self._is_on = False

    def spare_window(self) -> None:
        """Switch it on: for the program with a window, which stays open for hours, and not for a test or a command."""
        self._is_on = True

    def set_aside(self) -> None:
        """Never again look through what there is now; it goes as soon as nothing refers to it all the same."""
        if self._is_on:
            gc.freeze()


collector = Collector()
