"""The mentor's queue: work that was handed in, whose it is, where it stands and what is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.deliverable import Work, WorkState
from app.domain.ids import now_ms
from app.domain.review import Draft
from app.shell.session import Session

if TYPE_CHECKING:
    from app.services.ports import Workspace

STATE_WORDS = {
    WorkState.DRAFTING: "drafting",
    WorkState.SUBMITTED: "handed in",
    WorkState.IN_REVIEW: "in review",
    WorkState.RETURNED: "returned",
    WorkState.ACCEPTED: "accepted",
}
WAITING = (WorkState.SUBMITTED, WorkState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A work in the queue with its draft; ``others`` are the names of other mentors who have begun."""

    work: Work
    draft: Draft
    mentee: str
    is_overdue: bool = False
    others: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether the mentors have to do something next."""
        return self.work.state in WAITING or self.work.wants_second_look

    @property
    def is_unreviewed(self) -> bool:
        """Whether nobody has begun to review it."""
        return self.work.state is WorkState.SUBMITTED


class ReviewQueue(QObject):
    """Keeps ``lines`` as the workspace has them; ``changed`` follows each reading."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[QueueLine, ...] = ()
        self._session = session
        session.workspace_opened.connect(self.refresh)
        session.person_changed.connect(self.refresh)
        session.draft_opened.connect(self.refresh)

    def refresh(self, _: object = None) -> None:
        """Read the queue again; ``changed`` follows."""
        self._session.ask(read_queue, self._take)

    def line(self, draft_id: str) -> QueueLine | None:
        """Return the line of a draft."""
        return next((one for one in self.lines if one.draft.id == draft_id), None)

    def note_begun(self) -> None:
        """Read again when the draft on the desk is still listed as not begun; it has just got a comment."""
        opened = self._session.draft
        line = self.line(opened.draft.id) if opened is not None else None
        if opened is not None and opened.comments and line is not None and line.is_unreviewed:
            self.refresh()

    def _take(self, lines: tuple[QueueLine, ...]) -> None:
        self.lines = lines
        self.changed.emit()


def read_queue(store: "Workspace") -> tuple[QueueLine, ...]:
    """Return the queue of the person who works here: overdue first, then by due date and waiting time."""
    from app.services import submitting  # loaded on the disk lane: the queue stands before anything else is there

    names = {one.id: one.name for one in store.directory().people}
    works, now, me = submitting.queue(store), now_ms(), store.me()
    drafts = _drafts(store, [one.deliverable.id for one in works])
    return tuple(
        QueueLine(
            work,
            drafts[work.draft_id],
            names.get(work.deliverable.mentee_id, ""),
            work.is_overdue(now),
            tuple(names.get(one, "") for one in work.reviewers if one != me),
        )
        for work in works
        if work.draft_id in drafts
    )


def _drafts(store: "Workspace", work_ids: list[str]) -> Mapping[str, Draft]:
    return {one.id: one for one in store.all_drafts(work_ids)} if work_ids else {}
