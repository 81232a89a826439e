"""How long feedback was on the screen: seconds in which its page is shown in the active window, until it counts."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.feedback import OPENED_SECONDS

_STEP_SECONDS = 10


class ReadingClock(QObject):
    """Counts seconds while ``is_read()`` holds and tells of them in steps; it stops when the feedback was opened."""

    passed = Signal(int)  # seconds since the last time

    def __init__(self, is_read: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_read = is_read
        self._seconds, self._left = 0, 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    def start(self, read_before: int) -> None:
        """Count the reading of other feedback, which was read for so many seconds before."""
        self.stop()
        self._left = max(0, OPENED_SECONDS - read_before)
        if self._left:
            self._timer.start()

    def stop(self) -> None:
        """Tell what was counted and count no more."""
        self._timer.stop()
        self.flush()

    def tick(self) -> None:
        """Count one second."""
        if not self._left or not self._is_read():
            return
        self._seconds += 1
        if self._seconds >= min(_STEP_SECONDS, self._left):
            self.flush()

    def flush(self) -> None:
        """Tell what was counted so far."""
        if self._seconds:
            seconds, self._seconds = self._seconds, 0
            self._left = max(0, self._left - seconds)
            if not self._left:
                self._timer.stop()
            self.passed.emit(seconds)
