"""The lead's side: scores, late work, assignments, people and rubrics, one page at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.services import undoing
from app.services.ports import Workspace
from app.services.undoing import Undone
from app.shell.people_here import change
from app.shell.session import Session
from widgets.assignment_page import AssignmentsPage
from widgets.labels import ElidedLabel, label, rule
from widgets.lead_rubrics import RubricsPage
from widgets.lead_work import LateWorkPage
from widgets.people_page import PeoplePage
from widgets.queue_list import QueueList
from widgets.rows import Row
from widgets.scores_page import ScoresPage
from widgets.theme import px, theme

_NAV_WIDTH, _WIDEST_NAV = 212, 300


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its name, icon and the sentence under its title; ``make`` is called when it is first shown."""

    name: str
    icon: str
    sentence: str
    make: Callable[[Session, QWidget], QWidget]
    subject: str = ""  # what undo and redo are about while the page is shown, see ``undoing.SUBJECTS``


PAGES = (
    Page("Scores", "table-2", "Means of released scores only. Each score keeps its rubric version", ScoresPage),
    Page("Late work", "clock", "Work of your teams that was due and is not reviewed", LateWorkPage),
    Page(
        "Assignments", "file-text", "What was asked, by when, and by what it is judged", AssignmentsPage, "assignments"
    ),
    Page("People", "users", "Who mentors whom. Nobody mentors themselves", PeoplePage, "people"),
    Page("Rubrics", "list-checks", "Scores keep the version of the rubric they were made by", RubricsPage),
)


class LeadSide(QFrame):
    """The pages with their names at the left."""

    said = Signal(str)
    present_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Team")
        self._session = session
        self._pages: dict[str, QWidget] = {}
        self.nav = QueueList("Pages of the team", self)
        self.title, self.sentence = label("", "title"), ElidedLabel("", "small")
        self.body = QStackedWidget(self)
        self._lay_out()
        self.nav.show_rows([Row(page.name, page.name, icon=page.icon) for page in PAGES])
        self.nav.chosen.connect(self.show_page)
        self.setFocusProxy(self.nav)
        self.page = PAGES[0].name

    @property
    def present(self) -> set[str]:
        """What the shown page offers to actions."""
        return {"undo", "redo"} if self._chosen().subject else set()

    def undo(self) -> None:
        """Take back the newest change of what the page shows."""
        self._step(undoing.undo_elsewhere, "There is nothing to undo here.")

    def redo(self) -> None:
        """Make again what was undone last."""
        self._step(undoing.redo_elsewhere, "There is nothing to do again here.")

    def next_pane(self, by: int) -> None:
        """Move the keyboard between the names of the pages and the page; there are two, so either way is the same."""
        del by
        (self._pages[self.page] if self.nav.hasFocus() else self.nav).setFocus()

    def refresh(self) -> None:
        """Read the page that is shown again."""
        self.show_page(self.page)

    def show_page(self, name: str) -> None:
        """Show a page by its name, as it is now."""
        self.page = name
        chosen = self._chosen()
        if name not in self._pages:
            self._pages[name] = chosen.make(self._session, self)
            self.body.addWidget(self._pages[name])
        self.nav.mark(name)
        self.title.setText(name)
        self.sentence.show_text(chosen.sentence)
        self.body.setCurrentWidget(self._pages[name])
        self._pages[name].refresh()  # type: ignore[attr-defined]
        self.present_changed.emit()

    def open_page(self, name: str) -> None:
        """Show a page with the keyboard where one begins there."""
        self.show_page(name)
        self._pages[name].setFocus()

    def page_named(self, name: str) -> QWidget:
        """Return a page that was shown."""
        return self._pages[name]

    def focus_export(self) -> None:
        """Put the keyboard on the button that exports the scores."""
        page = self._pages["Scores"]
        assert isinstance(page, ScoresPage)
        page.export.go.setFocus()

    def _chosen(self) -> Page:
        return next(page for page in PAGES if page.name == self.page)

    def _step(self, take: Callable[[Workspace, str], Undone | None], nothing: str) -> None:
        subject = self._chosen().subject

        def tell(undone: Undone | None) -> None:
            self.said.emit(undone.sentence if undone else nothing)
            self.refresh()

        change(self._session, lambda workspace: take(workspace, subject), tell)

    def _lay_out(self) -> None:
        left = QFrame(self)
        left.setProperty("surface", "chrome")
        names = QVBoxLayout(left)
        names.setContentsMargins(0, 8, 0, 8)
        names.addWidget(self.nav)
        head = QFrame(self)
        head.setProperty("surface", "chrome")
        texts = QVBoxLayout(head)
        texts.setContentsMargins(18, 0, 14, 1)
        texts.setSpacing(1)
        texts.addStretch()
        texts.addWidget(self.title)
        texts.addWidget(self.sentence)
        texts.addStretch()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(head)
        right.addWidget(rule())
        right.addWidget(self.body, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(left)
        line.addWidget(rule("v"))
        line.addLayout(right, 1)
        self._left, self._head = left, head
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._left.setFixedWidth(min(px(_NAV_WIDTH), _WIDEST_NAV))
        self._head.setFixedHeight(px(52) + 1)
