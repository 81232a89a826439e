"""The mentee's side: read released feedback, reflect, answer, and note what became of it.

A mentee reads a mentor's words only through a release, and the scores only after the three questions are answered.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.domain.deliverable import Deliverable
from app.domain.errors import BadInputError
from app.domain.feedback import OPENED_SECONDS, Mark, MarkKind, Reflection, Release, Reply
from app.domain.ids import new_id, now_ms
from app.domain.joined import each, joined
from app.domain.review import Draft
from app.services.access import Gate, keep
from app.services.ports import Act, ReviewChange, ReviewStore, WorkStore
from app.services.released import Feedback, thaw

_MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class Received:
    """Feedback in the inbox: the newest release on a draft. ``is_new`` until it was on the screen for 30 seconds."""

    release_id: str
    draft: Draft
    work: Deliverable
    mentor_id: str
    released_ms: int
    is_new: bool
    is_reflected: bool
    has_correction: bool


def inbox(store: WorkStore) -> tuple[Received, ...]:
    """Return the feedback that the person was given, the newest first."""
    works = {one.id: one for one in store.records(Deliverable, mentee_id=store.me())}
    drafts = {one.id: one for one in store.all_drafts(list(works))}
    ids, counts = list(drafts), dict[tuple[str, str], int]()
    newest: dict[tuple[str, str], Release] = {}
    for one in store.releases(ids):
        key = one.draft_id, one.author_id
        newest[key], counts[key] = one, counts.get(key, 0) + 1
    opened = {one.draft_id for one in store.records(Mark, draft_id=ids) if is_opened(one)}
    reflected = _reflected(store, ids)
    received = [
        Received(
            one.id,
            drafts[one.draft_id],
            works[drafts[one.draft_id].deliverable_id],
            one.author_id,
            one.created_ms,
            is_new=one.draft_id not in opened,
            is_reflected=one.draft_id in reflected,
            has_correction=counts[key] > 1,
        )
        for key, one in newest.items()
    ]
    return tuple(sorted(received, key=lambda one: one.release_id, reverse=True))


def read(store: ReviewStore, draft_id: str) -> tuple[Feedback, ...]:
    """Return what the person may read of the newest release of each mentor, the earliest first.

    ``scored`` is None for the mentee until ``scores_wait`` says no more.
    """
    gate, newest = Gate(store), {}
    for one in store.records(Release, draft_id=draft_id):
        if gate.may_read(one, released=True):
            newest[one.author_id] = one
    waits = scores_wait(store, draft_id)
    feedback = [thaw(one) for one in newest.values()]
    return tuple(replace(one, scored=None) if waits else one for one in feedback)


def scores_wait(store: ReviewStore, draft_id: str) -> bool:
    """Tell whether the person is the mentee and has yet to answer the three questions."""
    if store.work_of(draft_id).mentee_id != store.me():
        return False
    found = reflection(store, draft_id)
    return found is None or not found.is_complete


def waiting_scores(store: ReviewStore, mentee_id: str, draft_ids: Collection[str]) -> frozenset[str]:
    """Return those of a mentee's drafts whose scores wait, as ``scores_wait`` tells of one, by a single question."""
    if mentee_id != store.me() or not draft_ids:
        return frozenset()
    return frozenset(draft_ids) - _reflected(store, list(draft_ids))


def _reflected(store: ReviewStore, draft_ids: Sequence[str]) -> frozenset[str]:
    """Return those drafts whose three questions are answered."""
    found = each(store.records(Reflection, draft_id=draft_ids), lambda one: one.draft_id)
    return frozenset(draft_id for draft_id, one in found.items() if one.is_complete)


def reflection(store: ReviewStore, draft_id: str) -> Reflection | None:
    """Return the mentee's reflection on the draft, if the person may see it."""
    gate = Gate(store)
    found = [one for one in store.records(Reflection, draft_id=draft_id) if gate.may_read(one)]
    return joined(found) if found else None


def reflect(store: ReviewStore, draft_id: str, did: str, happened: str, next_time: str) -> Reflection:
    """Keep the answers so far; call it as the person types. Raises DeniedError."""
    now, known = now_ms(), store.records(Reflection, draft_id=draft_id, author_id=store.me())
    value = joined(known) if known else Reflection(new_id(), draft_id, store.me(), now, now)
    value = replace(value, did=did, happened=happened, next_time=next_time, updated_ms=now)
    others = tuple((Reflection, one.id) for one in known if one.id != value.id)
    keep(store, ReviewChange(records=(value,), deleted_records=others, seen=value.seen), Act.REFLECT)
    return value


