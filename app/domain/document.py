"""A draft as everything after reading sees it: one canonical text, and what stands where in it.

The canonical text is Unicode NFC with LF line ends. Every offset in this module counts code points of it, and
every span is half open: ``text[start:end]``. Blocks are in reading order, do not overlap and are separated by
one or two line ends that belong to no block.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from app.domain.packing import packs_quickly


class Kind(StrEnum):
    """The file format a document was read from."""

    DOCX = "docx"
    PDF = "pdf"
    TEXT = "txt"
    MARKDOWN = "md"


class BlockKind(StrEnum):
    """What a stretch of text is in the document's structure."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    QUOTE = "quote"
    CODE = "code"
    TEXT_BOX = "text_box"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    HEADER = "header"
    FOOTER = "footer"


@packs_quickly
@dataclass(frozen=True, slots=True)
class Cell:
    """Where a table cell stands: table number in the document, row and column from 0, and what it spans."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@packs_quickly
@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of the canonical text.

    ``level`` is the heading level from 1, or the nesting depth of a list item from 0.
    ``label`` is what the reader sees before the text but is no part of it: "2.1", "•", "c)", a note's number.
    ``cell`` is set for everything inside a table, a heading there included; a cell may hold several blocks.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    label: str = ""
    cell: Cell | None = None


@packs_quickly
@dataclass(frozen=True, slots=True)
class Style:
    """Inline formatting of a span, for showing it. ``raised`` is 1 for superscript, -1 for subscript."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    raised: int = 0


@packs_quickly
@dataclass(frozen=True, slots=True)
class Link:
    """Linked text and where it leads; the shown text may name another address."""

    start: int
    end: int
    target: str


@packs_quickly
@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place in the text where a note is called; ``note`` is the index of its block in ``blocks``."""

    start: int
    end: int
    note: int


@dataclass(frozen=True, slots=True)
class Image:
    """A picture at an offset. ``name`` is its key in ``Reading.images``; ``alt`` its text alternative."""

    offset: int
    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class CitationField:
    """A reference manager's data behind visible text.

    ``manager`` is ``zotero``, ``mendeley``, ``endnote``, ``citavi`` or ``word``; ``data`` is the embedded
    payload as text (JSON or XML), just as it stood in the file.
    """

    start: int
    end: int
    manager: str
    data: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """Text that a tracked change removed: no part of the canonical text, kept so that it can be shown."""

    offset: int
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF: its span, its size in points and the number printed on it (or counted from 1)."""

    start: int
    end: int
    width: float
    height: float
    label: str


@packs_quickly
@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the canonical text and its place in the source file.

    ``part`` is a part name in a DOCX ("word/document.xml"), "page" in a PDF, "text" in TXT and Markdown.
    ``unit`` is the number of the ``w:r`` run within the part in document order, or the page index from 0, or 0.
    An equation of a DOCX has the part "word/document.xml#equation", its number as unit and length 1; the text of a
    diagram has the diagram's part and the number of its ``a:t``.
    ``offset`` counts within that unit: characters of the run, PDFium character indexes of the page, code points
    of the decoded file. Where ``length`` equals ``end - start`` the two advance together; elsewhere (a ligature,
    a composed accent) the segment maps as a whole. Text outside all segments was made by the reader.
    """

    start: int
    end: int
    part: str
    unit: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A stretch of the source file: ``length`` characters from ``offset`` in unit ``unit`` of ``part``."""

    part: str
    unit: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file: canonical text and everything that refers to it.

    ``sha256`` is the digest of the file's bytes, ``extractor`` names the reader and its version ("docx/1").
    ``warnings`` are plain sentences about what could not be read. ``segments`` are sorted by ``start`` and do
    not overlap; so are ``blocks`` and ``pages``.
    """

    kind: Kind
    sha256: str
    extractor: str
    text: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...]
    title: str = ""
    styles: tuple[Style, ...] = ()
    links: tuple[Link, ...] = ()
    note_marks: tuple[NoteMark, ...] = ()
    images: tuple[Image, ...] = ()
    fields: tuple[CitationField, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Number of whitespace-separated words, counted in small steps: nothing else runs during one."""
        return sum(len(line.split()) for line in self.text.splitlines())

    def text_of(self, block: Block) -> str:
        """Return the text of ``block``."""
        return self.text[block.start : block.end]

    def block_at(self, offset: int) -> Block | None:
        """Return the block that holds ``offset``, or the one before it when it falls between two."""
        index = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        return self.blocks[index] if index >= 0 else None

    def page_at(self, offset: int) -> int | None:
        """Return the index from 0 of the page that holds ``offset``, or None without pages."""
        if not self.pages:
            return None
        return max(0, bisect_right(self.pages, offset, key=lambda page: page.start) - 1)

    def to_source(self, start: int, end: int) -> tuple[SourceSpan, ...]:
        """Return the places in the source file behind ``text[start:end]``, in text order, merged where adjacent."""
        first = max(0, bisect_right(self.segments, start, key=lambda segment: segment.start) - 1)
        found: list[SourceSpan] = []
        for index in range(first, len(self.segments)):  # no slice: a long document has half a million segments
            segment = self.segments[index]
            if segment.start >= end or start >= end:
                break
            if segment.end > start:
                _append_merged(found, _cut(segment, start, end))
        return tuple(found)

    def to_text(self, part: str, unit: int, offset: int) -> int | None:
        """Return the offset in the canonical text that shows a source character, or None when none does."""
        for segment in self.segments:
            if segment.part == part and segment.unit == unit and 0 <= offset - segment.offset < segment.length:
                advances = segment.length == segment.end - segment.start
                return segment.start + (offset - segment.offset if advances else 0)
        return None


def _cut(segment: Segment, start: int, end: int) -> SourceSpan:
    if segment.length != segment.end - segment.start:
        return SourceSpan(segment.part, segment.unit, segment.offset, segment.length)
    first, last = max(start, segment.start), min(end, segment.end)
    return SourceSpan(segment.part, segment.unit, segment.offset + first - segment.start, last - first)


def _append_merged(found: list[SourceSpan], span: SourceSpan) -> None:
    last = found[-1] if found else None
    if last and (last.part, last.unit, last.offset + last.length) == (span.part, span.unit, span.offset):
        found[-1] = SourceSpan(last.part, last.unit, last.offset, last.length + span.length)
    else:
        found.append(span)


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a file: the document, and the bytes of its pictures by name.

    ``converted`` is the DOCX or PDF that was read in place of a file of another format: the document's segments
    and pages are its own.
    """

    document: Document
    images: dict[str, bytes]
    converted: bytes | None = None
