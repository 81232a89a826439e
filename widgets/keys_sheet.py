"""Every key on one sheet, and the switch for those that are a single character."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.actions import ACTIONS, MENUS, Actions
from widgets.labels import Button, label
from widgets.sizing import begin_at
from widgets.theme import text_scale

_COLUMNS = {
    1140: (("Review",), ("View", "Go"), ("File", "Edit", "Help")),
    760: (("Review", "Help"), ("View", "Go", "File", "Edit")),
    0: (MENUS,),
}
"""The menus of each column, by the least width of the screen in pixels at 100 % text."""
_MARGINS = (28, 24, 28, 12)
_BETWEEN = 7  # two menus
_BESIDE, _BELOW = 14, 70  # the scroll bar; the line of buttons


class KeysSheet(QDialog):
    """The keys by menu, in as many columns as the screen has room for at this size of text."""

    letters_toggled = Signal(bool)
    change_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        page = QWidget()
        page.setProperty("clear", "yes")
        columns = QHBoxLayout(page)
        columns.setContentsMargins(*_MARGINS)
        columns.setSpacing(36)
        room = self.screen().availableGeometry().width() / text_scale()
        for menus in next(menus for least, menus in _COLUMNS.items() if room >= least):
            columns.addLayout(_column_of(menus, actions))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._foot(actions))
        self._fit(page)
        self._close.setFocus()

    def _foot(self, actions: Actions) -> QHBoxLayout:
        letters = QCheckBox("Keys of one character (never while you type)")
        letters.setChecked(actions.letters_are_on)
        letters.toggled.connect(self.letters_toggled)
        change, close = Button("Change keys…"), Button("Close")
        change.clicked.connect(self.change_requested)
        change.clicked.connect(self.accept)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(28, 4, 28, 18)
        self._close = close
        foot.addWidget(letters)
        foot.addStretch()
        foot.addWidget(change)
        foot.addWidget(close)
        close.setDefault(True)
        return foot

    def _fit(self, page: QWidget) -> None:
        """Be as large as the keys need, and no larger than the screen."""
        wanted, scale = page.sizeHint(), text_scale()
        begin_at(self, wanted.width() / scale + _BESIDE, wanted.height() / scale + _BELOW)


def _column_of(menus: Sequence[str], actions: Actions) -> QGridLayout:
    """Return one column of the sheet: the keys of its menus, one below the other, with their words in one line."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    row = 0
    for menu in menus:
        grid.addWidget(label(menu, "title"), row, 0, 1, 2)
        shown = [(actions.key_words(spec), spec.words) for spec in ACTIONS if spec.menu.split("/")[0] == menu]
        for key, text in _in_runs([pair for pair in shown if pair[0]]):
            row += 1
            grid.addWidget(label(key, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(text), row, 1)
        grid.setRowMinimumHeight(row + 1, _BETWEEN)
        row += 2
    grid.setRowStretch(row, 1)
    return grid


def _in_runs(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield keys with their words; keys that follow each other and number their words are one: "1–9"."""

    def run_of(placed: tuple[int, tuple[str, str]]) -> object:
        place, (key, words) = placed
        return int(key) - place if key.isdigit() and words.endswith(f" {key}") else place + 0.5

    for _, run in groupby(enumerate(pairs), run_of):
        rows = [pair for _, pair in run]
        (first, words), (last, _) = rows[0], rows[-1]
        yield (first, words) if first == last else (f"{first}–{last}", f"{words} to {last}")


for _columns in _COLUMNS.values():
    assert {menu for column in _columns for menu in column} == set(MENUS)
