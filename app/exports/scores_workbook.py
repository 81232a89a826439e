"""Scores as a workbook that a person reads and prints: a sheet of reviews, and one of their criteria."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.domain.scoring import ReviewScores
from app.exports.cells import Cell
from app.exports.scores_table import CRITERIA, REVIEWS, criterion_rows, review_rows

T = TypeVar("T")

_MOST_CHARACTERS, _WIDEST, _ROW_HEIGHT, _TALLEST = 32_767, 38, 15, 400
"""What a cell can hold; what a column is made wide for, in characters; a line and the tallest row, in points."""
_TIME, _IDS, _WIDTHS = "Scored at", {"Review", "Mentee ID"}, {"Comment": 52, "Title": 34, "Work": 40}
_NUMBERS, _TWO_PLACES = {"Draft", "Weight", "Points", "Of", "Share", "Total"}, {"Share", "Total"}
_QUIET, _HEAD, _LINE = "#6b6b6b", "#eceff3", "#9aa3ad"
_RIGHT = {"align": "right", "indent": 1}
_A4 = 9


def scores_xlsx(reviews: Sequence[ReviewScores]) -> bytes:
    """Return a workbook: a sheet with a row for each review, and one with a row for each criterion.

    No cell is a formula. Printed, a sheet is one page wide, with its head on every page.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        _fill(book, "Reviews", REVIEWS, review_rows(reviews))
        _fill(book, "Criteria", CRITERIA, criterion_rows(reviews))
    return out.getvalue()


def ids_last(row: Sequence[T]) -> tuple[T, ...]:
    """Return a row of the tables as the workbook has it: names first, ids where nobody has to read past them."""
    return (*row[2:], *row[:2])


def _fill(book: Workbook, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet, titles = book.add_worksheet(name), ids_last(head)
    formats = [_format(book, title) for title in titles]
    widths = [len(title) + 3 for title in titles]  # room for the arrow of the filter
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, _head(book, title))
    count = 0
    for count, row in enumerate(map(ids_last, rows), 1):
        for column, (title, cell) in enumerate(zip(titles, row, strict=True)):
            _put(sheet, count, column, cell, formats[column], is_time=title == _TIME)
            widest = _WIDTHS.get(title, _WIDEST)
            widths[column] = max(widths[column], min(widest, len(_shown(title, cell)) + 2))
        lines = [_lines(_shown(*one), _WIDTHS[one[0]]) for one in zip(titles, row, strict=True) if one[0] in _WIDTHS]
        sheet.set_row(count, min(_TALLEST, _ROW_HEIGHT * max(lines)))  # not every program does it on opening
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(titles) - 1)
    _set_up_page(sheet, count, len(titles) - len(_IDS) - 1)


def _shown(title: str, cell: Cell) -> str:
    return "yyyy-mm-dd hh:mm" if title == _TIME else "" if cell is None else str(cell)


def _lines(words: str, width: int) -> int:
    """Return how many lines words take at a width in characters, which are as wide as a digit: words are narrower."""
    return sum(max(1, -(-len(line) // width)) for line in words.splitlines()) or 1


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, format_: Format, *, is_time: bool) -> None:
    if is_time:
        when = datetime.fromisoformat(str(cell)).replace(tzinfo=None)  # workbooks know no time zones
        sheet.write_datetime(row, column, when, format_)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell[:_MOST_CHARACTERS], format_)
    elif cell is not None:
        sheet.write_number(row, column, float(cell), format_)


def _head(book: Workbook, title: str) -> Format:
    look = {"bold": True, "bg_color": _HEAD, "bottom": 1, "bottom_color": _LINE, "valign": "vcenter", "align": "left"}
    return book.add_format(look | (_RIGHT if title in _NUMBERS else {}))


def _format(book: Workbook, title: str) -> Format:
    look: dict[str, object] = {"valign": "top"}
    if title in _IDS:
        look["font_color"] = _QUIET
    if title in _WIDTHS:
        look["text_wrap"] = True
    if title in _NUMBERS:
        look |= _RIGHT
    if title == _TIME:
        look |= {"num_format": "yyyy-mm-dd hh:mm", "align": "left"}
    if title in _TWO_PLACES:
        look["num_format"] = "0.00"
    return book.add_format(look)


def _set_up_page(sheet: Worksheet, last_row: int, last_column: int) -> None:
    """Print it wide, without the ids."""
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_row(0, 20)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A, times in UTC&RPage &P of &N")
