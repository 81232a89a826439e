"""Tell running heads, page numbers and line numbers from the text of a PDF."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.documents.pdf_lines import Line
from app.documents.pdf_strips import Strip

_ZONE = 0.12  # of the page's height, at the top and at the bottom
_SAME_HEIGHT = 6.0  # points
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_ADDRESS = re.compile(r"https?://|www\.|doi\W|10\.\d{4}", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"\W*(page\s|seite\s|p\.\s?)?(\d{1,4}|[ivxlc]{1,7})(\s?(/|of|von|sur|de)\s?\d{1,4})?[^\w.,;:]*", re.IGNORECASE
)
"""A number that ends as a sentence does is the end of one, such as the year of a reference."""

_SHARE = 0.4
_LEAST_LINE_NUMBERS = 8
_FLUSH = 3.0  # points


@dataclass(slots=True)
class Sorted:
    """The lines of one page: the text, and what stands above and below it on every page."""

    body: list[Line] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)
    feet: list[Line] = field(default_factory=list)


def sort_out(pages: Sequence[list[Line]], heights: Sequence[float]) -> list[Sorted]:
    """Return the lines of each page, furniture apart from the text."""
    seen: Counter[tuple[str, int]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        seen.update({key for line in lines if _zone(line, height) for key in _keys(line)})
    with_text = sum(1 for lines in pages if lines)
    needed = max(2, min(4, round(_SHARE * with_text)))
    return [_sort_page(lines, height, seen, needed) for lines, height in zip(pages, heights, strict=True)]


def _sort_page(lines: list[Line], height: float, seen: Counter[tuple[str, int]], needed: int) -> Sorted:
    result = Sorted()
    lowest, highest = max((line.top for line in lines), default=0.0), min((line.bottom for line in lines), default=0.0)
    for line in lines:
        zone = _zone(line, height)
        repeated = zone != 0 and max(seen[key] for key in _keys(line)) >= needed
        outermost = len(lines) > 1 and (line.top >= lowest or line.bottom <= highest)
        if repeated or (zone != 0 and outermost and _PAGE_NUMBER.fullmatch(line.text.strip())):
            (result.heads if zone < 0 else result.feet).append(line)
        else:
            result.body.append(line)
    return result


def _zone(line: Line, height: float) -> int:
    """Return -1 in the top margin, 1 in the bottom margin, 0 between them."""
    if line.bottom < _ZONE * height:
        return -1
    return 1 if line.top > (1 - _ZONE) * height else 0


def _keys(line: Line) -> list[tuple[str, int]]:
    """Return what a line shares with its like on other pages; two heights, so that rounding parts no pair."""
    text = mask_numbers(line.text)
    row = int(line.baseline // _SAME_HEIGHT)
    return [(text, row), (text, row + 1)]


def mask_numbers(text: str) -> str:
    """Return a line's text without what changes from page to page; the numbers of an address tell it from others."""
    words = text.strip().lower().split()
    return " ".join(word if _ADDRESS.match(word) else _DIGITS.sub("#", word) for word in words)


def without_line_numbers(strips: list[Strip]) -> list[Strip]:
    """Leave out the numbers that count the lines of a manuscript in its margin."""
    numbers = [strip for strip in strips if strip.text.strip().isdecimal() and len(strip.text.strip()) <= 4]  # noqa: PLR2004
    if len(numbers) < _LEAST_LINE_NUMBERS:
        return strips
    column = max((_flush(numbers, right=right) for right in (True, False)), key=len)
    edge = max(strip.right for strip in column)
    values = [int(strip.text) for strip in column]
    rising = sum(0 < b - a <= 5 for a, b in pairwise(values))  # noqa: PLR2004 some count by five
    if len(column) < _LEAST_LINE_NUMBERS or rising < 0.8 * (len(column) - 1):
        return strips
    counting = {strip.start for strip in column}
    others = [strip for strip in strips if strip.start not in counting]
    if others and edge > min(strip.left for strip in others) and edge < max(strip.right for strip in others):
        return strips
    return others


def _flush(strips: Sequence[Strip], *, right: bool) -> list[Strip]:
    """Return the strips that end, or begin, at the place where most do, from the top."""
    places = [strip.right if right else strip.left for strip in strips]
    usual = Counter(map(round, places)).most_common(1)[0][0]
    found = [strip for strip, place in zip(strips, places, strict=True) if abs(place - usual) < _FLUSH]
    return sorted(found, key=lambda strip: strip.top)
