"""Draws marks: the lines under the words, and the icons in the margin, which step aside for one another."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from widgets.icons import pixmap
from widgets.marks import Line, Mark
from widgets.theme import colour, px, text_scale

BELOW_BASELINE = 4.0
ICON = 16
_STEP = 20
_WIDTHS = {Line.WAVE: 1.6, Line.DASH: 2.0, Line.DOTS: 2.4, Line.SOLID: 1.5}
_PERIODS = {Line.WAVE: 7.0, Line.DASH: 9.5, Line.DOTS: 5.0}


def draw_line(
    painter: QPainter, under: QLineF, mark: Mark, ink: QColor | None = None, scale: float | None = None
) -> None:
    """Draw the mark's line along ``under``, from left to right.

    It has its own colour and the scale of the texts, unless others are given.
    """
    if mark.line is Line.NONE:
        return
    scale, ink = scale or text_scale(), ink or colour(mark.colour)
    if mark.line is Line.SOLID:
        painter.setPen(_pen(Line.SOLID, ink, scale))
        painter.drawLine(under)
        return
    tile = _tile(mark.line, ink.rgba(), scale, painter.device().devicePixelRatioF())
    height = tile.deviceIndependentSize().height()
    left, top = round(under.x1()), round(under.y1() - height / 2)
    painter.drawTiledPixmap(QRectF(left, top, max(1, round(under.dx())), height), tile)


@lru_cache(maxsize=128)
def _tile(line: Line, rgba: int, scale: float, ratio: float) -> QPixmap:
    """Return one period of a broken line: stroking whole lines of them takes longer than anything else of a paint."""
    width, period = _WIDTHS[line] * scale, round(_PERIODS[line] * scale)
    height = ceil(width + (3 * scale if line is Line.WAVE else 0)) + 1
    made = QPixmap(round(period * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(line, QColor.fromRgba(rgba), scale))
    painter.drawPath(_stroke(line, period, height / 2, scale))
    painter.end()
    return made


def _pen(line: Line, ink: QColor, scale: float) -> QPen:
    pen = QPen(ink, _WIDTHS[line] * scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if line is Line.DOTS else Qt.PenCapStyle.FlatCap)
    return pen


def _stroke(line: Line, period: int, y: float, scale: float) -> QPainterPath:
    """Return one period of a line, a wave with its neighbours so that the next tile goes on smoothly."""
    if line is not Line.WAVE:
        start = period / 2 if line is Line.DOTS else 0.0
        path = QPainterPath(QPointF(start, y))
        path.lineTo(start + (0.01 if line is Line.DOTS else period * 0.63), y)
        return path
    path, step, sign = QPainterPath(QPointF(-period, y)), period / 2, -1
    for number in range(6):
        left = number * step - period
        path.quadTo(QPointF(left + step / 2, y + sign * 3 * scale), QPointF(left + step, y))
        sign = -sign
    return path


@dataclass(frozen=True, slots=True)
class PlacedIcon:
    """A margin icon, where it stands in pixels of the view, and the mark it belongs to."""

    area: QRectF
    mark: Mark


class Margin:
    """Places icons beside their lines, the next one a step down, then in a second column. Dots get one a paragraph."""

    def __init__(self, x: float) -> None:
        self._x = x
        self._free = [float("-inf"), float("-inf")]
        self._dotted: dict[tuple[int, str], int] = {}
        self.icons: list[PlacedIcon] = []

    def add(self, mark: Mark, line_centre: float, paragraph: int, is_current: bool) -> None:
        """Place the mark's icon beside the line whose middle is at ``line_centre``; calls go from top to bottom."""
        if not mark.icon:
            return
        known = self._dotted.get((paragraph, mark.icon)) if mark.line is Line.DOTS else None
        if known is None:
            if mark.line is Line.DOTS:
                self._dotted[paragraph, mark.icon] = len(self.icons)
            self.icons.append(PlacedIcon(self._room_at(line_centre), mark))
        elif is_current:
            self.icons[known] = PlacedIcon(self.icons[known].area, mark)

    def _room_at(self, line_centre: float) -> QRectF:
        size, step = px(ICON), px(_STEP)
        top = line_centre - size / 2
        column = 0 if self._free[0] <= top + step or self._free[0] <= self._free[1] else 1
        top = max(top, self._free[column])
        self._free[column] = top + step
        return QRectF(self._x + column * step, top, size, size)

    def draw(self, painter: QPainter, current: str | None) -> None:
        """Draw every icon; the current one stands on a disc."""
        for placed in self.icons:
            if placed.mark.key == current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(soft(placed.mark.colour))
                painter.drawEllipse(placed.area.center(), px(13), px(13))
            painter.drawPixmap(placed.area.topLeft(), pixmap(placed.mark.icon, placed.mark.colour, ICON))

    def at(self, point: QPointF) -> Mark | None:
        """Return the mark whose icon is at a point of the view, with some air around it."""
        air = px(2)
        for placed in self.icons:
            if placed.area.adjusted(-air, -air, air, air).contains(point):
                return placed.mark
        return None


def soft(token: str) -> QColor:
    """Return the tint that belongs to a mark's colour."""
    return colour(f"{token}_soft")
