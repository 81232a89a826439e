"""Reading or comparing, and the way through the changes, in the title bar of the draft."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from widgets.labels import IconButton, label

_GAP, _RIGHT = 8, 6
_FURTHEST = 2


class CompareBar(QWidget):
    """Two segments, and while comparing a step back and forth with the number of the change between."""

    toggled = Signal(bool)
    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folded = 0
        self.words = label("", "small")
        self.back = IconButton("chevron-left", "Previous change (P)", self)
        self.forth = IconButton("chevron-right", "Next change (N)", self)
        self.read = self._segment("Read", "Read this draft alone (Ctrl+D)")
        self.compare = self._segment("Compare", "Compare with the draft before (Ctrl+D)")
        self.switch = IconButton("columns-2", "Compare with the draft before (Ctrl+D)", self)
        self.switch.setCheckable(True)
        self._group = QButtonGroup(self)
        for number, button in enumerate((self.read, self.compare)):
            self._group.addButton(button, number)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, _RIGHT, 0)
        layout.setSpacing(0)
        for part in (self.back, self.words, self.forth):
            layout.addWidget(part)
        layout.addSpacing(_GAP)
        for button in (self.read, self.compare, self.switch):
            layout.addWidget(button)
        self._group.idClicked.connect(lambda number: self.toggled.emit(bool(number)))
        self.switch.clicked.connect(self.toggled)
        self.back.clicked.connect(lambda: self.step_requested.emit(-1))
        self.forth.clicked.connect(lambda: self.step_requested.emit(1))
        self.show_change("")

    def show_change(self, words: str, kind: str = "") -> None:
        """Say which change is the current one and what became of it; empty while the draft is read alone."""
        self.words.setToolTip(kind)
        self.words.setAccessibleName(f"{words}, {kind}" if kind else words)
        (self.compare if words else self.read).setChecked(True)
        self.switch.setChecked(bool(words))
        self.words.setText(words)
        self.fold(self._folded)

    def fold(self, far: int) -> None:
        """Take less room: 0 all, 1 one button in place of two segments, 2 the steps left to the keys and the menu."""
        self._folded = far
        shown = self._parts(far)
        for part in (self.back, self.words, self.forth, self.read, self.compare, self.switch):
            part.setVisible(part in shown)

    def room(self, far: int) -> int:
        """Return the width that it takes folded this far, in pixels."""
        return sum(part.sizeHint().width() for part in self._parts(far)) + _GAP + _RIGHT

    def _parts(self, far: int) -> tuple[QWidget, ...]:
        steps = (self.back, self.words, self.forth) if self.words.text() and far < _FURTHEST else ()
        return (*steps, self.switch) if far else (*steps, self.read, self.compare)

    def _segment(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setProperty("kind", "segment")
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return button
