"""Criterion by month: the mean of each cell, always with the number of drafts it stands on."""

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.services.cohort import Cell, Grid, Line, Month
from widgets.theme import colour, font, px, theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_STRONGEST = 0.18
"""How much accent the highest mean is tinted with; words stay readable up to a fifth."""


def month_words(month: Month, *, with_year: bool = False) -> str:
    """Return a month as a head of a column: "Oct", or "Oct 2026"."""
    return f"{date(*month, 1):%b %Y}" if with_year else f"{date(*month, 1):%b}"


def drafts_words(count: int) -> str:
    """Return a number of drafts in words."""
    return "1 draft" if count == 1 else f"{count:,} drafts"


class GridModel(QAbstractTableModel):
    """A column for the criterion, then one for each month."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid((), ())

    def show(self, grid: Grid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of criteria."""
        return 0 if parent.isValid() else len(self.grid.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of months and one."""
        return 0 if parent.isValid() else len(self.grid.months) + 1

    def cell(self, index: Index) -> Cell | None:
        """Return the cell at an index; None in the first column and where nothing was scored."""
        if not index.isValid() or index.column() == 0:
            return None
        return self.grid.lines[index.row()].cells.get(self.grid.months[index.column() - 1])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, and its sentence for someone who listens."""
        line = self.grid.lines[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return line.title
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if index.column() == 0:
            return line.title
        cell, month = self.cell(index), self.grid.months[index.column() - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return _mean_words(cell)
        return f"{line.title}, {month_words(month, with_year=True)}, {_sentence(cell, line)}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the month of a column; January, and the first, with the year."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role != Qt.ItemDataRole.DisplayRole or section == 0:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        month = self.grid.months[section - 1]
        return month_words(month, with_year=month[1] == 1 or len(self.grid.months) == 1)


class MonthGrid(QTableView):
    """The grid; ``cell_chosen`` tells the line and the month of the current cell."""

    cell_chosen = Signal(object, object)  # Line, Month

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = GridModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName("Scores by month")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setAccessibleName("Months")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme().changed.connect(self.fit)

    def show_grid(self, grid: Grid) -> None:
        """Show another grid, its newest month chosen."""
        self.cells.show(grid)
        self.fit()
        if grid.lines:
            self.setCurrentIndex(self.cells.index(0, len(grid.months)))

    def fit(self) -> None:
        """Give the months their width and the criteria what their titles need, where it is left."""
        months = len(self.cells.grid.months)
        self.verticalHeader().setDefaultSectionSize(px(62))
        head = self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(px(62) * 2 + px(34))
        self.setMaximumHeight(max(self.minimumHeight(), px(62) * len(self.cells.grid.lines) + max(head, px(34))))
        for column in range(1, months + 1):
            self.setColumnWidth(column, px(76))
        if months:
            left = self.viewport().width() - months * px(76)
            measure = QFontMetrics(font("body")).horizontalAdvance
            widest = max((measure(line.title) for line in self.cells.grid.lines), default=0)
            self.setColumnWidth(0, max(px(150), min(left, widest + px(24))))

    def resizeEvent(self, event: object) -> None:
        """Give the criteria the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which cell a person chose."""
        super().currentChanged(current, previous)
        if self.cells.cell(current) is not None:
            grid = self.cells.grid
            self.cell_chosen.emit(grid.lines[current.row()], grid.months[current.column() - 1])


class _CellDelegate(QStyledItemDelegate):
    """Paints a criterion's title, or a mean above its number of drafts on a tint that grows with the mean."""

    def __init__(self, view: MonthGrid) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a cell."""
        del option, index
        return QSize(px(76), px(62))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        painter.save()
        rect: QRect = option.rect
        line = self._view.cells.grid.lines[index.row()]
        if index.column() == 0:
            painter.setFont(font("body"))
            painter.setPen(colour("ink"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(rect.adjusted(0, 2, -px(12), -2), int(flags), line.title)
        else:
            self._paint_cell(painter, rect.adjusted(2, 2, -3, -3), self._view.cells.cell(index), line)
        if self._view.currentIndex() == index:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -3, -3), 3, 3)
        painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Cell | None, line: Line) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if cell is not None and cell.mean is not None:
            share = float(cell.mean / line.most_points) if line.most_points else 0.0
            painter.setBrush(_tint(share))
            painter.drawRoundedRect(rect, 3, 3)
        elif cell is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colour("line"))
            painter.drawRoundedRect(rect, 3, 3)
        middle = rect.center().y()
        is_mean = cell is not None and cell.mean is not None
        upper = QRect(rect.left(), middle - px(20), rect.width(), px(20))
        _words(painter, upper, _mean_words(cell), font("strong" if is_mean else "small"), "ink" if is_mean else "ink2")
        if cell is not None:
            lower = QRect(rect.left(), middle, rect.width(), px(20))
            _words(painter, lower, drafts_words(cell.count), font("smallest"), "ink2")


def _words(painter: QPainter, rect: QRect, text: str, face: QFont, token: str) -> None:
    painter.setFont(face)
    painter.setPen(colour(token))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _tint(share: float) -> QColor:
    made = QColor(colour("accent"))
    made.setAlphaF(_STRONGEST * max(0.0, min(1.0, share)))
    return made


def _mean_words(cell: Cell | None) -> str:
    if cell is None:
        return "–"
    return "too few" if cell.mean is None else f"{cell.mean:.1f}"


def _sentence(cell: Cell | None, line: Line) -> str:
    if cell is None:
        return "not scored"
    mean = "too few for a mean" if cell.mean is None else f"mean {cell.mean:.1f} of {line.most_points.normalize():f}"
    return f"{mean}, {drafts_words(cell.count)}"
