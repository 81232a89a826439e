"""A person's own side: their work, the feedback on it, and the history of both."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from app.shell.mine import (
    NOTHING,
    Mine,
    MyWork,
    my_work,
)
from app.shell.session import Session
from widgets.history_page import HistoryPage
from widgets.labels import rule
from widgets.mentee_acts import WorkActs
from widgets.mentee_feedback import FeedbackPage
from widgets.mentee_nav import MenteeNav
from widgets.mentee_work import WorkPage

PAGES = ("work", "feedback", "history")


class MenteeSide(QFrame):
    """Places at the left, one page beside them. ``said`` is a sentence for the status line."""

    said = Signal(str)
    present_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("My work")
        self._session = session
        self.mine = Mine(session, self)
        self._wants_focus = False
        self.nav = MenteeNav(self)
        self.work, self.feedback = WorkPage(self), FeedbackPage(self.mine, self)
        self.acts = WorkActs(session, self.mine, self.work)
        self.history = HistoryPage(session, self)
        self._pages = QStackedWidget(self)
        for page in (self.work, self.feedback, self.history):
            self._pages.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.nav)
        layout.addWidget(rule("v"))
        layout.addWidget(self._pages, 1)
        self._connect()
        self.nav.show_work(None)
        self.show_page("work")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on: a focus proxy would take the places at the left out of the order of Tab."""
        super().focusInEvent(event)
        self.nav.list.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the places their share of the width."""
        super().resizeEvent(event)
        self.nav.share(event.size().width())

    def refresh(self) -> None:
        """Read everything afresh: it may be another person who works here now."""
        self._session.ask(my_work, self._show_work)
        if self.page == "feedback" and self.feedback.found is not None:
            self.feedback.ask_for(self.feedback.found.draft.id)
        if self.page == "history":
            self.history.refresh()

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return PAGES[self._pages.currentIndex()]

    @property
    def present(self) -> set[str]:
        """What actions of this side need: "feedback" when some is shown, "released" when a comment of it is open."""
        found = {"feedback"} if self.page == "feedback" and self.feedback.found is not None else set()
        return found | ({"released"} if found and self.feedback.comments.card is not None else set())

    def show_page(self, name: str) -> None:
        """Show a page: the work, the feedback or the history."""
        if self.page == "feedback" and name != "feedback":
            self.feedback.leave()
        focus: QWidget | None = self.window().focusWidget()
        if name != self.page and focus and self._pages.isAncestorOf(focus):
            self.nav.list.setFocus()  # what is hidden would hand the keyboard to the status line
        self._pages.setCurrentIndex(PAGES.index(name))
        shown = self.work.shown
        if name == "feedback" and self.feedback.found is None and shown is not None and shown.received:
            self.show_feedback(shown.received[0].draft.id)
            return
        self._mark_page()
        if name == "history":
            self.history.refresh()

    def _stops(self) -> list[QWidget]:
        return {"work": self.work.stops, "feedback": self.feedback.stops, "history": self.history.stops}[self.page]()

    def _give_focus(self) -> None:
        """Give the page the keyboard that was asked for, once there is something to give it to."""
        stops = [stop for stop in self._stops() if stop.isVisible()]
        if self._wants_focus and stops:
            self._wants_focus = False
            stops[-1 if self.page == "feedback" else 0].setFocus()

    def show_feedback(self, draft_id: str) -> None:
        """Show the feedback on a draft."""
        self._pages.setCurrentWidget(self.feedback)
        self.feedback.ask_for(draft_id)
        self.nav.mark(f"feedback:{draft_id}")

    def go_to(self, name: str) -> None:
        """Show a page and give it the keyboard."""
        self.show_page(name)
        self._wants_focus = True
        self._give_focus()

    def next_pane(self, by: int) -> None:
        """Move the keyboard to the next (or previous) part of this side."""
        stops = [self.nav.list, *(stop for stop in self._stops() if stop.isVisible())]
        focus: QWidget | None = self.window().focusWidget()
        here = next((n for n, stop in enumerate(stops) if focus in {stop, *stop.findChildren(QWidget)}), -1)
        stops[(here + by) % len(stops)].setFocus()

    def search_history(self) -> None:
        """Show the history with the keyboard in its search."""
        self.show_page("history")
        self.history.search()

    def begin_work(self) -> None:
        """Begin new work with a file."""
        self.show_page("work")
        self.acts.begin_work()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.feedback.leave()
        self.acts.flush()

    # news

    def _put_away(self) -> None:
        """Show nothing of the person who worked here until now."""
        self.feedback.start_over()
        self.history.put_away()
        self._show_work(NOTHING)
        self.show_page("work")

    def _connect(self) -> None:
        self._session.person_changed.connect(self._put_away)
        self.nav.page_chosen.connect(self.show_page)
        self.nav.feedback_chosen.connect(self.show_feedback)
        self.acts.said.connect(self.said)
        self.acts.work_read.connect(self._show_work)
        self.work.feedback_requested.connect(self._read_feedback_of)
        self.work.current_changed.connect(self.present_changed)
        self.feedback.changed.connect(lambda: self._session.ask(my_work, self._show_work))
        self.feedback.current_changed.connect(self.present_changed)
        self.feedback.current_changed.connect(self._give_focus)
        self.history.feedback_requested.connect(self.show_feedback)

    def _read_feedback_of(self, work_id: str) -> None:
        line = self.work.shown.line(work_id) if self.work.shown else None
        if line is not None:
            self.show_feedback(line.feedback_id)

    def _show_work(self, found: MyWork) -> None:
        self.work.show_work(found)
        self.nav.show_work(found)
        shown = self.feedback.found
        if shown is not None and all(one.draft.id != shown.draft.id for one in found.received):
            self.feedback.start_over()
        if self.page == "feedback" and self.feedback.found is None:  # asked for before it was known which there is
            self.show_page("feedback")
        self._mark_page()

    def _mark_page(self) -> None:
        shown = self.feedback.found
        is_feedback = self.page == "feedback" and shown is not None
        self.nav.mark(f"feedback:{shown.draft.id}" if is_feedback and shown else f"page:{self.page}")
        self.present_changed.emit()
