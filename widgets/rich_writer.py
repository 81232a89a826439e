"""Writes a document into a QTextDocument, step by step from the top, and notes where every character went."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)

from app.domain.document import Block, BlockKind, Image, Kind, Reading
from widgets.rich_formats import Formats
from widgets.rich_images import Pictures
from widgets.rich_inline import CALL, Inline, Look, Stretch
from widgets.rich_plan import CellPlan, Item, Paragraph, Section, TablePlan, plan
from widgets.text_map import SHOWN_AS, TextMap

PICTURE = "stet-picture:"
_ROWS_A_TABLE = 40
_NUMBER = re.compile(r"[\s(]*[-+−–±<>≤≥~≈$€£¥]*\s*\d[\d\s.,:/×%‰°€$£–−-]*[)*\w%]{0,4}\s*")


@dataclass(frozen=True, slots=True)
class Options:
    """What the writer needs to know: the width of the column in pixels, and whether to show tracked deletions."""

    measure: float
    show_deletions: bool = False


class RichWriter:
    """Fills one QTextDocument from one reading; ``map`` grows with every step."""

    def __init__(self, target: QTextDocument, reading: Reading, formats: Formats, options: Options) -> None:
        self.map = TextMap()
        self.pictures = Pictures(reading.images)
        self._target = target
        self._document = reading.document
        self._formats = formats
        self._options = options
        self._inline = Inline(reading.document, options.show_deletions)
        self._title = _title_of(reading)
        self._calls = {mark.note: index for index, mark in reversed(list(enumerate(reading.document.note_marks)))}
        self._is_fresh = True

    def steps(self) -> Iterator[None]:
        """Write everything, pausing after every paragraph and every few rows of a table."""
        for item in plan(self._document):
            cursor = QTextCursor(self._target)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            yield from self._write(cursor, item, 0)

    def _write(self, cursor: QTextCursor, item: Item, depth: int) -> Iterator[None]:
        if isinstance(item, TablePlan):
            yield from self._write_table(cursor, item, depth)
            self._is_fresh = True  # Qt has put an empty paragraph below the table
        elif isinstance(item, Section):
            self._begin(cursor, *self._formats.section())
            cursor.insertText(item.title, self._formats.section()[1])
        else:
            self._write_block(cursor, item.block)
        yield

    def _begin(self, cursor: QTextCursor, shape: QTextBlockFormat, look: QTextCharFormat) -> None:
        """Go on in a new paragraph, or in the empty one that is there already."""
        if self._is_fresh:
            cursor.setBlockFormat(shape)
            if cursor.currentTable() is None:  # the first paragraph of a cell carries the format of the cell
                cursor.setBlockCharFormat(look)
        else:
            cursor.insertBlock(shape, look)
        self._is_fresh = False

    def _write_block(self, cursor: QTextCursor, index: int, alignment: QTextBlockFormat | None = None) -> None:
        block = self._document.blocks[index]
        role = self._role(index, block)
        shape = self._formats.block(block, index == self._title)
        if alignment is not None:
            shape.merge(alignment)
        if self._ends_list(index):
            shape.setBottomMargin(self._formats.after_list)
        self._begin(cursor, shape, self._formats.text(role, Look()))
        if block.label:
            self._write_label(cursor, index, block, role)
        if block.start == block.end:
            self.map.add(block.start, cursor.position(), "")
        for piece in self._inline.pieces(index):
            if isinstance(piece, Image):
                self._write_picture(cursor, piece, role)
            else:
                self._write_stretch(cursor, piece, role)

    def _role(self, index: int, block: Block) -> str:
        """Return the name of the block's face; the first row of a table is known to be its head in Markdown alone."""
        if block.cell is not None and block.cell.row == 0 and self._document.kind is Kind.MARKDOWN:
            return "table_head"
        return self._formats.role(block, index == self._title)

    def _ends_list(self, index: int) -> bool:
        kinds = [block.kind for block in self._document.blocks[index : index + 2] if block.cell is None]
        return kinds[:1] == [BlockKind.LIST_ITEM] and kinds[1:] != [BlockKind.LIST_ITEM]

    def _write_label(self, cursor: QTextCursor, index: int, block: Block, role: str) -> None:
        """Write a number or bullet that is no part of the text; a note's leads back to where it is called."""
        call = self._calls.get(index)
        look = Look(href=f"{CALL}{call}") if call is not None else Look()
        cursor.insertText(block.label.translate(SHOWN_AS), self._formats.text(role, look))
        hangs = self._formats.label_width(block) > 0
        cursor.insertText("\t" if hangs else "\u2002", self._formats.text(role, Look()))

    def _write_stretch(self, cursor: QTextCursor, piece: Stretch, role: str) -> None:
        if piece.start is not None:
            self.map.add(piece.start, cursor.position(), piece.text)
        cursor.insertText(piece.text.translate(SHOWN_AS), self._formats.text(role, piece.look))

    def _write_picture(self, cursor: QTextCursor, image: Image, role: str) -> None:
        number = self.pictures.number(image.name)
        size = self.pictures.size(number) if number is not None else None
        if number is None or size is None:
            words = f"[Picture: {image.alt}]" if image.alt else "[Picture]"
            cursor.insertText(words.translate(SHOWN_AS), self._formats.text("caption", Look()))
            return
        shown = self._fitted(size)
        made = QTextImageFormat()
        made.setName(f"{PICTURE}{number}")
        made.setWidth(shown.width())
        made.setHeight(shown.height())
        if image.alt:
            made.setToolTip(image.alt)
        cursor.insertImage(made)
        cursor.setCharFormat(self._formats.text(role, Look()))

    def _fitted(self, size: QSize) -> QSize:
        """Return the size at which a picture is shown: its own at 96 pixels an inch, at most the column's width."""
        factor = min(self._formats.factor, self._options.measure / size.width())
        return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))

    def _write_table(self, cursor: QTextCursor, table: TablePlan, depth: int) -> Iterator[None]:
        """Write a table; a long one in parts of some rows each, because Qt lays a table out as a whole."""
        parts = list(_parts(table)) if depth == 0 else [(0, table.rows)]
        right = self._numeric_columns(table)
        for first, end in parts:
            made = self._insert_table(cursor, table, end - first, is_last=end == table.rows, depth=depth)
            if len(parts) > 1:
                _fix_columns(made, self._widths(table))
            cells = [cell for cell in table.cells if first <= cell.place.row < end]
            self._merge_cells(made, cells, first)
            for cell in cells:
                yield from self._write_cell(made, cell, first, depth, cell.place.column in right)
            self._rule(made, first)
            cursor.setPosition(made.lastPosition() + 1)

    def _insert_table(
        self, cursor: QTextCursor, table: TablePlan, rows: int, *, is_last: bool, depth: int
    ) -> QTextTable:
        if not self._is_fresh:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        shape = self._formats.table(depth > 0)
        if not is_last:
            shape.setBottomMargin(0)
        self._is_fresh = True
        return cursor.insertTable(rows, table.columns, shape)

    @staticmethod
    def _merge_cells(made: QTextTable, cells: list[CellPlan], first: int) -> None:
        taken: set[tuple[int, int]] = set()
        for cell in cells:
            covered = _covered(cell, first, made)
            if len(covered) > 1 and not covered & taken:
                rows, columns = (max(end) - min(end) + 1 for end in zip(*covered, strict=True))
                made.mergeCells(cell.place.row - first, cell.place.column, rows, columns)
                taken |= covered

    def _rule(self, made: QTextTable, first: int) -> None:
        """Give every cell its air and its hairline; now, because writing into an empty cell takes its format away."""
        plain, top = self._formats.cell(is_first_row=False), self._formats.cell(is_first_row=True)
        for row in range(made.rows()):
            for column in range(made.columns()):
                made.cellAt(row, column).setFormat(top if first + row == 0 else plain)

    def _write_cell(self, made: QTextTable, cell: CellPlan, first: int, depth: int, is_number: bool) -> Iterator[None]:
        alignment = self._formats.aligned_right() if is_number else None
        self._is_fresh = True
        for item in cell.items:
            cursor = made.cellAt(cell.place.row - first, cell.place.column).lastCursorPosition()
            if isinstance(item, Paragraph):
                self._write_block(cursor, item.block, alignment)
            else:
                yield from self._write(cursor, item, depth + 1)
        yield

    def _numeric_columns(self, table: TablePlan) -> set[int]:
        """Return the columns that hold numbers, below their heading, in most cells."""
        counts: dict[int, list[bool]] = {}
        for cell in table.cells:
            if cell.place.row > 0:
                counts.setdefault(cell.place.column, []).append(bool(_NUMBER.fullmatch(self._cell_text(cell))))
        return {column for column, numeric in counts.items() if sum(numeric) * 3 > len(numeric) * 2}

    def _widths(self, table: TablePlan) -> list[float]:
        """Return the share of each column: the square root of its longest text, lest a long one takes all."""
        longest = [9.0] * table.columns
        for cell in table.cells:
            if cell.place.columns == 1:
                length = float(len(self._cell_text(cell)))
                longest[cell.place.column] = max(longest[cell.place.column], min(length, 400.0))
        roots = [length**0.5 for length in longest]
        return [100 * root / sum(roots) for root in roots]

    def _cell_text(self, cell: CellPlan) -> str:
        blocks = self._document.blocks
        return " ".join(
            self._document.text_of(blocks[item.block]) for item in cell.items if isinstance(item, Paragraph)
        )


