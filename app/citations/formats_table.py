"""Read a source list from CSV or an Excel sheet: columns in any order, the delimiter found, long fields allowed."""

import csv
from collections.abc import Iterator
from pathlib import Path

from app.citations.formats_fields import work_from_fields
from app.citations.formats_text import read_lines
from app.citations.formats_xlsx import read_rows
from app.domain.errors import BadInputError
from app.domain.reference import Work

_FIELD_LIMIT = 1 << 20
_ALIASES = {
    "item type": "type", "publication year": "year", "publication title": "container", "author(s)": "authors",
    "article title": "title", "source title": "container", "source": "container", "key": "id", "manual tags": "",
    "publication_year": "year", "journal title": "container", "doi link": "doi", "author full names": "",
}  # fmt: skip


def read_table(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield line, id and work of every row. Raises BadInputError when no column is called "title"."""
    csv.field_size_limit(_FIELD_LIMIT)
    lines = read_lines(path)
    first = next(lines, "")
    header = next(csv.reader([first], delimiter=(delimiter := _delimiter(first))), [])
    names = _names(header, path)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        line = rows.line_num + 2
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, "", f"The row cannot be read: {error}."
            continue
        if any(row):
            yield line, *_entry(names, row)


def read_workbook(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield row, id and work of every row of the first sheet. Raises BadInputError as ``read_table`` does."""
    rows = read_rows(path)
    _, header = next(rows, (1, []))
    names = _names(header, path)
    for number, row in rows:
        if any(row):
            yield number, *_entry(names, row)


def _names(header: list[str], path: Path) -> list[str]:
    names = [_ALIASES.get(name.strip().lower(), name.strip().lower()) for name in header]
    if not {"title", "doi"} & set(names):
        raise BadInputError(f"{path.name} has no column called “title” in its first line.")
    return names


def _entry(names: list[str], row: list[str]) -> tuple[str, Work | str]:
    if len(row) > len(names) and any(row[len(names) :]):
        return "", f"The row has {len(row)} fields, the first line {len(names)}."
    fields: dict[str, object] = {}
    for name, value in zip(names, row, strict=False):
        if value.strip():
            fields.setdefault(name, value)
    return str(fields.get("id", "")).strip(), work_from_fields(fields)


def _delimiter(first_line: str) -> str:
    return max(",;\t|", key=first_line.count)
