"""One calm line above the draft, which asks whether it is the next draft of known work."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from widgets.labels import Button, label


class VersionQuestion(QFrame):
    """Asks, and goes once it is answered."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAccessibleName("Is this the next draft?")
        self.words = label("", "", wrap=True)
        self.yes, self.no = Button("Yes", "", "primary"), Button("No, other work")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 5, 14, 5)
        layout.setSpacing(8)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.yes)
        layout.addWidget(self.no)
        self.yes.clicked.connect(lambda: self._answer(True))
        self.no.clicked.connect(lambda: self._answer(False))
        self.hide()

    def ask(self, title: str) -> None:
        """Ask about the work with this title."""
        self.words.setText(f"Is this the next draft of “{title}”?")
        self.show()

    def put_away(self, _: object = None) -> None:
        """Ask no more."""
        self.hide()

    def _answer(self, is_next: bool) -> None:
        self.hide()
        self.answered.emit(is_next)
