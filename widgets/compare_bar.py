"""Reading or comparing, and the way through the changes, in the title bar of the draft."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from widgets.labels import IconButton, label


class CompareBar(QWidget):
    """Two segments, and while comparing a step back and forth with the number of the change between."""

    toggled = Signal(bool)
    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_narrow = False
        self.words = label("", "small")
        self.back = IconButton("chevron-left", "Previous change (P)", self)
        self.forth = IconButton("chevron-right", "Next change (N)", self)
        self.read = self._segment("Read", "Read this draft alone (Ctrl+D)")
        self.compare = self._segment("Compare", "Compare with the draft before (Ctrl+D)")
        self._group = QButtonGroup(self)
        for number, button in enumerate((self.read, self.compare)):
            self._group.addButton(button, number)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(0)
        for part in (self.back, self.words, self.forth):
            layout.addWidget(part)
        layout.addSpacing(8)
        for segment in (self.read, self.compare):
            layout.addWidget(segment)
        self._group.idClicked.connect(lambda number: self.toggled.emit(bool(number)))
        self.back.clicked.connect(lambda: self.step_requested.emit(-1))
        self.forth.clicked.connect(lambda: self.step_requested.emit(1))
        self.show_change("")

    def show_change(self, words: str, kind: str = "") -> None:
        """Say which change is the current one and what became of it; empty while the draft is read alone."""
        self.words.setToolTip(kind)
        self.words.setAccessibleName(f"{words}, {kind}" if kind else words)
        (self.compare if words else self.read).setChecked(True)
        self.words.setText(words)
        self.fold(self._is_narrow)

    def fold(self, is_narrow: bool) -> None:
        """Leave the steps to the keys, and their words to the status line, where there is little room."""
        self._is_narrow = is_narrow
        for part in (self.back, self.words, self.forth):
            part.setVisible(bool(self.words.text()) and not is_narrow)

    def _segment(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setProperty("kind", "segment")
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return button
