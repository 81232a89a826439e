"""A total in a table that is not the sum of its parts, in the last row or the last column."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.checks.lexicon import read_phrases
from app.checks.reporting import report, shorten
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import Check, Finding, Tier

_NUMBER = re.compile(
    r"[*_\s]*(?:[$€£]|USD|EUR|GBP)? ?(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(\.\d{1,4})?\s?(%|[$€£])?[*_\s]*"
)
_TOTAL = re.compile(r"[*_\s]*(?:(?:grand|overall|sub)[ -]?)?(?:total|sum|all|gesamt|summe|insgesamt)\b", re.IGNORECASE)
_SUBTOTAL = re.compile(r"[*_\s]*(?:sub-?total|zwischensumme)", re.IGNORECASE)
_LEAST_PARTS, _LEAST_ROWS = 2, 3
_FARTHEST = Decimal("0.25")
_LINE = 200
_NOTE = re.compile(
    r"[\s*_]*(?:[†‡§([¹²³\d]|(?:notes?|sources?|figures|numbers|amounts|totals?|sums?|percentages)\b)", re.IGNORECASE
)
_SHORT = 100


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell that holds nothing but a number; ``step`` is the worth of its last digit."""

    block: Block
    value: Decimal
    step: Decimal
    is_share: bool


Grid = Mapping[tuple[int, int], Block]


def find_wrong_totals(document: Document) -> Iterator[Finding]:
    """Yield each total that differs from the sum of its parts by more than rounding allows."""
    for grid in _grids(document):
        if _says_otherwise(document, grid):
            continue
        yield from _in_columns(document, grid)
        yield from _in_rows(document, grid)


def _grids(document: Document) -> Iterator[Grid]:
    """Yield the cells of each table without merged cells, by row and column; a cell with two blocks is left out."""
    tables: defaultdict[int, dict[tuple[int, int], list[Block]]] = defaultdict(dict)
    merged: set[int] = set()
    for block in document.blocks:
        if block.cell is not None:
            tables[block.cell.table].setdefault((block.cell.row, block.cell.column), []).append(block)
            if block.cell.rows * block.cell.columns > 1:
                merged.add(block.cell.table)
    for number, cells in tables.items():
        if number not in merged:
            yield {place: blocks[0] for place, blocks in cells.items() if len(blocks) == 1}


def _says_otherwise(document: Document, grid: Grid) -> bool:
    """Tell whether the table, a line right above it or a note below it says why its parts need not add up.

    What follows a table is mostly the next paragraph, which may say "including" of anything: only a short line or one
    that begins as notes do counts.
    """
    start, end = min(block.start for block in grid.values()), max(block.end for block in grid.values())
    above, below = document.block_at(max(0, start - 3)), document.block_at(min(len(document.text), end + 3))
    spans = [(start, end)]
    for block, most in ((above, _LINE), (below, _LINE if below and _is_note(document, below) else _SHORT)):
        if block and block.cell is None and block.end - block.start <= most:
            spans.append((block.start, block.end))
    return any(read_phrases("not-adding-up").search(document.text, *span) for span in spans)


def _is_note(document: Document, block: Block) -> bool:
    return _NOTE.match(document.text, block.start, block.end) is not None


def _in_columns(document: Document, grid: Grid) -> Iterator[Finding]:
    """Check the last row where its label is "Total"."""
    last = max(row for row, _ in grid)
    label = grid.get((last, 0))
    labels = [grid[row, 0] for row in range(1, last) if (row, 0) in grid]
    if last < _LEAST_ROWS or label is None or not _TOTAL.match(document.text_of(label)):
        return
    if any(_TOTAL.match(document.text_of(other)) or _SUBTOTAL.match(document.text_of(other)) for other in labels):
        return
    for column in range(1, max(column for _, column in grid) + 1):
        places = [(row, column) for row in range(1, last)]
        yield from _compare(document, _amounts(document, grid, places), _amount(document, grid, (last, column)))


def _in_rows(document: Document, grid: Grid) -> Iterator[Finding]:
    """Check the last column where its head is "Total", if at least half of its rows add up."""
    last = max(column for _, column in grid)
    head = grid.get((0, last))
    if last < _LEAST_ROWS or head is None or not _TOTAL.match(document.text_of(head)):
        return
    found: list[Finding] = []
    rows = range(1, max(row for row, _ in grid) + 1)
    for row in rows:
        parts = _amounts(document, grid, [(row, column) for column in range(1, last)])
        found += _compare(document, parts, _amount(document, grid, (row, last)))
    if len(found) * 2 <= len(rows):
        yield from found


def _compare(document: Document, parts: Sequence[Amount], total: Amount | None) -> Iterator[Finding]:
    if total is None or len(parts) < _LEAST_PARTS or any(part.is_share != total.is_share for part in parts):
        return
    added = sum((part.value for part in parts), Decimal())
    gap = abs(added - total.value)
    step = max(amount.step for amount in (*parts, total))
    room = step * len(parts) / 2 if total.is_share or step < 1 else Decimal()
    if step < 1 and {amount.step for amount in (*parts, total)} <= {Decimal("0.01")} and not total.is_share:
        room = Decimal()
    if room < gap <= _FARTHEST * max(added, total.value):
        message = f"The total is given as “{shorten(document.text_of(total.block))}”; the parts add up to {added:,f}."
        related = tuple((part.block.start, part.block.end) for part in parts)
        yield report(
            CHECK, (total.block.start, total.block.end), message, "Is the total wrong, or is a part missing?", related
        )


def _amounts(document: Document, grid: Grid, places: Sequence[tuple[int, int]]) -> tuple[Amount, ...]:
    """Return the amounts of these cells, none at all where one of them holds something else."""
    amounts = [_amount(document, grid, place) for place in places]
    return tuple(amount for amount in amounts if amount is not None) if all(amounts) else ()


def _amount(document: Document, grid: Grid, place: tuple[int, int]) -> Amount | None:
    block = grid.get(place)
    match = _NUMBER.fullmatch(document.text_of(block)) if block and block.kind is not BlockKind.CODE else None
    if block is None or match is None:
        return None
    decimals = (match[2] or "").removeprefix(".")
    value = Decimal(match[1].replace(",", "") + (match[2] or ""))
    return Amount(block, value, Decimal(1).scaleb(-len(decimals)), match[3] == "%")


CHECK = Check(
    id="table-total",
    version=2,
    tier=Tier.FIX,
    title="Total that is not its parts",
    why="A reader who adds the parts up gets another number and trusts neither.",
    run=find_wrong_totals,
)
