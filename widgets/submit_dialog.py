"""Handing a draft in: what goes, who reads it, and what the author says about AI use; nothing goes before Hand in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import BadInputError
from app.services.submitting import Disclosure
from app.shell.mine import WorkLine
from widgets.disclosure_form import DisclosureForm
from widgets.labels import Button, IconLabel, label, rule
from widgets.sizing import begin_at

_TYPING_PAUSE_MS = 400


class SubmitDialog(QDialog):
    """Asks for the disclosure. ``submit_requested`` carries it; the dialog stays until it is kept, or says why not."""

    submit_requested = Signal(object)  # Disclosure
    edited = Signal(str)  # what is typed so far

    def __init__(self, line: WorkLine, readers: tuple[str, ...], kept: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert line.newest is not None
        self.setWindowTitle("Hand in")
        begin_at(self, 560, 740)
        self.form = DisclosureForm()
        self.form.use_kept(kept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 14)
        layout.setSpacing(8)
        layout.addLayout(_head(line, readers))
        layout.addWidget(rule())
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.form)
        self.form.setProperty("clear", "yes")
        layout.addWidget(area, 1)
        layout.addWidget(rule())
        layout.addLayout(self._foot())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.form.edited.connect(self._pause.start)
        self.form.attach_requested.connect(self._choose_text)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)
        self.form.levels.button(max(0, self.form.levels.checkedId())).setFocus()
        self._read_text: Callable[[Path], object] = lambda _: None

    def read_texts_with(self, read: Callable[[Path], object]) -> None:
        """Use ``read`` to get a transcript's text; it answers with ``form.attach`` or ``refuse``."""
        self._read_text = read

    def flush(self) -> None:
        """Tell what is typed so far."""
        self._pause.stop()
        self.edited.emit(self.form.kept())

    def submit(self) -> None:
        """Hand in what is said, or say what is missing."""
        if not self.go.isEnabled():
            return
        try:
            said: Disclosure = self.form.disclosure()
        except BadInputError as error:
            self.refuse(str(error))
            return
        self._say("")
        self.go.setEnabled(False)
        self._pause.stop()
        self.submit_requested.emit(said)

    def refuse(self, sentence: str) -> None:
        """Say why nothing was handed in; what is typed stays."""
        self.go.setEnabled(True)
        self._say(sentence)

    def reject(self) -> None:
        """Close, with what is typed kept for the next time."""
        self.flush()
        super().reject()

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        is_held = self.form.hold(self._trouble)
        if not is_held:
            self._foot_column.insertWidget(0, self._trouble)
        self._trouble.setVisible(bool(sentence))
        if is_held:
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self._trouble))  # once it has its place

    def _choose_text(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Take from a text file", "", "Text (*.txt *.md);;All files (*)")
        if name:
            self._read_text(Path(name))

    def _foot(self) -> QVBoxLayout:
        self.problem = label("", wrap=True)
        self._trouble = QWidget()
        wrong = QHBoxLayout(self._trouble)
        wrong.setContentsMargins(0, 0, 0, 0)
        wrong.addWidget(IconLabel("octagon-alert", "fix", "Not handed in"))
        wrong.addWidget(self.problem, 1)
        self._trouble.hide()
        cancel, self.go = Button("Not yet"), Button("Hand in", "Ctrl+Enter", "primary")
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.submit)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        self._foot_column = foot = QVBoxLayout()
        foot.setContentsMargins(24, 4, 24, 0)
        foot.addWidget(self._trouble)
        foot.addLayout(buttons)
        return foot


def _head(line: WorkLine, readers: tuple[str, ...]) -> QVBoxLayout:
    draft = line.newest
    assert draft is not None
    column = QVBoxLayout()
    column.setContentsMargins(24, 0, 24, 4)
    column.setSpacing(4)
    column.addWidget(label(f"Hand in “{line.work.deliverable.title}”, draft {draft.number}", "title", wrap=True))
    who = f"{' and '.join(readers)} will read {draft.name} and what you say here." if readers else _NOBODY
    column.addWidget(label(f"{who} Your own checks stay private.", "muted", wrap=True))
    return column


_NOBODY = "Nobody mentors you here yet, so nobody will read it until an admin pairs you with a mentor."
