"""A DOCX, text or Markdown draft in the product's own type, with marks over it."""

import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.document import Kind, Reading
from widgets.draft_view import DraftView
from widgets.link_menu import ask_to_open
from widgets.mark_index import MarkIndex, Placed
from widgets.marks import Mark
from widgets.rich_formats import Formats
from widgets.rich_inline import CALL, NOTE
from widgets.rich_paper import PAPER_EDGE, RichPaper
from widgets.rich_writer import Options, RichWriter
from widgets.text_map import TextMap
from widgets.text_search import find_in
from widgets.theme import px, text_scale, theme

SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 3.0
_STEP_SECONDS = 0.006
_FIRST_CHARACTERS = 5_000  # as many as fit into a high window
_WRITING_SECONDS = 0.003  # laying out what was written in it takes twice as long again
_MARKS_A_STEP = 20
_AHEAD = 8_000  # characters below the first line in sight that must be there before the view can scroll to it
_RESIZE_PAUSE_MS = 80
_MOST_FRAMED = 300  # places in sight of what is looked for
_WIDE = 1100
_MEASURE, _WIDE_MEASURE = 600, 640
_LEFT_EDGE = 44
_ICON_ROOM = 56
_NOTE_ROOM = 320
_NARROWEST = 240
_UNSEEN = 2


