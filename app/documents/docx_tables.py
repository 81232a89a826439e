"""Work out the grid of a DOCX table: where each cell stands and how far it reaches."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.documents.docx_gather import chosen
from app.documents.docx_names import (
    ALTERNATIVES,
    CELL,
    CONTROL,
    CONTROL_CONTENT,
    ROW,
    VAL,
    W,
    to_int,
)
from app.documents.docx_package import Element

_THROUGH = frozenset({W + "customXml", W + "ins", W + "moveTo", CONTROL_CONTENT})
_WIDEST = 1000  # far more columns than Word allows; a damaged file can name any number


@dataclass(slots=True)
class GridCell:
    """A cell of the grid: its place, its reach, and the elements whose content it shows."""

    row: int
    column: int
    columns: int
    rows: int = 1
    elements: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table in reading order, and the rows that a tracked change removed."""

    cells: tuple[GridCell, ...]
    removed: tuple[Element, ...]


def read_grid(table: Element) -> Grid:
    """Return the grid of a ``w:tbl``. Cells merged downwards are one cell that spans rows."""
    cells: list[GridCell] = []
    removed: list[Element] = []
    above: dict[int, GridCell] = {}
    number = 0
    for row in _through(table, ROW):
        if row.find(f"{W}trPr/{W}del") is not None:
            removed.append(row)
            continue
        above = _read_row(row, number, above, cells)
        number += 1
    return Grid(tuple(cells), tuple(removed))


def _read_row(row: Element, number: int, above: dict[int, GridCell], cells: list[GridCell]) -> dict[int, GridCell]:
    """Append the cells of a row; return the cells by column that the next row can continue."""
    open_cells: dict[int, GridCell] = {}
    column = _span(row, "trPr/gridBefore", 0)
    for element in _through(row, CELL):
        width = max(1, _span(element, "tcPr/gridSpan", 1))
        merge = element.find(f"{W}tcPr/{W}vMerge")
        continued = above.get(column) if merge is not None and merge.get(VAL) != "restart" else None
        if continued:
            continued.rows = number - continued.row + 1
            continued.elements.append(element)
        cell = continued or GridCell(number, column, width, elements=[element])
        if not continued:
            cells.append(cell)
        if merge is not None:
            open_cells[column] = cell
        column += width
    return open_cells


def _span(element: Element, path: str, default: int) -> int:
    found = element.find("/".join(W + step for step in path.split("/")))
    return min(max(to_int(found.get(VAL), default), 0), _WIDEST) if found is not None else default


def _through(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows or cells in ``parent``, also those in content controls and the like."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH or child.tag == CONTROL:
            yield from _through(child, tag)
        elif child.tag == ALTERNATIVES:
            choice = chosen(child)
            yield from _through(choice, tag) if choice is not None else ()
