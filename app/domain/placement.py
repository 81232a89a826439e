"""How a comment of one version of a text stands on another."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a comment stands on a version."""

    PLACED = "placed"
    MOVED = "moved"
    CHANGED = "changed"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a span of the old text stands in the new one, half-open, in code points.

    An orphan has no span; ``near`` is the place in the new text where it would have stood, if that can be told.
    """

    state: State
    start: int = -1
    end: int = -1
    near: int | None = None
