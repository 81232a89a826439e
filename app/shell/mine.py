"""The mentee's side of the shell: what its pages read, as values, and the one way its changes reach the disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from app.domain.deliverable import Assignment, Deliverable, Work, WorkState
from app.domain.document import Reading
from app.domain.errors import BadInputError, DeniedError, NotFoundError, StetError
from app.domain.feedback import Mark, MarkKind, Reflection, Reply
from app.domain.ids import now_ms
from app.domain.review import Comment, Draft
from app.services import assignments, reading_feedback, releasing, submitting
from app.services.ports import Workspace
from app.services.reading_feedback import Received
from app.services.released import Feedback
from app.services.submitting import Disclosure
from app.shell.engine import ReadRequest
from app.shell.jobs import Handlers, Lane
from app.shell.own_files import add_draft, begin, text_of
from app.shell.session import NOT_OPEN_YET, Session

T = TypeVar("T")
_REFUSALS = (BadInputError, DeniedError, NotFoundError)
_UNSENT = "unsent"
_MONTH_MS = 30 * 86_400_000


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a change was not made: the world will not change its mind, so trying again would only block what follows."""

    sentence: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A piece of one's own work: its ``newest`` draft, handed in or not, and the feedback there is.

    ``feedback_id`` is the draft that was given feedback last, or empty, ``feedback_number`` its number; ``is_new``
    while that was not read.
    """

    work: Work
    newest: Draft | None
    reviewers: tuple[str, ...] = ()
    feedback_id: str = ""
    feedback_number: int = 0
    is_new: bool = False

    @property
    def is_new_on_earlier(self) -> bool:
        """Whether unread feedback is on an earlier draft than the one that was handed in last."""
        return self.is_new and self.feedback_number != self.work.number

    @property
    def can_hand_in(self) -> bool:
        """Whether the newest draft waits to be handed in."""
        return self.newest is not None and (self.work.state is WorkState.DRAFTING or self.work.has_draft_at_work)

    @property
    def can_take_back(self) -> bool:
        """Whether the draft is handed in and nobody has begun to review it."""
        return self.work.state is WorkState.SUBMITTED and not self.can_hand_in


@dataclass(frozen=True, slots=True)
class MyWork:
    """The works with their feedback, what was asked for and is not begun, and the names of those who read it."""

    lines: tuple[WorkLine, ...]
    asked: tuple[Assignment, ...]
    received: tuple[Received, ...]
    names: Mapping[str, str]
    mentors: tuple[str, ...]

    def line(self, work_id: str) -> WorkLine | None:
        """Return a work by its id."""
        return next((one for one in self.lines if one.work.deliverable.id == work_id), None)

    @property
    def new_count(self) -> int:
        """How much feedback was not read yet."""
        return sum(1 for one in self.received if one.is_new)


NOTHING = MyWork((), (), (), {}, ())


@dataclass(frozen=True, slots=True)
class Correction:
    """A later release of the same feedback: whose, when (UTC ms), why, and what changed ("2 comments, the letter")."""

    author_id: str
    released_ms: int
    note: str
    what: str


@dataclass(frozen=True, slots=True)
class ReceivedFeedback:
    """All that the mentee reads of the feedback on a draft, with what they have answered and noted so far.

    ``given_ms`` says when each author released it last (UTC ms), ``original`` is the kept copy of the draft's file;
    ``unsent`` holds words that were typed and not sent, by name.
    """

    draft: Draft
    work: Deliverable
    given_ms: Mapping[str, int]
    feedback: tuple[Feedback, ...]
    original: Path
    has_scores: bool
    scores_wait: bool
    reflection: Reflection | None
    threads: Mapping[str, tuple[Reply, ...]]
    marks: tuple[Mark, ...]
    corrections: tuple[Correction, ...]
    names: Mapping[str, str]
    unsent: Mapping[str, str]

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The released comments, those on the text in its order, then those on the whole draft."""
        every = [one for feedback in self.feedback for one in feedback.comments]
        return tuple(sorted(every, key=lambda one: (one.anchor is None, one.anchor.start if one.anchor else 0)))

    @property
    def read_seconds(self) -> int:
        """How long the feedback was on the screen so far."""
        mark = self.mark(MarkKind.OPENED, self.draft.id)
        return mark.value if mark else 0

    def comment(self, comment_id: str) -> Comment | None:
        """Return a released comment by its id."""
        return next((one for one in self.comments if one.id == comment_id), None)

    def mark(self, kind: MarkKind, target_id: str) -> Mark | None:
        """Return what the mentee has noted on a comment or, by the draft's id, on all of the feedback."""
        return next((one for one in self.marks if one.kind is kind and one.target_id == target_id), None)

    def name(self, person_id: str) -> str:
        """Return a person's name."""
        return self.names.get(person_id) or "Someone who has left"

    @property
    def authors(self) -> str:
        """The names of the mentors who gave this feedback."""
        return ", ".join(dict.fromkeys(self.name(one.author_id) for one in self.feedback))


