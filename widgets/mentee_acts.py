"""What a person does with their own work: begin it, check it privately, add drafts, hand in, take back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from app.domain.review import Draft
from app.services import submitting
from app.services.ports import Workspace
from app.services.submitting import Disclosure
from app.shell.desk_draft import DeskDraft
from app.shell.mine import (
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
from widgets.mentee_begin import BeginDialog
from widgets.mentee_work import WorkPage
from widgets.submit_dialog import SubmitDialog


class WorkActs(QObject):
    """Does what the page of one's work asks for; ``work_read`` tells how the work stands afterwards."""

    said = Signal(str)
    work_read = Signal(object)  # MyWork

    def __init__(self, session: Session, mine: Mine, page: WorkPage) -> None:
        super().__init__(page)
        self._session, self._mine, self._page = session, mine, page
        self.submit: SubmitDialog | None = None
        self.begin: BeginDialog | None = None
        self._connect()

    def flush(self) -> None:
        """Keep what is being typed about AI use."""
        if self.submit is not None:
            self.submit.flush()

    def hand_in_current(self) -> None:
        """Hand in the work whose row is open."""
        line = self._page.current
        if line is None or not line.can_hand_in:
            self.said.emit("Choose a work with a draft that is not handed in yet.")
            return
        self._ask_disclosure(line)

    def hand_in_draft(self, draft_id: str) -> None:
        """Hand in the draft that is on the desk."""
        self._mine.act(lambda ws: (own_draft(ws, draft_id), my_work(ws)), self._offer_hand_in, self.said.emit)

    def _offer_hand_in(self, found: tuple[WorkLine, MyWork]) -> None:
        line, shown = found
        self.work_read.emit(shown)
        if line.can_hand_in:
            self._ask_disclosure(line)
        else:
            self.said.emit(f"Draft {line.work.number} of “{line.work.deliverable.title}” was handed in already.")

    def _hand_in(self, work_id: str) -> None:
        line = self._page.shown.line(work_id) if self._page.shown else None
        if line is not None and line.can_hand_in:
            self._ask_disclosure(line)

    def _ask_disclosure(self, line: WorkLine) -> None:
        assert line.newest is not None
        name = f"disclosure {line.newest.id}"
        draft = line.newest
        self._mine.act(
            lambda ws: (unsent(ws, name), has_changed(draft)),
            lambda found: self._show_disclosure(line, *found),
            self.said.emit,
        )

    def _show_disclosure(self, line: WorkLine, kept: str, is_old: bool = False) -> None:
        draft, shown = line.newest, self._page.shown
        assert draft is not None
        if self.submit is not None:
            self.submit.reject()
        name = f"disclosure {draft.id}"
        dialog = self.submit = SubmitDialog(line, shown.mentors if shown else (), kept, self._page.window())
        dialog.edited.connect(lambda words: self._mine.keep(name, lambda ws: keep_unsent(ws, name, words)))
        attach, refuse = self._while_open(dialog, dialog.form.attach), self._refuse_in(dialog)
        dialog.read_texts_with(lambda path: self._mine.read_text(path, attach, refuse))
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
            self._mine.keep(name, lambda ws: forget_unsent(ws, name))
            self._while_open(dialog, dialog.accept)()
            self.work_read.emit(found)
            self.said.emit(f"Draft {draft.number} is handed in.")

        self._mine.act(_and_read(lambda ws: hand_in(ws, draft.id, said)), done, self._refuse_in(dialog))

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
        line = self._page.shown.line(work_id) if self._page.shown else None
        if line is None:
            return
        draft_id, title = line.work.draft_id, line.work.deliverable.title

        def done(found: MyWork) -> None:
            self.work_read.emit(found)
            self.said.emit(f"“{title}” is private to you again.")

        self._mine.act(_and_read(lambda ws: submitting.withdraw(ws, draft_id)), done, self._refuse)

    def _add_version(self, work_id: str) -> None:
        paths = dialogs.choose_drafts(self._page.window())
        if paths:
            self.add_version(paths[0], work_id)

    def add_version(self, path: Path, work_id: str) -> None:
        """Keep a file as the next draft of a work."""
        self.said.emit(f"Reading {path.name}…")
        self._mine.add_version(path, work_id, lambda draft: self._show_added(draft, path), self._refuse)

    def _show_added(self, draft: Draft, path: Path) -> None:
        words = f"{path.name} is draft {draft.number} now, private to you until you hand it in."
        self._reread(draft.deliverable_id, words)

    def begin_work(self) -> None:
        """Begin new work with a file."""
        self._begin("")

    def _begin(self, assignment_id: str) -> None:
        paths = dialogs.choose_drafts(self._page.window())
        if paths:
            self.begin_with(paths[0], assignment_id)

    def begin_with(self, path: Path, assignment_id: str = "") -> None:
        """Ask for the title of new work with this file as its first draft."""
        asked = self._page.shown.asked if self._page.shown else ()
        dialog = self.begin = BeginDialog(path, asked, assignment_id, self._page.window())

        def done(draft: Draft) -> None:
            self._while_open(dialog, dialog.accept)()
            self._reread(draft.deliverable_id, f"{path.name} is the first draft. Check it privately, or hand it in.")

        dialog.begin_requested.connect(
            lambda title, asked_id: self._mine.begin(path, title, asked_id, done, self._refuse_in(dialog))
        )
        dialog.finished.connect(self._forget_begin)
        dialog.open()

    def _forget_begin(self) -> None:
        if self.begin is not None:
            self.begin.deleteLater()
            self.begin = None

    def _check(self, work_id: str) -> None:
        """Open the newest draft on the desk, where the checks are private to its author until it is handed in."""
        line = self._page.shown.line(work_id) if self._page.shown else None
        if line is None or line.newest is None:
            return
        draft = line.newest

        def tell(opened: DeskDraft) -> None:
            if opened.draft.id == draft.id:
                self.said.emit(f"Draft {draft.number} is private to you until you hand it in (File, Hand in…).")

        once = Qt.ConnectionType.SingleShotConnection
        self._session.draft_opened.connect(tell, once)
        self._session.open_recent(draft)

    def _reread(self, work_id: str, sentence: str) -> None:
        def show(found: MyWork) -> None:
            self.work_read.emit(found)
            self._page.open_work(work_id)
            self.said.emit(sentence)

        self._session.ask(my_work, show)

    def _refuse(self, sentence: str) -> None:
        self.said.emit(sentence)
        self._session.ask(my_work, self.work_read.emit)

    def _connect(self) -> None:
        page = self._page
        page.begin_requested.connect(self._begin)
        page.check_requested.connect(self._check)
        page.version_requested.connect(self._add_version)
        page.hand_in_requested.connect(self._hand_in)
        page.take_back_requested.connect(self._take_back)


def _and_read(change: Callable[[Workspace], object]) -> Callable[[Workspace], MyWork]:
    """Return what makes the change and reads the work as it is then."""

    def act(store: Workspace) -> MyWork:
        change(store)
        return my_work(store)

    return act
