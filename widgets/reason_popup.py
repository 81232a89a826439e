"""Why a finding is dismissed, by one of a few reasons or own words, and how far that goes."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.services.dismissals import Reach
from widgets.labels import Button, label

REASONS = (
    "It is fine as it stands",
    "The check is wrong here",
    "The author explains it elsewhere",
    "Too small to matter",
    "Said already in another comment",
)


_REACHES = {
    Reach.HERE: "Here, and at the same words in later drafts",
    Reach.DOCUMENT: "This rule, everywhere in this document",
    Reach.TEAM: "This rule, for the team",
}


class ReasonPopup(QFrame):
    """Opens beside the button. A digit or a click chooses a reason, Enter takes the words typed, Escape leaves."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, has_rule: bool = False) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setProperty("surface", "card")
        self.setAccessibleName("Why is it dismissed?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(4)
        layout.addWidget(label("Why?", "caption"))
        self.buttons = [self._button(number, reason) for number, reason in enumerate(REASONS, start=1)]
        for button in self.buttons:
            layout.addWidget(button)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Another reason, then Enter")
        self.field.setAccessibleName("Another reason")
        self.field.setMinimumWidth(260)
        self.field.returnPressed.connect(lambda: self._choose(self.field.text().strip()))
        layout.addWidget(self.field)
        self.reaches = QButtonGroup(self)
        if has_rule:
            layout.addSpacing(6)
            layout.addWidget(label("Where?", "caption"))
            for place, words in enumerate(_REACHES.values()):
                layout.addWidget(self._choice(place, words))

    @property
    def reach(self) -> Reach:
        """How far the dismissal goes."""
        return list(_REACHES)[max(0, self.reaches.checkedId())]

    def open_at(self, corner: QPoint) -> None:
        """Show it with its upper left corner here, inside the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        x = min(corner.x(), room.right() - self.width())
        y = corner.y() if corner.y() + self.height() <= room.bottom() else corner.y() - self.height() - 34
        self.move(max(room.left(), x), max(room.top(), min(y, room.bottom() - self.height())))
        self.show()
        self.buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, move by arrows."""
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(REASONS):
            self._choose(REASONS[digit])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the keyboard back to the window."""
        super().hideEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            parent.activateWindow()

    def _button(self, number: int, reason: str) -> QPushButton:
        button = Button(f" {number}   {reason}", kind="link")
        button.setAccessibleName(reason)
        button.clicked.connect(lambda: self._choose(reason))
        return button

    def _choice(self, place: int, words: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setChecked(place == 0)
        self.reaches.addButton(button, place)
        return button

    def _choose(self, reason: str) -> None:
        if reason:
            self.close()
            self.chosen.emit(reason)
