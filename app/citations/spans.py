"""Spans of a text, asked whether another span touches any of them."""

from bisect import bisect_left
from collections.abc import Iterable

Span = tuple[int, int]


class Spans:
    """Half-open spans, merged where they overlap; a question costs a binary search."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        """Take spans in any order; empty ones are dropped."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if end <= start:
                continue
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether a span shares a place with ``start`` to ``end``."""
        last = bisect_left(self._starts, end) - 1
        return last >= 0 and self._ends[last] > start
