"""Tables of words as Qt models: the reviews one by one, and the first rows of an export."""

from collections.abc import Sequence
from datetime import datetime
from typing import overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.domain.scoring import CriterionScore, ReviewScores
from app.exports.cells import rounded
from widgets.theme import px, theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEAD = ("Released", "Person", "Mentor", "Team", "Work", "Draft")
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_MEASURED, _LONGEST = 50, 100
"""How many rows, and how many characters of each cell, decide how wide a column is."""

_LONG_HEAD, _LINE, _FREE = 160, 20, 60  # pixels at 100 %


class WordTable(QAbstractTableModel):
    """Rows of words below a head; what a screen reader says of a cell names its column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.head: Sequence[str] = ()
        self.cut: dict[int, str] = {}
        """What is shown of heads that are too long for their columns."""
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
        if role not in _WORDS:
            return None
        words = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(words.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        return f"{self.head[index.column()]} {words or 'empty'}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.cut.get(section, self.head[section])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return self.head[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return left.value | Qt.TextFlag.TextWordWrap.value
        return None


class WordView(QTableView):
    """A quiet table: no grid, rows one line high, columns as wide as words, at most ``widest`` pixels at 100 %.

    A long head stands on two lines. With ``shown`` the table is as high as so many rows.
    """

    def __init__(self, name: str, parent: QWidget | None = None, widest: int = 260, shown: int = 0) -> None:
        super().__init__(parent)
        self._widest, self._rows_shown = widest, shown
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
        theme().changed.connect(self.fit)

    def show_words(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show a table."""
        self.words.show(head, rows)
        self.fit()

    def fit(self) -> None:
        """Give rows and columns the room that their words need."""
        self.ensurePolished()  # before, it has the font of the program alone
        self.verticalHeader().setDefaultSectionSize(px(28))
        first = [self.words.rows[place] for place in range(min(_MEASURED, self.words.rowCount()))]
        head, lines, widest = self.horizontalHeader(), 1, px(self._widest)
        self.words.cut = {}
        for column in range(self.words.columnCount()):
            needed, words = head.sectionSizeHint(column), self._width(column, first)
            if needed > max(words, px(_LONG_HEAD)):
                needed, lines = self._width_on_two_lines(column, needed), 2
            if needed > widest:
                self.words.cut[column] = self._cut(column)
            self.setColumnWidth(column, max(px(64), min(max(needed, words) + px(8), widest)))
        head.setStretchLastSection(self.words.columnCount() == 1)  # lines of a file
        head.setMinimumHeight(px(_LINE) * lines + px(8))
        if self._rows_shown:
            rows = px(28) * self._rows_shown
            self.setFixedHeight(head.sizeHint().height() + rows + self.horizontalScrollBar().sizeHint().height())

    def _width_on_two_lines(self, column: int, on_one: int) -> int:
        """Return the pixels that a head needs on two lines, when it needs ``on_one`` on one line."""
        words, advance = self.words.head[column].split(), self.horizontalHeader().fontMetrics().horizontalAdvance
        halves = ((" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words)))
        longest = min((max(map(advance, half)) for half in halves), default=on_one)
        return min(on_one, on_one - advance(" ".join(words)) + longest)

    def _cut(self, column: int) -> str:
        """Return as much of a head as stands on two lines of the widest column, whose ends words leave free."""
        room = 2 * px(self._widest - _FREE)
        head = self.words.head[column]
        return self.horizontalHeader().fontMetrics().elidedText(head, Qt.TextElideMode.ElideRight, room)

    def _width(self, column: int, rows: Sequence[Sequence[str]]) -> int:
        """Return the pixels that a column's words need; Qt's own answer asks Python six questions about each cell."""
        words = {" ".join(row[column][:_LONGEST].split()) for row in rows}
        if not words:
            return 0
        measure, index = self.fontMetrics(), self.words.index(0, column)
        around = self.sizeHintForIndex(index).width() - measure.horizontalAdvance(str(index.data()))
        return around + max(map(measure.horizontalAdvance, words))


class _Reviews(Sequence[tuple[str, ...]]):
    """Rows of words for reviews, the last first, each put into words when it is asked for: few of thousands are."""

    def __init__(self, rows: Sequence[ReviewScores], *, with_criteria: bool) -> None:
        self._rows, self._with_criteria = rows, with_criteria
        self._made: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[str, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[str, ...] | list[tuple[str, ...]]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = _row_words(self._rows[-1 - place], self._with_criteria)
        return self._made[place]


def review_words(rows: Sequence[ReviewScores]) -> tuple[tuple[str, ...], Sequence[tuple[str, ...]]]:
    """Return head and rows of a table of reviews, the newest first; criteria have columns where all have the same."""
    rubrics = {(row.rubric_id, row.rubric_version) for row in rows}
    criteria = rows[0].criteria if len(rubrics) == 1 else ()
    head = (*_HEAD, *(one.title for one in criteria), *(() if criteria else ("Rubric",)), "Total")
    return head, _Reviews(rows, with_criteria=bool(criteria))


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
