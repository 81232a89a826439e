"""Make and edit a policy without its file: parts at the left, fields, and what it would flag at the right."""

import re
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.policies import Policy
from app.services.policy_trial import Trial, as_data, as_yaml, try_policy
from app.shell.jobs import Handlers, Lane
from app.shell.session import Session
from widgets.labels import Button, label, rule
from widgets.policy_fields import FieldForm
from widgets.policy_parts import PARTS, PartSpec
from widgets.policy_preview import TrialView
from widgets.policy_records import RecordsEditor
from widgets.queue_list import QueueList
from widgets.rows import Row
from widgets.sizing import begin_at
from widgets.theme import px

_PAUSE_MS = 250
_NAV, _SIDE = 210, 330
_BLANK = {"schema": "stet-policy/1", "id": "our-policy", "version": "1", "title": "Our policy"}
_SHORT_NAME = re.compile(r"[^\w.-]+")


class PolicyForm(QDialog):
    """Edits a policy as data; ``kept`` carries the text of its file when the person keeps it."""

    kept = Signal(str)

    def __init__(self, session: Session, policy: Policy | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Policy")
        begin_at(self, 1120, 700)
        self._session = session
        self.data: dict[str, Any] = data_of(policy) if policy is not None else dict(_BLANK)
        self.trial = Trial()
        self._asked = 0
        self.nav = QueueList("Parts of the policy", self)
        self.pages = QStackedWidget()
        self.editors: dict[str, FieldForm | RecordsEditor] = {part.name: self._page(part) for part in PARTS}
        self.sentence = QPlainTextEdit()
        self.preview = TrialView()
        self.keep, self.save, close = (
            Button("Keep and use", kind="primary"),
            Button("Save as a file…"),
            Button("Cancel"),
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.try_it)
        self._lay_out(close)
        self.nav.chosen.connect(self.show_part)
        self.sentence.textChanged.connect(self._pause.start)
        self.keep.clicked.connect(lambda _: self._keep())
        self.save.clicked.connect(lambda _: self.ask_save())
        close.clicked.connect(lambda _: self.reject())
        self.show_part("part:")
        self.try_it()

    @property
    def text(self) -> str:
        """The policy as the text of its file."""
        return as_yaml(self.data)

    def show_part(self, key: str) -> None:
        """Show a part by its key in the list."""
        names = [part.name for part in PARTS]
        self.pages.setCurrentIndex(names.index(key.removeprefix("part:")))
        self._show_nav(key)

    def try_it(self) -> None:
        """Run the self-tests and the checks on the sentence or the draft, away from the window."""
        self._asked += 1
        asked, text, session = self._asked, self.text, self._session
        typed = self.sentence.toPlainText()
        draft = session.draft.document if session.draft is not None else "No draft is on the desk."
        on = typed if typed.strip() else draft
        handlers: Handlers[Trial] = Handlers(
            done=lambda trial: self._show_trial(trial) if asked == self._asked else None,
            failed=lambda error: session.fail("The policy could not be tried", error),
        )
        session.runner.submit(Lane.NETWORK, lambda _: try_policy(text, on), handlers)

    def ask_save(self) -> None:
        """Ask for a file name and write the policy there."""
        from widgets.policy_files import ask_save

        ask_save(self._session, self, f"{self.data.get('id', 'policy')}.yaml", self.text)

    def done(self, result: int) -> None:
        """Wait for no answer any more."""
        self._asked += 1
        self._pause.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End as with Cancel."""
        self.done(0)
        super().closeEvent(event)

    def _keep(self) -> None:
        self.kept.emit(self.text)
        self.accept()

    def _take(self, part: PartSpec) -> None:
        """Put what a part's fields hold into the data."""
        editor = self.editors[part.name]
        if isinstance(editor, RecordsEditor):
            self.data |= {part.name: _records_data(part, editor.records)}
        elif part.name:
            self.data |= {part.name: editor.data()}
        else:
            self.data |= {"describes": "", **editor.data()}
        self.data = {name: value for name, value in self.data.items() if value not in ({}, [], "")}
        self._pause.start()

    def _page(self, part: PartSpec) -> FieldForm | RecordsEditor:
        page = QFrame()
        page.setProperty("surface", "paper")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 18, 24, 18)
        editor = self._editor(part)
        if not part.title:
            column.addWidget(label(part.words, "title"))
        if part.note:
            column.addWidget(label(part.note, "small", wrap=True))
        column.addWidget(editor)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self.pages.addWidget(area)
        editor.edited.connect(lambda: self._take(part))
        return editor

    def _editor(self, part: PartSpec) -> FieldForm | RecordsEditor:
        given = self.data.get(part.name, {}) if part.name else self.data
        if part.title:
            made = RecordsEditor(part.words, part.fields, lambda one: str(one.get(part.title, "")), part.fresh or {})
            made.show_records(_records(part, given))
            return made
        form = FieldForm(part.fields, part.words)
        wanted = {field.path.split(".")[0] for field in part.fields}
        form.show_data({name: value for name, value in given.items() if name in wanted})
        return form

    def _show_trial(self, trial: Trial) -> None:
        self.trial = trial
        self.preview.show_trial(trial, has_sentence=bool(self.sentence.toPlainText().strip()))
        self.keep.setEnabled(not trial.faults)
        for part in PARTS:
            editor = self.editors[part.name]
            if isinstance(editor, RecordsEditor):
                faults = {fault.item: fault.text for fault in trial.faults if fault.part == part.name}
                editor.show_faults(faults)
        self._show_nav(self.nav.marked)

    def _show_nav(self, key: str) -> None:
        wrong = {fault.part for fault in self.trial.faults}
        known = {part.name for part in PARTS}
        wrong |= {""} if wrong - known else set()
        rows = []
        for part in PARTS:
            editor = self.editors[part.name]
            count = f"{len(editor.records)}" if isinstance(editor, RecordsEditor) and editor.records else ""
            bad = part.name in wrong
            detail = "Needs a look" if bad else ""
            rows.append(
                Row(
                    f"part:{part.name}", part.words, detail, count, "octagon-alert" if bad else "", "fix" if bad else ""
                )
            )
        self.nav.show_rows(rows)
        self.nav.mark(key)

    def _lay_out(self, close: Button) -> None:
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        self.nav.setFixedWidth(px(_NAV))
        columns.addWidget(self.nav)
        columns.addWidget(rule("v"))
        columns.addWidget(self.pages, 1)
        columns.addWidget(rule("v"))
        columns.addWidget(self._side())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.addWidget(self.save)
        foot.addStretch()
        foot.addWidget(close)
        foot.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(columns, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)

    def _side(self) -> QWidget:
        side = QFrame()
        side.setProperty("surface", "panel")
        side.setFixedWidth(px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(8)
        column.addWidget(label("Try it", "title"))
        self.sentence.setAccessibleName("Sentence to try")
        self.sentence.setPlaceholderText("Type or paste a sentence. Left empty, the draft on the desk is tried.")
        self.sentence.setTabChangesFocus(True)
        self.sentence.setFixedHeight(px(88))
        column.addWidget(self.sentence)
        column.addWidget(self.preview, 1)
        return side


def data_of(policy: Policy) -> dict[str, Any]:
    """Return the policy as the data of its file; whether a disclosure is required is always said."""
    data = as_data(policy)
    return data | {"disclosure": {**data.get("disclosure", {}), "required": policy.disclosure.required}}


def _records(part: PartSpec, given: Any) -> list[dict[str, Any]]:  # noqa: ANN401 a part of a file: list or mapping
    if part.name == "data_classes":
        return [{"name": name, **values} for name, values in given.items()]
    return list(given)


def _records_data(part: PartSpec, records: list[dict[str, Any]]) -> Any:  # noqa: ANN401 as above
    if part.name != "data_classes":
        return [dict(one) for one in records]
    named: dict[str, Any] = {}
    for number, one in enumerate(records):
        name = _SHORT_NAME.sub("-", str(one.get("name", ""))).strip("-") or f"class-{number + 1}"
        named[name if name not in named else f"{name}-{number + 1}"] = {k: v for k, v in one.items() if k != "name"}
    return named
