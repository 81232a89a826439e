"""Read source lists in RIS, one record at a time."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.citations.formats_fields import forms_of_work
from app.citations.formats_text import read_lines
from app.domain.reference import Work

_TITLES = ("title", "primary_title")
_CONTAINERS = ("journal_name", "secondary_title", "alternate_title1", "alternate_title2", "alternate_title3")


def read_ris(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield line, id and work of every record; one that lacks its end mark is taken as far as it goes."""
    import rispy

    for line, block in _blocks(read_lines(path)):
        try:
            records = rispy.loads(block)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            records = []
        if records:
            for work in _works(records[0]):
                yield line, str(records[0].get("id") or "").strip(), work
        else:
            yield line, "", "The record does not follow RIS."


def _blocks(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Cut at every TY, so that a record without ER is neither lost nor merged with the next."""
    block: list[str] = []
    start = 1
    for number, line in enumerate(lines, start=1):
        if line.startswith("TY  -"):
            if block:
                yield start, _closed(block)
            start, block = number, [line.rstrip("\r\n")]
        elif block and not line.startswith("ER  -"):
            block.append(line.rstrip("\r\n"))
    if block:
        yield start, _closed(block)


def _closed(block: list[str]) -> str:
    return "\n".join([*block, "ER  - ", ""])


def _works(record: Mapping[str, Any]) -> Iterator[Work]:
    start, end = str(record.get("start_page") or ""), str(record.get("end_page") or "")
    fields: dict[str, object] = {
        "title": _first(record, _TITLES),
        "translated_title": record.get("translated_title"),
        "authors": record.get("authors") or record.get("first_authors") or [],
        "translated_authors": record.get("translated_author") or [],
        "year": _first(record, ("year", "publication_year", "date")),
        "container": _first(record, _CONTAINERS),
        "volume": record.get("volume"),
        "issue": record.get("number"),
        "pages": f"{start}-{end}" if end and "-" not in start else start,
        "doi": record.get("doi"),
        "isbn": record.get("issn"),
        "url": _first(record, ("urls", "url")),
        "publisher": record.get("publisher"),
        "type": record.get("type_of_reference"),
    }
    return forms_of_work(fields)


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = record.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value.strip():
            return value
    return ""
