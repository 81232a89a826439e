"""Which words stand where on the pages of a PDF: canonical offsets to rectangles, and points back to offsets."""

from bisect import bisect_right
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.document import Document, Segment
from app.shell.pages import PageBoxes, Rect
from widgets.pdf_layout import Spot

_MOST_PAGES = 300
_ASIDE = 4.0  # a click belongs to its own line: what lies above or below counts this much farther


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Characters of a page by PDFium index."""

    page: int
    offset: int
    length: int


class PdfText:
    """The text of a PDF on its pages; a page's places are known once its boxes were added.

    ``boxes`` are those of pages that are known already, by page.
    """

    def __init__(self, document: Document, boxes: Mapping[int, PageBoxes] | None = None) -> None:
        self._segments = document.segments
        self._starts = [segment.start for segment in document.segments]
        self._of_page: dict[int, list[Segment]] = defaultdict(list)
        for segment in document.segments:
            self._of_page[segment.unit].append(segment)
        self._boxes = OrderedDict(boxes or {})
        self._spans: dict[tuple[int, int], tuple[PageSpan, ...]] = {}
        self._offsets: dict[int, npt.NDArray[np.int64]] = {}

    def add_boxes(self, boxes: PageBoxes) -> None:
        """Learn where the characters of a page stand; the pages added longest ago are forgotten in time."""
        self._boxes[boxes.page] = boxes
        if len(self._boxes) > _MOST_PAGES:
            page, _ = self._boxes.popitem(last=False)
            self._offsets.pop(page, None)

    @property
    def boxes(self) -> Mapping[int, PageBoxes]:
        """The boxes that have come, by page."""
        return self._boxes

    def knows(self, page: int) -> bool:
        """Whether the boxes of the page are there."""
        return page in self._boxes

    def spans(self, start: int, end: int) -> tuple[PageSpan, ...]:
        """Return the characters behind ``text[start:end]``, in text order, merged where adjacent."""
        if (start, end) not in self._spans:  # the marks are asked for again with every news of the checks
            first = max(0, bisect_right(self._starts, start) - 1)
            self._spans[start, end] = _merged(_cut(self._segments, first, start, end))
        return self._spans[start, end]

    def spans_on(self, page: int, start: int, end: int) -> tuple[PageSpan, ...]:
        """Return the characters of one page behind ``text[start:end]``."""
        return _merged(_cut(self._of_page.get(page, []), 0, start, end))

    def rects(self, span: PageSpan) -> tuple[Rect, ...]:
        """Return one rectangle for each line of the span, none before the page's boxes have come."""
        boxes = self._boxes.get(span.page)
        return boxes.rects(span.offset, span.length) if boxes else ()

    def offset_at(self, spot: Spot, tolerance: float = 2.0) -> int | None:
        """Return the offset of the character at a point, within ``tolerance`` points, or None."""
        found = self._nearest(spot, aside=1.0)
        return found[0] if found is not None and found[2] <= tolerance else None

    def caret_at(self, spot: Spot) -> int | None:
        """Return the offset between two characters that lies nearest to a point; None on a page without known text."""
        found = self._nearest(spot, aside=_ASIDE)
        if found is None:
            return None
        offset, box, _ = found
        return offset + int(spot.x > (box.left + box.right) / 2)

    def caret(self, offset: int) -> tuple[int, Rect] | None:
        """Return the page and the place of the caret before ``text[offset]``; at the end of a line, after its last."""
        for start, is_after in ((offset, False), (offset - 1, True)):
            for span in self.spans(max(0, start), start + 1):
                for box in self.rects(span):
                    x = box.right if is_after else box.left
                    return span.page, Rect(x, box.top, x, box.bottom)
        return None

    def _nearest(self, spot: Spot, aside: float) -> tuple[int, Rect, float] | None:
        """Return offset, box and distance in points of the character nearest to a point."""
        found = self._boxes.get(spot.page)
        if found is None:
            return None
        boxes, offsets = found.array, self._offsets_of(spot.page)
        across = np.maximum(np.maximum(boxes[:, 0] - spot.x, spot.x - boxes[:, 2]), 0)
        down = np.maximum(np.maximum(boxes[:, 1] - spot.y, spot.y - boxes[:, 3]), 0) * aside
        distance = np.hypot(across, down)
        distance[(offsets < 0) | (boxes[:, 2] <= boxes[:, 0]) | (boxes[:, 3] <= boxes[:, 1])] = np.inf
        if not len(distance) or not np.isfinite(nearest := distance.min()):
            return None
        index = int(distance.argmin())
        return int(offsets[index]), Rect(*boxes[index].tolist()), float(nearest)

    def _offsets_of(self, page: int) -> npt.NDArray[np.int64]:
        """Return for each character of a page its canonical offset, -1 for those that are no part of the text."""
        if page not in self._offsets:
            offsets = np.full(len(self._boxes[page].array), -1, dtype=np.int64)
            for segment in self._of_page.get(page, ()):
                advances = segment.length == segment.end - segment.start
                steps = np.arange(segment.length) if advances else np.zeros(segment.length, dtype=np.int64)
                room = offsets[segment.offset : segment.offset + segment.length]
                room[:] = segment.start + steps[: len(room)]
            self._offsets[page] = offsets
        return self._offsets[page]


def _cut(segments: "tuple[Segment, ...] | list[Segment]", first: int, start: int, end: int) -> Iterator[PageSpan]:
    for index in range(first, len(segments)):
        segment = segments[index]
        if segment.start >= end or start >= end:
            return
        if segment.end <= start:
            continue
        if segment.length != segment.end - segment.start:
            yield PageSpan(segment.unit, segment.offset, segment.length)
        else:
            low, high = max(start, segment.start), min(end, segment.end)
            yield PageSpan(segment.unit, segment.offset + low - segment.start, high - low)


def _merged(spans: Iterator[PageSpan]) -> tuple[PageSpan, ...]:
    found: list[PageSpan] = []
    for span in spans:
        last = found[-1] if found else None
        if last and (last.page, last.offset + last.length) == (span.page, span.offset):
            found[-1] = PageSpan(last.page, last.offset, last.length + span.length)
        else:
            found.append(span)
    return tuple(found)
