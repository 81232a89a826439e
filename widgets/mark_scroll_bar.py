"""A scroll bar that shows where in the draft the marks are."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from widgets.theme import colour

_TICK = 2
_LEFT, _WIDTH = 1, 6  # beside the handle, which the style sheet keeps to the right
# Where two marks fall on one place, the later of these is seen.
_RANKS = ("context", "ok", "part", "consider", "ask", "accent", "fix")


class MarkScrollBar(QScrollBar):
    """A vertical scroll bar with a small line for every mark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setProperty("marks", True)
        self.ticks: tuple[tuple[float, str], ...] = ()

    def show_ticks(self, ticks: Iterable[tuple[float, str]]) -> None:
        """Show these ticks: how far down the draft, from 0 to 1, and the palette token of the colour."""
        self.ticks = tuple(sorted(ticks, key=lambda tick: _RANKS.index(tick[1])))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ticks beside the handle, one for each pixel; where nothing scrolls there is no handle."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
        painter = QPainter(self)
        room = self.height() - _TICK
        colours = {token: colour(token) for token in {token for _, token in self.ticks}}
        for y, token in {round(share * room): token for share, token in self.ticks}.items():
            painter.fillRect(QRectF(_LEFT, y, _WIDTH, _TICK), colours[token])
