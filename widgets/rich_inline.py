"""What stands within a block: stretches of one look, pictures, note marks and what tracked changes removed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.document import Deletion, Document, Image, Link, NoteMark, Style

NOTE = "stet-note:"
CALL = "stet-call:"


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text looks, and where it leads when it is clicked ("" for nowhere)."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    raised: int = 0
    href: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one look. ``start`` is its offset in the canonical text, None for text that is no part of it."""

    text: str
    look: Look
    start: int | None = None


Piece = Stretch | Image
_Span = Style | Link | NoteMark
_Point = Image | Deletion | NoteMark


class Inline:
    """Everything within the blocks of a document, ready block by block."""

    def __init__(self, document: Document, show_deletions: bool) -> None:
        self._document = document
        self._starts = [block.start for block in document.blocks]
        self._spans: dict[int, list[_Span]] = defaultdict(list)
        self._points: dict[int, list[tuple[int, _Point]]] = defaultdict(list)
        spans: list[_Span] = [*document.styles, *document.links, *document.note_marks]
        for span in sorted(spans, key=lambda span: span.start):
            self._place(span)
        points: list[Image | Deletion] = [*document.images, *(document.deletions if show_deletions else ())]
        for point in points:
            self._points[self._block_of(point.offset)].append((point.offset, point))

    def pieces(self, index: int) -> Iterator[Piece]:
        """Yield the pieces of a block in order."""
        block = self._document.blocks[index]
        points = sorted(self._points.get(index, ()), key=lambda entry: entry[0])
        spans = self._spans.get(index, [])
        cuts = sorted(self._cuts(block.start, block.end, spans, [offset for offset, _ in points]))
        active: list[_Span] = []
        coming = iter(spans)
        following = next(coming, None)
        for number, start in enumerate(cuts):
            while points and min(points[0][0], block.end) <= start:
                yield self._inserted(points.pop(0)[1])
            if number + 1 == len(cuts):
                break
            active = [span for span in active if span.end > start]
            while following is not None and following.start <= start:
                active.append(following)
                following = next(coming, None)
            yield Stretch(self._document.text[start : cuts[number + 1]], self._look(active), start)
        for _, point in points:
            yield self._inserted(point)

    @staticmethod
    def _cuts(start: int, end: int, spans: list[_Span], points: list[int]) -> set[int]:
        edges = {edge for span in spans for edge in (span.start, span.end)} | set(points)
        return {start, end} | {edge for edge in edges if start < edge < end}

    def _place(self, span: _Span) -> None:
        first = self._block_of(span.start)
        if span.start >= span.end:
            if isinstance(span, NoteMark):
                self._points[first].append((span.start, span))
            return
        for index in range(first, len(self._starts)):
            if self._starts[index] >= span.end:
                break
            self._spans[index].append(span)

    def _block_of(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _inserted(self, point: _Point) -> Piece:
        if isinstance(point, Image):
            return point
        if isinstance(point, Deletion):
            return Stretch(point.text, Look(strike=True, deleted=True))
        label = self._document.blocks[point.note].label or "*"
        return Stretch(label, Look(raised=1, href=f"{NOTE}{point.note}"))

    def _look(self, spans: list[_Span]) -> Look:
        look = Look()
        for span in spans:
            if isinstance(span, Style):
                look = _styled(look, span)
            elif isinstance(span, Link):
                look = replace(look, href=span.target)
            else:
                look = replace(look, raised=1, href=f"{NOTE}{span.note}")
        return look


def _styled(look: Look, style: Style) -> Look:
    return replace(
        look,
        bold=look.bold or style.bold,
        italic=look.italic or style.italic,
        underline=look.underline or style.underline,
        strike=look.strike or style.strike,
        code=look.code or style.code,
        raised=look.raised or style.raised,
    )
