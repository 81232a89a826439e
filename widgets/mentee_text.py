"""Words of any length: short ones as they are, very long ones in a box that scrolls; and a field for an answer."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from widgets.comment_editor import CommentText
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


class AnswerText(CommentText):
    """The words of an answer: Ctrl+Enter sends them, whatever that key means elsewhere in the window."""

    sent = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the window's actions."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _sends(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+Enter as sending."""
        if _sends(event):
            self.sent.emit()
        else:
            super().keyPressEvent(event)


def _sends(event: QKeyEvent) -> bool:
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
