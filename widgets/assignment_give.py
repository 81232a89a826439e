"""Whose work is this? Gives the draft on the desk to a mentee, and into an assignment."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deliverable import Assignment, Deliverable
from app.domain.people import Person
from app.services import submitting
from app.services.assignments import assignments
from app.services.ports import Workspace
from app.shell.people_here import change
from app.shell.session import Session
from widgets.labels import Button, label
from widgets.lead_layout import Trouble
from widgets.scores_filters import Chooser
from widgets.sizing import fit_to

_WIDTH = 460
_NOBODY = "Nobody else’s: it stays on this computer"
_NO_MENTEES = "You mentor nobody yet. An admin pairs people under Team, People."


@dataclass(frozen=True, slots=True)
class _Found:
    work: Deliverable
    mentees: tuple[Person, ...]
    assignments: tuple[Assignment, ...]
    owner: str


class GiveWorkDialog(QDialog):
    """Two choices; what has an owner already keeps them."""

    def __init__(self, session: Session, draft_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Whose work is this?")
        self._session, self._draft_id = session, draft_id
        self._found: _Found | None = None
        self.mentee = Chooser("Whose work", widest=_WIDTH)
        self.assignment = Chooser("Assignment", widest=_WIDTH)
        self.note, self.trouble = label("", "small", wrap=True), Trouble(self)
        self.cancel, self.go = Button("Cancel"), Button("Give", kind="primary")
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._give)
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self._lay_out(name)
        self._gone = False
        self.finished.connect(self._leave)
        session.ask(self._read, self._take)

    def _lay_out(self, name: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(6)
        column.addWidget(label(f"Whose work is “{name}”?", "title", wrap=True))
        for words, field in (("Whose work", self.mentee), ("Assignment", self.assignment)):
            column.addSpacing(4)
            column.addWidget(label(words, "caption"))
            column.addWidget(field)
        column.addWidget(self.note)
        column.addWidget(self.trouble)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        column.addLayout(foot)
        fit_to(self, _WIDTH)

    def _read(self, store: Workspace) -> _Found:
        directory = store.directory()
        mentees = directory.mentees_of(store.me())
        people = tuple(one for one in directory.people if one.id in mentees and one.active)
        work = store.work_of(self._draft_id)
        owner = directory.person(work.mentee_id)
        return _Found(work, people, assignments(store), owner.name if owner else "")

    def _take(self, found: _Found) -> None:
        if self._gone:
            return
        self._found = found
        named = sorted(((one.name, one.id) for one in found.mentees), key=lambda one: one[0].casefold())
        if found.work.mentee_id:
            named = [(found.owner, found.work.mentee_id)]
        self.mentee.offer([*([] if found.work.mentee_id else [(_NOBODY, "")]), *named], found.work.mentee_id)
        self.mentee.setEnabled(not found.work.mentee_id)
        self.assignment.offer(
            [("None", ""), *((one.title, one.id) for one in found.assignments)], found.work.assignment_id
        )
        self.note.setText("" if named else _NO_MENTEES)
        self.note.setVisible(not named)
        fit_to(self, _WIDTH)
        self.go.setEnabled(True)
        self.mentee.setFocus()

    def _give(self) -> None:
        found = self._found
        assert found is not None
        mentee_id, assignment_id = str(self.mentee.value()), str(self.assignment.value())
        work = found.work

        def write(store: Workspace) -> Deliverable:
            if mentee_id and not work.mentee_id:
                return submitting.bring_in(store, self._draft_id, mentee_id, assignment_id)
            return submitting.edit_work(store, replace(work, assignment_id=assignment_id))

        change(self._session, write, self._given, self._say)

    def _given(self, given: Deliverable) -> None:
        session, found = self._session, self._found
        session.queue_changed.emit()
        is_shown = session.draft is not None and session.draft.draft.id == self._draft_id
        if is_shown and found is not None and given.assignment_id != found.work.assignment_id:
            session.recheck()  # an assignment says which checks and lists there are
        if not self._gone:
            self.accept()

    def _leave(self) -> None:
        self._gone = True

    def _say(self, sentence: str) -> None:
        if not self._gone:
            self.trouble.say(sentence)
            fit_to(self, _WIDTH)