class RichView(DraftView):
    """Shows a reading as text: filled from the top in short steps, so that the window stays free."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = RichPaper(self)
        self._paper.setAccessibleName("Draft")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._paper)
        self.setFocusProxy(self._paper)
        self._paper.found = self._found_between
        self._reading: Reading | None = None
        self._map = TextMap()
        self._marks: tuple[Mark, ...] = ()
        self._found: Sequence[tuple[int, int]] = ()
        self._zoom = 1.0
        self._shows_deletions = False
        self._steps: Iterator[None] | None = None
        self._awaited: tuple[int, int] | None = None
        self._selected: tuple[int, int] | None = None
        self._layout_used: tuple[int, int] = (0, 0)
        self._was_wide = False
        self._filling = self._timer(0, self._fill)
        self._placing = self._timer(0, self._place_on)
        self._mark_steps: Iterator[None] = iter(())
        self._settling = self._timer(_RESIZE_PAUSE_MS, self._settle)
        self._connect()

    def show_reading(self, reading: Reading, path: Path | None = None, password: str | None = None) -> None:
        """Show the document; its file is not needed any more."""
        del path, password
        if reading is self._reading:
            return
        self._reading = reading
        self._marks, self._awaited, self._selected = (), None, None
        self._paper.show_current(None)
        self._refill()
        self._paper.verticalScrollBar().setValue(0)

    def make_ready(self, reading: Reading, path: Path, password: str | None = None) -> None:
        """Begin to write the document out of sight."""
        self.show_reading(reading, path, password)

    def is_ready_for(self, reading: Reading) -> bool:
        """Whether this reading is being written here, or nothing has been yet."""
        return reading.document.kind is not Kind.PDF and self._reading in (None, reading)

    @property
    def shows_words(self) -> bool:
        """Whether the text has begun."""
        return self._reading is not None

    @property
    def is_filled(self) -> bool:
        """Whether the whole draft is shown."""
        return self._steps is None

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks and no others."""
        self._marks = marks
        self._place_marks()

    def set_current(self, key: str | None) -> None:
        """Tint the mark with this key, or none."""
        self._paper.show_current(key)

    def set_show_deletions(self, shown: bool) -> None:
        """Show, struck, what tracked changes removed."""
        if shown != self._shows_deletions:
            self._shows_deletions = shown
            self._refill_in_place()

    def reveal(self, start: int, end: int) -> None:
        """Scroll so that the span stands in the upper third; once it has been written, while the draft grows."""
        position = self._map.position(start)
        if position is None or (not self.is_filled and not self._map.pieces(start, max(end, start + 1))):
            self._awaited = (start, end)
            return
        line, bar = self._paper.line_at(position), self._paper.verticalScrollBar()
        room = self._paper.viewport().height()
        wanted = round(line.top() - min(room / 4, max(0.0, room - line.height())))
        bar.setValue(wanted)
        self._awaited = (start, end) if wanted > bar.maximum() and not self.is_filled else None

    def selection(self) -> tuple[int, int] | None:
        """Return the selected span, or None."""
        cursor = self._paper.textCursor()
        if not cursor.hasSelection():
            return None
        start = self._map.offset(cursor.selectionStart(), forward=True)
        end = self._map.offset(cursor.selectionEnd(), forward=False)
        return (start, end) if start is not None and end is not None and start < end else None

    def clear_selection(self) -> None:
        """Select nothing."""
        cursor = self._paper.textCursor()
        cursor.clearSelection()
        self._paper.setTextCursor(cursor)

    def find_text(self, text: str, backwards: bool = False) -> bool:
        """Select and reveal the next occurrence of ``text``, ignoring case, from the selection on and round."""
        if self._reading is None:
            return False
        here = self.selection()
        start = (here[0] if backwards else here[1]) if here else self._top_offset()
        found = find_in(self._reading.document.text, text, start, backwards)
        if found is None:
            return False
        self._fill_all()
        self.select(*found)
        self.reveal(*found)
        return True

    def show_found(self, spans: Sequence[tuple[int, int]]) -> None:
        """Frame these spans, those in sight at each paint: there may be very many."""
        self._found = spans
        self._paper.viewport().update()

    def _found_between(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        if self._found:
            start, end = self._map.offset(first) or 0, self._map.offset(last) or 0
            low = bisect_left(self._found, (start, 0))
            for span in islice(self._found, low, low + _MOST_FRAMED):
                if span[0] > end:
                    break
                yield from self._map.pieces(*span)

    def select(self, start: int, end: int) -> None:
        """Select a span of the canonical text."""
        pieces = self._map.pieces(start, end)
        if pieces:
            cursor = self._paper.textCursor()
            cursor.setPosition(min(first for first, _ in pieces))
            cursor.setPosition(max(last for _, last in pieces), QTextCursor.MoveMode.KeepAnchor)
            self._paper.setTextCursor(cursor)

    def set_zoom(self, zoom: float) -> None:
        """Set the size of the text; 1.0 is the normal size. The place in the view stays."""
        zoom = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, zoom))
        if zoom != self._zoom:
            self._zoom = zoom
            self._refill_in_place()
            self.zoom_changed.emit(zoom)

    def place(self) -> int:
        """Return the offset of the first line in sight."""
        return self._top_offset()

    def zoom(self) -> float:
        """Return the size of the text; 1.0 is the normal size."""
        return self._zoom

    def _connect(self) -> None:
        paper = self._paper
        paper.mark_hit.connect(self.mark_clicked)
        paper.link_hit.connect(self._follow_link)
        paper.zoom_wanted.connect(lambda factor: self.set_zoom(self._zoom * factor))
        paper.resized.connect(self._settling.start)
        paper.selectionChanged.connect(lambda: self.selection_changed.emit(self.selection()))
        paper.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        paper.customContextMenuRequested.connect(
            lambda point: self.selection_menu_requested.emit(paper.viewport().mapToGlobal(point))
        )
        paper.bar.actionTriggered.connect(self._stay_here)
        theme().changed.connect(self._refill_in_place)

    def _stay_here(self) -> None:
        """Forget what is still awaited: the person has scrolled, and must not be taken away from there."""
        self._awaited = None

    def _timer(self, pause_ms: int, call: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause_ms)
        timer.timeout.connect(call)
        return timer

    def _settle(self) -> None:
        """Give the column its width again when the window has come to rest at another size."""
        if self._reading is not None and self._is_off():
            if self._is_wide() != self._was_wide:
                self._refill_in_place()
                return
            top = self._top_offset()
            self._apply_layout()
            self._place_marks()
            self.reveal_top(top)

    def _is_off(self) -> bool:
        """Whether the column has moved or changed its width by more than one sees; laying it out anew takes long."""
        wanted = self._layout()
        return any(abs(now - used) > _UNSEEN for now, used in zip(wanted, self._layout_used, strict=True))

    def _refill_in_place(self) -> None:
        if self._reading is None:
            return
        top, self._selected = self._top_offset(), self.selection() or self._selected
        self._refill()
        while self._steps is not None and self._map.position(top + _AHEAD) is None:
            self._write_until(time.monotonic() + _STEP_SECONDS)
        self.reveal_top(top)

    def reveal_top(self, offset: int) -> None:
        """Scroll so that the line of an offset is the first one in sight."""
        position = self._map.position(offset)
        if position is not None and offset > 0:
            self._paper.verticalScrollBar().setValue(round(self._paper.line_at(position).top()))

    def _top_offset(self) -> int:
        """Return the offset of the first line in sight."""
        if self._paper.verticalScrollBar().value() == 0:
            return 0
        position = self._paper.cursorForPosition(QPoint(PAPER_EDGE + 1, 1)).position()
        return self._map.offset(position) or 0

    def _refill(self) -> None:
        assert self._reading is not None
        document = self._paper.document()
        self._placing.stop()
        self._paper.show_marks(MarkIndex())
        document.clear()
        document.setDocumentMargin(PAPER_EDGE)
        self._apply_layout()
        formats = Formats(self._zoom * text_scale(), 17 if self._is_wide() else 16)
        writer = RichWriter(document, self._reading, formats, Options(self._paper.measure, self._shows_deletions))
        self._map, self._paper.pictures = writer.map, writer.pictures
        self._steps = writer.steps()
        self._write_until(0)  # as much as is in sight
        if self._steps is not None:
            self._filling.start()
        self._paper.setTextCursor(QTextCursor(document))  # at the top; it had been carried along

    def _fill(self) -> None:
        """Write for one short while, then let the window breathe."""
        self._write_until(time.monotonic() + _WRITING_SECONDS)
        if self._steps is not None:
            self._filling.start()

    def _fill_all(self) -> None:
        if self._steps is not None:
            self._write_until(float("inf"))

    def _write_until(self, deadline: float) -> None:
        if self._steps is None:
            return
        batch = QTextCursor(self._paper.document())
        batch.beginEditBlock()
        for _ in self._steps:
            if time.monotonic() > deadline and batch.document().characterCount() >= _FIRST_CHARACTERS:
                break
        else:
            self._steps = None
        batch.endEditBlock()
        if self._awaited is not None:
            self.reveal(*self._awaited)
        if self._steps is None:
            self._filling.stop()
            self._place_marks()
            if self._selected is not None:
                self.select(*self._selected)
                self._selected = None
            self.filled.emit()

    def _place_marks(self) -> None:
        """Begin to place the marks; those that are shown stay until all of the new ones have their place."""
        self._mark_steps = self._placed_marks()
        self._place_on()

    def _place_on(self) -> None:
        """Place marks for one short while, then let the window breathe."""
        deadline = time.monotonic() + _STEP_SECONDS
        for _ in self._mark_steps:
            if time.monotonic() > deadline:
                self._placing.start()
                return
        self._placing.stop()

    def _placed_marks(self) -> Iterator[None]:
        placed: list[Placed] = []
        for count, mark in enumerate(self._marks):
            pieces = enumerate(self._map.pieces(mark.start, mark.end))
            placed += [Placed(first, last, mark, is_first=number == 0) for number, (first, last) in pieces]
            if count % _MARKS_A_STEP == 0:
                yield
        index, heights = MarkIndex(placed), []
        yield
        for count, first in enumerate(index.firsts()):
            heights.append(self._paper.height_of(first.first))
            if count % _MARKS_A_STEP == 0:
                yield
        self._paper.show_marks(index, heights)

    def _is_wide(self) -> bool:
        return self._paper.width() >= _WIDE

    def _layout(self) -> tuple[int, int]:
        """Return the left edge and the width of the column for the room there is."""
        room = self._paper.width() - self._paper.verticalScrollBar().sizeHint().width()
        ideal = round((_WIDE_MEASURE if self._is_wide() else _MEASURE) * self._zoom * text_scale())
        icons = px(_ICON_ROOM)
        measure = max(_NARROWEST, min(ideal, room - _LEFT_EDGE - icons))
        beside = _NOTE_ROOM if self._is_wide() else icons
        return max(_LEFT_EDGE, (room - measure - beside) // 2), measure

    def _apply_layout(self) -> None:
        left, measure = self._layout_used = self._layout()
        self._was_wide = self._is_wide()
        self._paper.measure = measure
        self._paper.note_room = _NOTE_ROOM if self._is_wide() else 0
        self._paper.setViewportMargins(left - PAPER_EDGE, 0, 0, 0)
        if self._paper.lineWrapColumnOrWidth() != measure + 2 * PAPER_EDGE:  # setting it lays everything out anew
            self._paper.setLineWrapColumnOrWidth(measure + 2 * PAPER_EDGE)

    def _follow_link(self, target: str, at: QPoint) -> None:
        document = self._reading.document if self._reading else None
        if document and target.startswith(NOTE):
            note = document.blocks[int(target.removeprefix(NOTE))]
            self.reveal(note.start, note.end)
        elif document and target.startswith(CALL):
            call = document.note_marks[int(target.removeprefix(CALL))]
            self.reveal(call.start, call.end)
        else:
            ask_to_open(self, target, at)
