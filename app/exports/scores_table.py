"""Scores as tables: one row for each criterion (CSV, JSON), and a workbook with a row for each review besides."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.domain.scoring import CriterionScore, ReviewScores
from app.exports.cells import Cell, iso_time, rounded, to_csv

SCHEMA = "stet-scores/1"
_REVIEW = ("Review", "Mentee ID", "Mentee", "Mentor", "Team", "Assignment", "Work", "Draft", "Scored at", "Rubric",
           "Rubric version")  # fmt: skip
_CRITERION = ("Criterion", "Title", "Dimension", "Weight", "Level", "Points", "Of", "Share", "Comment")
_TOTAL = ("Total", "Capped by")
_MOST_CHARACTERS, _WIDEST = 32_767, 40
"""What a cell of a workbook can hold, and what a column is made wide for."""


def scores_csv(reviews: Iterable[ReviewScores]) -> str:
    """Return one row for each criterion of each review; shares and totals are per cent of the whole."""
    return to_csv((*_REVIEW, *_CRITERION, *_TOTAL), _long_rows(reviews))


def scores_json(reviews: Iterable[ReviewScores]) -> str:
    """Return the reviews with their criteria, numbers as numbers."""
    return json.dumps({"schema": SCHEMA, "reviews": list(map(_values, reviews))}, ensure_ascii=False, indent=1) + "\n"


def scores_xlsx(reviews: Sequence[ReviewScores]) -> bytes:
    """Return a workbook: a sheet with a row for each review, and one as the CSV is. No cell is a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        totals = ((*_review_cells(review), *_total_cells(review)) for review in reviews)
        _fill(book.add_worksheet("Reviews"), (*_REVIEW, *_TOTAL), totals, bold)
        _fill(book.add_worksheet("Criteria"), (*_REVIEW, *_CRITERION, *_TOTAL), _long_rows(reviews), bold)
    return out.getvalue()


def _fill(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Cell]], bold: Format) -> None:
    put = sheet.write_string
    widths = [len(title) for title in head]
    for column, title in enumerate(head):
        put(0, column, title, bold)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], min(_WIDEST, len(str(cell or ""))))
            if isinstance(cell, str):
                put(count, column, cell[:_MOST_CHARACTERS])
            elif cell is not None:
                sheet.write_number(count, column, float(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(head) - 1)


def _long_rows(reviews: Iterable[ReviewScores]) -> Iterator[tuple[Cell, ...]]:
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
