"""What comes back: what mentors said in several of the last drafts, each with its newest example."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.shell.items import shown_quote, words_of
from app.shell.my_history import ComesBack, History
from widgets.labels import Button, IconLabel, label, rule
from widgets.theme import colour, px

_SQUARE, _STEP = 10, 16  # pixels at 100 %


class ComesBackList(QWidget):
    """One block for each thing that comes back, the most frequent first."""

    feedback_requested = Signal(str)  # a draft's id

    def __init__(self, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = titles
        self._inside: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_history(self, found: History) -> None:
        """Show what comes back, or that nothing does."""
        if self._inside is not None:
            self._inside.deleteLater()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label("What comes back", "title"), 1)
        if found.comes_back:
            head.addWidget(label("■ in that draft   ○ not", "small"))
        column.addLayout(head)
        for one in found.comes_back:
            column.addWidget(rule())
            column.addWidget(self._block(found, one))
        if not found.comes_back:
            words = "Nothing was said in two or more of the last five reviewed drafts."
            column.addWidget(label(words, "muted", wrap=True))
        self._column.addWidget(self._inside)

    def _block(self, found: History, one: ComesBack) -> QFrame:
        recurring, whose = one.recurring, "your" if found.is_own else "the"
        name = self._titles.get(recurring.check) or words_of(recurring.check)
        count = f"{len(recurring.drafts)} of {whose} last {recurring.of} drafts"
        block = QFrame()
        block.setAccessibleName(f"{name}, {count}")
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel("repeat", "ink2", "Comes back"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(label(name, "strong", wrap=True), 1)
        head.addWidget(_Squares([id_ in recurring.drafts for id_ in reversed(recurring.last)]))
        head.addWidget(label(count, "small"))
        column.addLayout(head)
        if one.example is not None:
            quote = shown_quote(one.example.quote)
            if quote:
                column.addWidget(label(f"“{quote}”", "quote", wrap=True))
            column.addWidget(label(shown_quote(one.example.body), "muted", wrap=True))
            self._add_link(column, found, one.example.draft_id)
        return block

    def _add_link(self, column: QVBoxLayout, found: History, draft_id: str) -> None:
        if not found.is_own:
            column.addWidget(label(found.place(draft_id), "small", wrap=True))
            return
        link = Button(found.place(draft_id), kind="link", icon_name="message-square")
        link.clicked.connect(lambda: self.feedback_requested.emit(draft_id))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)


class _Squares(QWidget):
    """A square for each draft in which it was said, a circle for each other, the oldest first; the words count them."""

    def __init__(self, is_in: Sequence[bool]) -> None:
        super().__init__()
        self._is_in = is_in
        self.setFixedSize(QSize(px(_STEP) * len(is_in), px(_SQUARE) + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them in a row."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("ink2"), px(1.5)))
        for place, is_in in enumerate(self._is_in):
            box = QRectF(place * px(_STEP) + 1, 1, px(_SQUARE), px(_SQUARE))
            if is_in:
                painter.fillRect(box, colour("ink2"))
            else:
                painter.drawEllipse(box.adjusted(px(1), px(1), -px(1), -px(1)))  # the line lies inside
        painter.end()
