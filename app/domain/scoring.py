"""Scores of reviews as they leave Stet: exact numbers, and pinned to the version of their rubric."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion of a review; ``level`` is the label and ``points`` the worth of the level chosen, or both are None.

    ``weight`` is the criterion's per cent of the whole, ``most_points`` what its highest level is worth.
    """

    criterion_id: str
    title: str
    dimension: str
    weight: Decimal
    most_points: Decimal
    level: str | None = None
    points: Decimal | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ReviewScores:
    """The scores that one mentor gave one draft. ``total`` is per cent, after any cap of a gate; see ``capped_by``."""

    review_id: str
    mentee_id: str
    mentee: str
    mentor_id: str
    mentor: str
    team: str
    assignment: str
    work: str
    draft: int
    scored_ms: int
    rubric_id: str
    rubric_version: str
    rubric_title: str
    criteria: tuple[CriterionScore, ...]
    total: Fraction
    capped_by: tuple[str, ...] = ()
