"""The answers to a comment, the earliest first, and a field for one's own."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.feedback import Reply
from app.shell.around import Around
from widgets.labels import Button, label
from widgets.mentee_text import AnswerText, long_text
from widgets.theme import px

_LINES = 2.6


class CommentThread(QWidget):
    """Shows who answered what; a comment that the mentee has been given can be answered."""

    answered = Signal(str)  # the words

    def __init__(self, replies: Sequence[Reply], here: Around, can_answer: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        for reply in replies:
            when = datetime.fromtimestamp(reply.created_ms / 1000).astimezone()
            layout.addWidget(label(f"{here.name(reply.author_id)}, {when.day} {when:%B}", "small"))
            layout.addWidget(long_text(reply.body))
        self.field = AnswerText(self)
        self.field.setAccessibleName("Your answer")
        self.field.setPlaceholderText("Answer")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(round(px(22) * _LINES))
        self.field.sent.connect(self._send)
        self._button = Button("Answer", "Ctrl+Enter")
        self._button.clicked.connect(self._send)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        layout.addWidget(self.field)
        layout.addLayout(row)
        self.field.setVisible(can_answer)
        self._button.setVisible(can_answer)

    @property
    def is_sent(self) -> bool:
        """Whether the answer is on its way, so that nothing is lost when the thread is made anew."""
        return not self._button.isEnabled()

    def _send(self) -> None:
        words = self.field.toPlainText().strip()
        if words and not self.is_sent:
            self._button.setEnabled(False)
            self.answered.emit(words)
