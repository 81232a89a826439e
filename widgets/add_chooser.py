"""A choice that does something at once: add this one."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from widgets.scores_filters import Chooser

_ON_THE_LIST = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}


class AddChooser(Chooser):
    """``chosen`` tells the value that was chosen from the open list.

    A closed combo box would take the next one with each key or turn of the wheel, and do what it says.
    """

    chosen = Signal(str)

    def __init__(self, hint: str, choices: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(hint, parent)
        self.offer([(f"{hint}…", ""), *choices], "")
        self.activated.connect(self._tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list where a closed one would choose."""
        typed = event.text().strip()  # Escape's is no white space either
        if event.key() in _ON_THE_LIST or (typed and typed.isprintable()):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def _tell(self) -> None:
        if self.value():
            self.chosen.emit(str(self.value()))
