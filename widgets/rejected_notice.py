"""Says which source lists, and which of their entries, could not be read: by file and line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.reference import Rejected
from widgets.labels import Button, IconLabel, label

_MOST = 3


class RejectedNotice(QFrame):
    """The first few entries, and all of them to copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences: list[str] = []
        self._words = label("", "small", wrap=True)
        self._copy = Button("Copy the whole list", kind="link", icon_name="copy")
        self._copy.clicked.connect(lambda: QApplication.clipboard().setText("\n".join(self._sentences)))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label("Left out of your lists", "caption"))
        texts.addWidget(self._words)
        texts.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(
            IconLabel("file-exclamation-point", "ask", "Entries that could not be read"), 0, Qt.AlignmentFlag.AlignTop
        )
        row.addLayout(texts, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says about the entries."""
        return self._words.text()

    def show_rejected(self, rejected: Sequence[Rejected], left_out: Sequence[str] = ()) -> None:
        """Name these entries after the lists that were ``left_out``; nothing is shown when there are none."""
        self._sentences = [*left_out, *(f"{one.file}, line {one.line}: {one.reason}" for one in rejected)]
        more = len(self._sentences) - _MOST
        shown = self._sentences[:_MOST] + ([f"and {more:,} more"] if more > 0 else [])
        self._words.setText("\n".join(shown))
        self._copy.setVisible(more > 0)
        self.setVisible(bool(self._sentences))
