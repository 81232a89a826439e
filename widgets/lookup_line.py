"""One line of the references panel: offers to ask online services, says how far that is, and how it went."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from app.shell.library_online import LibraryOnline
from widgets.labels import Button, label

if TYPE_CHECKING:
    from app.services.looking_up import LookingUp


class LookUpLine(QFrame):
    """Hidden where there is nothing to ask about and nothing to say."""

    asked = Signal()  # all that the lists left open is to be looked up
    log_requested = Signal()

    def __init__(self, online: LibraryOnline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._online = online
        self._said = ""
        self.words = label("", "small", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(90)
        self._bar.setAccessibleName("References looked up")
        self.start = Button("Look them up online…")
        self.stop = Button("Stop", kind="link")
        self.log = Button("See the log", kind="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        for part in (self._bar, self.stop, self.log, self.start):
            row.addWidget(part)
        self.start.clicked.connect(self.asked)
        self.stop.clicked.connect(online.stop)
        self.log.clicked.connect(self.log_requested)
        online.progressed.connect(self._show_progress)
        online.ended.connect(self._say)
        online.refused.connect(self._say)
        online.changed.connect(self.refresh)
        self.refresh()

    def forget(self) -> None:
        """Say nothing of what was asked about another draft."""
        self._said = ""
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to ask about now."""
        asking, count = self._online.is_asking, len(self._online.open_items())
        for part in (self._bar, self.stop):
            part.setVisible(asking)
        self.log.setVisible(bool(self._said) and not asking)
        self.start.setVisible(bool(count) and not asking and not self._said)
        self.setVisible(self._online.is_offered and bool(asking or self._said or count))
        if asking:
            self._show_progress(self._online.progress)
        elif self._said:
            self.words.setText(self._said)
        else:
            self.words.setText(f"{count:,} could not be verified on this computer.")

    def _show_progress(self, progress: "LookingUp | None") -> None:
        if progress is None:
            self.words.setText("Asking online services…")
            self._bar.setRange(0, 0)
            return
        questions = "1 question" if progress.asked == 1 else f"{progress.asked:,} questions"
        self.words.setText(f"Looked up {progress.done:,} of {progress.total:,}, {questions} asked")
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.done)

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self.refresh()
