"""Find footnotes at the foot of PDF columns, and the raised numbers that call them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.documents.pdf_lines import Line, Region
from app.documents.pdf_paragraphs import Body, Paragraph
from app.domain.document import BlockKind

_LABEL = re.compile(r"\s*(\d{1,3}|[*†‡§¶]{1,3}|[a-z])(?=\D|$)")
_SMALL = 0.94  # of the body's size: larger type is no footnote
_RAISED_SIZE = 0.87


@dataclass(frozen=True, slots=True)
class Call:
    """A raised label in the text: PDFium indexes ``first`` to ``last`` (excluded) of a page."""

    page: int
    first: int
    last: int
    label: str


def take_notes(regions: Iterable[Region], body: Body) -> tuple[list[Region], list[Paragraph]]:
    """Return the columns of a page without their footnotes, and the footnotes."""
    kept: list[Region] = []
    notes: list[Paragraph] = []
    for region in regions:
        tail = _tail(region.lines, body)
        found = _split(region.lines[tail:])
        if found and any(line.size >= _SMALL * body.size for line in region.lines[:tail]):
            first = tail + sum(1 for line in region.lines[tail:] if line.baseline < found[0].lines[0].baseline)
            notes += found
            if first:
                kept.append(Region(region.lines[:first], region.aside))
        else:
            kept.append(region)
    return kept, notes


def _tail(lines: Sequence[Line], body: Body) -> int:
    """Return the index of the first line of the small type that ends a column."""
    index = len(lines)
    while index and lines[index - 1].table is None and lines[index - 1].size < _SMALL * body.size:
        index -= 1
    return index


def _split(lines: Sequence[Line]) -> list[Paragraph]:
    """Return one paragraph for each note; lines before the first label belong to none."""
    notes: list[Paragraph] = []
    for line in lines:
        label = _note_label(line)
        if label:
            notes.append(Paragraph([line], BlockKind.FOOTNOTE, label=label.strip(), cut=len(label)))
        elif notes:
            notes[-1].lines.append(line)
    return notes


def _note_label(line: Line) -> str:
    """Return the raised label that begins a line, with the space before it."""
    start, end, look = line.strips[0].runs[0]
    text = line.text[: end - start]
    match = _LABEL.match(text)
    if not match or match.end() < len(text.rstrip()):
        return ""
    others = [run[2] for strip in line.strips for run in strip.runs][1:]
    if not others:
        return ""
    main = max(others, key=lambda other: other.size)
    return match[0] if look.size < _RAISED_SIZE * main.size and look.baseline < main.baseline else ""


def find_calls(lines: Iterable[Line]) -> list[Call]:
    """Return every raised run that could call a note."""
    return [
        Call(line.page, start, end, text)
        for line in lines
        for strip in line.strips
        for start, end, look in strip.runs
        if look.size < _RAISED_SIZE * line.size
        and look.baseline < line.baseline - 0.1 * line.size
        and (text := strip.text[start - strip.start : end - strip.start].strip())
        and _LABEL.fullmatch(text)
    ]
