"""What the history of a mentee's work shows: scores over time, what comes back, what waits, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.deliverable import Deliverable
from app.domain.errors import DeniedError
from app.domain.feedback import MarkKind, Reflection
from app.domain.ids import now_ms
from app.domain.review import CommentKind
from app.services import history, reading_feedback
from app.services.history import Recurring, ScorePoint
from app.services.ports import HistoryQuery, Said, Workspace

DAY_MS = 86_400_000
_MOST_WAITING, _LATEST = 5, 3


@dataclass(frozen=True, slots=True)
class ComesBack:
    """Something that mentors said in several of the last drafts, with its newest example."""

    recurring: Recurring
    example: Said | None


@dataclass(frozen=True, slots=True)
class OpenComment:
    """A comment on a returned draft that the mentee has not marked as addressed."""

    draft_id: str
    comment_id: str
    words: str
    work: str


@dataclass(frozen=True, slots=True)
class History:
    """The overview of one mentee; ``drafts`` gives the title of its work and its number for each draft."""

    mentee_id: str
    name: str
    is_own: bool
    points: tuple[ScorePoint, ...]
    comes_back: tuple[ComesBack, ...]
    waiting: tuple[OpenComment, ...]
    last_thought: Reflection | None
    drafts: Mapping[str, tuple[str, int]]
    names: Mapping[str, str]

    @property
    def criteria(self) -> Mapping[str, str]:
        """The titles of the criteria by their id, in the order they were first scored."""
        return {one.criterion_id: one.title for one in self.points}

    def place(self, draft_id: str) -> str:
        """Return which draft of which work it is, in words."""
        title, number = self.drafts.get(draft_id, ("", 0))
        return f"Draft {number} of {title}" if title else "Work that was deleted"


def history_of(store: Workspace, mentee_id: str = "") -> History:
    """Return the history of a mentee, or of the person who works here. Raises DeniedError."""
    directory, me = store.directory(), store.me()
    mentee_id = mentee_id or me
    if mentee_id not in history.readable_mentees(directory, me):
        raise DeniedError("Only the mentee, their mentors and the lead of their team can see this history.")
    works = {one.id: one.title for one in store.records(Deliverable, mentee_id=mentee_id)}
    drafts = {one.id: (works[one.deliverable_id], one.number) for one in store.all_drafts(list(works))}
    names = {one.id: one.name for one in directory.people}
    return History(
        mentee_id,
        names.get(mentee_id, ""),
        mentee_id == me,
        history.scores_over_time(store, mentee_id),
        tuple(_with_example(store, one, mentee_id) for one in history.recurring(store, mentee_id)),
        _waiting(store) if mentee_id == me else (),
        _last_thought(store, tuple(drafts)),
        drafts,
        names,
    )


NO_HISTORY = History("", "", True, (), (), (), None, {}, {})


@dataclass(frozen=True, slots=True)
class Filters:
    """What the lists of the history are narrowed to; empty is any. ``days`` counts back from now."""

    words: str = ""
    what: str = ""
    criterion: str = ""
    mentor_id: str = ""
    days: int = 0


WHATS: Mapping[str, str] = {
    "": "Everything",
    "comment": "Comments",
    **{kind.value: f"– {kind.value.replace('_', ' ')}" for kind in CommentKind},
    "letter": "Letters",
    "score": "Scores",
}


def find_said(store: Workspace, mentee_id: str, wanted: Filters, most: int = 200) -> tuple[Said, ...]:
    """Return what was said that fits, the newest first, ``most`` of it."""
    is_kind = wanted.what in {kind.value for kind in CommentKind}
    query = HistoryQuery(
        wanted.words,
        (mentee_id,),
        wanted.mentor_id,
        kinds=(wanted.what,) if is_kind else (),
        criterion=wanted.criterion,
        parts=() if is_kind or not wanted.what else (wanted.what,),
        from_ms=now_ms() - wanted.days * DAY_MS if wanted.days else 0,
        limit=most,
    )
    return history.search(store, query)


def _with_example(store: Workspace, one: Recurring, mentee_id: str) -> ComesBack:
    """Return it with where it was said last; who asks may read it, as they may what comes back."""
    query = HistoryQuery(mentee_ids=(mentee_id,), check=one.check, limit=1)
    return ComesBack(one, next(iter(store.said(query)), None))


def _waiting(store: Workspace) -> tuple[OpenComment, ...]:
    """Return open comments of the newest feedback of the latest works."""
    found, seen = list[OpenComment](), set[str]()
    for one in reading_feedback.inbox(store):
        if one.work.id in seen or len(seen) == _LATEST:
            continue
        seen.add(one.work.id)
        marks = reading_feedback.marks(store, one.draft.id)
        addressed = {mark.target_id for mark in marks if mark.kind is MarkKind.ADDRESSED}
        found += [
            OpenComment(one.draft.id, comment.id, comment.body or comment.why, one.work.title)
            for feedback in reading_feedback.read(store, one.draft.id)
            for comment in feedback.comments
            if comment.id not in addressed and comment.kind is not CommentKind.PRAISE
        ]
    return tuple(found[:_MOST_WAITING])


def _last_thought(store: Workspace, draft_ids: tuple[str, ...]) -> Reflection | None:
    thoughts = store.records(Reflection, draft_id=draft_ids) if draft_ids else ()
    return next((one for one in reversed(thoughts) if one.next_time.strip()), None)
