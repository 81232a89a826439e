"""Score a draft by a rubric: levels and comments per criterion, with the arithmetic of the total.

A review is pinned to the kept text of its rubric. Nothing is scored without a person; ``evidence`` only shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.errors import BadInputError
from app.domain.feedback import Review, Score
from app.domain.finding import Finding
from app.domain.ids import new_id, now_ms
from app.domain.joined import each, joined
from app.domain.scoring import CriterionScore
from app.services.access import Gate, keep
from app.services.assignments import assignment_of, rubric_of
from app.services.ports import Act, ReviewChange, ReviewStore
from app.services.released import Scored
from rubrics.marking import Total, arithmetic, total
from rubrics.model import Criterion, Rubric


@dataclass(frozen=True, slots=True)
class Marking:
    """A review with its rubric: the scores by criterion id, and the total with its arithmetic in words."""

    review: Review
    rubric: Rubric
    scores: Mapping[str, Score]
    total: Total
    arithmetic: str

    @property
    def next_open(self) -> Criterion | None:
        """The first criterion without a level."""
        return next(iter(self.total.open_criteria), None)


def my_review(store: ReviewStore, draft_id: str) -> Review:
    """Return my review of the draft, begun if it is new, by the rubric that ``review_to_be`` proposes.

    Raises DeniedError.
    """
    review, is_kept = review_to_be(store, draft_id)
    if not is_kept:
        keep(store, ReviewChange(records=(review,)))
    return review


def review_to_be(store: ReviewStore, draft_id: str) -> tuple[Review, bool]:
    """Return my review of the draft and whether it is kept; looking at a draft does not begin a review.

    A new one is by the rubric of the assignment, else by the one that I scored with last, else by none yet.
    """
    me = store.me()
    mine = store.records(Review, draft_id=draft_id, author_id=me)
    if mine:
        return mine[0], True
    now, assignment = now_ms(), assignment_of(store, draft_id)
    rubric_id = assignment.rubric_id if assignment else ""
    if not rubric_id:
        before = [one.rubric_id for one in store.records(Review, author_id=me) if one.rubric_id]
        rubric_id = before[-1] if before else ""
    return Review(new_id(), draft_id, me, now, now, rubric_id), False


def marking(store: ReviewStore, review: Review) -> Marking | None:
    """Return the scores of a review with their total; None while it has no rubric.

    A level that this version of the rubric has not, as two computers together can leave it, counts as not chosen.
    """
    if not review.rubric_id:
        return None
    rubric = rubric_of(store, review.rubric_id)
    scores = each(_scores(store, review), lambda one: one.criterion)
    chosen = {name: one.level for name, one in scores.items() if one.level and _fits(rubric, one)}
    result = total(rubric, chosen)
    return Marking(review, rubric, scores, result, arithmetic(result))


def choose_rubric(store: ReviewStore, review: Review, rubric_id: str) -> tuple[Review, str]:
    """Score by another kept rubric; return the review, and one sentence about scores that do not fit it, or "".

    Scores stay where criterion and level have the same ids; the others are taken away (undo brings them back).
    """
    rubric = rubric_of(store, rubric_id)
    scores = _scores(store, review)
    lost = tuple(one for one in scores if not _fits(rubric, one))
    changed = replace(review, rubric_id=rubric_id, updated_ms=now_ms())
    deleted = tuple((Score, one.id) for one in lost)
    keep(store, ReviewChange(records=(changed,), deleted_records=deleted), Act.CHOOSE_RUBRIC)
    names = ", ".join(dict.fromkeys(one.criterion for one in lost))
    sentence = (
        f"“{rubric.title}” {rubric.version} has not what was chosen for {names}; score that again." if lost else ""
    )
    return changed, sentence


def _scores(store: ReviewStore, review: Review) -> tuple[Score, ...]:
    """Return the mentor's scores of the draft, also those of a review that another computer of theirs began."""
    return store.records(Score, draft_id=review.draft_id, author_id=review.author_id)


def _fits(rubric: Rubric, score: Score) -> bool:
    criterion = rubric.criterion(score.criterion)
    return criterion is not None and (not score.level or criterion.level(score.level) is not None)


def set_level(store: ReviewStore, review: Review, criterion_id: str, level_id: str) -> Score:
    """Choose a level of a criterion; "" takes the choice back. Raises BadInputError for what the rubric has not."""
    level = _criterion(store, review, criterion_id).level(level_id)
    if level_id and level is None:
        raise BadInputError(f"{criterion_id} has no level “{level_id}” in this version of the rubric.")
    return _put(store, review, replace(_score(store, review, criterion_id), level=level_id), Act.SET_LEVEL)


