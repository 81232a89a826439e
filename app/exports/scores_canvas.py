"""Scores as Canvas imports rubric assessments: one row a student, three columns a criterion."""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.domain.errors import BadInputError
from app.domain.scoring import CriterionScore, ReviewScores
from app.exports.cells import Cell, rounded, to_csv

_STUDENT = ("Student Id", "Student Name")
_PARTS = ("Rating", "Points", "Comments")


def scores_canvas(reviews: Sequence[ReviewScores]) -> str:
    """Return the assessments of one rubric; of several reviews of a student the latest counts.

    Points are parts of the whole, as in the rubric that Stet writes for Canvas. Raises BadInputError when the reviews
    are of several rubrics: Canvas takes one at a time.
    """
    rubrics = {(review.rubric_title, review.rubric_version) for review in reviews}
    if len(rubrics) > 1:
        names = ", ".join(" ".join(one) for one in sorted(rubrics))
        raise BadInputError(f"Canvas takes the scores of one rubric at a time; these are of {names}. Choose one.")
    latest = {review.mentee_id: review for review in sorted(reviews, key=lambda review: review.scored_ms)}
    criteria = reviews[0].criteria if reviews else ()
    head = [f"{title} - {part}" for title in _unique_titles(criteria) for part in _PARTS]
    return to_csv((*_STUDENT, *head), map(_row, latest.values()))


def _row(review: ReviewScores) -> tuple[Cell, ...]:
    return (review.mentee_id, review.mentee, *(cell for score in review.criteria for cell in _cells(score)))


def _cells(score: CriterionScore) -> tuple[Cell, ...]:
    if score.points is None:
        return "", None, score.comment
    return score.level, rounded(score.weight * score.points / score.most_points), score.comment


def _unique_titles(criteria: Sequence[CriterionScore]) -> Iterator[str]:
    """Yield the titles, those that stand twice with their id behind them: Canvas finds columns by name."""
    counts = Counter(score.title for score in criteria)
    for score in criteria:
        yield score.title if counts[score.title] == 1 else f"{score.title} ({score.criterion_id})"
