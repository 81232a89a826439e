"""Words of any length: short ones as they are, very long ones in a box of their own that scrolls."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from widgets.labels import label
from widgets.theme import px

_LONG = 3_000
_LINES = 10


def long_text(text: str, role: str = "") -> QWidget:
    """Return plain text in a role of the style sheet; one of 100,000 characters must not make a row a mile high."""
    if len(text) <= _LONG:
        return label(text, role, wrap=True)
    box = QPlainTextEdit(text)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setAccessibleName(f"{text[:80]}…")
    box.setFixedHeight(px(22) * _LINES)
    return box
