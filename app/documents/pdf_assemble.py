"""Put the pages of a PDF together into a Document."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.documents.builder import Mark, TextBuilder
from app.documents.links import find_links
from app.documents.pdf_classify import Outline, classify
from app.documents.pdf_furniture import Sorted, mask_numbers, sort_out
from app.documents.pdf_lines import Line, arrange, find_gutter, parts_at
from app.documents.pdf_links import PageLink
from app.documents.pdf_notes import find_calls, take_notes
from app.documents.pdf_paragraphs import Body, Grouper, Paragraph
from app.documents.pdf_text import Vocabulary, write_lines
from app.domain.document import Block, BlockKind, Document, Kind, Link, NoteMark, Page, Segment

EXTRACTOR = "pdf/1"
_MOST_NAMED = 6


@dataclass(slots=True)
class PageContent:
    """What was read from a page. ``turned`` holds the lines of each direction but the usual one."""

    index: int
    width: float
    height: float
    label: str
    lines: list[Line] = field(default_factory=list)
    turned: list[list[Line]] = field(default_factory=list)
    slanted: list[Line] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)
    outside: int = 0
    is_picture: bool = False
    damaged: bool = False


def assemble(pages: Sequence[PageContent], outline: Outline, title: str, sha256: str) -> Document:
    """Return the document that the pages make."""
    body = Body.of([line for page in pages for line in page.lines if line.table is None])
    parts = sort_out([page.lines for page in pages], [page.height for page in pages])
    grouper, notes = Grouper(body), []
    gutter: float | None = None
    for page, part in zip(pages, parts, strict=True):
        gutter = _gutter_of(part.body, gutter)
        notes += _group_page(grouper, page, part, gutter)
    classify(grouper.paragraphs, body, outline)
    writer = _Writer(Vocabulary.of(part for page in pages for line in page.lines for part in line.parts()), len(pages))
    for paragraph in [*grouper.paragraphs, *notes, *_furniture(pages, parts)]:
        writer.write(paragraph)
    return _finish(writer, pages, title, sha256)


def _gutter_of(lines: Sequence[Line], before: float | None) -> float | None:
    """Return the gutter of a page; where a column is too short to show it, that of the page before."""
    found = find_gutter(lines) if lines else None
    return before if found is None and before is not None and parts_at(lines, before) else found


def _group_page(grouper: Grouper, page: PageContent, part: Sorted, gutter: float | None) -> list[Paragraph]:
    """Group a page's columns and return its notes; what stands apart comes first where the page begins a paragraph."""
    regions, notes = take_notes(arrange(part.body, gutter), grouper.body)
    begun = len(grouper.paragraphs)
    for region in regions:
        if not region.aside:
            grouper.add(region)
    apart = Grouper(grouper.body, tables=grouper.tables)
    for region in [
        *(region for region in regions if region.aside),
        *(r for part in page.turned for r in arrange(part)),
    ]:
        apart.add(region)
    grouper.tables = apart.tables
    grouper.paragraphs[begun:begun] = apart.paragraphs
    return notes


def _furniture(pages: Sequence[PageContent], parts: Sequence[Sorted]) -> Iterable[Paragraph]:
    """Yield what stands in the margins, once for all pages that differ in numbers only."""
    seen: set[str] = set()
    for page, part in zip(pages, parts, strict=True):
        lines = [(line, BlockKind.HEADER) for line in (*part.heads, *page.slanted)]
        for line, kind in [*lines, *((line, BlockKind.FOOTER) for line in part.feet)]:
            key = mask_numbers(line.text)
            if key not in seen:
                seen.add(key)
                yield Paragraph([line], kind)


class _Writer:
    """Writes paragraphs to a text builder and remembers where each page begins."""

    def __init__(self, vocabulary: Vocabulary, pages: int) -> None:
        self.builder = TextBuilder()
        self.note_blocks: dict[tuple[int, str], int] = {}
        self._vocabulary = vocabulary
        self._page_marks: list[Mark | None] = [None] * pages
        self._page = -1

    def write(self, paragraph: Paragraph) -> None:
        """Write one paragraph; one without text leaves no trace."""
        in_body = paragraph.kind not in (BlockKind.FOOTNOTE, BlockKind.HEADER, BlockKind.FOOTER)
        marks = write_lines(self.builder, paragraph.lines, self._vocabulary, paragraph.cut)
        if not self.builder.close(paragraph.kind, paragraph.level, paragraph.label, paragraph.cell):
            return
        if in_body:
            for line, mark in zip(paragraph.lines, marks, strict=True):
                if line.page > self._page:
                    self._page_marks[line.page] = mark
                    self._page = line.page
        elif paragraph.kind is BlockKind.FOOTNOTE:
            self.note_blocks[paragraph.lines[0].page, paragraph.label] = len(self.builder.blocks) - 1

    def page_starts(self) -> list[int]:
        """Return the offset at which each page begins; an empty page begins where the next one does."""
        starts, next_start = [], len(self.builder.text())
        for mark in reversed(self._page_marks):
            next_start = mark.at if mark else next_start
            starts.append(next_start)
        return starts[::-1]


