"""Rubrics as Canvas reads and writes them: CSV, one row a criterion, its ratings one after another.

The columns are those of Canvas' rubric import: ``Rubric Name, Criteria Name, Criteria Description, Criteria Enable
Range``, then ``Rating Name, Rating Description, Rating Points`` repeated; rows are ragged. Canvas has no weights: a
rating's points are its part of the whole, so a criterion's highest rating is its weight.
"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from pydantic import ValidationError

from rubrics.load import Problem, RubricFileError
from rubrics.model import Criterion, Level, Rubric

_HEAD = ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range")
_RATING = ("Rating Name", "Rating Description", "Rating Points")
_CENT = Decimal("0.01")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_canvas(rubric: Rubric) -> str:
    """Return the rubric as Canvas' CSV, levels from the highest down, as Canvas shows them."""
    most = max(len(criterion.levels) for criterion in rubric.criteria)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD + _RATING * most)
    for criterion in rubric.criteria:
        row = [rubric.title, criterion.title, criterion.describes, "false"]
        for level in reversed(criterion.levels):
            row += [level.label, level.describes, f"{_part(criterion, level):f}"]
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def from_canvas(text: str, name: str) -> Rubric:
    """Read Canvas' CSV; the highest ratings give the weights. ``name`` stands in the problems of RubricFileError."""
    rows = list(_rows(text, name))
    if not rows:
        raise RubricFileError((Problem(name, 1, "The file holds no criteria."),))
    highest = [max((points for _, _, points in ratings), default=Decimal()) for _, _, ratings in rows]
    weights = _per_cent(highest)
    criteria = []
    for number, ((line, cells, ratings), weight) in enumerate(zip(rows, weights, strict=True), 1):
        try:
            criteria.append(_criterion(number, cells, ratings, weight))
        except ValidationError as error:
            text = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
            raise RubricFileError((Problem(name, line, f"{cells[1]}: {text}"),)) from None
    title = rows[0][1][0] or "Rubric"
    return Rubric(schema="stet-rubric/1", id=_slug(title), version="1", title=title, criteria=tuple(criteria))


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str], list[tuple[str, str, Decimal]]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    head = [cell.strip() for cell in next(reader, [])]
    if tuple(head[: len(_HEAD)]) != _HEAD:
        raise RubricFileError((Problem(name, 1, f"The first columns must be {', '.join(_HEAD)}."),))
    for row in reader:
        cells = [_unharmed(cell.strip()) for cell in row]
        if not any(cells):
            continue
        cells += [""] * (len(_HEAD) - len(cells))
        yield reader.line_num, cells[: len(_HEAD)], list(_ratings(cells[len(_HEAD) :], name, reader.line_num))


def _ratings(cells: list[str], name: str, line: int) -> Iterator[tuple[str, str, Decimal]]:
    for place in range(0, len(cells), len(_RATING)):
        label, describes, points = [*cells[place : place + len(_RATING)], "", ""][: len(_RATING)]
        if not (label or points):
            continue
        try:
            yield label, describes, Decimal(points.replace(",", "."))
        except InvalidOperation:
            raise RubricFileError((Problem(name, line, f"“{points}” is not a number of points."),)) from None


def _criterion(number: int, cells: list[str], ratings: list[tuple[str, str, Decimal]], weight: Decimal) -> Criterion:
    lowest_first = sorted(ratings, key=lambda rating: rating[2])
    levels = tuple(
        Level(id=f"{place}-{_slug(label)}"[:80], label=label, points=points, describes=describes)
        for place, (label, describes, points) in enumerate(lowest_first)
    )
    title = cells[1] or f"Criterion {number}"
    return Criterion(id=f"C{number}", dimension="other", title=title, weight=weight, describes=cells[2], levels=levels)


def _part(criterion: Criterion, level: Level) -> Decimal:
    """Return the level's part of the whole in per cent, to the hundredth, as Canvas keeps points."""
    return (criterion.weight * level.points / criterion.most_points).quantize(_CENT, ROUND_HALF_UP).normalize()


def _per_cent(amounts: list[Decimal]) -> list[Decimal]:
    """Share 100 out in proportion, to the hundredth; the largest takes what rounding leaves."""
    whole = sum(amounts)
    if not whole:
        return amounts
    shares = [(amount * 100 / whole).quantize(_CENT, ROUND_HALF_UP) for amount in amounts]
    shares[shares.index(max(shares))] += 100 - sum(shares)
    return shares


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")[:60] or "unnamed"


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running the cell as a formula."""
    cell = cell.replace("\r", "\n")
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unharmed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