def reply(store: ReviewStore, draft_id: str, comment_id: str, body: str) -> Reply:
    """Answer in a comment's thread; both sides do, once the comment is released.

    Raises BadInputError for an empty answer or a comment that was not released, DeniedError.
    """
    if not body.strip():
        raise BadInputError("The answer is empty. Type one.")
    _require_released(store, draft_id, comment_id)
    now = now_ms()
    made = Reply(new_id(), draft_id, store.me(), comment_id, body, now, now)
    keep(store, ReviewChange(records=(made,)), Act.REPLY)
    return made


def edit_reply(store: ReviewStore, value: Reply, body: str) -> Reply:
    """Change one's own answer."""
    edited = replace(value, body=body, updated_ms=now_ms())
    keep(store, ReviewChange(records=(edited,)), Act.REPLY)
    return edited


def threads(store: ReviewStore, draft_id: str) -> dict[str, tuple[Reply, ...]]:
    """Return the answers to each comment on the draft, the earliest first."""
    gate, found = Gate(store), dict[str, tuple[Reply, ...]]()
    for one in store.records(Reply, draft_id=draft_id):
        if gate.may_read(one, released=True):
            found[one.comment_id] = (*found.get(one.comment_id, ()), one)
    return found


def note_reading(store: ReviewStore, draft_id: str, seconds: int) -> Mark:
    """Add seconds that the feedback was on the mentee's screen; from 30 on it counts as opened."""
    known = _mark(store, draft_id, draft_id, MarkKind.OPENED)
    return _put(store, replace(known, value=(known.value if _is_kept(store, known) else 0) + seconds), None)


def is_opened(mark: Mark) -> bool:
    """Tell whether the mark says that the feedback was read."""
    return mark.kind is MarkKind.OPENED and mark.value >= OPENED_SECONDS


def mark_addressed(store: ReviewStore, draft_id: str, comment_id: str, *, addressed: bool = True) -> None:
    """Note that the mentee has dealt with a comment, or not after all."""
    _require_released(store, draft_id, comment_id)
    mark = _mark(store, draft_id, comment_id, MarkKind.ADDRESSED)
    if addressed:
        _put(store, mark, Act.MARK)
    else:
        keep(store, ReviewChange(deleted_records=((Mark, mark.id),)), Act.MARK)


def rate(store: ReviewStore, draft_id: str, stars: int, target_id: str = "") -> Mark:
    """Say how useful the feedback was, or one comment of it, from 1 to 5."""
    if not 1 <= stars <= _MOST_STARS:
        raise BadInputError("Usefulness goes from 1 to 5.")
    return _put(store, replace(_mark(store, draft_id, target_id or draft_id, MarkKind.USEFUL), value=stars), Act.MARK)


def ask_second_look(store: ReviewStore, draft_id: str, words: str, target_id: str = "") -> Mark:
    """Ask a mentor to look again, at the draft or at one comment; the queue shows it until the next release."""
    mark = _mark(store, draft_id, target_id or draft_id, MarkKind.SECOND_LOOK)
    return _put(store, replace(mark, words=words), Act.MARK)


def marks(store: ReviewStore, draft_id: str) -> tuple[Mark, ...]:
    """Return the mentee's marks on a draft's feedback that the person may see."""
    gate = Gate(store)
    return tuple(one for one in store.records(Mark, draft_id=draft_id) if gate.may_read(one))


def _require_released(store: ReviewStore, draft_id: str, comment_id: str) -> None:
    if not any(one.id == comment_id for feedback in read(store, draft_id) for one in feedback.comments):
        raise BadInputError("That comment is not released, so it cannot be answered yet.")


def _mark(store: ReviewStore, draft_id: str, target_id: str, kind: MarkKind) -> Mark:
    known = [one for one in store.records(Mark, draft_id=draft_id, target_id=target_id) if one.kind is kind]
    now = now_ms()
    return known[0] if known else Mark(new_id(), draft_id, store.me(), target_id, kind, now, now)


def _is_kept(store: ReviewStore, mark: Mark) -> bool:
    return bool(store.records(Mark, id=mark.id))


def _put(store: ReviewStore, mark: Mark, act: Act | None) -> Mark:
    mark = replace(mark, updated_ms=now_ms())
    keep(store, ReviewChange(records=(mark,)), act)
    return mark
