"""Which parts of a document a check should judge: the author's own prose, no list of references, code or quotation."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from app.checks.lexicon import read_words
from app.checks.remembering import once_per_document
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import Span

PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TEXT_BOX})
WRITTEN = PROSE | {
    BlockKind.HEADING,
    BlockKind.TABLE_CELL,
    BlockKind.CAPTION,
    BlockKind.FOOTNOTE,
    BlockKind.ENDNOTE,
    BlockKind.HEADER,
    BlockKind.FOOTER,
}

_HEADING_LENGTH = 80
_NUMBER = re.compile(r"^(?:[\dIVXivx]{1,4}[.)]?(?:\d{1,2}\.?){0,3}|[A-Z][.)])\s{1,4}")
_QUOTE_LENGTH = 1500
_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "「": "」", "『": "』", '"': '"', "`": "`", "'": "'"}
_MARKS = re.compile("[" + re.escape("".join(sorted(set("".join(_CLOSING) + "".join(_CLOSING.values()))))) + "]")


@once_per_document
def prose_blocks(document: Document) -> tuple[Block, ...]:
    """Return the blocks of the author's running prose: no tables, notes, captions, code or bibliography."""
    listed = {id(block) for block in bibliography_blocks(document)}
    return tuple(
        block for block in document.blocks if block.kind in PROSE and block.cell is None and id(block) not in listed
    )


@once_per_document
def written_blocks(document: Document) -> tuple[Block, ...]:
    """Return every block the author wrote: all but quotations, code and comments; the bibliography is in it."""
    return tuple(block for block in document.blocks if block.kind in WRITTEN)


@once_per_document
def bibliography_blocks(document: Document) -> tuple[Block, ...]:
    """Return the blocks under a heading such as "References", its own heading left out."""
    found: list[Block] = []
    level: int | None = None
    for block in document.blocks:
        if _opens_bibliography(document, block):
            level = block.level if block.kind is BlockKind.HEADING else 99
        elif block.kind is BlockKind.HEADING and level is not None and block.level <= level:
            level = None
        elif level is not None:
            found.append(block)
    return tuple(found)


def _opens_bibliography(document: Document, block: Block) -> bool:
    """Tell whether the block is such a heading; a text without heading styles has it as a short paragraph."""
    if block.end - block.start > _HEADING_LENGTH or block.cell is not None:
        return False
    if block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
        return False
    words = _NUMBER.sub("", document.text_of(block).strip()).strip(" *#_:.").casefold()
    return words in read_words("bibliography-headings")


@once_per_document
def code_spans(document: Document) -> tuple[Span, ...]:
    """Return the spans set as code inside a line, in text order."""
    return tuple(sorted((style.start, style.end) for style in document.styles if style.code))


def is_code(document: Document, start: int, end: int) -> bool:
    """Tell whether ``start`` to ``end`` touches text that is set as code inside a line."""
    return touches(code_spans(document), start, end)


def quotations(document: Document, block: Block) -> tuple[Span, ...]:
    """Return the spans of the document between quotation marks in ``block``, in order and disjoint."""
    known = _quotations_by_start(document)
    if block.start not in known:
        spans = quoted_spans(document.text_of(block))
        known[block.start] = tuple((block.start + start, block.start + end) for start, end in spans)
    return known[block.start]


@once_per_document
def _quotations_by_start(_document: Document) -> dict[int, tuple[Span, ...]]:
    return {}


def quoted_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of ``text`` that stand between quotation marks or backticks, marks included.

    A mark that is never closed within 1,500 characters quotes nothing; an apostrophe inside a word is no mark.
    """
    found: list[Span] = []
    opened: dict[str, int] = {}
    for mark in _MARKS.finditer(text):
        opening = _opening_of(mark.group(), mark.start(), opened, text)
        if opening is not None:
            found.append((opened[opening], mark.end()))
            opened.clear()
        elif mark.group() in _CLOSING and _may_open(text, mark.start()):
            opened[mark.group()] = mark.start()
    return tuple(_merged(found))


def _opening_of(mark: str, position: int, opened: dict[str, int], text: str) -> str | None:
    """Return the opening mark that ``mark`` closes here, the farthest one open."""
    if mark in "'’" and text[position + 1 : position + 2].isalnum():
        return None
    fitting = [
        opening
        for opening, start in opened.items()
        if mark in _CLOSING[opening] and 1 < position - start <= _QUOTE_LENGTH
    ]
    return min(fitting, key=lambda opening: opened[opening]) if fitting else None


def _may_open(text: str, position: int) -> bool:
    return position == 0 or not text[position - 1].isalnum()


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Yield the spans in order, those inside an earlier one left out."""
    last = -1
    for start, end in sorted(spans):
        if end > last:
            yield start, end
            last = end


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether ``start`` to ``end`` overlaps one of the ordered, disjoint ``spans``."""
    index = bisect_left(spans, end, key=lambda span: span[0]) - 1
    return index >= 0 and spans[index][1] > start
