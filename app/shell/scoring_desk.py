"""Scores, letter and release of the draft on the desk: every change goes to the disk at once, in the order of asking.

A key sets a level before the disk has answered, so that the next key can follow; the workspace has the last word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.errors import BadInputError, DeniedError, NotFoundError, StetError
from app.domain.feedback import Letter, Outcome, Release, Review
from app.exports.feedback_report import FeedbackReport
from app.services import assignments, letters, releasing, scoring
from app.services.feedback_reports import feedback_report
from app.services.letters import Part
from app.services.ports import Workspace
from app.services.releasing import Waiting
from app.services.scoring import Marking
from app.shell.desk_draft import DeskDraft, KeptReview
from app.shell.review import kept_review
from app.shell.session import NOT_OPEN_YET, Session
from rubrics.load import MOST_BYTES
from rubrics.marking import Total, arithmetic, total
from rubrics.model import Rubric

_REFUSALS = (BadInputError, DeniedError, NotFoundError)


@dataclass(frozen=True, slots=True)
class DeskScores:
    """My review of a draft as the workspace keeps it now. ``releases`` are mine, the earliest first, without snapshots.

    ``unpublished`` is how much was changed since the newest of them, ``others`` are the mentors who review it as well.
    """

    review: Review
    marking: Marking | None
    letter: Letter
    missing: tuple[str, ...]
    releases: tuple[Release, ...] = ()
    unpublished: int = 0
    others: tuple[str, ...] = ()
    mentee: str = ""
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class RubricChoice:
    """A rubric to score by: one that comes with Stet (``ready_id``), or one in use in the workspace (``kept_id``)."""

    title: str
    describes: str
    criteria: int
    ready_id: str = ""
    kept_id: str = ""


@dataclass(frozen=True, slots=True)
class ToSend:
    """What a person sees before sending: the feedback as it would leave, and what could be sent along with it.

    ``releases`` are those of before, the earliest first, without snapshots.
    """

    draft_id: str
    report: FeedbackReport
    missing: tuple[str, ...]
    releases: tuple[Release, ...]
    waiting: tuple[Waiting, ...]


class ScoringDesk(QObject):
    """Requests about the draft that is open; ``changed`` tells that ``scores`` are other than before."""

    changed = Signal()
    said = Signal(str)  # a sentence for the person

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.opened: DeskDraft | None = None
        self.scores: DeskScores | None = None
        self.typed: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        self._session = session
        session.draft_opened.connect(self._open)
        session.review.undone.connect(lambda _: self.reload())
        session.person_changed.connect(self._forget)

    @property
    def current(self) -> str:
        """The key of the current finding, reference or comment, or ""."""
        return self._session.current or ""

    @property
    def is_scored(self) -> bool:
        """Whether every criterion has a level."""
        result = self.total
        return result is not None and result.is_complete

    @property
    def rubric(self) -> Rubric | None:
        """The rubric that the draft is scored by."""
        marks = self.scores.marking if self.scores is not None else None
        return marks.rubric if marks is not None else None

    @property
    def total(self) -> Total | None:
        """The total with the levels that were just chosen already in it."""
        marks = self.scores.marking if self.scores is not None else None
        if marks is None:
            return None
        if not self._chosen:
            return marks.total
        kept = {row.criterion.id: row.level.id for row in marks.total.rows if row.level is not None}
        chosen = kept | self._chosen
        fitting = {one.id: chosen[one.id] for one in marks.rubric.criteria if one.level(chosen.get(one.id, ""))}
        return total(marks.rubric, fitting)

    @property
    def arithmetic(self) -> str:
        """The sum in words."""
        result = self.total
        return arithmetic(result) if result is not None else ""

    def comment_of(self, criterion_id: str) -> str:
        """Return what is said about a criterion, as it was typed last."""
        marks = self.scores.marking if self.scores is not None else None
        score = marks.scores.get(criterion_id) if marks is not None else None
        return self.typed.get(f"criterion {criterion_id}", score.comment if score is not None else "")

    def words_of(self, part: Part) -> str:
        """Return what a part of the letter says, as it was typed last."""
        kept = letters.words_of(self.scores.letter, part) if self.scores is not None else ""
        return self.typed.get(f"letter {part}", kept)

    def set_level(self, criterion_id: str, level_id: str) -> None:
        """Choose a level of a criterion; "" takes the choice back."""
        self._chosen[criterion_id] = level_id

        def kept() -> None:
            if self._chosen.get(criterion_id) == level_id:
                del self._chosen[criterion_id]

        self._change(
            lambda ws, draft_id: scoring.set_level(ws, scoring.my_review(ws, draft_id), criterion_id, level_id),
            kept,
            f"level {criterion_id}",
        )
        self.changed.emit()

    def comment_on(self, criterion_id: str, words: str) -> None:
        """Keep what is said about a criterion; called while typing."""
        self._type(
            f"criterion {criterion_id}",
            words,
            lambda ws, draft_id: scoring.comment_on_criterion(ws, scoring.my_review(ws, draft_id), criterion_id, words),
        )

    def write(self, part: Part, words: str) -> None:
        """Keep what a part of the letter says; called while typing."""
        self._type(
            f"letter {part}",
            words,
            lambda ws, draft_id: letters.write(ws, letters.my_letter(ws, draft_id), part, words),
        )

    def tie(self, part: Part, comment_ids: tuple[str, ...]) -> None:
        """Tie a part of the letter to comments."""
        self._change(lambda ws, draft_id: letters.tie(ws, letters.my_letter(ws, draft_id), part, comment_ids))

    def choose_rubric(self, choice: RubricChoice) -> None:
        """Score by this rubric from now on; ``said`` tells when scores do not fit it."""

        def act(ws: Workspace, draft_id: str) -> str:
            return _use(ws, draft_id, choice.kept_id or assignments.keep_ready_rubric(ws, choice.ready_id).id)

        self._change(act)

    def choose_rubric_file(self, path: Path) -> None:
        """Score by the rubric of a file; ``said`` tells what is wrong with it."""

        def act(ws: Workspace, draft_id: str) -> str:
            return _use(ws, draft_id, assignments.keep_rubric(ws, _text_of(path), path.name).id)

        self._change(act)

    def ask_choices(self, done: Callable[[tuple[RubricChoice, ...]], object]) -> None:
        """Hand over the rubrics there are: those that come with Stet, then others that are in use."""
        self._session.ask(_choices, done)

    def ask_to_send(self, done: Callable[[ToSend], object]) -> None:
        """Hand over what would be sent now, once everything typed before is kept."""
        opened = self._require()
        self._session.saves.put(lambda: _to_send(self._workspace(), opened.draft.id), done)

    def ask_report(self, draft_id: str, done: Callable[[FeedbackReport], object]) -> None:
        """Hand over the feedback on a draft as it would be sent, once everything typed before is kept."""
        self._session.saves.put(lambda: _preview(self._workspace(), draft_id), done)

    def release(self, draft_ids: tuple[str, ...], outcome: Outcome, note: str, done: Callable[[str], object]) -> None:
        """Release the feedback on the drafts, all or none; ``done`` gets why not, or ""."""
        self._change(lambda ws, _: releasing.release(ws, draft_ids, outcome, note), told=done)

    def reload(self) -> None:
        """Read again what is kept, after something else has changed it."""
        opened = self._session.draft
        if opened is not None:
            draft_id = opened.draft.id
            self._session.ask(lambda ws: read_scores(ws, draft_id), lambda found: self._take(opened, found))

    def _type(self, key: str, words: str, act: Callable[[Workspace, str], object]) -> None:
        self.typed[key] = words

        def kept() -> None:
            if self.typed.get(key) == words:
                del self.typed[key]

        self._change(act, kept, key)

    def _change(
        self,
        act: Callable[[Workspace, str], object],
        kept: Callable[[], object] = lambda: None,
        key: str = "",
        told: Callable[[str], object] | None = None,
    ) -> None:
        """Queue a change; ``told`` gets the sentence that it returns, or of its refusal, or "".

        What is refused is dropped: it would be refused again, and everything after it would wait for ever.
        """
        opened = self._require()
        draft_id = opened.draft.id

        def write() -> tuple[object, DeskScores, KeptReview]:
            workspace = self._workspace()
            try:
                result: object = act(workspace, draft_id)
            except _REFUSALS as error:
                result = str(error)
            return result, read_scores(workspace, draft_id), kept_review(workspace, draft_id)

        def done(written: tuple[object, DeskScores, KeptReview]) -> None:
            result, scores, review = written
            kept()
            opened.keep_review(review)
            self._take(opened, scores)
            (told or self._say)(result if isinstance(result, str) else "")

        self._session.saves.put(write, done, f"{key} of {draft_id}" if key else "")

    def _say(self, sentence: str) -> None:
        if sentence:
            self.said.emit(sentence)

    def _take(self, opened: DeskDraft, scores: DeskScores) -> None:
        if opened is self.opened:
            self.scores = scores
            self.changed.emit()

    def _open(self, opened: DeskDraft) -> None:
        if self.opened is None or opened.draft.id != self.opened.draft.id:
            self.scores = None
            self.typed, self._chosen = {}, {}
        self.opened = opened
        self.changed.emit()
        self.reload()

    def _forget(self) -> None:
        """Hold nothing any more: another person works here, with a review of their own."""
        self.opened = self.scores = None
        self.typed, self._chosen = {}, {}
        self.changed.emit()

    def _require(self) -> DeskDraft:
        assert self.opened is not None, "asked for a change while no draft is open"
        return self.opened

    def _workspace(self) -> Workspace:
        if self._session.workspace is None:
            raise StetError(NOT_OPEN_YET)
        return self._session.workspace


def read_scores(store: Workspace, draft_id: str) -> DeskScores:
    """Return my review of a draft as it is kept; on the disk lane."""
    review, _ = scoring.review_to_be(store, draft_id)
    directory, me = store.directory(), store.me()
    releases = _mine(store, draft_id)
    others = {one.author_id for one in scoring.reviews_of(store, draft_id)} - {me}
    mentee = directory.person(store.work_of(draft_id).mentee_id)
    return DeskScores(
        review=review,
        marking=scoring.marking(store, review),
        letter=letters.my_letter(store, draft_id),
        missing=releasing.missing(store, draft_id),
        releases=releases,
        unpublished=len(releasing.unpublished(store, draft_id)) if releases else 0,
        others=tuple(sorted(one.name for one in directory.people if one.id in others)),
        mentee=mentee.name if mentee is not None else "",
        is_deleted=releasing.is_deleted(store, draft_id),
    )


def _use(store: Workspace, draft_id: str, rubric_id: str) -> str:
    return scoring.choose_rubric(store, scoring.my_review(store, draft_id), rubric_id)[1]


def _to_send(store: Workspace, draft_id: str) -> ToSend:
    waiting = tuple(one for one in releasing.waiting(store) if one.draft_id != draft_id)
    return ToSend(
        draft_id, _preview(store, draft_id), releasing.missing(store, draft_id), _mine(store, draft_id), waiting
    )


def _mine(store: Workspace, draft_id: str) -> tuple[Release, ...]:
    return tuple(one for one in store.releases([draft_id]) if one.author_id == store.me())


def _preview(store: Workspace, draft_id: str) -> FeedbackReport:
    """Return the feedback as it is now, with the day of the last release where nothing has changed since."""
    last = releasing.last_release(store, draft_id)
    if last is None:
        return feedback_report(store, releasing.preview(store, draft_id))
    said_ms = None if releasing.unpublished(store, draft_id) else last.created_ms
    return feedback_report(store, releasing.preview(store, draft_id, last.outcome), said_ms)


def _choices(store: Workspace) -> tuple[RubricChoice, ...]:
    ready = assignments.ready_rubrics()
    known = {(one.id, one.version) for one in ready}
    found = [RubricChoice(one.title, one.describes, len(one.criteria), ready_id=one.id) for one in ready]
    seen: set[str] = set()
    for kept in assignments.kept_rubrics(store):
        if (kept.name, kept.edition) not in known and kept.name not in seen:
            seen.add(kept.name)
            rubric = assignments.rubric_of(store, kept.id)
            found.append(RubricChoice(rubric.title, rubric.describes, len(rubric.criteria), kept_id=kept.id))
    return tuple(found)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInputError(f"{path.name} is larger than 1 MB, so it is no rubric. Choose another file.")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInputError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from None
    except OSError as error:
        raise BadInputError(f"{path.name} cannot be read: {error.strerror}.") from error