def my_work(store: Workspace) -> MyWork:
    """Return the works of the person who works here, with what is new."""
    works, received = submitting.my_work(store), reading_feedback.inbox(store)
    newest = {one.deliverable_id: one for one in store.all_drafts([work.deliverable.id for work in works])}
    directory = store.directory()
    names = {one.id: one.name for one in directory.people}
    given: dict[str, Received] = {}
    for one in reversed(received):  # the newest first
        given[one.work.id] = one
    lines = tuple(_line(work, newest, given, names) for work in works)
    begun = {work.deliverable.assignment_id for work in works}
    asked = tuple(one for one in assignments.assignments(store) if one.id not in begun and _is_asked(one))
    mentors = tuple(sorted(names.get(one, "") for one in directory.mentors_of(store.me())))
    return MyWork(lines, asked if mentors else (), received, names, mentors)


def _line(work: Work, newest: Mapping[str, Draft], given: Mapping[str, Received], names: Mapping[str, str]) -> WorkLine:
    found = given.get(work.deliverable.id)
    reviewers = tuple(names.get(one, "") for one in work.reviewers)
    draft = newest.get(work.deliverable.id)
    if found is None:
        return WorkLine(work, draft, reviewers)
    return WorkLine(work, draft, reviewers, found.draft.id, found.draft.number, found.is_new)


def feedback_on(store: Workspace, draft_id: str) -> ReceivedFeedback:
    """Return the feedback on a draft as its mentee may read it. Raises NotFoundError when there is none."""
    feedback = reading_feedback.read(store, draft_id)
    if not feedback:
        raise NotFoundError("There is no feedback on this draft any more. Go back to your work.")
    releases = releasing.trace(store, draft_id)
    names = {one.id: one.name for one in store.directory().people}
    corrections = []
    last: dict[str, frozenset[str]] = {}
    for one in releases:
        now = frozenset(one.items)
        if one.author_id in last:
            what = _changed(last[one.author_id] ^ now)
            corrections.append(Correction(one.author_id, one.created_ms, one.note, what))
        last[one.author_id] = now
    draft = store.draft(draft_id)
    return ReceivedFeedback(
        draft,
        store.work_of(draft_id),
        {one.author_id: one.created_ms for one in releases},
        feedback,
        store.original(draft.sha256),
        any(one.scores for one in {one.author_id: one for one in releases}.values()),
        reading_feedback.scores_wait(store, draft_id),
        reading_feedback.reflection(store, draft_id),
        reading_feedback.threads(store, draft_id),
        reading_feedback.marks(store, draft_id),
        tuple(corrections),
        names,
        _unsent(store),
    )


def _changed(items: frozenset[str]) -> str:
    """Say what differs between two releases, by their items ("comment id digest")."""
    named = {tuple(item.split()[:2]) for item in items}
    words = []
    for kind, one, many in (("comment", "1 comment", "comments"), ("score", "1 score", "scores")):
        count = sum(1 for name in named if name[0] == kind)
        words += [one if count == 1 else f"{count} {many}"] if count else []
    return ", ".join([*words, *(["the letter"] if any(name[0] == "letter" for name in named) else [])])


def hand_in(store: Workspace, draft_id: str, disclosure: Disclosure) -> None:
    """Hand the draft in, unless its work was deleted meanwhile. Raises BadInputError, DeniedError."""
    work = store.work_of(draft_id)
    if not store.records(Deliverable, id=work.id):
        raise BadInputError(f"“{work.title}” was deleted, so it cannot be handed in. The file itself is as it was.")
    submitting.hand_in(store, draft_id, disclosure)
    forget_unsent(store, f"disclosure {draft_id}")


def answer(store: Workspace, draft_id: str, comment_id: str, body: str) -> None:
    """Answer a released comment; its unsent words are kept no longer. Raises BadInputError, DeniedError."""
    if feedback_on(store, draft_id).comment(comment_id) is None:
        raise BadInputError("This comment was taken back meanwhile. Your words stay here; copy them if you need them.")
    reading_feedback.reply(store, draft_id, comment_id, body)
    forget_unsent(store, f"reply {comment_id}")


