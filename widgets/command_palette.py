"""Every action by its words: type a few letters, Enter does it."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.actions import in_words
from widgets.sizing import begin_at, row_size
from widgets.theme import colour, font

_KEYS = Qt.ItemDataRole.UserRole + 1
_AIR = 10
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _KeysAtRight(QStyledItemDelegate):
    """Paints the key of an action at the right edge, away from its words."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one action."""
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(font("small"))
        painter.setPen(colour("ink2"))
        beside = option.rect.adjusted(0, 0, -_AIR, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(_KEYS))
        painter.restore()


class CommandPalette(QDialog):
    """A field and the actions that can be done now; ``chosen`` is the one to do after it has closed."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Do…")
        begin_at(self, 460, 380)
        self.chosen: QAction | None = None
        self._actions = [action for action in actions if action.isEnabled()]
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setAccessibleName("What do you want to do?")
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Actions")
        self.list.setItemDelegate(_KeysAtRight(self.list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._choose)
        self.list.itemClicked.connect(lambda _: self._choose())
        self._fill("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list with the arrows while the field has the keyboard."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentRow((self.list.currentRow() + step) % max(self.list.count(), 1))
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        """List the actions in which every typed word occurs."""
        words = typed.casefold().split()
        self.list.clear()
        for action in self._actions:
            text = action.data() or action.text()
            if all(word in text.casefold() for word in words):
                keys = in_words(action.shortcut())
                item = QListWidgetItem(text, self.list)
                item.setData(Qt.ItemDataRole.UserRole, action)
                item.setData(_KEYS, keys)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {keys}" if keys else text)
                item.setSizeHint(row_size())
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
