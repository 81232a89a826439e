"""The marks of a draft by where they stand in a view, so that a paint looks at those in sight alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from widgets.marks import Mark


@dataclass(frozen=True, slots=True)
class Placed:
    """A stretch of a mark in the view's own positions; ``is_first`` when the margin icon stands beside it."""

    first: int
    last: int
    mark: Mark
    is_first: bool


class MarkIndex:
    """Placed marks, sorted by position."""

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        self._placed = sorted(placed, key=lambda entry: (entry.first, -entry.last))
        self._reach: list[int] = []
        for entry in self._placed:
            self._reach.append(max(entry.last, self._reach[-1] if self._reach else 0))

    def between(self, first: int, last: int) -> Iterator[Placed]:
        """Yield the stretches that touch the positions from ``first`` to ``last``, in order."""
        low = bisect_left(self._reach, first)
        high = bisect_right(self._placed, last, key=lambda entry: entry.first)
        for entry in self._placed[low:high]:
            if entry.last >= first:
                yield entry

    def firsts(self) -> Iterator[Placed]:
        """Yield the first stretch of every mark."""
        return (entry for entry in self._placed if entry.is_first)

    def at(self, position: int) -> Mark | None:
        """Return the mark at a position, the shortest where several overlap."""
        found = [entry for entry in self.between(position, position) if entry.first <= position < entry.last]
        return min(found, key=lambda entry: entry.mark.end - entry.mark.start).mark if found else None
