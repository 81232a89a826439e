"""In which order the blocks of a document are shown: the body with its tables, then notes and what stands around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.document import Block, BlockKind, Cell, Document

_MOST_CELLS = 20_000

SECTIONS = (
    ("Notes", (BlockKind.FOOTNOTE, BlockKind.ENDNOTE)),
    ("Comments in the file", (BlockKind.COMMENT,)),
    ("Headers and footers", (BlockKind.HEADER, BlockKind.FOOTER)),
)
_AFTER_BODY = frozenset(kind for _, kinds in SECTIONS for kind in kinds)


@dataclass(frozen=True, slots=True)
class Section:
    """The quiet title of what follows the body."""

    title: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block by its index in ``Document.blocks``."""

    block: int


@dataclass(frozen=True, slots=True)
class CellPlan:
    """A cell of a table and what it holds."""

    place: Cell
    items: tuple["Item", ...]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table: its size and its cells by row and column; cells nobody wrote in are not listed."""

    rows: int
    columns: int
    cells: tuple[CellPlan, ...]


Item = Section | Paragraph | TablePlan


def plan(document: Document) -> tuple[Item, ...]:
    """Return everything to show, from top to bottom."""
    blocks = document.blocks
    items = list(_arrange(blocks, [index for index, block in enumerate(blocks) if block.kind not in _AFTER_BODY]))
    for title, kinds in SECTIONS:
        found = [Paragraph(index) for index, block in enumerate(blocks) if block.kind in kinds]
        if found:
            items += [Section(title), *found]
    return tuple(items)


def _arrange(blocks: Sequence[Block], indexes: list[int]) -> Iterable[Item]:
    """Yield paragraphs and tables; a table reaches from its first block to its last, whatever lies between."""
    last: dict[int, int] = {}
    for position, index in enumerate(indexes):
        cell = blocks[index].cell
        if cell is not None:
            last[cell.table] = position
    position = 0
    while position < len(indexes):
        cell = blocks[indexes[position]].cell
        if cell is None:
            yield Paragraph(indexes[position])
            position += 1
        else:
            end = last[cell.table] + 1
            yield from _table(blocks, indexes[position:end], cell.table)
            position = end


def _table(blocks: Sequence[Block], indexes: list[int], table: int) -> Iterable[Item]:
    """Yield the table made of these blocks; blocks of other tables among them are nested in the cell before."""
    contents: dict[tuple[int, int], list[int]] = {}
    places: dict[tuple[int, int], Cell] = {}
    where = (0, 0)
    for index in indexes:
        cell = blocks[index].cell
        if cell is not None and cell.table == table:
            where = (cell.row, cell.column)
            places.setdefault(where, cell)
        contents.setdefault(where, []).append(index)
    rows = max(cell.row + cell.rows for cell in places.values())
    columns = max(cell.column + cell.columns for cell in places.values())
    if rows * columns > _MOST_CELLS:  # more than a window can lay out; the words are what matters
        yield from map(Paragraph, indexes)
        return
    cells = (CellPlan(places[where], tuple(_cell_items(blocks, contents[where], table))) for where in sorted(contents))
    yield TablePlan(rows, columns, tuple(cells))


def _cell_items(blocks: Sequence[Block], indexes: list[int], table: int) -> Iterable[Item]:
    nested: list[int] = []
    for index in indexes:
        cell = blocks[index].cell
        if cell is None or cell.table == table:
            yield from _arrange(blocks, nested)
            nested = []
            yield Paragraph(index)
        else:
            nested.append(index)
    yield from _arrange(blocks, nested)
