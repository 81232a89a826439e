"""The rubric of a review: criteria with weights, levels and gates, as its file states them.

Weights are per cent and exact decimals; they add up to 100. Levels run from the lowest points to the highest.
"""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MOST_LEVELS = 9
"""One level for each of the digit keys."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[\w.-]+$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Amount = Annotated[Decimal, Field(ge=0, le=1000, allow_inf_nan=False, decimal_places=2)]


class Part(BaseModel):
    """A part of a rubric file: unchangeable, and nothing in it is ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Level(Part):
    """One level of a criterion: what it is called, what it is worth, and what work at this level looks like."""

    id: Name
    label: Line
    points: Amount
    describes: Text = ""


class Gate(Part):
    """A limit: the total is at most ``caps_total_at`` per cent while the criterion stands below the level ``below``."""

    below: Name
    caps_total_at: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class Criterion(Part):
    """One thing that is judged, with the checks whose findings stand beside it as evidence."""

    id: Name
    dimension: Name
    title: Line
    weight: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
    describes: Text = ""
    evidence: tuple[Name, ...] = ()
    gate: Gate | None = None
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=MOST_LEVELS)]

    @property
    def most_points(self) -> Decimal:
        """The points of the highest level; above 0."""
        return self.levels[-1].points

    def level(self, level_id: str) -> Level | None:
        """Return the level with this id, or None."""
        return next((level for level in self.levels if level.id == level_id), None)

    @model_validator(mode="after")
    def _hangs_together(self) -> "Criterion":
        _require_different("levels", [level.id for level in self.levels])
        points = [level.points for level in self.levels]
        if any(low >= high for low, high in pairwise(points)):
            raise ValueError(f"The levels of {self.id} must run from the lowest points to the highest, all different.")
        if self.gate and self.gate.below not in [level.id for level in self.levels[1:]]:
            raise ValueError(
                f"The gate of {self.id} names the level “{self.gate.below}”; it must be one above the lowest."
            )
        return self


class Rubric(Part):
    """A rubric at one version; scores are pinned to it."""

    schema_: Literal["stet-rubric/1"] = Field(alias="schema")
    id: Name
    version: Name
    title: Line
    describes: Text = ""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=50)]

    def criterion(self, criterion_id: str) -> Criterion | None:
        """Return the criterion with this id, or None."""
        return next((criterion for criterion in self.criteria if criterion.id == criterion_id), None)

    @model_validator(mode="after")
    def _adds_up(self) -> "Rubric":
        _require_different("criteria", [criterion.id for criterion in self.criteria])
        total = sum(criterion.weight for criterion in self.criteria)
        if total != 100:  # noqa: PLR2004 - per cent
            raise ValueError(f"The weights add up to {total:f}; they must add up to 100.")
        return self


def _require_different(what: str, ids: list[str]) -> None:
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise ValueError(f"Two {what} have the id “{twice}”; each needs its own.")
