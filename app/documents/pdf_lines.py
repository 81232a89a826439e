"""Join strips to lines, and lines to columns in reading order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from app.documents.pdf_strips import Strip

_JOIN_GAP = 0.7  # in font sizes: strips nearer than this belong to one line
_LABEL_GAP = 4.0  # the same after a list label
_SPACE_GAP = 0.15
_ROW = 4.0  # points a bucket of baselines is high
_LABEL = re.compile(r"\s*([\[(]?\d{1,3}[\])]?[.)]?|[•▪●○■◦‣·–—*-]|[\[(]?[a-z][.)\]])\s*")
_LEAST_SIDE = 3
_LEAST_CHARACTERS = 12
_SIDE_NOTE = 0.45
_TRIALS = 6
_MOST_LINES = 3_000  # on a page; more of them are the labels of a drawing


@dataclass(slots=True)
class Line:
    """Strips side by side on one page; ``text`` may end with PDFium's hyphen sign."""

    page: int
    strips: list[Strip]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    baseline: float
    text: str = ""
    table: "Table | None" = None

    @property
    def height(self) -> float:
        """Height of the box in points."""
        return self.bottom - self.top

    def parts(self) -> list["Line"]:
        """Return the lines of the table that this line stands for, else the line itself."""
        return [self] if self.table is None else [line for cell in self.table.cells for line in cell.lines]


