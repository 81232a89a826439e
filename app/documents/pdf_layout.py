"""How a column of a PDF is set: its edges, its usual line distance, and whether entries hang."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from app.documents.pdf_lines import Line, Region

_FULL = 0.15  # of a column's width: a line that ends nearer to the edge than this is full
_GAP = 1.45  # of the usual distance between lines
_LEAST_HANGING = 4
_ROW = 0.4


@dataclass(frozen=True, slots=True)
class Layout:
    """Edges and usual line distance in points; ``hanging`` entries stand out to the left.

    ``rows`` holds the ids of the lines that share a row with another one.
    """

    left: float
    right: float
    pitch: float
    hanging: bool
    rows: frozenset[int] = frozenset()

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left

    @classmethod
    def of(cls, lines: Sequence[Line], region: Region, in_bibliography: bool) -> "Layout":
        """Return the layout of a column's lines."""
        steps = [
            after.baseline - before.baseline
            for before, after in pairwise(lines)
            if 0.5 * before.size < after.baseline - before.baseline < 3 * before.size
        ]
        pitch = float(np.median(steps)) if steps else 1.2 * lines[0].size
        layout = cls(_usual_left(lines), region.right, pitch, hanging=False)
        pairs = (pair for pair in pairwise(lines) if abs(pair[1].baseline - pair[0].baseline) < _ROW * pair[0].size)
        return replace(
            layout,
            hanging=_hangs(lines, layout, in_bibliography),
            rows=frozenset(id(line) for pair in pairs for line in pair),
        )

    def short(self, line: Line) -> bool:
        """Say whether a line ends well before the right edge."""
        return line.right < self.right - _FULL * self.width

    def had_room(self, line: Line, after: Line) -> bool:
        """Say whether the first word of the next line would have fitted on this one."""
        word = after.text.split(maxsplit=1)[0]
        average = (after.right - after.left) / max(1, len(after.text))
        return line.right + (len(word) + 1) * average < self.right - 0.5 * line.size

    def beside(self, line: Line) -> bool:
        """Say whether a line shares its row with another."""
        return id(line) in self.rows

    def indented(self, line: Line) -> bool:
        """Say whether a line begins a little right of the edge."""
        return 0.6 * line.size < line.left - self.left < 6 * line.size

    def outdented(self, line: Line, first: Line) -> bool:
        """Say whether a line begins where ``first`` does, or left of it."""
        return line.left < first.left - 0.3 * line.size or abs(line.left - first.left) < 0.3 * line.size

    def far(self, previous: Line, line: Line) -> bool:
        """Say whether the distance of two lines is not that of one paragraph."""
        step = line.baseline - previous.baseline
        return step > _GAP * max(self.pitch, 1.1 * line.size) or step < -0.5 * line.size or (step < 0.4 * line.size)


def _usual_left(lines: Sequence[Line]) -> float:
    """Return the leftmost edge at which a fair share of the lines begins."""
    lefts = Counter(round(line.left) for line in lines)
    needed = max(1, len(lines) // 12)
    shared = (left for left in lefts if lefts[left] + lefts[left - 1] + lefts[left + 1] >= needed)
    return min(shared, default=min(lefts))


def _hangs(lines: Sequence[Line], layout: Layout, in_bibliography: bool) -> bool:
    """Say whether first lines stand out to the left (a bibliography) rather than being indented."""
    hang = first = plain = 0
    for before, after in pairwise(lines):
        full = not layout.short(before)
        if not layout.indented(before) and layout.indented(after):
            hang += full
            first += not full
        elif layout.indented(before) and not layout.indented(after):
            first += full
            hang += not full
        elif not layout.indented(before):
            plain += full
    return hang > first and hang > plain and (in_bibliography or hang >= _LEAST_HANGING)
