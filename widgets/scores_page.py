"""The lead's scores: criterion by month, what comes back, every review in a table, and the export of what is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import now_ms
from app.domain.people import Directory
from app.domain.scoring import ReviewScores
from app.services import cohort
from app.services.cohort import ComesBack, Grid, Line, Month, Scores
from app.shell.session import Session
from widgets.empty_state import EmptyState
from widgets.flow_layout import FlowLayout
from widgets.labels import Button, label, rule
from widgets.lead_back import ComesBackList
from widgets.scores_export import ExportPanel
from widgets.scores_filters import ScoreFilters
from widgets.scores_grid import MonthGrid, month_words
from widgets.scores_models import WordView, review_words

_NO_SCORES = "They come from feedback that mentors have released to the people of your teams."


class ScoresPage(QFrame):
    """Reads the scores of a period; everything else is narrowed down from these at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Scores")
        self._session = session
        self._scores = Scores((), Directory())
        self._shown: tuple[ReviewScores, ...] = ()
        self._asked = 0
        self._month_asked: tuple[Month, str] | None = None
        self._only: tuple[Line, Month] | None = None
        self.filters = ScoreFilters(self)
        self.counts, self.heading = label("", "small"), label("", "title")
        self.grid, self.back = MonthGrid(self), ComesBackList(self)
        self.chosen_cell, self.show_drafts = label("", "strong", wrap=True), Button("", kind="link")
        self.reviews = WordView("Reviews", self)
        self.export = ExportPanel(session, self)
        self.empty = EmptyState(self)
        self.body = QStackedWidget(self)
        self.views = QButtonGroup(self)
        self._lay_out()
        self.filters.period_changed.connect(self.refresh)
        self.filters.changed.connect(self._narrow)
        self.grid.cell_chosen.connect(self._show_cell)
        self.show_drafts.clicked.connect(lambda _: self._show_only())
        self.views.idClicked.connect(self.show_view)
        self.setFocusProxy(self.filters.period)

    def refresh(self) -> None:
        """Read the scores of the period again."""
        self._asked += 1
        asked, from_ms, known = self._asked, self.filters.from_ms, self._scores
        self._session.ask(
            lambda workspace: cohort.scores_since(workspace, from_ms, known),
            lambda scores: self._take(scores) if asked == self._asked else None,
        )

    def show_view(self, place: int) -> None:
        """Show the months (0) or every review (1)."""
        self.views.button(place).setChecked(True)
        self.body.setCurrentIndex(place)
        self._fill_reviews()
        if place == 0 and self._only is not None:
            self._only = None
            self._narrow()

    def _take(self, scores: Scores) -> None:
        if scores is self._scores:  # nothing was written since: what is shown holds
            return
        if scores.state != self._scores.state:  # else it is another period of the same
            self._session.ask(cohort.unreleased_reviews, self.export.note_unreleased)
            self._month_asked = None
        self._scores, self._only = scores, None
        self.filters.offer(scores)
        self.empty.say("table-2", "No scores in this period", _NO_SCORES)
        self._narrow()

    def _narrow(self) -> None:
        rows = cohort.chosen(self._scores, self.filters.wanted())
        shown = rows if self._only is None else cohort.in_cell(rows, self._only[0].key, self._only[1])
        people = len({row.mentee_id for row in shown})
        self.counts.setText(f"{_some(len(shown), 'draft', 'drafts')}, {_some(people, 'person', 'people')}")
        self.empty.setVisible(not rows)
        self.body.setVisible(bool(rows))
        if self._only is None:
            self._show_grid(cohort.grid(rows))
        self._shown = shown
        self._fill_reviews()
        self.export.show_rows(shown)
        if not rows:
            self._ask_back(cohort.month_of(now_ms()))

    def _fill_reviews(self) -> None:
        """Fill the table of reviews where it is seen."""
        if self.body.currentWidget() is self.reviews:
            self.reviews.show_words(*review_words(self._shown))

    def _show_grid(self, grid: Grid) -> None:
        most = {line.most_points.normalize() for line in grid.lines}
        self.heading.setText(
            f"Scores by month, mean of {most.pop():f}" if len(most) == 1 else "Scores by month, mean points"
        )
        self.grid.show_grid(grid)

    def _show_cell(self, line: Line, month: Month) -> None:
        cell = line.cells[month]
        levels = "   ".join(f"{level} {count}" for level, count in cell.levels)
        self.chosen_cell.setText(f"{month_words(month, with_year=True)}, {line.title}:   {levels}")
        self.show_drafts.setText(f"Show the {_some(cell.count, 'draft', 'drafts')}")
        self.show_drafts.setAccessibleName(self.show_drafts.text())
        self._ask_back(month)

    def _show_only(self) -> None:
        """Show the reviews that the current cell counts."""
        grid, index = self.grid.cells.grid, self.grid.currentIndex()
        if self.grid.cells.cell(index) is not None:
            self._only = grid.lines[index.row()], grid.months[index.column() - 1]
            self.show_view(1)
            self._narrow()
            self.reviews.setFocus()

    def _ask_back(self, month: Month) -> None:
        team_id = self.filters.wanted().team_id
        wanted = (month, team_id)
        if wanted == self._month_asked:
            return
        self._month_asked = wanted
        titles = self._session.engine.titles()

        def show(found: tuple[ComesBack, ...]) -> None:
            if wanted == self._month_asked:
                self.back.show_found(found, month, titles)

        self._session.ask(lambda workspace: cohort.comes_back(workspace, month, team_id), show)

    def _lay_out(self) -> None:
        self.body.addWidget(self._months())
        self.body.addWidget(self.reviews)
        top = QVBoxLayout()
        top.setContentsMargins(26, 14, 26, 10)
        top.setSpacing(12)
        top.addWidget(self.filters)
        top.addLayout(self._switch())
        top.addWidget(self.empty, 1)
        top.addWidget(self.body, 1)
        inside = QWidget()
        inside.setProperty("clear", "yes")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top, 3)
        column.addWidget(rule())
        column.addWidget(self.export)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _switch(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(0)
        for place, words in enumerate(("By month", "Each review")):
            button = QToolButton()
            button.setProperty("kind", "segment")
            button.setText(words)
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.views.addButton(button, place)
            line.addWidget(button)
        line.addStretch()
        line.addWidget(self.counts)
        return line

    def _months(self) -> QWidget:
        page = QWidget()
        left = QVBoxLayout()
        left.setSpacing(8)
        holder = QWidget()
        head = FlowLayout(holder, spacing=12)
        head.addWidget(self.heading)
        head.addWidget(label(f"No mean under {cohort.LEAST} drafts", "small"))
        foot = QHBoxLayout()
        foot.addWidget(self.chosen_cell, 1)
        foot.addWidget(self.show_drafts)
        left.addWidget(holder)
        left.addWidget(self.grid, 1)
        left.addLayout(foot)
        left.addStretch()
        line = QHBoxLayout(page)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(36)
        line.addLayout(left, 5)
        line.addWidget(self.back, 3)
        return page


def _some(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many}"
