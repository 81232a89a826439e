"""One line of choices above the scores: period, team, person, mentor and rubric."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.services.cohort import Scores, months_ago
from app.services.history import ScoreFilter
from widgets.flow_layout import FlowLayout
from widgets.theme import px, theme

_PERIODS = {"Last 6 months": 5, "Last 12 months": 11, "This month": 0, "Last 2 years": 23, "All time": -1}
_WIDEST = 230


class Chooser(QComboBox):
    """A combo box over values with words; its name says what is chosen from. ``widest`` is in pixels at 100 % text."""

    def __init__(self, name: str, parent: QWidget | None = None, widest: int = _WIDEST) -> None:
        super().__init__(parent)
        self._widest = widest
        self._offered: list[tuple[str, object]] = []
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(5)
        self.view().setAccessibleName(name)
        self._fit()
        theme().changed.connect(self._fit)

    def offer(self, choices: Iterable[tuple[str, object]], wanted: object) -> None:
        """Offer words with their values; ``wanted`` is chosen where it is among them, else the first."""
        choices = list(choices)
        self.blockSignals(True)
        if choices != self._offered:  # hundreds of people stay the same from one period to the next
            self._offered = choices
            self.clear()
            for words, value in choices:
                self.addItem(words, value)
        self.setCurrentIndex(next((place for place, (_, value) in enumerate(choices) if value == wanted), 0))
        self.blockSignals(False)

    def value(self) -> object:
        """Return the value chosen."""
        return self.currentData()

    def _fit(self) -> None:
        self.setMaximumWidth(px(self._widest))


class ScoreFilters(QWidget):
    """Asks for other scores. ``period_changed`` needs the store, ``changed`` only what is at hand."""

    period_changed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Which scores")
        self.period = Chooser("Period", self)
        self.team, self.mentee = Chooser("Team", self), Chooser("Person", self)
        self.mentor, self.rubric = Chooser("Mentor", self), Chooser("Rubric", self)
        self.period.offer(_PERIODS.items(), 5)
        self._has_chosen_rubric = False
        line = FlowLayout(self, 8)
        for part in (self.period, self.rubric, self.team, self.mentee, self.mentor):
            line.addWidget(part)
        self.period.activated.connect(lambda _: self.period_changed.emit())
        self.rubric.activated.connect(lambda _: self._choose_rubric())
        for part in (self.team, self.mentee, self.mentor):
            part.activated.connect(lambda _: self.changed.emit())

    @property
    def from_ms(self) -> int:
        """When the period begins, in UTC milliseconds."""
        count = self.period.value()
        return months_ago(count) if isinstance(count, int) and count >= 0 else 0

    def wanted(self) -> ScoreFilter:
        """Return what is chosen."""
        chosen = self.rubric.value()
        rubric_id, version = chosen if isinstance(chosen, tuple) else ("", "")
        return ScoreFilter(
            team_id=str(self.team.value() or ""),
            mentee_id=str(self.mentee.value() or ""),
            mentor_id=str(self.mentor.value() or ""),
            rubric_id=rubric_id,
            rubric_version=version,
        )

    def offer(self, scores: Scores) -> None:
        """Offer what is in these scores; the rubric used most is chosen until a person chooses another."""
        rows, directory = scores.rows, scores.directory
        people = {row.mentee_id for row in rows}
        seen = {one.team_id for one in directory.memberships if one.person_id in people}
        rubrics = Counter((row.rubric_title, row.rubric_version, row.rubric_id) for row in rows)
        choices = [
            (f"{title}, version {version}", (id_, version)) for (title, version, id_), _ in rubrics.most_common()
        ]
        wanted = self.rubric.value() if self._has_chosen_rubric else (choices[0][1] if choices else None)
        self.rubric.offer([("All rubrics", None), *choices], wanted)
        self._offer(self.team, "All teams", {one.id: one.name for one in directory.teams if one.id in seen})
        self._offer(self.mentee, "Everybody", {row.mentee_id: row.mentee for row in rows})
        self._offer(self.mentor, "All mentors", {row.mentor_id: row.mentor for row in rows})

    def _offer(self, chooser: Chooser, everything: str, found: dict[str, str]) -> None:
        named = sorted(((name, id_) for id_, name in found.items()), key=lambda one: one[0].casefold())
        chooser.offer([(everything, ""), *named], chooser.value())

    def _choose_rubric(self) -> None:
        self._has_chosen_rubric = True
        self.changed.emit()
