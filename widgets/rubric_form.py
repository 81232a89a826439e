"""Make and edit a rubric without its file: criteria with weights, levels with points, what caps the total."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.services.assignments import keep_rubric
from app.services.check_titles import POLICY_TITLES, check_titles
from app.services.policy_trial import as_data, as_yaml, rubric_faults
from app.shell.people_here import change
from app.shell.session import Session
from rubrics.model import Rubric
from widgets.labels import Button, label, rule
from widgets.policy_fields import Field, FieldForm
from widgets.policy_files import ask_save
from widgets.policy_records import Record, RecordsEditor
from widgets.sizing import begin_at, scrolled
from widgets.theme import px

_ABOUT = (
    Field("title", "Name"),
    Field("id", "Short name", note="Letters, digits, “-”."),
    Field("version", "Version", note="Work stays scored by the version it was scored by."),
    Field("describes", "For which work", "text"),
)
_CRITERION = (
    Field("title", "Criterion"),
    Field("weight", "Weight in per cent", "number", note="The weights of all criteria add up to 100."),
    Field("dimension", "Dimension", note="One word: accuracy, tone, policy, substance."),
    Field("describes", "What is judged", "text"),
    Field("gate.below", "Cap the total while below the level", note="A level’s name, or empty for no cap."),
    Field("gate.caps_total_at", "At most, in per cent", "number"),
)
_LEVEL = (
    Field("label", "Level"),
    Field("points", "Points", "number"),
    Field("describes", "What work at this level looks like", "text"),
)
_LEVELS = ({"label": "Not yet", "points": 0}, {"label": "Meets", "points": 4})
_FRESH = {"title": "New criterion", "dimension": "substance", "weight": 100, "levels": _LEVELS}
_BLANK = {"title": "Our rubric", "id": "our-rubric", "version": "1", "criteria": [_FRESH]}
_NAME = re.compile(r"[^\w.-]+")
_ZERO = {"points": 0}
_SIDE_BY_SIDE = 900  # from this width on, at 100 % text


class RubricForm(QDialog):
    """Edits a rubric as data and keeps it as a version of its own."""

    def __init__(
        self, session: Session, rubric: Rubric | None = None, team_id: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rubric")
        begin_at(self, 1000, 700)
        self._session, self._team_id = session, team_id
        given: Mapping[str, Any] = _shown(as_data(rubric)) if rubric is not None else _BLANK
        self.about = FieldForm(_ABOUT, "About it")
        self.about.show_data({name: given[name] for name in given if name not in {"criteria", "schema"}})
        evidence = Field("evidence", "Findings that stand beside it", "checks", _evidence())
        self.criteria = RecordsEditor("Criteria", (*_CRITERION, evidence), _criterion_title, _FRESH)
        self.levels = RecordsEditor("Levels, the lowest first", _LEVEL, _level_title, {"label": "New level"})
        self.said = label("", "", wrap=True)
        self.keep, self.save = Button("Keep this version", kind="primary"), Button("Save as a file…")
        self._lay_out()
        self.criteria.show_records(given["criteria"])
        self._connect()
        self._show_levels()
        self.check()

    @property
    def text(self) -> str:
        """The rubric as the text of its file."""
        about = {"schema": "stet-rubric/1", **self.about.data()}
        return as_yaml(about | {"criteria": _filed(self.criteria.records)})

    def check(self) -> None:
        """Say what is wrong; only a rubric without faults can be kept."""
        faults = rubric_faults(self.text)
        self.criteria.show_faults({fault.item: fault.text for fault in faults if fault.part == "criteria"})
        others = [fault.text for fault in faults if fault.part != "criteria" or fault.item < 0]
        total = sum((_number(one.get("weight")) for one in self.criteria.records), Decimal())
        self.said.setText("\n".join(others) or f"The weights add up to {total:f}.")
        self.keep.setEnabled(not faults)

    def _show_levels(self, _: int = 0) -> None:
        place = self.criteria.list.currentRow()
        there = 0 <= place < len(self.criteria.records)
        self.levels.setVisible(there)
        if there:
            self.levels.show_records(self.criteria.records[place].get("levels", ()))

    def _take_levels(self) -> None:
        place = self.criteria.list.currentRow()
        record = {**self.criteria.records[place], "levels": [dict(one) for one in self.levels.records]}
        self.criteria.records[place] = record
        self.criteria.form.show_data(record)
        self.check()

    def _keep(self) -> None:
        text, name, team = self.text, f"{self.about.data().get('id', 'rubric')}.yaml", self._team_id
        change(
            self._session,
            lambda store: keep_rubric(store, text, name, team),
            lambda _: self.accept(),
            self.said.setText,
        )

    def _connect(self) -> None:
        self.about.edited.connect(self.check)
        self.criteria.edited.connect(self._criteria_edited)
        self.criteria.list.currentRowChanged.connect(self._show_levels)
        self.levels.edited.connect(self._take_levels)
        self.keep.clicked.connect(lambda _: self._keep())
        self.save.clicked.connect(lambda _: ask_save(self._session, self, "rubric.yaml", self.text))

    def _criteria_edited(self) -> None:
        place = self.criteria.list.currentRow()
        if 0 <= place < len(self.criteria.records):
            levels = self.criteria.records[place].get("levels", ())
            if [dict(one) for one in levels] != self.levels.records:
                self._show_levels()
        self.check()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns under each other where they have no room side by side."""
        super().resizeEvent(event)
        wide = event.size().width() >= px(_SIDE_BY_SIDE)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        for standing, lying in self._rules:
            standing.setVisible(wide)
            lying.setVisible(not wide)

    def _lay_out(self) -> None:
        page = QFrame()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._rules = [(rule("v"), rule("h")) for _ in range(2)]
        self._columns.addWidget(_column(self.about, self.said), 3)
        for pair, part, share in zip(self._rules, (self.criteria, self.levels), (4, 3), strict=True):
            for one in pair:
                self._columns.addWidget(one)
            self._columns.addWidget(_column(part), share)
        area = scrolled(page)
        area.setProperty("surface", "paper")
        close = Button("Cancel")
        close.clicked.connect(lambda _: self.reject())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(6)
        foot.addWidget(self.save)
        foot.addStretch()
        foot.addWidget(close)
        foot.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(20, 18, 20, 18)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return made


