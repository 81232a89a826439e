"""Which copy of the shared database is read from beside the server, if any: tried before it is kept."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.shell.sharing_desk import SharingDesk
from widgets.labels import Button, label
from widgets.sharing_address import text_field
from widgets.sharing_dialog import Answer
from widgets.sizing import fit_to

_WHAT = (
    "Where much is read, as a lead does, your admin may have set up a copy of the server. New work is read from it as "
    "long as it is no older than the server; all else goes to the server itself. User and password are the same."
)
_WIDTH = 460


class CopyDialog(QDialog):
    """Asks for the copy; an empty field reads from the server alone."""

    def __init__(self, desk: SharingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Copy for reading")
        self.desk = desk
        self.field = text_field("Copy for reading")
        self.field.setText(desk.standing.copy)
        self.field.setPlaceholderText("db2.example.org, or with a port db2.example.org:5433")
        self.answer = Answer(self)
        self.keep = Button("Use it", kind="primary")
        self._lay_out()
        self.keep.clicked.connect(lambda _: self._go())
        self.keep.setDefault(True)
        desk.copied.connect(self._tell)
        self.field.textChanged.connect(lambda _: self._name())
        self.answer.said.connect(self._fit)
        self._name()
        self.field.setFocus()

    def _name(self) -> None:
        """Say on the button what an empty field means; what was said of another text goes."""
        self.answer.say("")
        self.keep.setText("Use it" if self.field.text().strip() else "Use none")
        self.keep.setAccessibleName(self.keep.text())

    def _go(self) -> None:
        self.keep.setEnabled(False)
        self.answer.say("Asking the copy…")
        self.desk.read_from(self.field.text().strip())

    def _tell(self, why: str) -> None:
        self.keep.setEnabled(True)
        self.answer.say(why, good=False)
        if not why:
            self.accept()

    def _fit(self) -> None:
        fit_to(self, _WIDTH)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("Copy for reading", "title"))
        layout.addWidget(label(_WHAT, "muted", wrap=True))
        layout.addWidget(self.field)
        layout.addWidget(self.answer)
        buttons = QHBoxLayout()
        buttons.addStretch()
        cancel = Button("Cancel")
        cancel.clicked.connect(lambda _: self.reject())
        for part in (cancel, self.keep):
            buttons.addWidget(part)
        layout.addLayout(buttons)
