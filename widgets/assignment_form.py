"""The form of one assignment; each field is kept when it is left or chosen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.deliverable import Assignment, DataClass
from app.services import assignments
from app.services.ports import Workspace
from app.shell.assignment_choices import Choices
from widgets.flow_layout import FlowLayout
from widgets.labels import Button, label
from widgets.scores_filters import Chooser
from widgets.theme import px

_DATA_WORDS = {
    DataClass.PUBLIC: "Public",
    DataClass.INTERNAL: "Internal",
    DataClass.CONFIDENTIAL: "Confidential",
    DataClass.PERSONAL: "Personal data",
}
_A_WEEK, _WIDEST = 7, 680
_READY = "ready:"


class _Text(QPlainTextEdit):
    """A few lines that are kept when the field is left."""

    def __init__(self, name: str, left: Callable[[], object]) -> None:
        super().__init__()
        self._left = left
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(84))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        self._left()


class _Day(QDateEdit):
    """A date whose parts are reached with the arrows, so that Tab goes on to the next field."""

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Leave the field at once."""
        return QWidget.focusNextPrevChild(self, forwards)


class AssignmentForm(QWidget):
    """Fields beside one another; ``edit`` keeps a change."""

    def __init__(self, edit: Callable[[Callable[[Workspace], object]], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("clear", "yes")
        self.assignment = Assignment("", "", "", "", 0, 0)
        self._edit = edit
        self.title, self.audience = _line("Title", self._keep), _line("Audience", self._keep)
        self.brief = _Text("Brief: what is asked for", self._keep)
        self.is_due, self.due = QCheckBox("Due on"), _Day()
        self.rubric, self.policy, self.team = Chooser("Rubric"), Chooser("Policy"), Chooser("Team")
        self.data = Chooser("Data in the text")
        self.sources = QWidget()
        self.remove = Button("Delete the assignment", kind="link")
        self._lay_out()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("d MMM yyyy")
        self.due.setAccessibleName("Due on")
        self.is_due.toggled.connect(self._set_due)
        self.due.dateChanged.connect(lambda _: self._keep())
        for part in (self.policy, self.team, self.data):
            part.activated.connect(lambda _: self._keep())
        self.rubric.activated.connect(lambda _: self._choose_rubric())
        self.remove.clicked.connect(lambda _: edit(self._delete))

    def show_assignment(self, one: Assignment, choices: Choices) -> None:
        """Show an assignment as it is kept; the field in which somebody types stays."""
        self.assignment = one
        for field, words in ((self.title, one.title), (self.audience, one.audience)):
            if not field.hasFocus():
                field.setText(words)
        if not self.brief.hasFocus():
            self.brief.setPlainText(one.brief)
        for part in (self.is_due, self.due):
            part.blockSignals(True)
        self.is_due.setChecked(one.due_ms is not None)
        self.due.setEnabled(one.due_ms is not None)
        self.due.setDate(_day(one.due_ms))
        for part in (self.is_due, self.due):
            part.blockSignals(False)
        kept = [(f"{rubric.title}, {choices.edition(rubric)}", rubric.id) for rubric in choices.rubrics]
        ready = [(f"{rubric.title}, comes with Stet", f"{_READY}{rubric.id}") for rubric in choices.ready]
        self.rubric.offer([("No rubric", ""), *kept, *ready], one.rubric_id)
        policies = [(title, name) for name, title in choices.policies]
        known = [] if one.policy in {"", *(name for _, name in policies)} else [(one.policy, one.policy)]
        self.policy.offer([("No policy", ""), *policies, *known], one.policy)
        self.team.offer([("Only mine", ""), *((team.name, team.id) for team in choices.teams)], one.team_id)
        self.data.offer(((words, name) for name, words in _DATA_WORDS.items()), one.data_class)
        self._show_sources(one, choices)

    def _show_sources(self, one: Assignment, choices: Choices) -> None:
        names = [*choices.libraries, *(name for name in one.sources if name not in choices.libraries)]
        if [box.text() for box in self._boxes()] != names or not names:
            fresh = QWidget()
            flow = FlowLayout(fresh, 12)
            for name in names:
                box = QCheckBox(name)
                box.setAccessibleName(f"Source list {name}")
                box.toggled.connect(lambda _: self._keep())
                flow.addWidget(box)
            if not names:
                flow.addWidget(label("No source library in this workspace yet.", "small"))
            self._column.replaceWidget(self.sources, fresh)
            self.sources.hide()
            self.sources.deleteLater()
            self.sources = fresh
        for box in self._boxes():
            box.blockSignals(True)
            box.setChecked(box.text() in one.sources)
            box.blockSignals(False)

    def _boxes(self) -> list[QCheckBox]:
        return self.sources.findChildren(QCheckBox)

    def _keep(self) -> None:
        """Keep what the fields say now, when that is something else than before."""
        said = replace(
            self.assignment,
            title=self.title.text().strip(),
            audience=self.audience.text().strip(),
            brief=self.brief.toPlainText(),
            due_ms=_end_of(self.due.date()) if self.is_due.isChecked() else None,
            policy=str(self.policy.value() or ""),
            team_id=str(self.team.value() or ""),
            data_class=DataClass(str(self.data.value())),
            sources=tuple(box.text() for box in self._boxes() if box.isChecked()),
        )
        if said != self.assignment:
            self.assignment = said
            self._edit(lambda store: assignments.edit_assignment(store, said))

    def _set_due(self, on: bool) -> None:
        self.due.setEnabled(on)
        if on:
            self.due.setFocus()
        self._keep()

    def _choose_rubric(self) -> None:
        """Use a kept rubric, or keep one that comes with Stet and use it."""
        chosen, said = str(self.rubric.value() or ""), self.assignment

        def write(store: Workspace) -> object:
            id_ = chosen
            if chosen.startswith(_READY):
                id_ = assignments.keep_ready_rubric(store, chosen.removeprefix(_READY), said.team_id).id
            return assignments.edit_assignment(store, replace(said, rubric_id=id_))

        self._edit(write)

    def _delete(self, store: Workspace) -> None:
        assignments.delete_assignment(store, self.assignment)

    def _lay_out(self) -> None:
        self.setMaximumWidth(px(_WIDEST))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(4)
        fields: tuple[tuple[str, QWidget], ...]
        fields = ("Title", self.title), ("Brief", self.brief), ("Audience", self.audience)
        for words, widget in fields:
            self._column.addWidget(label(words, "caption"))
            self._column.addWidget(widget)
            self._column.addSpacing(6)
        due = QHBoxLayout()
        due.addWidget(self.is_due)
        due.addWidget(self.due)
        due.addStretch()
        self._column.addLayout(due)
        self._column.addSpacing(6)
        choices = QWidget()
        flow = FlowLayout(choices, spacing=14)
        named = (("Rubric", self.rubric), ("Policy", self.policy), ("Team", self.team), ("Data in the text", self.data))
        for name, field in named:
            flow.addWidget(_named(name, field))
        self._column.addWidget(choices)
        self._column.addSpacing(6)
        self._column.addWidget(label("Source lists", "caption"))
        self._column.addWidget(self.sources)
        self._column.addSpacing(10)
        self._column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch()


def day_words(due_ms: int | None) -> str:
    """Return a due date as it stands in a list, "" for none."""
    if due_ms is None:
        return ""
    when = datetime.fromtimestamp(due_ms / 1000).astimezone()
    return f"{when.day} {when:%b}" if when.year == datetime.now(UTC).year else f"{when:%Y-%m-%d}"


def _line(name: str, left: Callable[[], object]) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.editingFinished.connect(left)
    return made


def _day(due_ms: int | None) -> QDate:
    if due_ms is None:
        when = datetime.now().astimezone() + timedelta(days=_A_WEEK)
    else:
        when = datetime.fromtimestamp(due_ms / 1000).astimezone()
    return QDate(when.year, when.month, when.day)


def _named(name: str, field: QWidget) -> QWidget:
    """Return a field under its name."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(name, "caption"))
    column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
    return made


def _end_of(day: QDate) -> int:
    """Return the last second of a day in this computer's time zone, in UTC milliseconds."""
    last = datetime(day.year(), day.month(), day.day(), 23, 59, 59).astimezone()
    return int(last.timestamp() * 1000)