def set_level_by_number(store: ReviewStore, review: Review, criterion_id: str, number: int) -> Score | None:
    """Choose the level with this digit, 1 for the lowest; None when the criterion has not so many."""
    levels = _criterion(store, review, criterion_id).levels
    return set_level(store, review, criterion_id, levels[number - 1].id) if 0 < number <= len(levels) else None


def comment_on_criterion(store: ReviewStore, review: Review, criterion_id: str, comment: str) -> Score:
    """Keep what is said about a criterion; call it as the person types."""
    _criterion(store, review, criterion_id)
    return _put(store, review, replace(_score(store, review, criterion_id), comment=comment), Act.COMMENT_ON_CRITERION)


def evidence(criterion: Criterion, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of the checks that the rubric links to the criterion."""
    return tuple(one for one in findings if one.check in criterion.evidence)


def scored(store: ReviewStore, review: Review) -> Scored | None:
    """Return the scores of a review as they leave it; None where no criterion has a level or a comment."""
    marks = marking(store, review)
    if marks is None or not any(one.level or one.comment for one in marks.scores.values()):
        return None
    rows = tuple(_row(criterion, marks.scores.get(criterion.id)) for criterion in marks.rubric.criteria)
    capped_by = tuple(criterion.id for criterion in marks.total.capped_by)
    rubric = marks.rubric
    return Scored(
        review.id, rubric.id, rubric.version, rubric.title, rows, marks.total.value, marks.arithmetic, capped_by
    )


def _row(criterion: Criterion, score: Score | None) -> CriterionScore:
    level = criterion.level(score.level) if score else None
    return CriterionScore(
        criterion_id=criterion.id,
        title=criterion.title,
        dimension=criterion.dimension,
        weight=criterion.weight,
        most_points=criterion.most_points,
        level=level.label if level else None,
        points=level.points if level else None,
        comment=score.comment if score else "",
    )


def _criterion(store: ReviewStore, review: Review, criterion_id: str) -> Criterion:
    if not review.rubric_id:
        raise BadInputError("No rubric is chosen for this review. Choose one.")
    criterion = rubric_of(store, review.rubric_id).criterion(criterion_id)
    if criterion is None:
        raise BadInputError(f"This version of the rubric has no criterion “{criterion_id}”.")
    return criterion


def _score(store: ReviewStore, review: Review, criterion_id: str) -> Score:
    known, now = _kept(store, review, criterion_id), now_ms()
    made = Score(new_id(), review.draft_id, review.author_id, review.id, criterion_id, now, now)
    return replace(joined(known), updated_ms=now) if known else made


def _kept(store: ReviewStore, review: Review, criterion_id: str) -> tuple[Score, ...]:
    """Return the scores of a criterion: more than one where two computers began one each."""
    return tuple(one for one in _scores(store, review) if one.criterion == criterion_id)


def keep_joined(store: ReviewStore, draft_id: str) -> None:
    """Keep as one what two computers began of my scores, for a release gives what is kept."""
    for review in begun(store, draft_id=draft_id, author_id=store.me()):
        kept = _scores(store, review)
        for name, score in each(kept, lambda one: one.criterion).items():
            if sum(one.criterion == name for one in kept) > 1:
                _put(store, review, score, None)


def _put(store: ReviewStore, review: Review, score: Score, act: Act | None) -> Score:
    others = tuple((Score, one.id) for one in _kept(store, review, score.criterion) if one.id != score.id)
    keep(store, ReviewChange(records=(score,), deleted_records=others, seen=score.seen), act)
    return score


def reviews_of(store: ReviewStore, draft_id: str) -> tuple[Review, ...]:
    """Return the reviews of a draft that the person may see: their own, and those of co-mentors."""
    gate = Gate(store)
    return tuple(one for one in begun(store, draft_id=draft_id) if gate.may_read(one))


def begun(store: ReviewStore, **where: str | Sequence[str]) -> tuple[Review, ...]:
    """Return reviews; where two computers began one each for the same mentor and draft, the first."""
    found = dict[tuple[str, str], Review]()
    for one in store.records(Review, **where):
        found.setdefault((one.draft_id, one.author_id), one)
    return tuple(found.values())
