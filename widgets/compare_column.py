"""One of two versions beside each other: a text with its changes tinted."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from app.domain.changes import Change, ChangeKind
from widgets.rich_view import RichView
from widgets.theme import colour, theme

_GROUND = {ChangeKind.MOVED: "part_soft"}
_INK = {ChangeKind.MOVED: "part"}


@dataclass(frozen=True, slots=True)
class Tint:
    """A changed stretch of this version's text; ``is_gone`` strikes it."""

    start: int
    end: int
    kind: ChangeKind
    is_gone: bool


class CompareColumn(RichView):
    """Shows a version; only the changes in sight are tinted, so that a thousand cost no more than ten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tints: tuple[Tint, ...] = ()
        self._ends: list[int] = []
        self._change = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tint)
        self.bar = self._paper.bar
        for news in (self.bar.valueChanged, self.bar.rangeChanged, self.filled, theme().changed):
            news.connect(self._tint_soon)

    def name_paper(self, name: str) -> None:
        """Name the version for people who listen."""
        self.setAccessibleName(name)
        self._paper.setAccessibleName(name)

    def show_changes(self, changes: Sequence[Change], *, is_old: bool) -> None:
        """Tint what changed, struck where this is the old version."""
        spans = ((one.old_start, one.old_end) if is_old else (one.start, one.end) for one in changes)
        found = (Tint(start, end, one.kind, is_old) for one, (start, end) in zip(changes, spans, strict=True))
        self._tints = tuple(sorted(found, key=lambda tint: (tint.start, tint.end)))
        self._ends = [tint.end for tint in self._tints]
        self._tint_soon()

    def show_change(self, start: int) -> None:
        """Tint the change that begins here more strongly than the others."""
        self._change = start
        self._tint_soon()

    def top(self) -> int:
        """Return the offset of the first line in sight."""
        return self.place()

    def scroll_to(self, offset: int) -> None:
        """Bring the line of an offset to the top."""
        if offset <= 0:
            self.bar.setValue(0)
        else:
            self.reveal_top(offset)

    def _tint_soon(self, *_: object) -> None:
        self._soon.start()

    def _tint(self) -> None:
        """Tint the changes between the first and the last line in sight."""
        view = self._paper.viewport()
        last = self._map.offset(self._paper.cursorForPosition(QPoint(view.width() - 1, view.height() - 1)).position())
        first = self.place()
        selections = []
        for tint in self._tints[bisect_left(self._ends, first) :]:
            if last is not None and tint.start > last:
                break
            for low, high in self._map.pieces(tint.start, tint.end):
                selections.append(self._selection(tint, low, high))
        self._paper.setExtraSelections(selections)

    def _selection(self, tint: Tint, low: int, high: int) -> QTextEdit.ExtraSelection:
        look = QTextCharFormat()
        is_current = tint.start == self._change and tint.start < tint.end
        if tint.is_gone:
            look.setFontStrikeOut(True)
            look.setForeground(colour("ink2"))
        else:
            look.setFontUnderline(True)
            look.setUnderlineColor(colour(_INK.get(tint.kind, "ok")))
        ground = _GROUND.get(tint.kind, "context_soft" if tint.is_gone else "ok_soft")
        look.setBackground(colour("accent_soft" if is_current else ground))
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._paper.document())
        cursor.setPosition(low)
        cursor.setPosition(high, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, look
        return made
