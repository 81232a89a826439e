"""A field whose words are kept as they are typed: it grows with them, and hands them over after a short pause."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from widgets.comment_editor import TYPING_PAUSE_MS, CommentText
from widgets.theme import px, theme

_FRAME = 12


class KeptText(CommentText):
    """Words that another part keeps; ``typed`` comes at most a pause after the last key, and when the field is left."""

    typed = Signal(str)

    def __init__(self, name: str, hint: str, lines: int = 2, most: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = lines, most
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._showing = self._is_new = False
        self.textChanged.connect(self._note)
        self.left.connect(self.flush)
        theme().changed.connect(self._fit)
        self._fit()

    def show_words(self, words: str) -> None:
        """Show what is kept now, unless something newer is being typed."""
        if self._is_new or words == self.toPlainText():
            return
        self._showing = True
        self.setPlainText(words)
        self._showing = False
        self.moveCursor(QTextCursor.MoveOperation.End)

    def flush(self) -> None:
        """Hand over what has been typed and was not handed over yet."""
        if self._is_new:
            self._is_new = False
            self._pause.stop()
            self.typed.emit(self.toPlainText())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at this width."""
        super().resizeEvent(event)
        self._fit()

    def _note(self) -> None:
        if not self._showing:
            self._is_new = True
            self._pause.start()
        self._fit()

    def _fit(self) -> None:
        lines = min(self._most, max(self._least, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + px(_FRAME) + 4)
