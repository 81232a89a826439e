"""A person's own side: their work, the feedback on it, and the history of both."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QWidget

from app.domain.review import Draft
from app.services import submitting
from app.services.ports import Workspace
from app.services.submitting import Disclosure
from app.shell.desk_draft import DeskDraft
from app.shell.mine import (
    NOTHING,
    Mine,
    MyWork,
    WorkLine,
    forget_unsent,
    hand_in,
    keep_unsent,
    my_work,
    own_draft,
    unsent,
)
from app.shell.own_files import has_changed
from app.shell.session import Session
from widgets import dialogs
from widgets.history_page import HistoryPage
from widgets.labels import rule
from widgets.mentee_begin import BeginDialog
from widgets.mentee_feedback import FeedbackPage
from widgets.mentee_nav import MenteeNav
from widgets.mentee_work import WorkPage
from widgets.submit_dialog import SubmitDialog

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
        self.submit: SubmitDialog | None = None
        self.begin: BeginDialog | None = None
        self._wants_focus = False
        self.nav = MenteeNav(self)
        self.work, self.feedback = WorkPage(self), FeedbackPage(self.mine, self)
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

    def flush(self) -> None:
        """Keep what is being typed."""
        self.feedback.leave()
        if self.submit is not None:
            self.submit.flush()

    # what a person asks for

    def hand_in_current(self) -> None:
        """Hand in the work whose row is open."""
        line = self.work.current
        if line is None or not line.can_hand_in:
            self.said.emit("Choose a work with a draft that is not handed in yet.")
            return
        self._ask_disclosure(line)

    def hand_in_draft(self, draft_id: str) -> None:
        """Hand in the draft that is on the desk."""
        self.mine.act(lambda ws: (own_draft(ws, draft_id), my_work(ws)), self._offer_hand_in, self.said.emit)

    def _offer_hand_in(self, found: tuple[WorkLine, MyWork]) -> None:
        line, shown = found
        self._show_work(shown)
        if line.can_hand_in:
            self._ask_disclosure(line)
        else:
            self.said.emit(f"Draft {line.work.number} of “{line.work.deliverable.title}” was handed in already.")

    def _hand_in(self, work_id: str) -> None:
        line = self.work.shown.line(work_id) if self.work.shown else None
        if line is not None and line.can_hand_in:
            self._ask_disclosure(line)

    def _ask_disclosure(self, line: WorkLine) -> None:
        assert line.newest is not None
        name = f"disclosure {line.newest.id}"
        draft = line.newest
        self.mine.act(
            lambda ws: (unsent(ws, name), has_changed(draft)),
            lambda found: self._show_disclosure(line, *found),
            self.said.emit,
        )

    def _show_disclosure(self, line: WorkLine, kept: str, is_old: bool = False) -> None:
        draft, shown = line.newest, self.work.shown
        assert draft is not None
        if self.submit is not None:
            self.submit.reject()
        name = f"disclosure {draft.id}"
        dialog = self.submit = SubmitDialog(line, shown.mentors if shown else (), kept, self.window())
        dialog.edited.connect(lambda words: self.mine.keep(name, lambda ws: keep_unsent(ws, name, words)))
        attach, refuse = self._while_open(dialog, dialog.form.attach), self._refuse_in(dialog)
        dialog.read_texts_with(lambda path: self.mine.read_text(path, attach, refuse))
        dialog.submit_requested.connect(lambda said: self._submit(dialog, draft, said))
        dialog.finished.connect(self._forget_submit)
        if is_old:
            dialog.refuse(
                f"{draft.name} has changed since it became draft {draft.number}. To hand in the new words, add "
                "it as the next draft first."
            )
        dialog.open()

    def _submit(self, dialog: SubmitDialog, draft: Draft, said: Disclosure) -> None:
        name = f"disclosure {draft.id}"

        def done(found: MyWork) -> None:
            self.mine.keep(name, lambda ws: forget_unsent(ws, name))
            self._while_open(dialog, dialog.accept)()
            self._show_work(found)
            self.said.emit(f"Draft {draft.number} is handed in.")

        self.mine.act(_and_read(lambda ws: hand_in(ws, draft.id, said)), done, self._refuse_in(dialog))

    def _forget_submit(self) -> None:
        if self.submit is not None:
            self.submit.deleteLater()
            self.submit = None

    def _while_open(self, dialog: QDialog, call: Callable[..., object]) -> Callable[..., object]:
        """Return the call for an answer that may come after the person has closed the dialog."""
        return lambda *given: call(*given) if dialog in {self.submit, self.begin} else None

    def _refuse_in(self, dialog: SubmitDialog | BeginDialog) -> Callable[[str], object]:
        """Return what says a refusal in the dialog, or in the status line once that is closed."""

        def refuse(sentence: str) -> None:
            if dialog in {self.submit, self.begin}:
                dialog.refuse(sentence)
            else:
                self.said.emit(sentence)

        return refuse

    def _take_back(self, work_id: str) -> None:
        line = self.work.shown.line(work_id) if self.work.shown else None
        if line is None:
            return
        draft_id, title = line.work.draft_id, line.work.deliverable.title

        def done(found: MyWork) -> None:
            self._show_work(found)
            self.said.emit(f"“{title}” is private to you again.")

        self.mine.act(_and_read(lambda ws: submitting.withdraw(ws, draft_id)), done, self._refuse)

    def _add_version(self, work_id: str) -> None:
        paths = dialogs.choose_drafts(self.window())
        if paths:
            self.add_version(paths[0], work_id)

    def add_version(self, path: Path, work_id: str) -> None:
        """Keep a file as the next draft of a work."""
        self.said.emit(f"Reading {path.name}…")
        self.mine.add_version(path, work_id, lambda draft: self._show_added(draft, path), self._refuse)

    def _show_added(self, draft: Draft, path: Path) -> None:
        words = f"{path.name} is draft {draft.number} now, private to you until you hand it in."
        self._reread(draft.deliverable_id, words)

    def begin_work(self) -> None:
        """Begin new work with a file."""
        self._begin("")

    def _begin(self, assignment_id: str) -> None:
        paths = dialogs.choose_drafts(self.window())
        if paths:
            self.begin_with(paths[0], assignment_id)

    def begin_with(self, path: Path, assignment_id: str = "") -> None:
        """Ask for the title of new work with this file as its first draft."""
        asked = self.work.shown.asked if self.work.shown else ()
        dialog = self.begin = BeginDialog(path, asked, assignment_id, self.window())

        def done(draft: Draft) -> None:
            self._while_open(dialog, dialog.accept)()
            self._reread(draft.deliverable_id, f"{path.name} is the first draft. Check it privately, or hand it in.")

        dialog.begin_requested.connect(
            lambda title, asked_id: self.mine.begin(path, title, asked_id, done, self._refuse_in(dialog))
        )
        dialog.finished.connect(self._forget_begin)
        dialog.open()

    def _forget_begin(self) -> None:
        if self.begin is not None:
            self.begin.deleteLater()
            self.begin = None

    def _check(self, work_id: str) -> None:
        """Open the newest draft on the desk, where the checks are private to its author until it is handed in."""
        line = self.work.shown.line(work_id) if self.work.shown else None
        if line is None or line.newest is None:
            return
        draft = line.newest

        def tell(opened: DeskDraft) -> None:
            if opened.draft.id == draft.id:
                self.said.emit(f"Draft {draft.number} is private to you until you hand it in (File, Hand in…).")

        once = Qt.ConnectionType.SingleShotConnection
        self._session.draft_opened.connect(tell, once)
        self._session.open_recent(draft)

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
        work = self.work
        work.begin_requested.connect(self._begin)
        work.check_requested.connect(self._check)
        work.version_requested.connect(self._add_version)
        work.hand_in_requested.connect(self._hand_in)
        work.take_back_requested.connect(self._take_back)
        work.feedback_requested.connect(self._read_feedback_of)
        work.current_changed.connect(self.present_changed)
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
        self._mark_page()

    def _mark_page(self) -> None:
        shown = self.feedback.found
        is_feedback = self.page == "feedback" and shown is not None
        self.nav.mark(f"feedback:{shown.draft.id}" if is_feedback and shown else f"page:{self.page}")
        self.present_changed.emit()

    def _reread(self, work_id: str, sentence: str) -> None:
        def show(found: MyWork) -> None:
            self._show_work(found)
            self.work.open_work(work_id)
            self.said.emit(sentence)

        self._session.ask(my_work, show)

    def _refuse(self, sentence: str) -> None:
        self.said.emit(sentence)
        self._session.ask(my_work, self._show_work)


def _and_read(change: Callable[[Workspace], object]) -> Callable[[Workspace], MyWork]:
    """Return what makes the change and reads the work as it is then."""

    def act(store: Workspace) -> MyWork:
        change(store)
        return my_work(store)

    return act