def _finish(writer: _Writer, pages: Sequence[PageContent], title: str, sha256: str) -> Document:
    text, blocks, segments = writer.builder.text(), tuple(writer.builder.blocks), tuple(writer.builder.segments)
    places = _Places(segments)
    return Document(
        Kind.PDF,
        sha256,
        EXTRACTOR,
        text,
        blocks,
        segments,
        title=title or _title_of(blocks, text),
        styles=tuple(writer.builder.styles),
        links=_links(text, [link for page in pages for link in page.links], places),
        note_marks=_note_marks(writer, pages, places),
        pages=_pages(writer.page_starts(), pages, len(text)),
        warnings=tuple(_warn(pages, has_text=bool(text))),
    )


def _title_of(blocks: Sequence[Block], text: str) -> str:
    headings = [block for block in blocks[:40] if block.kind is BlockKind.HEADING and block.level == 1]
    return text[headings[0].start : headings[0].end] if headings else ""


def _pages(starts: Sequence[int], pages: Sequence[PageContent], length: int) -> tuple[Page, ...]:
    ends = [*starts[1:], length]
    return tuple(
        Page(start, end, page.width, page.height, page.label)
        for page, start, end in zip(pages, starts, ends, strict=True)
    )


class _Places:
    """Finds the offset in the text of a page's PDFium index."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._of_page: dict[int, list[Segment]] = {}
        for segment in segments:
            self._of_page.setdefault(segment.unit, []).append(segment)
        for found in self._of_page.values():
            found.sort(key=lambda segment: segment.offset)

    def span(self, page: int, first: int, last: int) -> tuple[int, int] | None:
        """Return the span in the text of indexes ``first`` to ``last`` (included), None where it is not one stretch."""
        segments = self._of_page.get(page, [])
        start, end = _at(segments, first), _at(segments, last)
        if start is None or end is None or start[0] >= end[1]:
            return None
        return start[0], end[1]


def _at(segments: Sequence[Segment], index: int) -> tuple[int, int] | None:
    """Return the span of one PDFium index."""
    number = bisect_right(segments, index, key=lambda segment: segment.offset) - 1
    if number < 0 or index >= segments[number].offset + segments[number].length:
        return None
    segment = segments[number]
    if segment.length != segment.end - segment.start:
        return segment.start, segment.end
    start = segment.start + index - segment.offset
    return start, start + 1


def _links(text: str, annotated: Sequence[PageLink], places: _Places) -> tuple[Link, ...]:
    """Return annotated links, their lines joined, and the bare addresses that no annotation covers."""
    links: list[Link] = []
    for link in annotated:
        span = places.span(link.page, link.first, link.last)
        span = span and _without_spaces(text, *span)
        if not span:
            continue
        last = links[-1] if links else None
        if last and last.target == link.target and 0 <= span[0] - last.end <= 2:  # noqa: PLR2004 a line end lies between
            links[-1] = Link(last.start, span[1], link.target)
        elif not last or span[0] >= last.end:
            links.append(Link(*span, link.target))
    links.sort(key=lambda link: link.start)
    starts = [link.start for link in links]
    for bare in find_links(text):
        number = bisect_right(starts, bare.end - 1)
        if number == 0 or links[number - 1].end <= bare.start:
            links.append(bare)
    return tuple(sorted(links, key=lambda link: link.start))


def _without_spaces(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without white space at its ends, None when nothing is left."""
    shown = text[start:end].strip()
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    return (first, first + len(shown)) if shown else None


def _note_marks(writer: _Writer, pages: Sequence[PageContent], places: _Places) -> tuple[NoteMark, ...]:
    """Return where raised labels call a footnote of their page."""
    notes = writer.note_blocks
    wanted = {page for page, _ in notes}
    marks = []
    for call in find_calls(
        part for page in pages if page.index in wanted for line in page.lines for part in line.parts()
    ):
        note, span = notes.get((call.page, call.label)), places.span(call.page, call.first, call.last - 1)
        if (
            note is not None
            and span
            and not writer.builder.blocks[note].start <= span[0] < writer.builder.blocks[note].end
        ):
            marks.append(NoteMark(*span, note))
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _warn(pages: Sequence[PageContent], *, has_text: bool) -> Iterable[str]:
    """Yield a sentence for each kind of thing that could not be read."""
    if pictures := [page.label for page in pages if page.is_picture]:
        one = len(pictures) == 1
        what, it = ("is a picture", "it") if one else ("are pictures", "them")
        yield f"{_join(pictures)} {what} without text; Stet cannot read {it}."
    if damaged := [page.label for page in pages if page.damaged]:
        yield f"{_join(damaged)} {'is' if len(damaged) == 1 else 'are'} damaged and could not be read."
    if hidden := [page.label for page in pages if page.outside]:
        yield f"{_join(hidden)}: text outside the visible page was left out."
    if not (has_text or pictures or damaged):
        yield "This PDF has no text that can be read; there is nothing to check."


def _join(labels: Sequence[str]) -> str:
    """Return "Page 3", "Pages 3, 4" or, for many, "12 pages from 3 to 20"."""
    if len(labels) == 1:
        return f"Page {labels[0]}"
    if len(labels) > _MOST_NAMED:
        return f"{len(labels)} pages from {labels[0]} to {labels[-1]}"
    return f"Pages {', '.join(labels)}"
