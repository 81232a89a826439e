"""A page in place of the draft: what is so, why, and one next step."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.shell.items import Failure, WorkProgress
from widgets.labels import Button, IconLabel, label


class NoticePage(QFrame):
    """Says what is being read and how far it is, or why something could not be opened."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(44, 44, 44, 44)
        self._layout.addStretch(1)
        self._layout.addStretch(2)
        self._holder: QWidget | None = None
        self._progress: tuple[QLabel, QProgressBar] | None = None

    def show_busy(self, name: str) -> None:
        """Say that a file is being read."""
        buttons = self._show("file-text", "ink2", f"Reading {name}", "It opens here in a moment.")
        far, bar, stop = label("", "small"), QProgressBar(), Button("Stop", kind="link")
        bar.setTextVisible(False)
        bar.setAccessibleName("How far the reading is")
        stop.clicked.connect(self.stop_requested)
        buttons.insertWidget(0, bar, 1)
        for part in (far, stop):
            buttons.addWidget(part)
        self._progress = far, bar

    def show_progress(self, progress: WorkProgress | None) -> None:
        """Say how far the reading of the file is, while it is read."""
        if self._progress is None or progress is None:
            return
        far, bar = self._progress
        far.setText(f"{progress.done:,} of {progress.total:,}" if progress.total else "")
        bar.setRange(0, max(progress.total, 1))
        bar.setValue(progress.done)

    def show_failure(self, failure: Failure, action: str, asked: Callable[[], object]) -> None:
        """Say what went wrong, with the next step (``asked`` is called when it is taken) and the details to copy."""
        box = self._show("file-exclamation-point", "fix", failure.title, failure.sentence)
        another = Button(action)
        another.clicked.connect(lambda *_: asked())
        copy = Button("Copy details", kind="link", icon_name="copy")
        copy.clicked.connect(
            lambda: QApplication.clipboard().setText(f"{failure.title}\n{failure.path}\n\n{failure.details}")
        )
        box.insertWidget(0, another)
        box.insertWidget(1, copy)

    def _show(self, icon_name: str, colour: str, title: str, sentence: str) -> QHBoxLayout:
        """Show one box and return the layout for its buttons."""
        box = QFrame(self)
        box.setProperty("surface", "card")
        box.setMaximumWidth(620)
        box.setAccessibleName(f"{title}. {sentence}")
        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addWidget(label(title, "strong", wrap=True))
        texts.addWidget(label(sentence, "muted", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(14)
        buttons.addStretch()
        texts.addLayout(buttons)
        inside = QHBoxLayout(box)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(IconLabel(icon_name, colour, "", 20), 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(texts, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(box, 6)
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        self._replace(holder)
        return buttons

    def _replace(self, holder: QWidget) -> None:
        self._progress = None
        if self._holder is not None:
            self._layout.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = holder
        self._layout.insertWidget(1, holder)