def _title_of(reading: Reading) -> int | None:
    """Return the index of the block that is the document's title: a heading that nothing stands before."""
    for index, block in enumerate(reading.document.blocks):
        if block.kind not in (BlockKind.HEADER, BlockKind.FOOTER):
            return index if block.kind is BlockKind.HEADING and block.level <= 1 and block.cell is None else None
    return None


def _parts(table: TablePlan) -> Iterator[tuple[int, int]]:
    """Yield spans of rows that no cell reaches out of, of at least ``_ROWS_A_TABLE`` rows."""
    reach = [0] * table.rows
    for cell in table.cells:
        reach[cell.place.row] = max(reach[cell.place.row], cell.place.row + cell.place.rows)
    first, needed = 0, 0
    for row in range(table.rows):
        needed = max(needed, reach[row])
        if row + 1 == table.rows or (row + 1 - first >= _ROWS_A_TABLE and needed <= row + 1):
            yield first, row + 1
            first = row + 1


def _covered(cell: CellPlan, first: int, made: QTextTable) -> set[tuple[int, int]]:
    place = cell.place
    rows = range(place.row - first, min(place.row - first + place.rows, made.rows()))
    columns = range(place.column, min(place.column + place.columns, made.columns()))
    return {(row, column) for row in rows for column in columns}


def _fix_columns(made: QTextTable, shares: list[float]) -> None:
    shape = made.format()
    shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in shares])
    made.setFormat(shape)
