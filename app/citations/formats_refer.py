"""Read source lists in Refer, EndNote's tagged format (.enw): a line a field, "%T" before a title."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.citations.formats_fields import forms_of_work
from app.citations.formats_text import read_lines
from app.domain.reference import Work

_TAG = re.compile(r"%([A-Z0-9@!?^~#$&*(>]) ?(.*)")
_FIELDS = {
    "T": "title", "Q": "translated_title", "D": "year", "8": "date", "J": "container", "B": "booktitle",
    "V": "volume", "N": "issue", "P": "pages", "R": "doi", "@": "isbn", "U": "url",
    "I": "publisher", "0": "type", "F": "id",
}  # fmt: skip


def read_refer(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield line, id and work of every record; a line without a tag continues the field above."""
    fields: dict[str, list[str]] = {}
    start, tag = 1, ""
    for number, line in enumerate(read_lines(path), start=1):
        found = _TAG.match(line.rstrip("\r\n"))
        if found and found[1] == "0" and fields:
            yield from _entries(start, fields)
            fields = {}
        if not fields:
            start = number
        if found:
            tag = found[1]
            fields.setdefault(tag, []).append(found[2].strip())
        elif line.strip() and tag in fields:
            fields[tag][-1] += f" {line.strip()}"
    if fields:
        yield from _entries(start, fields)


def _entries(line: int, fields: dict[str, list[str]]) -> Iterator[tuple[int, str, Work]]:
    named: dict[str, object] = {name: fields[tag][0] for tag, name in _FIELDS.items() if tag in fields}
    named["authors"] = fields.get("A") or fields.get("E", [])
    named["translated_authors"] = fields.get("H", [])
    for work in forms_of_work(named):
        yield line, str(named.get("id", "")), work
