"""How large a window of its own begins, and what scrolls in it where the screen is too small for its content."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QWidget

from widgets.theme import px

_FRAME, _TITLE_BAR = 16, 56  # what a window manager puts around
_ROW = 28
_ANY = 16_777_215  # QWIDGETSIZE_MAX


def begin_at(window: QWidget, width: float, height: float) -> None:
    """Make a window this large, in pixels at 100 % text, or as large as its screen has room for."""
    room = window.screen().availableGeometry()
    window.resize(min(px(width), room.width() - _FRAME), min(px(height), room.height() - _TITLE_BAR))


def fit_to(window: QWidget, width: float, area: QScrollArea | None = None) -> None:
    """Make a window this wide at 100 % text and as high as all its words need there, or as its screen has room for.

    A layout alone gives it the height of a narrower one. ``area`` is the part that scrolls where there is no room.
    """
    room = window.screen().availableGeometry()
    layout = window.layout()
    assert layout is not None
    wide = min(px(width), room.width() - _FRAME)
    page = area.widget() if area is not None else None
    if area is not None and page is not None and (content := page.layout()) is not None:
        if content.hasHeightForWidth():  # else it keeps the height of a narrower one here, too
            page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        margins = layout.contentsMargins()
        area.setFixedHeight(_height_at(content, wide - margins.left() - margins.right()))
    needed, most = _height_at(layout, wide), room.height() - _TITLE_BAR
    size = QSize(wide, min(needed, most))
    if area is not None:  # a bar that came while the sizes change takes the width that would make it needless
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if needed <= most else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        area.setVerticalScrollBarPolicy(bar)
        area.setMinimumHeight(0)
        area.setMaximumHeight(_ANY)
    window.setMinimumSize(size)
    window.resize(size)


def _height_at(layout: QLayout, width: int) -> int:
    hint = layout.totalSizeHint().height()  # asked first: it has the fonts of the style
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else hint


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
