"""Assignments: made with a title and Enter, filled in beside the list; every change is kept at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.deliverable import Assignment
from app.domain.ids import now_ms
from app.services import assignments
from app.services.ports import Workspace
from app.shell.assignment_choices import Choices, read_choices
from app.shell.people_here import change
from app.shell.session import Session
from widgets.assignment_form import AssignmentForm, day_words
from widgets.empty_state import EmptyState
from widgets.labels import label
from widgets.lead_layout import Trouble, lay_beside
from widgets.queue_list import QueueList
from widgets.rows import Row

_WHAT_FOR = (
    "It says what was asked, by when, and by which rubric and lists the work is judged. None is needed for one draft."
)


class AssignmentsPage(QFrame):
    """The list at the left with a field for a new one above it, the chosen one at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Assignments")
        self._session = session
        self.choices = Choices()
        self.current = ""
        self.title = QLineEdit()
        self.title.setAccessibleName("New assignment")
        self.title.setPlaceholderText("Title, then Enter")
        self.list = QueueList("Assignments", self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName("The assignment chosen")
        self.empty = EmptyState(self)
        self.empty.say("file-text", "No assignment yet", _WHAT_FOR)
        self.trouble = Trouble(self)
        self._lay_out()
        self.title.returnPressed.connect(self._add)
        self.list.chosen.connect(self.choose)
        session.person_changed.connect(lambda: self.choose(""))
        self.setFocusProxy(self.title)

    def refresh(self) -> None:
        """Read the assignments again."""
        self._session.ask(read_choices, self._take)

    def choose(self, assignment_id: str) -> None:
        """Show an assignment in the form."""
        self.current = assignment_id
        self.trouble.say("")
        self._show()

    def edit(self, write: Callable[[Workspace], object]) -> None:
        """Keep a change and read the assignments again."""
        change(self._session, write, lambda _: self.refresh(), self._refuse)

    def _refuse(self, sentence: str) -> None:
        self.trouble.say(sentence)
        self.refresh()

    def _take(self, choices: Choices) -> None:
        self.choices = choices
        self._show()

    def _show(self) -> None:
        found = self.choices.assignments
        self.list.show_rows([_row(one) for one in found])
        if found and all(one.id != self.current for one in found):
            self.current = found[0].id
        self.list.mark(self.current)
        self.empty.setVisible(not found)
        self.area.setVisible(bool(found))
        chosen = next((one for one in found if one.id == self.current), None)
        form = self.area.widget()
        if chosen is None:
            return
        if not isinstance(form, AssignmentForm) or form.assignment.id != chosen.id:
            form = AssignmentForm(self.edit)
            self.area.setWidget(form)
        form.show_assignment(chosen, self.choices)

    def _add(self) -> None:
        words, team_id = self.title.text(), self.choices.first_team

        def done(made: Assignment) -> None:
            self.title.clear()
            self.current = made.id
            self.trouble.say("")
            self.refresh()

        change(self._session, lambda store: assignments.new_assignment(store, words, team_id), done, self._refuse)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.empty, 1)
        right.addWidget(self.area, 1)
        right.addWidget(self.trouble)
        lay_beside(self, [label("New assignment", "caption"), self.title], self.list, right)


def _row(one: Assignment) -> Row:
    late = one.due_ms is not None and one.due_ms < now_ms()
    return Row(one.id, one.title, detail="was due" if late else "", place=day_words(one.due_ms))
