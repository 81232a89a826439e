"""One criterion's scores over time, as a line with its words beside it; the same numbers stand in a table."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.history import ScorePoint
from widgets.theme import colour, font, px, theme

_DOT, _MOST_LABELS = 4.0, 6


class ScoreChart(QWidget):
    """From 0 to 100 % of a criterion's points; the last level is written beside its point."""

    def __init__(self, points: Sequence[ScorePoint], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = tuple(points)
        title = points[-1].title
        spoken = ", ".join(f"{_when(one.scored_ms)} {one.level}" for one in points)
        self.setAccessibleName(f"{title}: {trend(points)}" if trend(points) else title)
        self.setAccessibleDescription(spoken)
        self.setToolTip(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size at which five points stand well."""
        return QSize(px(300), px(138))

    def minimumSizeHint(self) -> QSize:
        """Return the least size that can be read."""
        return QSize(px(200), px(138))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title and trend, the two lines of the scale, the points and their months."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        small = QFontMetrics(font("smallest"))
        strong = QFontMetrics(font("strong"))
        level = strong.elidedText(self._points[-1].level, Qt.TextElideMode.ElideRight, px(110))
        left = small.horizontalAdvance("100 %") + px(10)
        right = self.width() - strong.horizontalAdvance(level) - px(16)
        plot = QRectF(left, px(34), max(px(60), right - left), px(74))
        self._paint_scale(painter, plot)
        places = self._places(plot)
        self._paint_line(painter, places)
        painter.setFont(font("strong"))
        painter.setPen(colour("ink"))
        painter.drawText(QPointF(places[-1].x() + px(10), places[-1].y() + strong.ascent() / 2 - 1), level)
        self._paint_months(painter, places, plot.bottom() + px(18))
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        words, small, strong = trend(self._points), font("small"), font("strong")
        room = QFontMetrics(small).horizontalAdvance(words)
        painter.setFont(small)
        painter.setPen(colour("ink2"))
        painter.drawText(QRectF(self.width() - room - 2, 0, room + 2, px(24)), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(strong)
        painter.setPen(colour("ink"))
        wide = self.width() - room - px(12)
        title = QFontMetrics(strong).elidedText(self._points[-1].title, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRectF(0, 0, wide, px(24)), Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        painter.setFont(font("smallest"))
        for words, y in (("100 %", plot.top()), ("0", plot.bottom())):
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(colour("ink2"))
            box = QRectF(0, y - px(10), plot.left() - px(8), px(20))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _places(self, plot: QRectF) -> list[QPointF]:
        """Return the points evenly spread: drafts follow one another, whatever time lies between them."""
        count, dot = len(self._points), px(_DOT)
        step = (plot.width() - 2 * dot) / max(1, count - 1)
        return [
            QPointF(
                plot.left() + dot + (number * step if count > 1 else plot.width() / 2),
                plot.bottom() - float(one.share) * plot.height(),
            )
            for number, one in enumerate(self._points)
        ]

    def _paint_line(self, painter: QPainter, places: list[QPointF]) -> None:
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawPolyline(places)
        for place in places:
            painter.setBrush(colour("accent") if place is places[-1] else colour("paper"))
            painter.drawEllipse(place, px(_DOT), px(_DOT))

    def _paint_months(self, painter: QPainter, places: list[QPointF], y: float) -> None:
        metrics, taken = QFontMetrics(font("smallest")), -1e9
        painter.setFont(font("smallest"))
        painter.setPen(colour("ink2"))
        every = max(1, -(-len(places) // _MOST_LABELS))
        for number, place in enumerate(places):
            words = f"{_date(self._points[number].scored_ms):%b}"
            half = metrics.horizontalAdvance(words) / 2
            if number % every == 0 and place.x() - half > taken + px(6):
                painter.drawText(QPointF(place.x() - half, y), words)
                taken = place.x() + half


def trend(points: Sequence[ScorePoint]) -> str:
    """Say how the last score stands to the first, without judging it."""
    if len(points) < 2:  # noqa: PLR2004 one point has no direction
        return ""
    first, last = points[0], points[-1]
    way = "as in" if last.share == first.share else "up since" if last.share > first.share else "down since"
    return f"{way} {_date(first.scored_ms):%B}"


def _date(when_ms: int) -> datetime:
    return datetime.fromtimestamp(when_ms / 1000).astimezone()


def _when(when_ms: int) -> str:
    then = _date(when_ms)
    return f"{then.day} {then:%b}"
