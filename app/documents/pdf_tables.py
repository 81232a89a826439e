"""Find the tables of a PDF page: those with ruled cells, and columns of numbers without rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.documents.pdf_file import Floats
from app.documents.pdf_lines import Line, Table, TableCell, join_lines
from app.documents.pdf_strips import Strip
from app.documents.pdf_table_columns import find_unruled

_NEAR = 3.0  # points between the edges that make one line of a grid
_LEAST_FILLED = 0.4


def take_tables(lines: Sequence[Line], rules: Floats) -> list[Line]:
    """Return a page's lines, those of a table replaced by one line that holds the table."""
    rest = list(lines)
    found: list[Line] = []
    for grid in find_grids(rules):
        inside = [line for line in rest if grid.holds(line)]
        table = grid.fill(inside) if inside else None
        if table:
            found.append(stand_in(table))
            rest = [line for line in rest if not grid.holds(line)]
    return [*found, *(stand_in(table) if isinstance(table, Table) else table for table in find_unruled(rest))]


def stand_in(table: Table) -> Line:
    """Return the line that takes a table's place on its page."""
    lines = [line for cell in table.cells for line in cell.lines]
    return Line(
        lines[0].page,
        lines[0].strips,
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
        float(np.median([line.size for line in lines])),
        bold=False,
        baseline=max(line.baseline for line in lines),
        text=" ".join(line.text for line in lines),
        table=table,
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """Rules that touch: the edges between columns and rows, and which of them are drawn."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: Floats

    def holds(self, line: Line) -> bool:
        """Say whether the middle of a line is inside."""
        x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
        return self.xs[0] - _NEAR < x < self.xs[-1] + _NEAR and self.ys[0] < y < self.ys[-1]

    def fill(self, lines: Sequence[Line]) -> Table | None:
        """Return the table that the lines make, or None where most cells are empty: a drawing or a frame."""
        owners = self._merge()
        strips: dict[tuple[int, int], list[Strip]] = defaultdict(list)
        for line in lines:
            for strip in line.strips:
                row = _interval(self.ys, (strip.top + strip.bottom) / 2)
                column = _interval(self.xs, min(strip.left + strip.size, (strip.left + strip.right) / 2))
                strips[owners[row, column]].append(strip)
        groups = set(owners.values())
        if len(strips) < _LEAST_FILLED * len(groups) or len(groups) < 4:  # noqa: PLR2004 two rows of two
            return None
        page = lines[0].page
        return Table([self._cell(owners, at, join_lines(page, strips[at])) for at in sorted(strips)])

    def _cell(
        self, owners: dict[tuple[int, int], tuple[int, int]], at: tuple[int, int], lines: list[Line]
    ) -> TableCell:
        last = max(place for place, owner in owners.items() if owner == at)
        return TableCell(at[0], at[1], sorted(lines, key=_reading), last[0] - at[0] + 1, last[1] - at[1] + 1)

    def _merge(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for each cell the top left one of the cells that no rule parts from it."""
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for row, (top, bottom) in enumerate(pairwise(self.ys)):
            for column, (left, right) in enumerate(pairwise(self.xs)):
                owner = (row, column)
                if column and not self._drawn(left, left, (top + bottom) / 2, (top + bottom) / 2):
                    owner = owners[row, column - 1]
                elif row and not self._drawn((left + right) / 2, (left + right) / 2, top, top):
                    owner = owners[row - 1, column]
                owners[row, column] = owner
        return owners

    def _drawn(self, left: float, right: float, top: float, bottom: float) -> bool:
        """Say whether a rule passes within reach of a place."""
        x0, y0, x1, y1 = self.rules.T
        return bool(((x0 - _NEAR <= left) & (right <= x1 + _NEAR) & (y0 - _NEAR <= top) & (bottom <= y1 + _NEAR)).any())


def _reading(line: Line) -> tuple[float, float]:
    return round(line.baseline), line.left


def _interval(edges: Sequence[float], at: float) -> int:
    return int(np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(edges) - 2))


def find_grids(rules: Floats) -> list[Grid]:
    """Return the grids of at least two rows and two columns, from the top of the page."""
    grids = []
    for part in _touching(rules):
        upright = part[:, 3] - part[:, 1] > part[:, 2] - part[:, 0]
        if upright.any() and not upright.all():
            middles = (part[:, :2] + part[:, 2:]) / 2
            xs = _edges([*middles[upright, 0], part[:, 0].min(), part[:, 2].max()])
            ys = _edges([*middles[~upright, 1], part[:, 1].min(), part[:, 3].max()])
            if len(xs) > 2 and len(ys) > 2:  # noqa: PLR2004 two of each
                grids.append(Grid(xs, ys, part))
    return sorted(grids, key=lambda grid: grid.ys[0])


def _touching(rules: Floats) -> Iterable[Floats]:
    """Yield the rules that touch one another."""
    left, top, right, bottom = rules.T
    touches = (
        (left[:, None] <= right[None, :] + _NEAR)
        & (left[None, :] <= right[:, None] + _NEAR)
        & (top[:, None] <= bottom[None, :] + _NEAR)
        & (top[None, :] <= bottom[:, None] + _NEAR)
    )
    free: npt.NDArray[np.bool_] = np.ones(len(rules), dtype=np.bool_)
    while free.any():
        part = np.zeros(len(rules), dtype=np.bool_)
        edge = part.copy()
        edge[int(np.argmax(free))] = True
        while edge.any():
            part |= edge
            edge = touches[edge].any(axis=0) & ~part
        free &= ~part
        yield rules[part]


def _edges(values: Iterable[float]) -> tuple[float, ...]:
    """Return the values in order, those near one another as one."""
    found: list[float] = []
    for value in sorted(map(float, values)):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return tuple(found)
