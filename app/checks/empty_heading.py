"""A heading with nothing under it: the next thing is a heading of its own rank, or the end."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from app.checks.reporting import report, shorten
from app.domain.document import Block, BlockKind, Document, Kind
from app.domain.finding import Check, Finding, Tier

_BESIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE, BlockKind.ENDNOTE, BlockKind.COMMENT})
_DIVIDER = re.compile(
    r"(?:chapter|part|section|appendix|annex|attachment|exhibit|book|volume|module|unit|lesson|week|day|step|phase|kapitel"
    r"|teil|abschnitt|anhang|anlage|chapitre|partie|annexe|capítulo|parte|anexo|capitolo|hoofdstuk|deel|bijlage)?"
    r"[ \t]{0,3}(?:[\dIVXLCivxlc]{1,6}|[A-Z])?(?:\.\d{1,3}){0,4}[.:)]?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,5}\.?(?!\w)")
_NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,6}|[A-Z])[.)]?\s")
_QUOTED = re.compile(r"[\"“„«].{1,148}[\"”“»]")
_FAREWELL = re.compile(
    r"(?:the end|end|fin|thank you|thanks|questions|q&a|contact)\W{0,3}|.{0,200}[?!:]", re.IGNORECASE
)
_LONGEST = 150
_LONGEST_COVER, _RUNNING_TEXT = 20, 25


def find_empty_headings(document: Document) -> Iterator[Finding]:
    """Yield each heading that is followed by one of its rank or above, or by the end; the title page is left out."""
    blocks = [block for block in document.blocks if block.kind not in _BESIDE and document.text_of(block).strip()]
    opening = _title_page(document, blocks)
    body, titles = blocks[opening:], {document.text_of(block) for block in blocks[:opening]}
    pictures = sorted(image.offset for image in document.images)
    for block, follower in zip(body, (*body[1:], None), strict=False):
        end = follower.start if follower else len(document.text) + 1
        if _is_plain_heading(document, block) and _is_empty(document, block, follower):
            if _has_picture(pictures, block.start, end) or document.text_of(block) in titles:
                continue
            message = f"Nothing stands under the heading “{shorten(document.text_of(block))}”."
            question = "Is a part missing here, or is this heading one too many?"
            yield report(CHECK, (block.start, block.end), message, question)


def _title_page(document: Document, blocks: Sequence[Block]) -> int:
    """Return the number of blocks that open the document: title, subtitle, and the like up to a cover's second title.

    A cover repeats its title among names and addresses, before the first paragraph of running text.
    """
    count = 0
    while count < len(blocks) and blocks[count].kind is BlockKind.HEADING:
        count += 1
    cover = blocks[:_LONGEST_COVER]
    prose = next((i for i, block in enumerate(cover) if len(document.text_of(block).split()) >= _RUNNING_TEXT), 0)
    titles = [number for number, block in enumerate(blocks[:prose]) if block.level == 1 and _is_heading(block)]
    count = max([count, *(number + 1 for number in titles)])
    return count if count < len(blocks) else 0


def _is_heading(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.cell is None


def _is_plain_heading(document: Document, block: Block) -> bool:
    """Tell whether the block is a heading in the running text that can be expected to have something under it."""
    if not _is_heading(block) or block.end - block.start > _LONGEST:
        return False
    text = document.text_of(block).strip()
    return not any(form.fullmatch(text) for form in (_DIVIDER, _FAREWELL, _QUOTED))


def _is_empty(document: Document, block: Block, follower: Block | None) -> bool:
    if follower is None:
        return document.kind is not Kind.PDF
    if not _is_heading(follower) or follower.level > block.level:
        return False
    if _number(document, follower).startswith(_number(document, block) + ".") and _number(document, block):
        return False
    return document.kind is not Kind.PDF or (_is_numbered(document, block) and _is_numbered(document, follower))


def _number(document: Document, block: Block) -> str:
    """Return the heading's number without a last stop: "4.4.1" stands above "4.4.1.1" whatever their levels are."""
    match = _DECIMAL.match(block.label or document.text_of(block).strip())
    return match.group().rstrip(".") if match else ""


def _is_numbered(document: Document, block: Block) -> bool:
    """Tell whether the heading carries a number; in a PDF, one heading on two lines must not pass for two."""
    return bool(block.label) or _NUMBERED.match(document.text, block.start, block.end) is not None


def _has_picture(pictures: Sequence[int], start: int, end: int) -> bool:
    index = bisect_left(pictures, start)
    return index < len(pictures) and pictures[index] < end


CHECK = Check(
    id="empty-heading",
    version=1,
    tier=Tier.FIX,
    title="Heading with nothing under it",
    why="A heading promises a part that the reader then does not find.",
    run=find_empty_headings,
)
