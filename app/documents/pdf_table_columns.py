"""Find tables of numbers that have no ruled cells: rows of several short pieces that stand in columns."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np

from app.documents.pdf_lines import Line, Table, TableCell

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
_MOST_CHARACTERS = 24  # the median of a cell's text
_DIGITS = 0.35  # of the cells hold a number
_ROW = 0.4  # of the font size: baselines nearer than this are one row
_FAR = 2.6  # font sizes between the baselines of neighbouring rows
_ALIGNED = 2.5  # points
_LEAST_ALIGNED = 0.6
_MOST_CELLS = 3_000

Row = list[Line]


def find_unruled(lines: Sequence[Line]) -> Iterator[Line | Table]:
    """Yield the tables among the lines of a page, and the lines outside them."""
    loose = [line for line in lines if line.table is None]
    yield from (line for line in lines if line.table is not None)
    for rows in _runs(_rows(loose)):
        table = _table(rows)
        if table:
            yield table
        else:
            yield from (line for row in rows for line in row)


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if rows and line.baseline - rows[-1][0].baseline <= _ROW * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield stretches of rows from the first to the last with several pieces, and what stands between those."""
    near = [0]
    for before, after in pairwise(rows):
        far = after[0].baseline - before[0].baseline > _FAR * max(before[0].size, after[0].size)
        near.append(near[-1] + far)
    for _, numbered in groupby(zip(near, rows, strict=False), key=lambda item: item[0]):
        part = [row for _, row in numbered]
        many = [number for number, row in enumerate(part) if len(row) >= _LEAST_COLUMNS]
        first, last = (many[0], many[-1] + 1) if many else (0, 0)
        yield from (rows for rows in (part[:first], part[first:last], part[last:]) if rows)


def _table(rows: Sequence[Row]) -> Table | None:
    """Return the rows as a table, or None where they are no columns of numbers."""
    wide = [row for row in rows if len(row) >= _LEAST_COLUMNS]
    cells = [line for row in rows for line in row]
    if len(wide) < _LEAST_ROWS or 2 * len(wide) < len(rows) or len(cells) > _MOST_CELLS:
        return None
    if np.median([len(line.text) for line in cells]) > _MOST_CHARACTERS:
        return None
    numbers = sum(any(character.isdecimal() for character in line.text) for line in cells)
    if numbers < _DIGITS * len(cells) or _aligned(cells) < _LEAST_ALIGNED:
        return None
    columns = _columns(wide)
    if len(columns) < _LEAST_COLUMNS:
        return None
    return Table(
        [TableCell(number, column, [line]) for number, row in enumerate(rows) for column, line in _place(row, columns)]
    )


def _aligned(cells: Sequence[Line]) -> float:
    """Return the share of cells that stand below or above another one: flush left, flush right or centred."""
    found = np.zeros(len(cells), dtype=np.bool_)
    left = np.array([line.left for line in cells])
    right = np.array([line.right for line in cells])
    for places in (left, right, (left + right) / 2):
        near = np.abs(places[:, None] - places[None, :]) < _ALIGNED
        found |= near.sum(axis=1) >= _LEAST_ROWS
    return float(found.mean())


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the left and right edges of the columns that most rows agree on."""
    width = int(np.median([len(row) for row in rows]))
    spans: list[tuple[float, float]] = []
    for line in sorted((line for row in rows if len(row) >= width for line in row), key=lambda line: line.left):
        if spans and line.left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], line.right))
        else:
            spans.append((line.left, line.right))
    return spans


def _place(row: Row, columns: Sequence[tuple[float, float]]) -> Iterator[tuple[int, Line]]:
    """Yield each cell of a row with its column: the nearest one that is still free."""
    free = 0
    for line in row:
        middle = (line.left + line.right) / 2
        nearest = min(range(len(columns)), key=lambda number: abs(sum(columns[number]) / 2 - middle))
        column = max(free, nearest)
        yield column, line
        free = column + 1