def own_draft(store: Workspace, draft_id: str) -> WorkLine:
    """Return the work of a draft of one's own. Raises BadInputError when it is nobody's or another person's."""
    work = store.work_of(draft_id)
    found = my_work(store).line(work.id)
    if found is None:
        raise BadInputError("This draft belongs to no work of yours. Begin one under My work, then hand it in.")
    return found


def keep_unsent(store: Workspace, name: str, words: str) -> None:
    """Keep words that were typed and not sent yet."""
    _put_unsent(store, {**_unsent(store), name: words})


def forget_unsent(store: Workspace, name: str) -> None:
    """Forget words that were sent."""
    known = _unsent(store)
    if name in known:
        _put_unsent(store, {key: words for key, words in known.items() if key != name})


def unsent(store: Workspace, name: str) -> str:
    """Return words that were typed and not sent yet, or none."""
    return _unsent(store).get(name, "")


def _put_unsent(store: Workspace, words: Mapping[str, str]) -> None:
    store.put_setting(f"{_UNSENT} {store.me()}", {key: text for key, text in words.items() if text})


def _unsent(store: Workspace) -> dict[str, str]:
    kept = store.setting(f"{_UNSENT} {store.me()}")
    return {str(key): str(text) for key, text in kept.items()} if isinstance(kept, dict) else {}


class Mine(QObject):
    """Makes the changes that pages ask for: once and with an answer, or as a person types."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def act(
        self,
        change: Callable[[Workspace], T],
        done: Callable[[T], object],
        refused: Callable[[str], object],
    ) -> None:
        """Make a change once; ``done(result)`` follows, or ``refused`` with one sentence that says why not."""
        workspace = self._session.workspace
        if workspace is None:
            refused(NOT_OPEN_YET)
            return

        handlers: Handlers[T] = Handlers(done=done, failed=lambda error: self._refuse(error, refused))
        self._session.runner.submit(Lane.DISK, lambda _: change(workspace), handlers)

    def read(
        self, path: Path, original: Path | None, done: Callable[[Reading], object], refused: Callable[[str], object]
    ) -> None:
        """Read a file, or the kept copy of one, away from the window."""
        session = self._session
        worker = session.runner.worker(Lane.READING)
        request = ReadRequest(path, original=original)
        handlers: Handlers[Reading] = Handlers(done=done, failed=lambda error: self._refuse(error, refused))
        session.runner.submit(Lane.READING, lambda job: session.engine.read(request, worker, job), handlers)

    def add_version(
        self, path: Path, work_id: str, done: Callable[[Draft], object], refused: Callable[[str], object]
    ) -> None:
        """Keep a file as the next draft of a work of one's own; the same bytes are the same draft."""

        def keep(reading: Reading) -> None:
            self.act(lambda ws: add_draft(ws, path, reading, work_id), done, refused)

        self.read(path, None, keep, refused)

    def begin(
        self,
        path: Path,
        title: str,
        assignment_id: str,
        done: Callable[[Draft], object],
        refused: Callable[[str], object],
    ) -> None:
        """Begin a work of one's own with a file as its first draft."""

        def keep(reading: Reading) -> None:
            self.act(lambda ws: begin(ws, path, reading, title, assignment_id), done, refused)

        self.read(path, None, keep, refused)

    def read_text(self, path: Path, done: Callable[[str], object], refused: Callable[[str], object]) -> None:
        """Read a text file, a transcript say, to go along with what is handed in."""
        handlers: Handlers[str] = Handlers(done=done, failed=lambda error: self._refuse(error, refused))
        self._session.runner.submit(Lane.DISK, lambda _: text_of(path), handlers)

    def keep(
        self,
        key: str,
        change: Callable[[Workspace], T],
        refused: Callable[[str], object] = lambda _: None,
        done: Callable[[T], object] = lambda _: None,
    ) -> None:
        """Keep what is being typed, under ``key``; a disk that is full is tried again, a refusal is told."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def write() -> T | _Refusal:
            try:
                return change(workspace)
            except _REFUSALS as error:
                return _Refusal(str(error))

        def tell(found: T | _Refusal) -> None:
            if isinstance(found, _Refusal):
                refused(found.sentence)
            else:
                done(found)

        self._session.saves.put(write, tell, key)

    def _refuse(self, error: Exception, refused: Callable[[str], object]) -> None:
        if isinstance(error, StetError):
            refused(str(error))
        else:
            self._session.fail("That did not work", error)


def _is_asked(assignment: Assignment) -> bool:
    """Whether it is still asked of the people of a team: not when it was due more than a month ago."""
    return bool(assignment.team_id) and not is_late((assignment.due_ms or now_ms()) + _MONTH_MS)


def is_late(due_ms: int | None) -> bool:
    """Tell whether a due date has passed."""
    return due_ms is not None and due_ms < now_ms()
