"""Read source lists in BibTeX and BibLaTeX, a few hundred entries at a time."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.citations.formats_fields import work_from_fields
from app.citations.formats_text import read_lines
from app.domain.reference import Work

_ENTRY = re.compile(r"\s*@\s*(\w+)\s*[{(]")
_BATCH = 400
_NAME_END = "\u241f"
"""Stands between names while LaTeX is decoded: decoding first would lose the braces that hold a name together."""


def read_bibtex(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield line, id and work of every entry; an entry that breaks off is reported alone."""
    strings = ""
    for line, kinds, text in _batches(read_lines(path)):
        if "string" in kinds:
            strings += "".join(_string_definitions(text))
        for number, id_, work in _read_batch(text, "" if "string" in kinds else strings):
            yield line + number, id_, work


def _batches(lines: Iterator[str]) -> Iterator[tuple[int, set[str], str]]:
    """Cut before an entry; yield the first line's number, the kinds of entry inside, and the text."""
    start, batch, kinds, entries = 1, list[str](), set[str](), 0
    for number, line in enumerate(lines, start=1):
        if match := _ENTRY.match(line):
            if entries >= _BATCH:
                yield start, kinds, "".join(batch)
                start, batch, kinds, entries = number, [], set(), 0
            kinds.add(match.group(1).lower())
            entries += 1
        batch.append(line)
    yield start, kinds, "".join(batch)


def _string_definitions(text: str) -> list[str]:
    return [
        match.group() + "\n"
        for match in re.finditer(r"^\s*@string\s*[{(].*[})]\s*$", text, re.IGNORECASE | re.MULTILINE)
    ]


def _read_batch(text: str, strings: str) -> Iterator[tuple[int, str, Work | str]]:
    """Parse one stretch; lines count from 0 at its start."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware, SeparateCoAuthors

    logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # what it warns of is reported with its line below
    names_first = [ResolveStringReferencesMiddleware(), RemoveEnclosingMiddleware(), SeparateCoAuthors()]
    library = parse_string(strings + text, parse_stack=names_first)
    shift = strings.count("\n")
    found: list[tuple[int, str, Work | str]] = [
        ((entry.start_line or 0) - shift, entry.key, _work(entry)) for entry in library.entries
    ]
    found += [_failed(block, (block.start_line or 0) - shift) for block in library.failed_blocks]
    yield from sorted(found, key=lambda item: item[0])


def _failed(block: Any, line: int) -> tuple[int, str, Work | str]:  # noqa: ANN401 the library is untyped
    """Take an entry whose key occurs twice (its fields are whole); say what is wrong with any other."""
    inner = getattr(block, "ignore_error_block", None)
    if inner is not None and hasattr(inner, "fields_dict") and type(block).__name__ == "DuplicateBlockKeyBlock":
        return line, inner.key, _work(inner)
    return line, "", "The entry breaks off or does not follow BibTeX."


def _work(entry: Any) -> Work:  # noqa: ANN401 the library is untyped
    fields: dict[str, object] = {"type": entry.entry_type}
    for field in entry.fields:
        value = field.value
        name = field.key.lower()
        if isinstance(value, list):
            fields[name] = _decode(_NAME_END.join(value)).split(_NAME_END)
        elif isinstance(value, str):
            fields.setdefault(name, value if name in {"url", "doi", "eprint"} else _decode(value))
    return work_from_fields(fields)


def _decode(text: str) -> str:
    """Turn LaTeX into plain characters; formulas stay as they are."""
    if not any(mark in text for mark in ("\\", "{", "}", "~", "$", "--")):
        return text
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    return " ".join(str(LatexNodes2Text(keep_comments=True).latex_to_text(text)).split())
