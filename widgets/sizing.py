"""How large a window of its own begins, and what scrolls in it where the screen is too small for its content."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from widgets.theme import px

_FRAME, _TITLE_BAR = 16, 56  # what a window manager puts around
_ROW = 28


def begin_at(window: QWidget, width: float, height: float) -> None:
    """Make a window this large, in pixels at 100 % text, or as large as its screen has room for."""
    room = window.screen().availableGeometry()
    window.resize(min(px(width), room.width() - _FRAME), min(px(height), room.height() - _TITLE_BAR))


def row_size() -> QSize:
    """Return the size of a one-line row; a list that is filled before it is shown does not know it from its style."""
    return QSize(0, px(_ROW))


def scrolled(content: QWidget) -> QScrollArea:
    """Return a place in which the content scrolls up and down; the keyboard goes through its parts."""
    content.setProperty("clear", "yes")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
