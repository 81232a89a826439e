"""Scores as tables: one row for each criterion, or for each review; and as JSON."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from app.domain.scoring import CriterionScore, ReviewScores
from app.exports.cells import Cell, iso_time, rounded, to_csv

SCHEMA = "stet-scores/1"
_REVIEW = ("Review", "Mentee ID", "Mentee", "Mentor", "Team", "Assignment", "Work", "Draft", "Scored at", "Rubric",
           "Rubric version")  # fmt: skip
_CRITERION = ("Criterion", "Title", "Dimension", "Weight", "Level", "Points", "Of", "Share", "Comment")
_TOTAL = ("Total", "Capped by")
REVIEWS, CRITERIA = (*_REVIEW, *_TOTAL), (*_REVIEW, *_CRITERION, *_TOTAL)
"""The heads of both tables."""


def scores_csv(reviews: Iterable[ReviewScores]) -> str:
    """Return one row for each criterion of each review; shares and totals are per cent of the whole."""
    return to_csv(CRITERIA, criterion_rows(reviews))


def scores_json(reviews: Iterable[ReviewScores]) -> str:
    """Return the reviews with their criteria, numbers as numbers."""
    return json.dumps({"schema": SCHEMA, "reviews": list(map(_values, reviews))}, ensure_ascii=False, indent=1) + "\n"


def review_rows(reviews: Iterable[ReviewScores]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each review, below ``REVIEWS``."""
    for review in reviews:
        yield (*_review_cells(review), *_total_cells(review))


def criterion_rows(reviews: Iterable[ReviewScores]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each criterion of each review, below ``CRITERIA``."""
    for review in reviews:
        for score in review.criteria:
            yield (*_review_cells(review), *_criterion_cells(score), *_total_cells(review))


def _review_cells(review: ReviewScores) -> tuple[Cell, ...]:
    return (
        review.review_id,
        review.mentee_id,
        review.mentee,
        review.mentor,
        review.team,
        review.assignment,
        review.work,
        review.draft,
        iso_time(review.scored_ms),
        review.rubric_title,
        review.rubric_version,
    )


def _criterion_cells(score: CriterionScore) -> tuple[Cell, ...]:
    share = _share(score)
    return (
        score.criterion_id,
        score.title,
        score.dimension,
        score.weight,
        score.level or "",
        score.points,
        score.most_points,
        None if share is None else rounded(share),
        score.comment,
    )


def _total_cells(review: ReviewScores) -> tuple[Cell, ...]:
    return rounded(review.total), ", ".join(review.capped_by)


def _share(score: CriterionScore) -> Fraction | None:
    if score.points is None:
        return None
    return Fraction(score.weight) * Fraction(score.points) / Fraction(score.most_points)


def _values(review: ReviewScores) -> dict[str, object]:
    return {
        "review_id": review.review_id,
        "mentee": {"id": review.mentee_id, "name": review.mentee},
        "mentor": {"id": review.mentor_id, "name": review.mentor},
        "team": review.team,
        "assignment": review.assignment,
        "work": review.work,
        "draft": review.draft,
        "scored_at": iso_time(review.scored_ms),
        "rubric": {"id": review.rubric_id, "version": review.rubric_version, "title": review.rubric_title},
        "criteria": list(map(_criterion_values, review.criteria)),
        "total": float(rounded(review.total)),
        "capped_by": list(review.capped_by),
    }


def _criterion_values(score: CriterionScore) -> dict[str, object]:
    share = _share(score)
    return {
        "id": score.criterion_id,
        "title": score.title,
        "dimension": score.dimension,
        "weight": _plain(score.weight),
        "level": score.level,
        "points": _plain(score.points),
        "most_points": _plain(score.most_points),
        "share": None if share is None else float(rounded(share)),
        "comment": score.comment,
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
