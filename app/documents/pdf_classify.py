"""Say which paragraphs of a PDF are headings, captions and footnotes."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.documents.pdf_paragraphs import CAPTION, SECTION, Body, Paragraph, all_bold
from app.domain.document import BlockKind

_NUMBERED = re.compile(r"\s*(\d{1,2}(\.\d{1,2}){0,4})\.?\s+[^\W\d_]")
_LARGER = 1.08
_LONGEST = 220
_LEVELS = 6


def classify(paragraphs: Sequence[Paragraph], body: Body, outline: dict[str, int]) -> None:
    """Set kind and level of each paragraph; ``outline`` maps squeezed headings of the file's outline to levels."""
    headings = []
    for paragraph in paragraphs:
        text = paragraph.text
        if paragraph.kind is BlockKind.FOOTNOTE or paragraph.cell:
            continue
        if CAPTION.match(text) and paragraph.kind is BlockKind.PARAGRAPH and _looks_like_caption(paragraph, body):
            paragraph.kind = BlockKind.CAPTION
        elif _is_heading(paragraph, text, body, outline):
            paragraph.kind = BlockKind.HEADING
            headings.append(paragraph)
    _set_levels(headings, outline)


def squeeze(text: str) -> str:
    """Return the letters and digits of a heading, to compare it with the outline's."""
    return re.sub(r"[\W_]+", "", text).lower()


def _looks_like_caption(paragraph: Paragraph, body: Body) -> bool:
    first = paragraph.lines[0]
    return first.bold or first.size < 0.97 * body.size or any(run[2].bold for run in first.strips[0].runs)


def _is_heading(paragraph: Paragraph, text: str, body: Body, outline: dict[str, int]) -> bool:
    if not text or len(text) > _LONGEST or len(paragraph.lines) > 4 or not any(c.isalpha() for c in text):  # noqa: PLR2004
        return False
    if squeeze(text) in outline or squeeze(paragraph.label + text) in outline:
        return True
    if SECTION.fullmatch(text) and len(paragraph.lines) == 1:
        return True
    if paragraph.label and not _NUMBERED.match(text):
        return False
    size = paragraph.lines[0].size
    if size >= _LARGER * body.size:
        return not text.rstrip().endswith((",", ";"))
    bold = size >= 0.97 * body.size and all(all_bold(line) for line in paragraph.lines)
    return bold and not text.rstrip().endswith((".", ",", ";")) and len(text) > 2  # noqa: PLR2004


def _set_levels(headings: Sequence[Paragraph], outline: dict[str, int]) -> None:
    """Levels from the outline, else from the number's depth, else from the rank of size and weight."""
    looks = sorted({_look(heading) for heading in headings}, reverse=True)
    ranks: dict[tuple[float, bool], int] = {}
    rank = 1
    for before, look in pairwise([looks[0], *looks] if looks else []):
        rank += before != look
        ranks[look] = min(rank, _LEVELS)
    for heading in headings:
        known = outline.get(squeeze(heading.text)) or outline.get(squeeze(heading.label + heading.text))
        heading.level = known or ranks[_look(heading)]
        if heading.label and heading.kind is BlockKind.HEADING:
            heading.label, heading.cut = "", 0


def _look(heading: Paragraph) -> tuple[float, bool]:
    return round(heading.lines[0].size * 2) / 2, heading.lines[0].bold
