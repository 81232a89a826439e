"""Say which paragraphs of a PDF are headings, captions and footnotes."""

import re
from collections.abc import Sequence

from app.documents.pdf_paragraphs import CAPTION, SECTION, Body, Paragraph, all_bold
from app.domain.document import BlockKind

_NUMBERED = re.compile(r"\s*(\d{1,2}(\.\d{1,2}){0,4})\.?\s+[^\W\d_]")
_SECTION_NUMBER = re.compile(r"\s*\d+(\.\d+)*")
_PLAIN = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_LARGER = 1.08
_LONGEST = 220
_LEVELS = 6


Outline = dict[tuple[int, str], int]
"""Level from 1 of each entry of a file's outline, by page index and squeezed title."""


def classify(paragraphs: Sequence[Paragraph], body: Body, outline: Outline) -> None:
    """Set kind and level of each paragraph.

    Numbered headings in the type of the text count only where no numbered one stands out by size or weight.
    """
    free = [paragraph for paragraph in paragraphs if paragraph.kind in _PLAIN]
    for paragraph in free:
        if CAPTION.match(paragraph.text) and not paragraph.label and _looks_like_caption(paragraph, body):
            paragraph.kind = BlockKind.CAPTION
    free = [paragraph for paragraph in free if paragraph.kind in _PLAIN]
    headings = [paragraph for paragraph in free if _is_heading(paragraph, paragraph.text, body, outline)]
    if not any(_NUMBERED.match(heading.text) for heading in headings):
        headings = [paragraph for paragraph in free if paragraph in headings or _is_section(paragraph)]
    _set_levels(headings, outline)


def squeeze(text: str) -> str:
    """Return the letters and digits of a heading, to compare it with the outline's."""
    return re.sub(r"[\W_]+", "", text).lower()


def _looks_like_caption(paragraph: Paragraph, body: Body) -> bool:
    first = paragraph.lines[0]
    return first.bold or first.size < 0.97 * body.size or any(run[2].bold for run in first.strips[0].runs)


def _is_heading(paragraph: Paragraph, text: str, body: Body, outline: Outline) -> bool:
    if not text or len(text) > _LONGEST or len(paragraph.lines) > 4 or not any(c.isalpha() for c in text):  # noqa: PLR2004
        return False
    if _known_level(paragraph, outline):
        return True
    if paragraph.label and not _NUMBERED.match(text):
        return False
    size = paragraph.lines[0].size
    if size >= _LARGER * body.size:
        return not text.rstrip().endswith((",", ";"))
    bold = size >= 0.97 * body.size and all(all_bold(line) for line in paragraph.lines)
    return bold and not text.rstrip().endswith((".", ",", ";")) and len(text) > 2  # noqa: PLR2004


def _is_section(paragraph: Paragraph) -> bool:
    return len(paragraph.lines) == 1 and bool(SECTION.fullmatch(paragraph.text))


def _known_level(paragraph: Paragraph, outline: Outline) -> int | None:
    return outline.get((paragraph.lines[0].page, squeeze(paragraph.text)))


def _set_levels(headings: Sequence[Paragraph], outline: Outline) -> None:
    """Make headings, with levels from the outline, else from the rank of size and weight."""
    looks = sorted({_look(heading) for heading in headings}, reverse=True)
    ranks = {look: min(rank, _LEVELS) for rank, look in enumerate(looks, 1)}
    for heading in headings:
        heading.kind = BlockKind.HEADING
        heading.level = _known_level(heading, outline) or ranks[_look(heading)]
        heading.label, heading.cut = "", 0


def _look(heading: Paragraph) -> tuple[float, bool, int]:
    """Return what ranks a heading: size, weight, and in the type of the text the depth of its number."""
    line = heading.lines[0]
    number = None if line.bold else _SECTION_NUMBER.match(heading.text)
    return round(line.size * 2) / 2, line.bold, -number[0].count(".") if number else 0
