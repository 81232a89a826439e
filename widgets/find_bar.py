"""Find words in the draft."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from widgets.labels import IconButton, label


class FindBar(QFrame):
    """A line above the draft: Enter finds the next place, Shift+Enter the one before, Escape closes."""

    find_requested = Signal(str, bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find in the draft")
        self.field.setAccessibleName("Find in the draft")
        self.field.setClearButtonEnabled(True)
        self._answer = label("", "small")
        self.field.textChanged.connect(lambda _: self._answer.setText(""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._answer)
        for icon_name, name, backwards in (
            ("chevron-left", "Previous place", True),
            ("chevron-right", "Next place", False),
        ):
            button = IconButton(icon_name, name, self)
            button.clicked.connect(lambda _=False, back=backwards: self.ask(back))
            layout.addWidget(button)
        close = IconButton("x", "Close", self)
        close.clicked.connect(self.close_bar)
        layout.addWidget(close)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar with the field ready for typing."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def ask(self, backwards: bool = False) -> None:
        """Ask for the next (or previous) place of what is typed."""
        if self.field.text():
            self.find_requested.emit(self.field.text(), backwards)

    def ask_next(self) -> None:
        """Ask for the next place of what is typed."""
        self.ask()

    def answer(self, number: int, count: int) -> None:
        """Say which of how many places is shown (from 1), or that the words are not in the draft."""
        self._answer.setText(f"{number:,} of {count:,}" if count else "Not in this draft")

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find with Enter, close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)
