"""A PDF draft on its own pages, with marks over them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.document import Document, Kind, Page, Reading
from app.domain.errors import StetError
from app.shell.pages import OpenPdf, PageBoxes, PageSize, page_service
from widgets.draft_view import DraftView
from widgets.link_menu import ask_to_open
from widgets.marks import Mark
from widgets.pdf_accessible import offer_words, tell_caret
from widgets.pdf_caret import PdfCaret
from widgets.pdf_layout import LEFT, PIXELS_A_POINT, PageLayout, Spot
from widgets.pdf_loader import PageLoader
from widgets.pdf_marks import PdfMarks
from widgets.pdf_paper import PdfContent, PdfPaper
from widgets.pdf_text import PdfText
from widgets.text_search import find_in
from widgets.theme import px, theme

SMALLEST_ZOOM, LARGEST_ZOOM = 0.25, 5.0
_LARGEST_FIT = 1.25
_UPPER_THIRD = 4
_ICON_ROOM = 60
_SAME_ZOOM = 0.005


class PdfView(DraftView):
    """Shows a PDF's pages, rendered elsewhere as they come into sight. They fit the width until a zoom is asked for."""

    shows_pages = True
    page_changed = Signal(int)
    """Another page (from 0) is the one in sight."""
    pages_shown = Signal()
    """The pages asked for with ``show_pages`` are there, without their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = PdfPaper(self)
        self.paper.setAccessibleName("Draft")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.paper)
        self.setFocusProxy(self.paper)
        offer_words()
        self._content: PdfContent | None = None
        self._pdf: OpenPdf | None = None
        self._is_wordless = False
        self._marks: tuple[Mark, ...] = ()
        self._sizes: list[tuple[float, float]] = []
        self._zoom = 1.0
        self._fits = True
        self._awaited: tuple[int, int] | None = None
        self._connect()
        page_service().warm_up()

    def show_pages(self, path: Path, password: str | None = None) -> None:
        """Show the pages of the PDF at ``path`` until ``show_reading`` brings its words.

        ``pages_shown`` follows, or nothing when the file is no PDF that can be opened: reading it tells why.
        """
        self._let_go()
        self._pdf = OpenPdf(page_service(), path, password)
        self._pdf.request_sizes(self._take_sizes)

    def show_reading(self, reading: Reading, path: Path | None = None, password: str | None = None) -> None:
        """Show the pages of the PDF at ``path``, or of the one that was made of it.

        Pages that are shown without words stay where they are. Raises ValueError when there is no PDF.
        """
        source = reading.converted or path
        if source is None:
            raise ValueError("A PDF is shown from its file.")
        pdf = OpenPdf(page_service(), source, password)
        if self._is_wordless:
            self._take_words(reading.document, pdf)
        else:
            self._let_go()
            self._show(reading.document, pdf)
        self.filled.emit()

    def make_ready(self, reading: Reading, path: Path, password: str | None = None) -> None:
        """Draw the first pages out of sight."""
        del reading
        self.show_pages(path, password)

    def is_ready_for(self, reading: Reading) -> bool:
        """Whether its pages are shown already, or out of sight."""
        return bool(self.page_count) and reading.document.kind is Kind.PDF

    @property
    def shows_words(self) -> bool:
        """Whether the page in sight has been drawn."""
        return self._content is not None and self._content.loader.picture(self.page) is not None

    def _take_sizes(self, answer: tuple[PageSize, ...] | StetError) -> None:
        if isinstance(answer, StetError) or self._pdf is None:
            return
        pages = tuple(Page(0, 0, size.width, size.height, size.label) for size in answer)
        self._show(Document(Kind.PDF, "", "", "", (), (), pages=pages), self._pdf)
        self._is_wordless = True
        self.pages_shown.emit()

    def _show(self, document: Document, pdf: OpenPdf) -> None:
        """Show the pages of a document from the first one on."""
        self._pdf = pdf
        text = PdfText(document)
        loader = PageLoader(pdf, self._knows_boxes, self)
        loader.picture_arrived.connect(self.paper.viewport().update)
        loader.boxes_arrived.connect(self._take_boxes)
        self._content = self.paper.content = PdfContent(
            document, text, PdfMarks(text), PdfCaret(document, text), loader
        )
        self._sizes = [(page.width, page.height) for page in document.pages]
        self._marks, self._awaited = (), None
        self.paper.current, self.paper.awaited_page = None, None
        self._lay_out(Spot(0, 0, 0), 0)
        self.paper.verticalScrollBar().setValue(0)
        if document.pages:
            self._describe(0)

    def _take_words(self, document: Document, pdf: OpenPdf) -> None:
        """Learn the words of the pages that are shown, whose next ones come from ``pdf``; nothing moves."""
        content = self._content
        assert content is not None
        self._is_wordless = False
        self._pdf = pdf
        content.loader.go_on_with(pdf)
        content.document, content.text = document, PdfText(document, content.text.boxes)
        content.marks, content.caret = PdfMarks(content.text), PdfCaret(document, content.text)
        sizes = [(page.width, page.height) for page in document.pages]
        if sizes != self._sizes:  # the file was replaced between the two
            self._sizes = sizes
            self._lay_out_in_place()
        if document.pages:
            self._describe(self.page)
        self.paper.viewport().update()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks and no others."""
        self._marks = marks
        if self._content is not None:
            self._content.marks = PdfMarks(self._content.text, marks)
            self.paper.show_ticks(marks)
            self.paper.viewport().update()

    def set_current(self, key: str | None) -> None:
        """Tint the mark with this key, or none."""
        self.paper.current = key
        self.paper.viewport().update()

    def reveal(self, start: int, end: int) -> None:
        """Scroll so that the span stands in the upper third; to its page first while its place is not known."""
        content = self._content
        spans = content.text.spans(start, max(end, start + 1)) if content else ()
        if content is None or not spans:
            return
        rects = content.text.rects(spans[0])
        known = content.text.knows(spans[0].page)
        self._awaited = None if known else (start, end)
        self.paper.awaited_page = None if known else spans[0].page
        top = rects[0].top if rects else 0.0
        self.paper.scroll_to(Spot(spans[0].page, 0, top), self.paper.viewport().height() / _UPPER_THIRD if rects else 0)
        self.paper.fetch()

    def selection(self) -> tuple[int, int] | None:
        """Return the selected span, or None."""
        return self._content.caret.selection if self._content else None

    def clear_selection(self) -> None:
        """Select nothing; the caret stays."""
        if self._content is not None:
            self._content.caret.clear()
            self._selection_changed()

    def select(self, start: int, end: int) -> None:
        """Select a span of the canonical text."""
        if self._content is not None:
            self._content.caret.select(start, end)
            self._selection_changed()

    def find_text(self, text: str, backwards: bool = False) -> bool:
        """Select and reveal the next occurrence of ``text``, ignoring case, from the selection on and round."""
        if self._content is None:
            return False
        here = self.selection()
        document = self._content.document
        start = (here[0] if backwards else here[1]) if here else document.pages[self.paper.page].start
        found = find_in(document.text, text, start, backwards)
        if found is None:
            return False
        self.select(*found)
        self.reveal(*found)
        return True

    def show_found(self, spans: Sequence[tuple[int, int]]) -> None:
        """Frame these spans, those in sight at each paint: there may be very many."""
        if self._content is not None:
            self._content.found = spans
            self.paper.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Set the size of the pages; 1.0 is their size on paper. The place in the view stays."""
        zoom = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, zoom))
        if abs(zoom - self.zoom()) >= _SAME_ZOOM:  # the size that fits may come back rounded, and is kept fitting
            self._fits = False
            self._zoom = zoom
            self._lay_out_in_place()
            self.zoom_changed.emit(zoom)

    def zoom(self) -> float:
        """Return the size of the pages; 1.0 is their size on paper."""
        return self._zoom

    def fit_width(self) -> None:
        """Make the pages as wide as the view has room for, now and whenever it changes."""
        self._fits = True
        self._lay_out_in_place()

    def fit_page(self) -> None:
        """Make the page in sight small enough to be seen whole."""
        if self._sizes:
            page, room = self.page, self.paper.viewport().size()
            width, height = (side * PIXELS_A_POINT for side in self._sizes[page])
            self.set_zoom(min((room.width() - LEFT - px(_ICON_ROOM)) / width, (room.height() - 2 * LEFT) / height))
            self.go_to_page(page)

    def place(self) -> int:
        """Return the offset at which the page in sight begins."""
        return self._content.document.pages[self.page].start if self._content and self._sizes else 0

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self.paper.page

    def go_to_page(self, page: int) -> None:
        """Show a page (from 0) from its top; the first or the last where there is no such page."""
        if self._sizes:
            self.paper.scroll_to(Spot(max(0, min(page, self.page_count - 1)), 0, 0), LEFT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected words, or select all."""
        if self._content is not None and event.matches(QKeySequence.StandardKey.Copy):
            span = self.selection()
            if span:
                QGuiApplication.clipboard().setText(self._content.document.text[slice(*span)])
        elif self._content is not None and event.matches(QKeySequence.StandardKey.SelectAll):
            self.select(0, len(self._content.document.text))
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the file."""
        self._let_go()
        super().closeEvent(event)

    def _connect(self) -> None:
        paper = self.paper
        paper.mark_hit.connect(self.mark_clicked)
        paper.link_hit.connect(lambda target, at: ask_to_open(self, target, at))
        paper.caret_moved.connect(self._selection_changed)
        paper.zoom_wanted.connect(lambda factor: self.set_zoom(self._zoom * factor))
        paper.page_changed.connect(self._tell_page)
        paper.resized.connect(self._lay_out_in_place)
        paper.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        paper.customContextMenuRequested.connect(
            lambda point: self.selection_menu_requested.emit(paper.viewport().mapToGlobal(point))
        )
        theme().changed.connect(self._lay_out_in_place)

    def _knows_boxes(self, page: int) -> bool:
        return self._content is not None and self._content.text.knows(page)

    def _take_boxes(self, boxes: PageBoxes) -> None:
        self.paper.take_boxes(boxes)
        if self._awaited is not None and self.paper.awaited_page == boxes.page:
            self.reveal(*self._awaited)

    def _tell_page(self, page: int) -> None:
        self._describe(page)
        self.page_changed.emit(page)

    def _describe(self, page: int) -> None:
        """Say the words of the page in sight to those who listen: they are painted, not text."""
        assert self._content is not None
        document = self._content.document
        words = " ".join(document.text[document.pages[page].start : document.pages[page].end].split())
        self.paper.setAccessibleDescription(f"{self.paper.page_name(page)}. {words}")

    def _selection_changed(self) -> None:
        self.paper.viewport().update()
        self.selection_changed.emit(self.selection())
        tell_caret(self)

    def _lay_out_in_place(self) -> None:
        if self._content is not None:
            height = self.paper.viewport().height() / 3 if self.paper.offset().y() else 0.0
            spot = self.paper.spot_at(QPointF(0, height))
            self._lay_out(spot, height)

    def _lay_out(self, spot: Spot, view_y: float) -> None:
        """Lay the pages out for the room there is, with a point of a page at a height of the view."""
        room = self.paper.viewport().width()
        if self._fits and self._sizes:
            widest = max(width for width, _ in self._sizes) * PIXELS_A_POINT
            fitting = (room - LEFT - px(_ICON_ROOM)) / widest
            self._set_fitting(max(SMALLEST_ZOOM, min(_LARGEST_FIT, fitting)))
        self.paper.show_layout(PageLayout(self._sizes, self._zoom * PIXELS_A_POINT, room, px(_ICON_ROOM)))
        self.paper.scroll_to(spot, view_y)

    def _set_fitting(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)

    def _let_go(self) -> None:
        if self._content is not None:
            self._content.loader.close()
            self._content.loader.deleteLater()
            self._content = self.paper.content = None
        if self._pdf is not None:
            self._pdf.close()
        self._pdf, self._is_wordless = None, False