def _evidence() -> dict[str, str]:
    known = {name: title for name, title in check_titles().items() if name not in POLICY_TITLES}
    return {"references": "References"} | known


def _criterion_title(record: Mapping[str, Any]) -> str:
    return f"{record.get('weight', '?')} %  {record.get('title', '')}"


def _level_title(record: Mapping[str, Any]) -> str:
    return f"{record.get('points', 0)}  {record.get('label', '')}"


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal()


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    """Return a file's data with the caps by their levels' names, as people know them."""
    for criterion in data["criteria"]:
        labels = {level["id"]: level["label"] for level in criterion["levels"]}
        if "gate" in criterion:
            criterion["gate"]["below"] = labels[criterion["gate"]["below"]]
    return data


def _filed(records: Sequence[Mapping[str, Any]]) -> list[Record]:
    """Return the criteria as a file has them: with ids of their own, and the caps by the ids of levels."""
    made: list[Record] = []
    for number, one in enumerate(records, start=1):
        levels = _with_ids([{**_ZERO, **level} for level in one.get("levels", ())], "label", "L")
        ids = {str(level.get("label", "")).casefold(): level["id"] for level in levels}
        record = {**one, "levels": levels}
        gate = record.get("gate")
        if isinstance(gate, Mapping) and "below" in gate:
            record["gate"] = {**gate, "below": ids.get(str(gate["below"]).casefold(), gate["below"])}
        made.append({"id": f"C{number}", **record})
    return _with_ids(made, "title", "C")


def _with_ids(records: Sequence[Record], name: str, prefix: str) -> list[Record]:
    """Return the records, each with an id that no other one has; ids that are there stay."""
    taken: set[str] = set()
    made = []
    for number, record in enumerate(records, start=1):
        wanted = record.get("id") or _NAME.sub("-", str(record.get(name, ""))).strip("-").lower()[:60]
        one = wanted if wanted and wanted not in taken else f"{prefix}{number}-{len(taken)}"
        taken.add(one)
        made.append({"id": one, **{key: value for key, value in record.items() if key != "id"}})
    return made
