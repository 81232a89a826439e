"""Scores over time: a small chart for each criterion, or the same as a table."""

from itertools import groupby

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.history import ScorePoint
from app.shell.my_history import History
from widgets.labels import Button, label
from widgets.mentee_words import day
from widgets.score_chart import ScoreChart
from widgets.theme import px

_WIDE = 2  # columns of any length, which share the room that the others leave
_HEADS = ("Criterion", "Draft", "Scored", "Level", "Share")
_NONE = "Scores appear here once the questions that come with them are answered."
_TWO_COLUMNS, _MOST_POINTS, _MOST_ROWS, _LEAST_COLUMN = 620, 12, 12, 80


class HistoryScores(QWidget):
    """The scores that are open to the reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.charts: list[ScoreChart] = []
        self.table = _make_table()
        self._turn = Button("As a table", kind="link", icon_name="table-2")
        self._turn.clicked.connect(lambda: self.show_table(self.table.isHidden()))
        self._title = label("Scores", "title")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._turn)
        self._none = label(
            "Scores appear here once you have answered the questions that come with them.", "muted", wrap=True
        )
        self._grid_holder = QWidget()
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(40)
        self._grid.setVerticalSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self._grid_holder)
        column.addWidget(self.table)

    def show_history(self, found: History) -> None:
        """Show a chart for each criterion, by the newest scores; the rest of long series stands in the table."""
        for chart in self.charts:
            chart.deleteLater()
        series = _series(found.points)
        self.charts = [ScoreChart(points[-_MOST_POINTS:]) for points in series]
        drafts = len({one.draft_id for one in found.points})
        self._title.setText(f"Scores, {drafts} draft{'s' if drafts != 1 else ''}" if drafts else "Scores")
        self._none.setVisible(not series)
        self._turn.setVisible(bool(series))
        self._fill_table(found)
        self._arrange()
        self.show_table(bool(series) and not self.table.isHidden())

    def show_table(self, shown: bool) -> None:
        """Show the table instead of the charts."""
        self.table.setVisible(shown)
        self._grid_holder.setVisible(not shown)
        words = "As charts" if shown else "As a table"
        self._turn.setText(words)
        self._turn.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the charts in one column where two have no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= px(_TWO_COLUMNS) else 1
        for place, chart in enumerate(self.charts):
            self._grid.addWidget(chart, place // columns, place % columns)

    def _fill_table(self, found: History) -> None:
        points = [point for series in _series(found.points) for point in reversed(series)]
        self.table.clear()
        self.table.header().setMinimumSectionSize(px(_LEAST_COLUMN))
        for one in points:
            words = [
                one.title,
                found.place(one.draft_id),
                day(one.scored_ms),
                one.level,
                f"{float(one.share) * 100:.0f} %",
            ]
            item = QTreeWidgetItem(words)
            item.setToolTip(0, words[0])
            item.setToolTip(1, words[1])
            self.table.addTopLevelItem(item)
        self.table.ensurePolished()
        row, head = max(px(28), self.table.sizeHintForRow(0)), self.table.header().sizeHint().height()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(head + row * min(len(points), _MOST_ROWS) + bar)


def _make_table() -> QTreeWidget:
    table = QTreeWidget()
    table.setAccessibleName("Scores as a table")
    table.setHeaderLabels(_HEADS)
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.header().setStretchLastSection(False)
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # else it takes what is left, and moves
    for column in range(len(_HEADS)):
        mode = QHeaderView.ResizeMode.Stretch if column < _WIDE else QHeaderView.ResizeMode.ResizeToContents
        table.header().setSectionResizeMode(column, mode)
    table.hide()
    return table


def _series(points: tuple[ScorePoint, ...]) -> list[list[ScorePoint]]:
    """Return the points of each criterion, the earliest first, in the order the criteria were first scored."""
    titles = list(dict.fromkeys(one.title for one in points))
    ordered = sorted(points, key=lambda one: titles.index(one.title))
    return [list(members) for _, members in groupby(ordered, key=lambda one: one.title)]
