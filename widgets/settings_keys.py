"""The page of settings where each action's key is changed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.actions import ACTIONS, ActionSpec, conflicts, in_words, key_of
from widgets.labels import Button, IconLabel, label
from widgets.theme import px

_REQUEST = Qt.ItemDataRole.UserRole


class KeysPage(QWidget):
    """Every action with its key. A key that two actions would share is refused, with the name of the other one."""

    keys_changed = Signal(object)  # Mapping of action to key, only those that differ from the usual
    letters_toggled = Signal(bool)

    def __init__(self, changed: Mapping[str, str], letters: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changed = dict(changed)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find an action")
        self.field.setAccessibleName("Find an action")
        self.field.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Actions and their keys")
        self.list.setHeaderLabels(["Action", "Key"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.key = QKeySequenceEdit()
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName("New key")
        self.key.setMinimumWidth(px(120))
        self.usual = Button("Usual key")
        self.reset = Button("All usual keys")
        self.trouble = label("", "small", wrap=True)
        self._sign = IconLabel("octagon-alert", "fix", "Not possible")
        self.letters = QCheckBox("Keys of one character (never while you type)")
        self.letters.setChecked(letters)
        self._lay_out()
        self._connect()
        self._fill("")
        self._say("")

    def use(self, key: str) -> None:
        """Give the chosen action this key ("" takes its key away), unless another action has it."""
        spec = self._spec()
        wanted = {one.request: key_of(one, self._changed) for one in ACTIONS} | {spec.request: key}
        other = conflicts(wanted).get(spec.request)
        if other is not None:
            self._say(f"“{other}” has this key. Give that another one first.")
            return
        self._take({**self._changed, spec.request: key})

    def _take(self, changed: Mapping[str, str]) -> None:
        usual = {spec.request: spec.key for spec in ACTIONS}
        self._changed = {request: key for request, key in changed.items() if key != usual.get(request)}
        self._say("")
        self.keys_changed.emit(dict(self._changed))
        self._fill(self.field.text())

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self._sign.setVisible(bool(sentence))
        self.trouble.setVisible(bool(sentence))

    def _spec(self) -> ActionSpec:
        item = self.list.currentItem()
        request = item.data(0, _REQUEST) if item is not None else ACTIONS[0].request
        return next(spec for spec in ACTIONS if spec.request == request)

    def _fill(self, typed: str) -> None:
        chosen, words = self._spec().request, typed.casefold().split()
        self.list.clear()
        for spec in ACTIONS:
            if not all(word in spec.words.casefold() for word in words):
                continue
            shown = in_words(QKeySequence(key_of(spec, self._changed)))
            item = QTreeWidgetItem(self.list, [spec.words, shown])
            item.setData(0, _REQUEST, spec.request)
            if spec.request in self._changed:
                face = item.font(1)
                face.setBold(True)
                item.setFont(1, face)
                item.setToolTip(1, "Changed by you")
            if spec.request == chosen or self.list.currentItem() is None:
                self.list.setCurrentItem(item)

    def _show_chosen(self) -> None:
        spec = self._spec()
        self.key.setKeySequence(QKeySequence(key_of(spec, self._changed)))
        self.usual.setEnabled(spec.request in self._changed)
        self.reset.setEnabled(bool(self._changed))
        self._say("")

    def _connect(self) -> None:
        self.field.textChanged.connect(self._fill)
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.key.editingFinished.connect(lambda: self.use(self.key.keySequence().toString()))
        self.usual.clicked.connect(lambda: self.use(self._spec().key))
        self.reset.clicked.connect(lambda: self._take({}))
        self.letters.toggled.connect(self.letters_toggled)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("New key", "caption"))
        row.addWidget(self.key, 1)
        row.addWidget(self.usual)
        row.addWidget(self.reset)
        trouble = QHBoxLayout()
        trouble.setSpacing(8)
        trouble.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        trouble.addWidget(self.trouble, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(10)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addLayout(trouble)
        column.addWidget(self.letters)
