"""What belongs to the draft on the desk without standing in it: its work, its other drafts, answers, criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from app.domain.deliverable import Deliverable, Submission, WorkState
from app.domain.feedback import Reply
from app.domain.review import Draft
from app.services import assignments, reading_feedback, scoring, submitting
from app.services.access import Gate
from app.services.ports import Workspace
from app.shell.desk_draft import DeskDraft
from app.shell.session import Session


@dataclass(frozen=True, slots=True)
class Around:
    """As the workspace has it. ``state`` is None for work that is nobody's but one's own.

    ``drafts`` are the work's drafts by id, ``threads`` the answers by comment, ``released`` the draft with whose
    feedback a comment was given, ``criteria`` the titles of the rubric in use by id, ``names`` everybody's by id.
    """

    draft_id: str
    work: Deliverable
    state: WorkState | None = None
    submission: Submission | None = None
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    threads: Mapping[str, tuple[Reply, ...]] = field(default_factory=dict)
    released: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    me: str = ""

    @property
    def mentee(self) -> str:
        """The name of whose work it is, empty for one's own."""
        return self.names.get(self.work.mentee_id, "")

    def name(self, person_id: str) -> str:
        """Return a person's name, "You" for oneself."""
        return "You" if person_id == self.me else self.names.get(person_id) or "Someone who has left"

    def number_of(self, draft_id: str) -> int:
        """Return the number of a draft of this work, 0 when it is not known."""
        return self.drafts[draft_id].number if draft_id in self.drafts else 0


class Surroundings(QObject):
    """Keeps ``here`` for the draft on the desk; ``changed`` follows each reading of it."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.here: Around | None = None
        self._session = session
        session.draft_opened.connect(self._start)

    def refresh(self) -> None:
        """Read it again; ``changed`` follows."""
        opened = self._session.draft
        if opened is not None:
            self._session.ask(lambda ws: read_around(ws, opened.draft), lambda here: self._take(opened, here))

    def _start(self, _: object) -> None:
        self.here = None
        self.refresh()

    def _take(self, opened: DeskDraft, here: Around) -> None:
        if self._session.draft is opened:
            self.here = here
            self.changed.emit()


def surroundings(session: Session) -> Surroundings:
    """Return the one that the whole window shares."""
    return session.findChild(Surroundings) or Surroundings(session)


def read_around(store: Workspace, draft: Draft) -> Around:
    """Return what the person may see of all this."""
    gate, work = Gate(store), store.work_of(draft.id)
    drafts = {one.id: one for one in store.drafts_of(work.id) if gate.may_read(one)}
    works = submitting.works_of(store, [work])
    threads: dict[str, tuple[Reply, ...]] = {}
    released: dict[str, str] = {}
    for one in drafts.values() if work.mentee_id else ():
        threads |= reading_feedback.threads(store, one.id)
        for feedback in reading_feedback.read(store, one.id):
            released |= {comment.id: one.id for comment in feedback.comments}
    return Around(
        draft.id,
        work,
        works[0].state if works and work.mentee_id else None,
        submitting.submission_of(store, draft.id),
        drafts,
        threads,
        released,
        _criteria(store, draft.id),
        gate.names(),
        store.me(),
    )


def _criteria(store: Workspace, draft_id: str) -> dict[str, str]:
    review, _ = scoring.review_to_be(store, draft_id)
    rubric = assignments.rubric_of(store, review.rubric_id) if review.rubric_id else None
    return {one.id: one.title for one in rubric.criteria} if rubric else {}