@dataclass(frozen=True, slots=True)
class TableCell:
    """The lines of a cell, and its row and column from 0."""

    row: int
    column: int
    lines: list[Line]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The cells with text, row by row."""

    cells: list[TableCell]


@dataclass(slots=True)
class Region:
    """Lines of one column, top to bottom. ``aside`` marks a narrow column in smaller type."""

    lines: list[Line]
    aside: bool = False
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = min(line.left for line in self.lines)
        self.right = max(line.right for line in self.lines)


def join_lines(page: int, strips: Iterable[Strip]) -> list[Line]:
    """Return the lines of a page, in no particular order."""
    rows: dict[int, list[list[Strip]]] = {}
    lines: list[list[Strip]] = []
    ordered = sorted(strips, key=lambda strip: strip.left)
    reach = _LABEL_GAP * max((strip.size for strip in ordered), default=0.0)
    for strip in ordered:
        row = int(strip.baseline // _ROW)
        best = _line_before(strip, rows, row, reach)
        if best is None:
            best = []
            lines.append(best)
            rows.setdefault(row, []).append(best)
        best.append(strip)
    return [_make_line(page, joined) for joined in lines]


def _line_before(strip: Strip, rows: dict[int, list[list[Strip]]], row: int, reach: float) -> list[Strip] | None:
    """Return the line whose right end is just before the strip, on its row.

    Forgets the lines that end more than ``reach`` points before it: strips come from left to right.
    """
    best, least = None, float("inf")
    for bucket in range(row - 2, row + 3):
        if bucket not in rows:
            continue
        rows[bucket] = [line for line in rows[bucket] if strip.left - line[-1].right < reach]
        for line in rows[bucket]:
            gap = strip.left - line[-1].right
            if abs(gap) < least and _continues(line, strip, gap):
                best, least = line, abs(gap)
    return best


def _continues(line: list[Strip], strip: Strip, gap: float) -> bool:
    last = line[-1]
    if strip.walled:
        return False
    size = max(last.size, strip.size)
    shared = min(last.bottom, strip.bottom) - max(last.top, strip.top)
    if shared < min(last.height, strip.height) / 2 or abs(last.baseline - strip.baseline) > 0.45 * size:
        return False
    if -size < gap < _JOIN_GAP * size:
        return True
    return len(line) == 1 and 0 <= gap < _LABEL_GAP * size and bool(_LABEL.fullmatch(last.text))


def _make_line(page: int, strips: list[Strip]) -> Line:
    main = max(strips, key=lambda strip: len(strip.text))
    text = strips[0].text
    for before, after in pairwise(strips):
        text += (" " if needs_space(before, after) else "") + after.text
    letters = sum(len(strip.text) for strip in strips)
    return Line(
        page,
        strips,
        min(strip.left for strip in strips),
        min(strip.top for strip in strips),
        max(strip.right for strip in strips),
        max(strip.bottom for strip in strips),
        main.size,
        2 * sum(len(strip.text) for strip in strips if strip.bold) > letters,
        main.baseline,
        text,
    )


def needs_space(before: Strip, after: Strip) -> bool:
    """Say whether two neighbours on a line stand apart without a space character between them."""
    if before.text[-1:].isspace() or after.text[:1].isspace():
        return False
    return after.left - before.right > _SPACE_GAP * min(before.size, after.size)


def arrange(lines: Sequence[Line], gutter: float | None = None) -> list[Region]:
    """Return the columns of a page (or of a part of one) in reading order, parted at ``gutter`` if that is known."""
    if not lines:
        return []
    gutter = find_gutter(lines) if gutter is None else gutter
    if gutter is None:
        return [Region(_by_rows(lines))]
    regions: list[Region] = []
    spanning: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: line.top):
        if line.left < gutter - 1 and line.right > gutter + 1:
            regions += _columns(left, right)
            left, right = [], []
            spanning.append(line)
            continue
        if spanning:
            regions += arrange(spanning)
            spanning = []
        (left if line.right <= gutter + 1 else right).append(line)
    return regions + _columns(left, right) + (arrange(spanning) if spanning else [])


def _columns(left: list[Line], right: list[Line]) -> list[Region]:
    """Return both columns; a narrow one in smaller type is a side note and comes after the other."""
    columns = [arrange(column) for column in (left, right) if column]
    if left and right and _is_aside(left, right):
        for region in columns[0]:
            region.aside = True
        columns.reverse()
    return [region for column in columns for region in column]


def _is_aside(left: list[Line], right: list[Line]) -> bool:
    a, b = Region(left), Region(right)
    smaller = np.median([line.size for line in left]) < 0.95 * np.median([line.size for line in right])
    return bool(smaller) and a.right - a.left < _SIDE_NOTE * (b.right - b.left)


def parts_at(lines: Sequence[Line], gutter: float) -> bool:
    """Say whether every line stands on one side of ``gutter``, and lines of both sides beside one another."""
    left = [line for line in lines if line.right <= gutter + 1]
    right = [line for line in lines if line.left >= gutter - 1]
    if not left or not right or len(left) + len(right) < len(lines):
        return False
    return min(line.top for line in right) < max(line.bottom for line in left)


def find_gutter(lines: Sequence[Line]) -> float | None:
    """Return an x between two columns of text, or None where the lines stand in one."""
    if not 2 * _LEAST_SIDE <= len(lines) <= _MOST_LINES:
        return None
    left = np.array([line.left for line in lines])
    right = np.array([line.right for line in lines])
    edges = np.unique(right)
    is_left = right[None, :] <= edges[:, None] + 1
    is_right = (left[None, :] >= edges[:, None] - 1) & ~is_left
    crossing = len(lines) - is_left.sum(1) - is_right.sum(1)
    enough = (is_left.sum(1) >= _LEAST_SIDE) & (is_right.sum(1) >= _LEAST_SIDE)
    room = np.where(is_right, left[None, :], np.inf).min(1) - edges
    candidates = sorted(
        (int(crossing[i]), -float(room[i]), float(edges[i] + room[i] / 2), i) for i in np.flatnonzero(enough)
    )
    for _, _, x, i in candidates[:_TRIALS]:
        sides = ([lines[n] for n in np.flatnonzero(side[i]).tolist()] for side in (is_left, is_right))
        if _are_columns(*sides):
            return x
    return None


def _are_columns(left: list[Line], right: list[Line]) -> bool:
    """Say whether both sides are running text beside one another, not cells of a table or labels of a figure."""
    for side in (left, right):
        if np.median([len(line.text) for line in side]) < _LEAST_CHARACTERS:
            return False
    a, b = Region(left), Region(right)
    if b.left - a.right < 0.5 * min(left[0].size, right[0].size):
        return False
    shared = min(max(line.bottom for line in left), max(line.bottom for line in right))
    top = max(min(line.top for line in left), min(line.top for line in right))
    return shared - top > _LEAST_SIDE * left[0].height * 0.8


def _by_rows(lines: Sequence[Line]) -> list[Line]:
    """Return lines from top to bottom, those of one row from left to right."""
    result: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if row and line.baseline - row[0].baseline > 0.4 * line.size:
            result += sorted(row, key=lambda line: line.left)
            row = []
        row.append(line)
    return result + sorted(row, key=lambda line: line.left)
