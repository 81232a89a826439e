"""Where the pages of a PDF lie on the ground, one below the other, at a scale. Pure arithmetic."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

TOP = 18.0
GAP = 36.0
LEFT = 18.0
PIXELS_A_POINT = 96 / 72  # at 100 %


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a page, in points from its top left corner."""

    page: int
    x: float
    y: float


class PageLayout:
    """The pages at ``scale`` pixels a point on ground at least ``room`` pixels wide, ``beside`` of them for icons."""

    def __init__(self, sizes: Sequence[tuple[float, float]], scale: float, room: float, beside: float = 0.0) -> None:
        self.scale = scale
        self._sizes = sizes
        self._tops: list[float] = []
        top = TOP
        for _, height in sizes:
            self._tops.append(top)
            top += round(height * scale) + GAP
        self.height = top
        widest = max((width for width, _ in sizes), default=0.0) * scale
        self.width = max(room, LEFT + widest + beside)
        self._left = LEFT + max(0.0, (self.width - LEFT - widest - beside) / 2)
        self._widest = widest

    @property
    def icon_left(self) -> float:
        """The x at which the margin beside the pages begins."""
        return self._left + self._widest

    def area(self, page: int) -> QRectF:
        """Return the rectangle of a page on the ground, in pixels, with whole pixels as corners."""
        width, height = self._sizes[page]
        left = self._left + (self._widest - width * self.scale) / 2
        return QRectF(round(left), self._tops[page], round(width * self.scale), round(height * self.scale))

    def pages_between(self, top: float, bottom: float) -> range:
        """Return the pages that touch the ground from ``top`` to ``bottom``."""
        first = max(0, bisect_right(self._tops, top) - 1)
        if self._tops and top > self._tops[first] + self.area(first).height():
            first += 1
        return range(first, max(first, bisect_right(self._tops, bottom)))

    def page_at(self, y: float) -> int:
        """Return the page at a height of the ground; between two pages the upper one."""
        return max(0, bisect_right(self._tops, y) - 1)

    def spot(self, point: QPointF) -> Spot:
        """Return the point of a page that lies nearest below a point of the ground."""
        page = self.page_at(point.y())
        corner = self.area(page).topLeft()
        return Spot(page, (point.x() - corner.x()) / self.scale, (point.y() - corner.y()) / self.scale)

    def point(self, spot: Spot) -> QPointF:
        """Return where a point of a page lies on the ground."""
        return self.area(spot.page).topLeft() + QPointF(spot.x, spot.y) * self.scale
