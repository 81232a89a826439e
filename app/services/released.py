"""Feedback as the mentee reads it: made of what a mentor keeps, frozen in a release, and read from it again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from app.domain.feedback import Letter, Outcome, Release
from app.domain.review import Comment
from app.domain.scoring import CriterionScore
from app.domain.values import build, plain
from app.services.ports import Said

_decimal, _fraction = lru_cache(maxsize=4096)(Decimal), lru_cache(maxsize=4096)(Fraction)
"""Points and totals are few, and reading one takes longer than finding it again."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of a review with the rubric they are pinned to; ``total`` is per cent, ``arithmetic`` says how."""

    review_id: str
    rubric_id: str
    rubric_version: str
    rubric_title: str
    criteria: tuple[CriterionScore, ...]
    total: Fraction
    arithmetic: str
    capped_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that a mentor says about a draft. ``scored`` is None without scores, or while they wait for reflection."""

    draft_id: str
    author_id: str
    comments: tuple[Comment, ...]
    letter: Letter | None
    scored: Scored | None
    outcome: Outcome = Outcome.RETURNED


def freeze(feedback: Feedback) -> tuple[str, str, tuple[str, ...]]:
    """Return the feedback as JSON, its scores as JSON, and its items as "kind id digest", by which changes show."""
    items = tuple(" ".join(item) for item in _items(feedback))
    return _json(replace(feedback, scored=None)), _json(feedback.scored) if feedback.scored else "", items


def thaw(release: Release) -> Feedback:
    """Return the feedback that a release holds."""
    return replace(build(Feedback, json.loads(release.snapshot)), scored=thaw_scores(release.scores))


@lru_cache(maxsize=8192)  # some 20 MB; what was released never changes, and the lead's pages show thousands
def thaw_scores(scores: str) -> Scored | None:
    """Return the scores that a release holds as text."""
    return _scored(json.loads(scores)) if scores else None


def _scored(data: dict[str, Any]) -> Scored:
    """Do what ``build`` does in half the time, since a lead's page reads thousands."""
    criteria = tuple([
        CriterionScore(
            one["criterion_id"], one["title"], one["dimension"], _decimal(one["weight"]), _decimal(one["most_points"]),
            one["level"], None if one["points"] is None else _decimal(one["points"]), one["comment"],
        )
        for one in data["criteria"]
    ])  # fmt: skip
    ids = data["review_id"], data["rubric_id"], data["rubric_version"], data["rubric_title"]
    return Scored(*ids, criteria, _fraction(data["total"]), data["arithmetic"], tuple(data["capped_by"]))


def _json(value: Feedback | Scored) -> str:
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, default=_number)


def changes_since(release: Release, feedback: Feedback) -> tuple[str, ...]:
    """Return what is other now than in the release, as "comment id", "score criterion" or "letter id"."""
    released = {item.rpartition(" ")[0]: item for item in release.items}
    now = {" ".join(item[:2]): " ".join(item) for item in _items(feedback)}
    return tuple(key for key in {**released, **now} if released.get(key) != now.get(key))


def said_in(release: Release, mentee_id: str) -> Iterator[Said]:
    """Yield what the history keeps of a release: its comments, the scored criteria, the parts of the letter."""
    feedback = thaw(release)

    def said(part: str, id_: str, kind: str, body: str, **more: str) -> Said:
        place = {"criterion": "", "check_id": "", "quote": ""} | more
        ids = (release.id, release.draft_id, mentee_id, release.author_id)
        return Said(
            *ids, part, id_, kind, place["criterion"], place["check_id"], place["quote"], body, release.created_ms
        )

    for one in feedback.comments:
        body = "\n".join(filter(None, (one.body, one.why, one.good, one.suggestion)))
        quote = one.anchor.exact if one.anchor else ""
        yield said("comment", one.id, one.kind.value, body, criterion=one.criterion, check_id=one.check, quote=quote)
    for score in feedback.scored.criteria if feedback.scored else ():
        if score.level is not None:
            yield said("score", score.criterion_id, score.level, score.comment, criterion=score.criterion_id)
    for name in ("strength", "improvement", "next_task") if feedback.letter else ():
        if words := getattr(feedback.letter, name):
            yield said("letter", release.id, name, words)


def _items(feedback: Feedback) -> Iterator[tuple[str, str, str]]:
    for comment in feedback.comments:
        yield "comment", comment.id, _digest(replace(comment, anchor=None, updated_ms=0))
    for score in feedback.scored.criteria if feedback.scored else ():
        yield "score", score.criterion_id, _digest(score)
    if feedback.letter:
        yield "letter", feedback.letter.id, _digest(replace(feedback.letter, updated_ms=0))


def _digest(value: Any) -> str:  # noqa: ANN401 any of our dataclasses
    content = json.dumps(plain(value), sort_keys=True, default=_number)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _number(value: object) -> str:
    if isinstance(value, Decimal | Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be kept in a release")
