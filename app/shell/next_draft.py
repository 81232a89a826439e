"""A file that was opened as new work and looks like the next draft of known work: ask, and do what is answered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.services import submitting, versions
from app.services.access import Gate
from app.shell.desk_draft import DeskDraft
from app.shell.session import Session

if TYPE_CHECKING:
    from app.domain.deliverable import Deliverable
    from app.services.ports import Workspace

_LATEST = 200


@dataclass(frozen=True, slots=True)
class Guess:
    """The work that a draft on the desk may be the next draft of."""

    opened: DeskDraft
    work: "Deliverable"


class NextDraft(QObject):
    """Guesses for each draft once, when it is new; ``asked`` carries the title of the work."""

    asked = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._guess: Guess | None = None
        self._known: set[str] = set()
        session.draft_opened.connect(self._look)

    def answer(self, is_next: bool) -> None:
        """Make the draft on the desk the next one of that work, or leave it as work of its own."""
        guess, self._guess = self._guess, None
        opened = self._session.draft
        if not is_next or guess is None or opened is not guess.opened:
            return
        own = opened.draft
        self._session.reload(guess.work.id)
        self._session.saves.put(lambda: _drop(self._session, own.id), lambda _: None)

    def _look(self, opened: DeskDraft) -> None:
        """Ask the disk lane, for a draft that was never open before."""
        self._guess = None
        new = opened.draft.number == 1 and not opened.comments and not opened.decisions
        if opened.draft.id in self._known or not new or any(one.id == opened.draft.id for one in self._session.recent):
            return
        self._known.add(opened.draft.id)
        self._session.ask(lambda ws: _likely(ws, opened), lambda work: self._take(opened, work))

    def _take(self, opened: DeskDraft, work: "Deliverable | None") -> None:
        if work is not None and self._session.draft is opened:
            self._guess = Guess(opened, work)
            self.asked.emit(work.title)


def _likely(store: "Workspace", opened: DeskDraft) -> "Deliverable | None":
    """Return work that the person may add drafts to and that this text seems to go on with."""
    gate, own = Gate(store), store.work_of(opened.draft.id)
    if own.mentee_id or len(store.drafts_of(own.id)) > 1:
        return None
    latest = [store.work_of(one.id) for one in store.drafts()[:_LATEST] if one.id != opened.draft.id]
    works = list({work.id: work for work in latest if work.id != own.id and gate.may_write(work)}.values())
    return versions.likely_work(store, opened.draft.name, opened.document.text, works)


def _drop(session: Session, draft_id: str) -> None:
    """Delete the work that the draft was put into at first, when nothing was said about it."""
    workspace = session.workspace
    assert workspace is not None
    if not workspace.comments(draft_id) and not workspace.decisions(draft_id):
        submitting.delete_work(workspace, workspace.work_of(draft_id))
