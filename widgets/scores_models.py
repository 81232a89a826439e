"""Tables of words as Qt models: the reviews one by one, and the first rows of an export."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.domain.scoring import CriterionScore, ReviewScores
from app.exports.cells import rounded
from widgets.theme import px, theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEAD = ("Released", "Person", "Mentor", "Team", "Work", "Draft")


class WordTable(QAbstractTableModel):
    """Rows of words below a head; what a screen reader says of a cell names its column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.head: Sequence[str] = ()
        self.rows: Sequence[Sequence[str]] = ()

    def show(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these rows in place of the old ones."""
        self.beginResetModel()
        self.head, self.rows = head, rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.head)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words."""
        words = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(words.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.head[index.column()]} {words or 'empty'}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.head[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class WordView(QTableView):
    """A quiet table: no grid, rows one line high, columns as wide as words, at most ``widest`` pixels at 100 %."""

    def __init__(self, name: str, parent: QWidget | None = None, widest: int = 260) -> None:
        super().__init__(parent)
        self._widest = widest
        self.words = WordTable(self)
        self.setModel(self.words)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setAccessibleName(f"{name}: columns")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setResizeContentsPrecision(50)
        theme().changed.connect(self.fit)

    def show_words(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show a table."""
        self.words.show(head, rows)
        self.fit()

    def fit(self) -> None:
        """Give rows and columns the room that their words need."""
        self.verticalHeader().setDefaultSectionSize(px(28))
        self.resizeColumnsToContents()
        for column in range(self.words.columnCount()):
            self.setColumnWidth(column, max(px(64), min(self.columnWidth(column) + px(8), px(self._widest))))


def review_words(rows: Sequence[ReviewScores]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return head and rows of a table of reviews, the newest first; criteria have columns where all have the same."""
    rubrics = {(row.rubric_id, row.rubric_version) for row in rows}
    criteria = rows[0].criteria if len(rubrics) == 1 else ()
    head = (*_HEAD, *(one.title for one in criteria), *(() if criteria else ("Rubric",)), "Total")
    return head, [_row_words(row, bool(criteria)) for row in reversed(rows)]


def _row_words(row: ReviewScores, with_criteria: bool) -> tuple[str, ...]:
    when = datetime.fromtimestamp(row.scored_ms / 1000).astimezone()
    middle = (
        tuple(map(_level, row.criteria)) if with_criteria else (f"{row.rubric_title}, version {row.rubric_version}",)
    )
    return (
        f"{when:%Y-%m-%d}", row.mentee, row.mentor, row.team, row.work, str(row.draft), *middle,
        f"{rounded(row.total).normalize():f} %",
    )  # fmt: skip


def _level(score: CriterionScore) -> str:
    return "" if score.points is None else f"{score.points.normalize():f} {score.level}"
