"""The list of drafts: the one on the desk is marked, none opens in place."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from widgets.row_list import RowDelegate, RowList
from widgets.rows import Row
from widgets.theme import colour


class QueueDelegate(RowDelegate):
    """Paints the marked draft on a soft ground with a bar at its left."""

    outside = 8

    def __init__(self, view: "QueueList") -> None:
        super().__init__(view, edge=20)
        self._queue = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one draft."""
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if row.key == self._queue.marked:
            rect: QRect = option.rect
            ground = rect.adjusted(self.outside, 0, -self.outside, 0)
            painter.fillRect(ground, colour("accent_soft"))
            painter.fillRect(QRect(ground.left(), ground.top(), 3, ground.height()), colour("accent"))
            option.state &= ~QStyle.StateFlag.State_MouseOver
        super().paint(painter, option, index)


class QueueList(RowList):
    """Drafts by group."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.marked = ""
        self.setItemDelegate(QueueDelegate(self))

    def mark(self, key: str) -> None:
        """Mark the draft on the desk."""
        self.marked = key
        index = self.model().index_of(key)  # type: ignore[attr-defined]
        if index.isValid():
            self.set_current_quietly(index)
        self.viewport().update()
