"""Two versions of a draft side by side, scrolling together; the newer one is the draft on the desk in every way."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.changes import ChangeKind
from app.domain.document import Reading
from app.shell.comparing import Beside
from app.shell.desk_draft import DeskDraft
from widgets.compare_column import CompareColumn
from widgets.draft_view import DraftView
from widgets.labels import label
from widgets.marks import Line, Mark
from widgets.theme import px

_LEAST_COLUMN = 280

_WORDS = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "taken out",
    ChangeKind.REWORDED: "reworded",
    ChangeKind.MOVED: "moved",
}


class CompareView(DraftView):
    """The earlier draft at the left, the draft on the desk at the right."""

    def __init__(self, opened: DeskDraft, beside: Beside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.beside, self._opened = beside, opened
        self.change = -1
        self.old, self.new = CompareColumn(self), CompareColumn(self)
        self._is_leading = False
        self._awaited = ""
        self._old_places: tuple[Mark, ...] = ()
        self._begin = QTimer(self)
        self._begin.setSingleShot(True)
        self._begin.timeout.connect(self._show_old)
        self._splitter = QSplitter(self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        titles = (f"Draft {beside.draft.number}", f"Draft {opened.draft.number}")
        days = (_day(beside.draft.opened_ms), _day(opened.draft.opened_ms))
        for column, title, day in zip((self.old, self.new), titles, days, strict=True):
            column.name_paper(title)
            self._splitter.addWidget(_titled(column, title, day))
        self._splitter.setSizes([1, 1])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._splitter)
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the versions below each other where two columns would be too narrow to read."""
        super().resizeEvent(event)
        fits = self.width() >= 2 * px(_LEAST_COLUMN)
        wanted = Qt.Orientation.Horizontal if fits else Qt.Orientation.Vertical
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self._splitter.setSizes([1, 1])

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the draft on the desk the keyboard; a proxy of a proxy would keep Tab from it."""
        self.new.setFocus(reason)

    @property
    def shows_words(self) -> bool:
        """Whether the text has begun."""
        return self.new.shows_words

    @property
    def is_filled(self) -> bool:
        """Whether both versions are shown whole."""
        return self.old.shows_words and self.old.is_filled and self.new.is_filled

    @property
    def change_words(self) -> str:
        """The current change in words: "Change 3 of 9"."""
        changes = self.beside.comparison.changes
        if not changes:
            return "No changes"
        if self.change < 0:
            return f"{len(changes):,} change{'s' if len(changes) > 1 else ''}"
        return f"Change {self.change + 1:,} of {len(changes):,}"

    @property
    def change_kind(self) -> str:
        """What became of the current change's words: "reworded"."""
        return _WORDS[self.beside.comparison.changes[self.change].kind] if self.change >= 0 else ""

    def step_change(self, by: int) -> None:
        """Go to the next (or previous) change, round at the ends; the first time, to one in sight."""
        changes = self.beside.comparison.changes
        if not changes:
            return
        if self.change < 0 and by > 0:
            top = self.new.top()
            self.change = next((n for n, one in enumerate(changes) if one.start >= top), 0)
        else:
            self.change = (max(self.change, 0) + by) % len(changes)
        change = changes[self.change]
        self.old.show_change(change.old_start)
        self.new.show_change(change.start)
        self._is_leading = True
        self.new.reveal(change.start, change.end)
        self.old.reveal(change.old_start, change.old_end)
        self._is_leading = False

    def show_before(self, comment_id: str) -> bool:
        """Bring into view where a comment stood on the earlier draft; False when it stood on another one."""
        anchor = self.beside.places.get(comment_id)
        if anchor is None or anchor.is_orphan:
            return False
        self._awaited = "" if self.old.shows_words else comment_id
        if self._awaited:
            return True
        self.old.set_current(comment_id)
        self._is_leading = True
        self.old.reveal(anchor.start, anchor.end)
        self.new.scroll_to(self.beside.comparison.new_offset(self.old.top()))
        self._is_leading = False
        return True

    def show_reading(self, reading: Reading, path: Path | None = None, password: str | None = None) -> None:
        """Show the draft on the desk beside the earlier one; a PDF shows its text, for pages have no words to tint."""
        del path, password
        self.new.show_reading(reading)
        self.new.show_changes(self.beside.comparison.changes, is_old=False)
        self._begin.start()

    def _show_old(self) -> None:
        """Begin the older version a moment after the newer one, so that the window is not busy for both at once."""
        self.old.show_reading(self.beside.reading)
        self.old.show_changes(self.beside.comparison.changes, is_old=True)
        self.old.set_marks(self._old_places)
        if self._awaited:
            self.show_before(self._awaited)

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show the marks of the draft on the desk; and at the left where its comments stood, and what was mended."""
        self.new.set_marks(marks)
        comments = {mark.key: mark for mark in marks}
        self._old_places = tuple(sorted(self._old_marks(comments), key=lambda mark: (mark.start, mark.end)))
        if self.old.shows_words:
            self.old.set_marks(self._old_places)

    def set_current(self, key: str | None) -> None:
        """Tint the mark with this key in both versions."""
        self.new.set_current(key)
        self.old.set_current(key)

    def reveal(self, start: int, end: int) -> None:
        """Scroll so that the span stands in the upper third of the newer version; the older one follows."""
        self.new.reveal(start, end)

    def selection(self) -> tuple[int, int] | None:
        """Return the selected span of the draft on the desk, or None."""
        return self.new.selection()

    def clear_selection(self) -> None:
        """Select nothing."""
        self.new.clear_selection()

    def find_text(self, text: str, backwards: bool = False) -> bool:
        """Find in the draft on the desk."""
        return self.new.find_text(text, backwards)

    def show_found(self, spans: Sequence[tuple[int, int]]) -> None:
        """Frame these spans in the draft on the desk."""
        self.new.show_found(spans)

    def set_zoom(self, zoom: float) -> None:
        """Set the size of both texts."""
        self.old.set_zoom(zoom)
        self.new.set_zoom(zoom)

    def place(self) -> int:
        """Return the offset of the first line in sight of the draft on the desk."""
        return self.new.place()

    def zoom(self) -> float:
        """Return the size of the texts."""
        return self.new.zoom()

    def _connect(self) -> None:
        self.new.mark_clicked.connect(self.mark_clicked)
        self.old.mark_clicked.connect(self._hit_old)
        self.new.selection_changed.connect(self.selection_changed)
        self.new.selection_menu_requested.connect(self.selection_menu_requested)
        self.new.zoom_changed.connect(self.zoom_changed)
        self.new.filled.connect(self.filled)
        comparison = self.beside.comparison
        self.new.bar.valueChanged.connect(
            lambda _: self._follow(self.old, lambda: comparison.old_offset(self.new.top()))
        )
        self.old.bar.valueChanged.connect(
            lambda _: self._follow(self.new, lambda: comparison.new_offset(self.old.top()))
        )

    def _hit_old(self, key: str) -> None:
        if key in self.beside.places:
            self.mark_clicked.emit(key)

    def _follow(self, other: CompareColumn, wanted: object) -> None:
        """Let the other version follow; it must not lead back."""
        if self._is_leading or not self.is_filled:
            return
        self._is_leading = True
        other.scroll_to(wanted())  # type: ignore[operator]
        self._is_leading = False

    def _old_marks(self, marks: dict[str, Mark]) -> Sequence[Mark]:
        lost = {one.id for one in self._opened.comments if one.anchor is not None and one.anchor.is_orphan}
        found = []
        for key, anchor in self.beside.places.items():
            if not anchor.is_orphan and key in lost:
                found.append(
                    Mark(key, anchor.start, anchor.end, Line.SOLID, "unlink", "ask", "A comment lost its place")
                )
            elif not anchor.is_orphan and key in marks:
                icon, tip = marks[key].icon, marks[key].tooltip
                found.append(Mark(key, anchor.start, anchor.end, Line.SOLID, icon, "accent", tip))
        matched = self.beside.findings
        fixed = matched.fixed if matched else ()
        return found + [
            Mark(f"fixed:{n}", one.start, one.end, Line.NONE, "check", "ok", "Fixed") for n, one in enumerate(fixed)
        ]


def _titled(column: CompareColumn, title: str, day: str) -> QWidget:
    holder = QFrame()
    holder.setProperty("surface", "paper")
    head = QHBoxLayout()
    head.setContentsMargins(28, 8, 16, 4)
    head.setSpacing(8)
    head.addWidget(label(title, "strong"))
    head.addWidget(label(day, "small"), 1)
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addLayout(head)
    box.addWidget(column, 1)
    return holder


def _day(when_ms: int) -> str:
    then = datetime.fromtimestamp(when_ms / 1000).astimezone()
    return f"{then.day} {then:%B}"
