"""The marks of a PDF by page, and where their lines stand on it."""

from collections import defaultdict
from dataclasses import dataclass

from app.shell.pages import Rect
from widgets.marks import Mark
from widgets.pdf_layout import Spot
from widgets.pdf_text import PageSpan, PdfText


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A mark's rectangles on one page, in points; ``is_first`` where its margin icon stands."""

    mark: Mark
    rects: tuple[Rect, ...]
    is_first: bool


class PdfMarks:
    """Marks placed on pages; rectangles are worked out when a page is painted."""

    def __init__(self, text: PdfText, marks: tuple[Mark, ...] = ()) -> None:
        self._text = text
        self._of_page: dict[int, list[tuple[Mark, PageSpan, bool]]] = defaultdict(list)
        self._lines: dict[int, list[MarkedLine]] = {}
        for mark in marks:
            for number, span in enumerate(text.spans(mark.start, mark.end)):
                self._of_page[span.page].append((mark, span, number == 0))

    def on_page(self, page: int) -> list[MarkedLine]:
        """Return the marks of a page from top to bottom; nothing before its boxes have come."""
        if page not in self._lines:
            if not self._text.knows(page):
                return []
            lines = [MarkedLine(mark, self._text.rects(span), first) for mark, span, first in self._of_page[page]]
            self._lines[page] = sorted(
                (line for line in lines if line.rects), key=lambda line: (line.rects[0].top, line.rects[0].left)
            )
        return self._lines[page]

    def at(self, spot: Spot) -> Mark | None:
        """Return the mark at a point of a page, the shortest where several overlap."""
        found = [line.mark for line in self.on_page(spot.page) if any(_holds(rect, spot) for rect in line.rects)]
        return min(found, key=lambda mark: mark.end - mark.start) if found else None


def _holds(rect: Rect, spot: Spot) -> bool:
    return rect.left <= spot.x <= rect.right and rect.top - 1 <= spot.y <= rect.bottom + 2
