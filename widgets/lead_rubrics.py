"""Rubrics in use: read one, take one in from a file, give one to others as YAML or to Canvas."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.feedback import KeptRubric
from app.services import assignments, rubrics
from app.services.ports import Workspace
from app.shell.assignment_choices import Choices, read_choices
from app.shell.giving_back import write_whole
from app.shell.people_here import change
from app.shell.session import Session
from rubrics.model import Criterion, Rubric
from widgets.empty_state import EmptyState
from widgets.labels import Button, ElidedLabel
from widgets.lead_layout import GroupList, lay_beside
from widgets.rows import Row
from widgets.scores_models import WordView

_KINDS = {"Rubric file (*.yaml)": rubrics.YAML, "Canvas rubric (*.csv)": rubrics.CANVAS}
_READY = "ready:"


class RubricsPage(QFrame):
    """The rubrics at the left, the criteria of the chosen one at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Rubrics")
        self._session = session
        self._choices = Choices()
        self.current = self._name = ""
        self.list = GroupList("Rubrics", self)
        self.table = WordView("Criteria", self, widest=420)
        self.title, self.said = ElidedLabel("", "title"), ElidedLabel("", "small")
        self.take_in, self.give = Button("Import a rubric…"), Button("Export…")
        self.use = Button("Use this rubric")
        self.empty = EmptyState(self)
        self.empty.say("list-checks", "No rubric chosen", "Choose one at the left, or import one from a file.")
        self._lay_out()
        self.list.chosen.connect(self.choose)
        self.take_in.clicked.connect(lambda _: self.ask_import())
        self.give.clicked.connect(lambda _: self.ask_export())
        self.use.clicked.connect(lambda _: self._use())
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        """Read the rubrics again."""
        self._session.ask(read_choices, self._take)

    def choose(self, key: str) -> None:
        """Show the criteria of a rubric."""
        self.current = key
        self.list.mark(key)
        self.give.setEnabled(not key.startswith(_READY))
        self.use.setVisible(key.startswith(_READY))
        ready = next((one for one in self._choices.ready if f"{_READY}{one.id}" == key), None)
        if ready is not None:
            self._show(ready)
        else:
            self._session.ask(lambda store: assignments.rubric_of(store, key), self._show)

    def ask_import(self) -> None:
        """Ask for a file and take its rubric in."""
        name, _ = QFileDialog.getOpenFileName(
            self.window(), "Import a rubric", "", "Rubrics (*.yaml *.yml *.csv);;All files (*)"
        )
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Take the rubric of a file in, for the team that the person leads, else for themselves."""
        team_id = self._choices.first_team

        def done(kept: KeptRubric) -> None:
            self.current = kept.id
            self.said.show_text(f"{kept.title}, version {kept.edition}, can be used now.")
            self.refresh()

        change(self._session, lambda store: rubrics.import_rubric(store, path, team_id), done, self.said.show_text)

    def ask_export(self) -> None:
        """Ask for a file and write the chosen rubric there."""
        name, chosen = QFileDialog.getSaveFileName(
            self.window(), "Export the rubric", f"{self._name}{rubrics.YAML}", ";;".join(_KINDS)
        )
        if name:
            path = Path(name)
            suffix = path.suffix.lower() if path.suffix.lower() in _KINDS.values() else _KINDS[chosen]
            self.export_file(path if path.suffix.lower() == suffix else path.with_name(path.name + suffix))

    def export_file(self, path: Path) -> None:
        """Write the chosen rubric to a file; its ending decides the format."""
        rubric_id = self.current

        def write(store: Workspace) -> str:
            made = rubrics.export_rubric(store, rubric_id, path.suffix.lower())
            write_whole(path, made.text.encode())
            return f"Written: {path}. {made.left_out}".strip()

        self._session.ask(write, self.said.show_text)

    def _take(self, choices: Choices) -> None:
        self._choices = choices
        kept = [Row(one.id, one.title, detail=_first_upper(choices.edition(one))) for one in choices.rubrics]
        ready = [Row(f"{_READY}{one.id}", one.title, detail=f"Version {one.version}") for one in choices.ready]
        self.list.show_groups([("In use", kept), ("Come with Stet", ready)])
        keys = [row.key for row in (*kept, *ready)]
        if self.current not in keys:
            self.current = keys[0] if keys else ""
        self.empty.setVisible(not self.current)
        self.table.setVisible(bool(self.current))
        if self.current:
            self.choose(self.current)

    def _show(self, rubric: Rubric) -> None:
        self._name = f"{rubric.title}, version {rubric.version}"
        self.title.show_text(self._name)
        most = max(len(one.levels) for one in rubric.criteria)
        head = ("Criterion", "Per cent", *(f"Level {number}" for number in range(1, most + 1)), "Limit")
        self.table.show_words(head, [_words(one, most) for one in rubric.criteria])

    def _use(self) -> None:
        """Keep a rubric that comes with Stet, so that it can be chosen and scored by."""
        rubric_id, team_id = self.current.removeprefix(_READY), self._choices.first_team

        def done(kept: KeptRubric) -> None:
            self.current = kept.id
            self.refresh()

        change(
            self._session,
            lambda store: assignments.keep_ready_rubric(store, rubric_id, team_id),
            done,
            self.said.show_text,
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.use)
        head.addWidget(self.give)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(head)
        right.addWidget(self.empty)
        right.addWidget(self.table, 1)
        right.addWidget(self.said)
        lay_beside(self, [self.take_in], self.list, right)


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(one: Criterion, most: int) -> tuple[str, ...]:
    levels = [f"{level.label}, {level.points.normalize():f}" for level in one.levels]
    below = one.level(one.gate.below) if one.gate else None
    limit = f"at most {one.gate.caps_total_at.normalize():f} % below {below.label}" if one.gate and below else ""
    return one.title, f"{one.weight.normalize():f}", *levels, *[""] * (most - len(levels)), limit
