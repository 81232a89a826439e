"""How large a window of its own begins: as large as its content needs, and never larger than the screen."""

from PySide6.QtWidgets import QWidget

from widgets.theme import px

_FRAME, _TITLE_BAR = 16, 56  # what a window manager puts around


def begin_at(window: QWidget, width: float, height: float) -> None:
    """Make a window this large, in pixels at 100 % text, or as large as its screen has room for."""
    room = window.screen().availableGeometry()
    window.resize(min(px(width), room.width() - _FRAME), min(px(height), room.height() - _TITLE_BAR))
