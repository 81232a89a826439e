"""The letter to the mentee: one strength, one improvement, the next practice task, each tied to evidence."""

from dataclasses import replace
from enum import StrEnum

from app.domain.feedback import Letter
from app.domain.ids import new_id, now_ms
from app.domain.joined import joined
from app.services.access import keep
from app.services.ports import Act, ReviewChange, ReviewStore


class Part(StrEnum):
    """A part of the letter; its value is the name of the field."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"
    NEXT_TASK = "next_task"


def my_letter(store: ReviewStore, draft_id: str) -> Letter:
    """Return my letter about the draft; an empty one, not kept yet, before the first word."""
    known = _kept(store, draft_id)
    now = now_ms()
    return joined(known) if known else Letter(new_id(), draft_id, store.me(), now, now)


def _kept(store: ReviewStore, draft_id: str) -> tuple[Letter, ...]:
    """Return my letters about the draft: more than one where two computers began one each."""
    return store.records(Letter, draft_id=draft_id, author_id=store.me())


def write(store: ReviewStore, letter: Letter, part: Part, words: str) -> Letter:
    """Keep what a part says so far; call it as the person types. Raises DeniedError."""
    match part:
        case Part.STRENGTH:
            return _put(store, replace(letter, strength=words))
        case Part.IMPROVEMENT:
            return _put(store, replace(letter, improvement=words))
        case Part.NEXT_TASK:
            return _put(store, replace(letter, next_task=words))


def tie(store: ReviewStore, letter: Letter, part: Part, comment_ids: tuple[str, ...]) -> Letter:
    """Tie a part to comments on the draft as its evidence."""
    match part:
        case Part.STRENGTH:
            return _put(store, replace(letter, strength_evidence=comment_ids))
        case Part.IMPROVEMENT:
            return _put(store, replace(letter, improvement_evidence=comment_ids))
        case Part.NEXT_TASK:
            return _put(store, replace(letter, next_task_evidence=comment_ids))


def words_of(letter: Letter, part: Part) -> str:
    """Return what a part says."""
    return str(getattr(letter, part))


def evidence_of(letter: Letter, part: Part) -> tuple[str, ...]:
    """Return the ids of the comments that a part is tied to."""
    return tuple(getattr(letter, f"{part}_evidence"))


def keep_joined(store: ReviewStore, draft_id: str) -> None:
    """Keep as one what two computers began of my letter, for a release gives what is kept."""
    if len(known := _kept(store, draft_id)) > 1:
        _put(store, joined(known), None)


def _put(store: ReviewStore, letter: Letter, act: Act | None = Act.EDIT_LETTER) -> Letter:
    letter = replace(letter, updated_ms=now_ms())
    others = tuple((Letter, one.id) for one in _kept(store, letter.draft_id) if one.id != letter.id)
    keep(store, ReviewChange(records=(letter,), deleted_records=others, seen=letter.seen), act)
    return letter
