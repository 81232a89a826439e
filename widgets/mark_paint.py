"""Draws marks: the lines under the words, and the icons in the margin, which step aside for one another."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from widgets.icons import pixmap
from widgets.marks import Line, Mark
from widgets.theme import colour, px, text_scale

BELOW_BASELINE = 4.0
ICON = 16
_STEP = 20


def draw_line(painter: QPainter, left: float, right: float, y: float, mark: Mark, ink: QColor | None = None) -> None:
    """Draw the mark's line from ``left`` to ``right`` at ``y``, in its own colour unless another is given."""
    if mark.line is Line.NONE:
        return
    painter.setPen(_pen(mark.line, ink or colour(mark.colour)))
    if mark.line is Line.WAVE:
        painter.drawPath(_wave(left, right, y))
    else:
        painter.drawLine(QPointF(left, y), QPointF(right, y))


def _pen(line: Line, ink: QColor) -> QPen:
    width = {Line.WAVE: 1.6, Line.DASH: 2.0, Line.DOTS: 2.4, Line.SOLID: 1.5}[line]
    pen = QPen(ink, width * text_scale())
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if line is Line.DASH:
        pen.setDashPattern([3, 1.75])
    elif line is Line.DOTS:
        pen.setDashPattern([0.01, 2.1])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _wave(left: float, right: float, y: float) -> QPainterPath:
    path, x, sign = QPainterPath(QPointF(left, y)), left, -1
    step, height = 3.5 * text_scale(), 3.0 * text_scale()
    while x < right:
        end = min(x + step, right)
        path.quadTo(QPointF((x + end) / 2, y + sign * height), QPointF(end, y))
        x, sign = end, -sign
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
