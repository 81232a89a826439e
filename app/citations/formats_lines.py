"""Read a source list of plain text: one reference a line, in any style."""

from collections.abc import Iterator
from pathlib import Path

from app.citations.formats_text import read_lines
from app.domain.reference import Work

_LONGEST = 5_000


def read_references(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield line, no id and work of every line; one without a title and authors or a year is reported."""
    from app.citations.parse import parse_reference

    for number, line in enumerate(read_lines(path), start=1):
        text = line.strip()
        if not text:
            continue
        work = parse_reference(text) if len(text) <= _LONGEST else Work()
        known = work.title and (work.authors or work.year)
        yield number, "", work if known else "The line does not read as a reference."
