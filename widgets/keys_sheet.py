"""Every key on one sheet, and the switch for those that are a single letter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from widgets.actions import ACTIONS, MENUS
from widgets.labels import Button, label

_COLUMNS = (("Review", "Go"), ("View",), ("File", "Edit", "Help"))


class KeysSheet(QDialog):
    """The keys by menu, in three columns."""

    letters_toggled = Signal(bool)

    def __init__(self, letters_are_on: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        columns = QHBoxLayout()
        columns.setSpacing(36)
        for menus in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(6)
            for menu in menus:
                column.addWidget(label(menu, "title"))
                column.addLayout(_keys_of(menu))
                column.addSpacing(12)
            column.addStretch()
            columns.addLayout(column)
        letters = QCheckBox("Keys of a single letter (never while you type in a field)")
        letters.setChecked(letters_are_on)
        letters.toggled.connect(self.letters_toggled)
        close = Button("Close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(letters)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.addLayout(columns)
        layout.addLayout(foot)
        close.setFocus()


def _keys_of(menu: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for row, spec in enumerate(spec for spec in ACTIONS if spec.menu == menu and spec.key):
        keys = QKeySequence(spec.key).toString(QKeySequence.SequenceFormat.NativeText)
        grid.addWidget(label(keys, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(spec.text), row, 1)
    return grid


assert {menu for column in _COLUMNS for menu in column} == set(MENUS)
