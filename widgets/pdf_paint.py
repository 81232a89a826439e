"""Paints the pages of a PDF on the ground: their pictures, the selection, the marks and what stands in the margin."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.shell.pages import Rect
from widgets.mark_paint import Margin, draw_line
from widgets.palettes import palettes
from widgets.pdf_layout import GAP, PIXELS_A_POINT, PageLayout
from widgets.pdf_loader import Picture
from widgets.pdf_marks import MarkedLine
from widgets.theme import colour, font, px

_BELOW_WORDS = 1.5
_LEAST_ZOOM = 0.6  # of a mark; it is thin enough there, and still tells its tier
_SELECTED = 0.25  # of the accent on white


@dataclass(frozen=True, slots=True)
class PageScene:
    """What one page shows: ``label`` stands below it, ``words`` in its place when there is no picture."""

    page: int
    label: str
    picture: Picture | None
    words: str
    lines: list[MarkedLine]
    selected: tuple[Rect, ...]
    caret: Rect | None
    found: tuple[Rect, ...] = ()


def page_ink(token: str) -> QColor:
    """Return a colour for the page itself, which stays white in every theme."""
    return QColor(palettes()["light"][token])


class PagePainter:
    """Paints pages with a painter whose origin is that of the ground."""

    def __init__(self, painter: QPainter, layout: PageLayout, current: str | None) -> None:
        self._painter = painter
        self._layout = layout
        self._current = current

    def paint(self, scene: PageScene) -> None:
        """Paint a page with everything on it."""
        area = self._layout.area(scene.page)
        self._paint_picture(area, scene)
        painter = self._painter
        painter.save()
        painter.setClipRect(area)
        painter.translate(area.topLeft())
        self._paint_tints(scene)
        self._paint_lines(scene.lines)
        painter.restore()
        painter.setPen(colour("ink2"))
        painter.setFont(font("small"))
        below = QRectF(area.left(), area.bottom(), area.width(), GAP)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, scene.label)

    def margin(self, lines_of_pages: Iterable[tuple[int, list[MarkedLine]]]) -> Margin:
        """Paint the icons beside the pages and return where they are, in pixels of the ground."""
        made = Margin(self._layout.icon_left + px(14))
        for page, lines in lines_of_pages:
            top, scale = self._layout.area(page).top(), self._layout.scale
            for line in lines:
                if line.is_first:
                    centre = top + (line.rects[0].top + line.rects[0].bottom) / 2 * scale
                    made.add(line.mark, centre, page * 10_000 + int(line.rects[0].top / 60), self._is_current(line))
        made.draw(self._painter, self._current)
        return made

    def _paint_picture(self, area: QRectF, scene: PageScene) -> None:
        painter = self._painter
        painter.fillRect(area, page_ink("raised"))
        if scene.picture is not None:
            painter.drawImage(self._image_area(area, scene.picture), scene.picture.image)
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        if scene.words:
            painter.setPen(page_ink("ink2"))
            painter.setFont(font("body"))
            inner = area.adjusted(24, 24, -24, -24)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, scene.words)

    def _image_area(self, area: QRectF, picture: Picture) -> QRectF:
        """Return where the picture goes: pixel by pixel when it has the right scale, else over the whole page."""
        ratio = self._painter.device().devicePixelRatioF()
        if picture.scale != self._layout.scale * ratio:
            return area
        return QRectF(area.topLeft(), picture.image.size().toSizeF() / ratio)

    def _paint_tints(self, scene: PageScene) -> None:
        """Tint the selection and the current mark as ink on paper would: the words stay as dark as they are."""
        painter = self._painter
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for line in scene.lines:
            if self._is_current(line):
                for rect in line.rects:
                    painter.fillRect(self._scaled(rect, 1), page_ink(f"{line.mark.colour}_soft"))
        selected = page_ink("accent")
        selected.setAlphaF(_SELECTED)
        for rect in scene.selected:
            painter.fillRect(self._scaled(rect, 0), selected)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(page_ink("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in scene.found:
            painter.drawRect(self._scaled(rect, 1))
        if scene.caret is not None:
            box = self._scaled(scene.caret, 0)
            painter.fillRect(QRectF(round(box.left()), box.top(), 2, box.height()), page_ink("accent"))

    def _paint_lines(self, lines: list[MarkedLine]) -> None:
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = max(_LEAST_ZOOM, self._layout.scale / PIXELS_A_POINT)
        for line in lines:
            for rect in line.rects:
                box = self._scaled(rect, 0)
                under = QLineF(box.bottomLeft(), box.bottomRight()).translated(0, _BELOW_WORDS)
                draw_line(painter, under, line.mark, page_ink(line.mark.colour), zoom)

    def _scaled(self, rect: Rect, air: float) -> QRectF:
        scale = self._layout.scale
        corners = QPointF(rect.left, rect.top) * scale, QPointF(rect.right, rect.bottom) * scale
        return QRectF(*corners).adjusted(-air, -air, air, air)

    def _is_current(self, line: MarkedLine) -> bool:
        return line.mark.key == self._current
