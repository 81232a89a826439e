"""From chosen levels to a total: a plain weighted sum, exact, with its arithmetic in words.

A criterion gives ``weight x points / most points``; gates cap the sum. Nothing is rounded before it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rubrics.model import Criterion, Level, Rubric


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion's part of the total; ``share`` is its per cent of the whole, None while no level is chosen."""

    criterion: Criterion
    level: Level | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the shares and, where a gate holds it down, the cap. All are per cent of the whole."""

    rows: tuple[Row, ...]
    sum: Fraction
    value: Fraction
    capped_by: tuple[Criterion, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every criterion has a level."""
        return all(row.level is not None for row in self.rows)

    @property
    def open_criteria(self) -> tuple[Criterion, ...]:
        """The criteria that have no level yet."""
        return tuple(row.criterion for row in self.rows if row.level is None)


def total(rubric: Rubric, chosen: Mapping[str, str]) -> Total:
    """Add up the chosen levels (criterion id to level id). Raises KeyError for a level that the rubric has not."""
    rows = tuple(_row(criterion, chosen.get(criterion.id)) for criterion in rubric.criteria)
    whole = sum((row.share for row in rows if row.share is not None), Fraction())
    caps = [(cap, row.criterion) for row in rows if (cap := _cap(row)) is not None]
    lowest = min((cap for cap, _ in caps), default=whole)
    if lowest >= whole:
        return Total(rows, whole, whole, ())
    return Total(rows, whole, lowest, tuple(criterion for cap, criterion in caps if cap == lowest))


def arithmetic(result: Total) -> str:
    """Return the sum as it is shown: every share, the sum, and the cap when there is one."""
    shares = [
        f"{row.criterion.title} {shown(row.share)} ({row.criterion.weight.normalize():f} × "
        f"{row.level.points.normalize():f}/{row.criterion.most_points.normalize():f})"
        for row in result.rows
        if row.level is not None and row.share is not None
    ]
    if not shares:
        return "No level is chosen yet."
    text = f"{' + '.join(shares)} = {shown(result.sum)}"
    caps = cap_words(result)
    return f"{text}. {caps}" if caps else text


def cap_words(result: Total) -> str:
    """Return what holds the sum down, in a sentence for each criterion, or ""."""
    return " ".join(
        f"{one.title} is below {below.label}, so the total cannot pass {shown(result.value)}."
        for one in result.capped_by
        if one.gate is not None and (below := one.level(one.gate.below)) is not None
    )


def shown(value: Fraction) -> str:
    """Return a number with two decimal places at most, halves away from zero: shares often end in quarters."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return rounded.rstrip("0").removesuffix(".")


def _row(criterion: Criterion, level_id: str | None) -> Row:
    if level_id is None:
        return Row(criterion, None, None)
    level = criterion.level(level_id)
    if level is None:
        raise KeyError(f"{criterion.id} has no level {level_id}.")
    return Row(criterion, level, Fraction(criterion.weight) * Fraction(level.points) / Fraction(criterion.most_points))


def _cap(row: Row) -> Fraction | None:
    """Return what the row's gate holds the total down to, or None where it does not."""
    gate, order = row.criterion.gate, [level.id for level in row.criterion.levels]
    if gate is None or row.level is None or order.index(row.level.id) >= order.index(gate.below):
        return None
    return Fraction(gate.caps_total_at)
