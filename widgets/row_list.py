"""A list of quiet rows in which one opens in place over the full width."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.icons import pixmap
from widgets.rows import Row, RowModel
from widgets.theme import colour, font, px, theme

Index = QModelIndex | QPersistentModelIndex
EDGE = 16
GAP = 8  # between an icon and its words, as in the row that is open


class RowDelegate(QStyledItemDelegate):
    """Paints rows: icons in one column, text in the next, places and counts at the right."""

    outside = 1  # pixels at either side that the ground and the ring of the current row leave free

    def __init__(self, view: "RowList", edge: int = EDGE) -> None:
        super().__init__(view)
        self._view = view
        self._edge = edge
        self.rescale()
        theme().changed.connect(self.rescale)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; the open one is as high as its widget. Called very often with a long list."""
        del option  # every row is as wide as the list
        row = self._view.rows[index.row()]
        if row.key == self._view.open_key:
            return QSize(10, self._view.open_height())
        return self._sizes[34 if row.count is not None else 49 if row.detail else 32]

    def rescale(self) -> None:
        """Take the heights that the size of the text needs."""
        self._sizes = {height: QSize(10, px(height)) for height in (32, 34, 49)}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if row.key == self._view.open_key:
            return
        painter.save()
        state, rect = option.state, option.rect
        is_focused = self._view.hasFocus() and self._view.currentIndex() == index
        if is_focused and not row.is_group:
            painter.fillRect(rect.adjusted(self.outside, 0, -self.outside, 0), colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("hover"))
        if row.is_group:
            self._paint_group(painter, rect, row)
        else:
            self._paint_item(painter, rect, row)
        if is_focused:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(self.outside + 1, 1, -self.outside - 1, -1), 4, 4)
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, row: Row) -> None:
        size = px(14)
        arrow = pixmap("chevron-right" if row.folded else "chevron-down", "ink2", 14)
        painter.drawPixmap(rect.left() + self._edge + 1, rect.center().y() - size // 2 + 1, arrow)
        caption, small = font("caption"), font("small")
        left = rect.left() + self._edge + px(18)
        _draw(painter, QRect(left, rect.top(), rect.width(), rect.height()), row.title, caption, "ink2")
        left += QFontMetrics(caption).horizontalAdvance(row.title) + px(8)
        _draw(painter, QRect(left, rect.top(), px(80), rect.height()), f"{row.count:,}", small, "ink2")

    def _paint_item(self, painter: QPainter, rect: QRect, row: Row) -> None:
        first = QRect(rect.left(), rect.top() + px(5), rect.width(), px(20))
        if not row.detail:
            first = QRect(rect)
        if row.icon:
            painter.drawPixmap(
                rect.left() + self._edge, first.center().y() - px(16) // 2 + 1, pixmap(row.icon, row.colour, 16)
            )
        left = self._edge + (px(16) + GAP if row.icon else 0)
        face = font("strong" if row.strong else "body")
        wanted = left + QFontMetrics(face).horizontalAdvance(row.title) + px(12) + 2  # a fraction must not cut it
        right = self._paint_place(painter, first, row, wanted)
        title = QRect(rect.left() + left, first.top(), right - rect.left() - left - px(12), first.height())
        _draw(painter, title, row.title, face, "ink")
        if row.detail:
            second = QRect(title.left(), first.bottom() + 1, rect.right() - self._edge - title.left(), px(18))
            _draw(painter, second, row.detail, font("quote" if row.quoted else "small"), "ink2", small=row.quoted)

    def _paint_place(self, painter: QPainter, line: QRect, row: Row, taken: int) -> int:
        """Draw the place at the right edge, in what the title leaves or a quarter, and return where it starts."""
        right = line.right() - self._edge + 1
        if not row.place:
            return right
        metrics = QFontMetrics(font("small"))
        room = max(line.width() // 4, line.width() - self._edge - taken)
        width = min(metrics.horizontalAdvance(row.place) + 1, room)
        _draw(painter, QRect(right - width, line.top(), width, line.height()), row.place, font("small"), "ink2")
        return right - width


def _draw(painter: QPainter, rect: QRect, text: str, face: QFont, token: str, small: bool = False) -> None:
    """Draw one line of text, cut at the end when it is too long."""
    if small:
        face.setPixelSize(px(13))
    painter.setFont(face)
    painter.setPen(colour(token))
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class RowList(QListView):
    """Rows of one panel. The current row opens: the panel hands its widget over with ``open_row``."""

    chosen = Signal(str)  # the key of an item that a person made current
    folded = Signal(str)  # the key of a group whose head was clicked or pressed

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_key = ""
        self._open: QWidget | None = None
        self._choosing = True
        self._width_used = self._height_used = 0
        self._model = RowModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(px(24))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown."""
        return self._model.rows

    @property
    def open_widget(self) -> QWidget | None:
        """The widget of the open row."""
        return self._open

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows, keeping the scroll position and the open row."""
        if rows == self.rows:
            return
        choosing, self._choosing = self._choosing, False
        self._model.show(rows)
        self._choosing = choosing
        if self.open_key and self._model.place_of(self.open_key) is None:
            self.close_row()
        self.relayout()

    def has(self, key: str) -> bool:
        """Whether there is a row with this key."""
        return self._model.place_of(key) is not None

    def open_row(self, key: str, widget: QWidget) -> None:
        """Open the row with this key: ``widget`` takes its place."""
        self.close_row()
        index = self._model.index_of(key)
        if not index.isValid():
            widget.deleteLater()
            return
        self.open_key, self._open = key, widget
        widget.setParent(self.viewport())
        widget.installEventFilter(self)
        self.set_current_quietly(index)
        self.relayout()
        widget.show()
        fits = self.open_height() <= self.viewport().height()
        hint = QAbstractItemView.ScrollHint
        self.scrollTo(self._model.index_of(key), hint.EnsureVisible if fits else hint.PositionAtTop)

    def close_row(self) -> None:
        """Close the open row, if there is one."""
        if self._open is None:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._open.isAncestorOf(focus)
        self._open.removeEventFilter(self)
        self._open.hide()
        self._open.deleteLater()
        self.open_key, self._open = "", None
        if had_focus:
            self.setFocus()
        self.relayout()

    def open_height(self) -> int:
        """Return how high the open widget is at the list's width."""
        if self._open is None:
            return 0
        height = self._open.sizeHint().height()
        if self._open.hasHeightForWidth():
            height = self._open.heightForWidth(self.viewport().width())
        return max(height, px(32))

    def relayout(self) -> None:
        """Lay the rows out again, now."""
        self._width_used, self._height_used = self.viewport().width(), self.open_height()
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self._place_open()
        self.viewport().update()

    def step(self, by: int) -> None:
        """Make the next (or previous) item the current one, over heads of groups."""
        items = [place for place, row in enumerate(self.rows) if not row.is_group]
        if not items:
            return
        here = self.currentIndex().row()
        if by > 0:
            wanted = next((place for place in items if place > here), items[-1])
        else:
            wanted = next((place for place in reversed(items) if place < here), items[0])
        if wanted == here:  # there is no further one, but this one may be closed
            self.chosen.emit(self.rows[wanted].key)
        else:
            self.setCurrentIndex(self._model.index(wanted))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that a person chose a row."""
        super().currentChanged(current, previous)
        row = current.data(Qt.ItemDataRole.UserRole)
        if self._choosing and isinstance(row, Row) and not row.is_group:
            self.chosen.emit(row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold and unfold groups; arrows move as in every list."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        fold = isinstance(row, Row) and row.is_group
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if fold and (event.key() in keys or event.key() == (Qt.Key.Key_Right if row.folded else Qt.Key.Key_Left)):
            self.folded.emit(row.key)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Ignore letters: they are keys of the review, not a search."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold the group whose head was clicked."""
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Row) and row.is_group:
            self.folded.emit(row.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rows their new width, and the open one its height."""
        super().resizeEvent(event)
        if self._open is not None and self.viewport().width() != self._width_used:
            self.relayout()  # the other rows are as high at any width
        self._place_open()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move the open row with the list."""
        super().scrollContentsBy(dx, dy)
        self._place_open()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow the open widget when its content grows."""
        is_grown = watched is self._open and event.type() is QEvent.Type.LayoutRequest
        if is_grown and self.open_height() != self._height_used:
            self.relayout()
        return False

    def set_current_quietly(self, index: QModelIndex) -> None:
        """Make a row current without telling that a person chose it."""
        choosing, self._choosing = self._choosing, False
        self.setCurrentIndex(index)
        self._choosing = choosing

    def _place_open(self) -> None:
        if self._open is None:
            return
        rect = self.visualRect(self._model.index_of(self.open_key))
        self._open.setGeometry(QRect(QPoint(0, rect.top()), QSize(self.viewport().width(), rect.height())))
