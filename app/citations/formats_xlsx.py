"""Read a source list from the first sheet of an Excel workbook."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from app.domain.errors import BadInputError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LARGEST = 400 << 20
_LETTERS = 26


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of every row. Raises BadInputError when the file is no workbook or far too large."""
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            shared = _shared_strings(archive)
            sheet = _part(archive, "xl/worksheets/sheet1.xml")
        for _, row in etree.iterparse(BytesIO(sheet), tag=f"{_MAIN}row", resolve_entities=False, load_dtd=False):
            yield int(row.get("r", "0")), _cells(row, shared)
            row.clear()
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise BadInputError(f"{path.name} is not an Excel workbook that can be read: save it as CSV.") from error


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise BadInputError(f"{name} in the workbook is larger than 400 MB: save it as CSV.")
    return archive.read(name)


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    from lxml import etree

    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    found = etree.iterparse(BytesIO(_part(archive, "xl/sharedStrings.xml")), tag=f"{_MAIN}si", resolve_entities=False)
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for _, item in found]


def _cells(row, shared: list[str]) -> list[str]:  # type: ignore[no-untyped-def]  # noqa: ANN001 an lxml element
    """Return the cells of a row in their columns; a row leaves empty cells out."""
    cells: list[str] = []
    for cell in row.iter(f"{_MAIN}c"):
        column = _column(cell.get("r", ""))
        cells += [""] * (column - len(cells))
        value = cell.findtext(f"{_MAIN}v") or ""
        if cell.get("t") == "s":
            value = shared[int(value)]
        elif cell.get("t") == "inlineStr":
            value = "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
        cells.append(value.removesuffix(".0"))
    return cells


def _column(place: str) -> int:
    """Return the column of a cell such as "AB12", counted from 0."""
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return max(number - 1, 0)
