"""Beginning a work of one's own: its file, its title, and what it was asked for."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.deliverable import Assignment
from widgets.labels import Button, label
from widgets.mentee_work import proposed_title
from widgets.sizing import fit_to

_WIDTH = 460


class BeginDialog(QDialog):
    """Asks for title and assignment; it stays until the work is begun, or says why not."""

    begin_requested = Signal(str, str)  # title, the assignment's id

    def __init__(
        self, path: Path, asked: tuple[Assignment, ...], chosen: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("New work")
        self.title = QLineEdit(proposed_title(path))
        self.title.setAccessibleName("Title")
        self.assignment = QComboBox()
        self.assignment.setAccessibleName("What it was asked for")
        self.assignment.addItem("Nothing in particular", "")
        for one in asked:
            self.assignment.addItem(one.title, one.id)
        self.assignment.setCurrentIndex(max(0, self.assignment.findData(chosen)))
        self.problem = label("", wrap=True)
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(8)
        layout.addWidget(label(f"New work with {path.name}", "title", wrap=True))
        for caption, field in (("Title", self.title), ("What it was asked for", self.assignment)):
            layout.addWidget(label(caption, "caption"))
            layout.addWidget(field)
        layout.addWidget(label("It stays private to you until you hand it in.", "small", wrap=True))
        layout.addWidget(self.problem)
        layout.addStretch()
        layout.addLayout(self._buttons())
        fit_to(self, _WIDTH)
        self.title.setFocus()
        self.title.selectAll()

    def _buttons(self) -> QHBoxLayout:
        cancel, self.go = Button("Cancel"), Button("Begin", kind="primary")
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._ask)
        self.go.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        return buttons

    def refuse(self, sentence: str) -> None:
        """Say why the work was not begun; what is typed stays."""
        self.go.setEnabled(True)
        self.problem.setText(sentence)
        self.problem.show()
        fit_to(self, _WIDTH)

    def _ask(self) -> None:
        self.go.setEnabled(False)
        self.begin_requested.emit(self.title.text(), self.assignment.currentData())
