"""Notes beside the text where there is room: what a mark says, next to its icon."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from widgets.mark_paint import PlacedIcon
from widgets.marks import Line, Mark
from widgets.theme import colour, font, px, text_scale

_MOST_LINES, _FARTHEST, _AIR = 2, 28, 6


@dataclass(frozen=True, slots=True)
class Note:
    """A note and where it stands in pixels of the view."""

    area: QRectF
    mark: Mark
    lines: tuple[str, ...]


class Notes:
    """Places notes in a column: a person's before those of checks, and none far from its icon or over another one."""

    def __init__(self, icons: Sequence[PlacedIcon], left: float, width: float) -> None:
        self.notes: list[Note] = []
        self._width = width
        for by_person in (True, False):
            for icon in icons:
                if icon.mark.title and (icon.mark.line is Line.SOLID) is by_person:
                    self._place(icon, left)

    def _place(self, icon: PlacedIcon, left: float) -> None:
        lines = note_lines(icon.mark.note, self._width, text_scale())
        height = QFontMetricsF(font("caption")).height() + len(lines) * QFontMetricsF(font("small")).height()
        top = wanted = icon.area.center().y() - QFontMetricsF(font("caption")).height() / 2
        for other in sorted(self.notes, key=lambda one: one.area.top()):
            if other.area.top() < top + height + px(_AIR) and other.area.bottom() + px(_AIR) > top:
                top = other.area.bottom() + px(_AIR)
        if top <= wanted + px(_FARTHEST):
            self.notes.append(Note(QRectF(left, top, self._width, height), icon.mark, lines))

    def draw(self, painter: QPainter, current: str | None) -> None:
        """Draw every note, a person's and the current one in the colour of text, the others quieter."""
        bold, plain = font("caption"), font("small")
        first, step = QFontMetricsF(bold), QFontMetricsF(plain)
        for note in self.notes:
            painter.setPen(colour("ink" if note.mark.line is Line.SOLID or note.mark.key == current else "ink2"))
            painter.setFont(bold)
            title = first.elidedText(note.mark.title, Qt.TextElideMode.ElideRight, note.area.width())
            baseline = note.area.top() + first.ascent()
            painter.drawText(QPointF(note.area.left(), baseline), title)
            painter.setFont(plain)
            baseline += first.descent()
            for number, line in enumerate(note.lines):
                painter.drawText(QPointF(note.area.left(), baseline + step.ascent() + number * step.height()), line)

    def at(self, point: QPointF) -> Mark | None:
        """Return the mark whose note is at a point of the view."""
        return next((note.mark for note in self.notes if note.area.contains(point)), None)


@lru_cache(maxsize=512)
def note_lines(words: str, width: float, scale: float) -> tuple[str, ...]:
    """Return the words in lines of at most this width in pixels; what is left of them is cut short with an ellipsis."""
    del scale  # a part of the key: the font follows it
    face, words = font("small"), " ".join(words.split())
    layout = _wrapped(words, face, width)
    starts = [layout.lineAt(number).textStart() for number in range(layout.lineCount())]
    ends = [*starts[1:], len(words)]
    lines = [words[start:end].strip() for start, end in zip(starts, ends, strict=True)] if words else []
    if len(lines) > _MOST_LINES:
        rest = " ".join(lines[_MOST_LINES - 1 :])
        lines[_MOST_LINES - 1 :] = [QFontMetricsF(face).elidedText(rest, Qt.TextElideMode.ElideRight, width)]
    return tuple(lines)


def _wrapped(words: str, face: QFont, width: float) -> QTextLayout:
    layout, option = QTextLayout(words, face), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return layout
