"""The middle of the window: the draft in the view that fits it, or a page in its place."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.domain.document import Kind
from app.shell.desk_draft import DeskDraft
from app.shell.engine import ReadRequest
from app.shell.items import Failure
from widgets.draft_header import DraftHeader
from widgets.draft_view import DraftView
from widgets.find_bar import FindBar
from widgets.labels import rule
from widgets.marks import Mark
from widgets.notice_page import NoticePage
from widgets.text_search import spans_of

if TYPE_CHECKING:
    from app.domain.document import Reading
    from widgets.pdf_view import PdfView

V = TypeVar("V", bound=DraftView)
_STEP = 1.1
_SMALLEST, _LARGEST = 0.5, 4.0


class Desk(QFrame):
    """Shows one draft with its marks and tells what a person points at."""

    mark_clicked = Signal(str)
    selection_changed = Signal(object)
    menu_requested = Signal(object)
    pages_shown = Signal()
    """The pages of a PDF that is being read are in sight already."""

    def __init__(self, start_page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = DraftHeader(self)
        self.find_bar = FindBar(self)
        self._rule = rule()
        self.notice = NoticePage(self)
        self.start_page = start_page
        self.view: DraftView | None = None
        self._coming: tuple[Path, DraftView] | None = None  # what is being opened
        self._ready: tuple[Path, DraftView] | None = None  # what may be opened next
        self._zooms: dict[str, float] = {}
        self._text = ""
        self._pages = QStackedWidget(self)
        self._pages.addWidget(start_page)
        self._pages.addWidget(self.notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._rule)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._pages, 1)
        self.find_bar.find_requested.connect(self._find)
        self.find_bar.closed.connect(self.focus_draft)
        self.find_bar.closed.connect(self._forget_found)
        self.find_bar.field.textChanged.connect(self._forget_found)
        self.header.find_requested.connect(self.find_bar.open_bar)
        self.header.zoom_requested.connect(self.zoom_by)
        self.show_start()

    @property
    def shows_draft(self) -> bool:
        """Whether a draft is on the desk."""
        return self.view is not None and self._pages.currentWidget() is self.view

    @property
    def shows_words(self) -> bool:
        """Whether something of a draft can be read already."""
        view = self.in_sight
        return view is not None and view.shows_words

    @property
    def in_sight(self) -> DraftView | None:
        """The view that is shown: of the draft, or of the pages of a PDF that is still being read."""
        page = self._pages.currentWidget()
        return page if isinstance(page, DraftView) else None

    def show_start(self) -> None:
        """Show the start page."""
        self._drop_coming()
        self._drop_ready()
        self._show_page(self.start_page)

    def show_opening(self, path: Path, request: ReadRequest | None = None) -> None:
        """Say that a file is being read; with the ``request``, the pages of a PDF are shown as soon as they can be."""
        self._drop_coming()
        self._drop_ready()
        self.notice.show_busy(path.name)
        self._show_page(self.notice)
        if request is not None and path.suffix.lower() == ".pdf":
            from widgets.pdf_view import PdfView

            view = self._join(PdfView())
            view.setAccessibleName(f"Pages: {path.stem}")
            view.pages_shown.connect(lambda: self._show_pages(path, view))
            view.show_pages(request.source, request.password)
            self._coming = path, view
        elif request is not None:
            self._coming = path, self._join(_make_view(Kind.DOCX))

    def make_ready(self, request: ReadRequest, reading: "Reading") -> None:
        """Write the draft that comes next, or draw the first pages of the PDF, out of sight."""
        self._drop_ready()
        if reading.converted is None:  # else its file is no PDF to draw
            view = self._join(_make_view(reading.document.kind))
            view.resize(self._pages.size())
            view.grab()  # lays it out, which is put off else until it is in sight
            self._use_zoom(view)
            view.make_ready(reading, request.source, request.password)
            self._ready = request.path, view

    def show_failure(self, failure: Failure, action: str, asked: Callable[[], object]) -> None:
        """Say why a file or the workspace is not here, with the next step."""
        self._drop_coming()
        self.notice.show_failure(failure, action, asked)
        self._show_page(self.notice)

    def show_draft(self, opened: DeskDraft, view: DraftView | None = None) -> None:
        """Show a draft: in this view or that of its pages, where they are there already, else in a fresh one."""
        old, made = self.view, self._join(view) if view is not None else self._take_coming(opened)
        self.view = view = made or self._join(_make_view(opened.document.kind))
        view.setAccessibleName(f"Draft: {opened.name}")
        view.mark_clicked.connect(self.mark_clicked)
        view.selection_changed.connect(self.selection_changed)
        view.selection_menu_requested.connect(self.menu_requested)
        self._text = opened.document.text
        self.header.show_draft(opened)
        self._show_view(view)
        view.show_reading(opened.reading, opened.source, opened.password)
        if old is not None:
            self._discard(old)

    def _join(self, view: V) -> V:
        """Take a view in, not in sight yet."""
        view.zoom_changed.connect(lambda zoom: self.header.show_zoom(zoom) if view is self.in_sight else None)
        self._pages.addWidget(view)
        return view

    def _use_zoom(self, view: DraftView) -> None:
        zoom = self._zooms.get(_family(view))
        if zoom is not None:
            view.set_zoom(zoom)

    def _show_view(self, view: DraftView) -> None:
        self._use_zoom(view)
        self.header.show_zoom(view.zoom())
        self._show_page(view)

    def _show_pages(self, path: Path, view: "PdfView") -> None:
        self.header.show_pages(path, view.page_count)
        self._show_view(view)
        view.setFocus()
        self.pages_shown.emit()

    def _take_coming(self, opened: DeskDraft) -> DraftView | None:
        """Return the view that was made ready for the draft, when something of it can be shown already."""
        found = None
        if self._coming is not None and self._coming[0] == opened.path and self._coming[1].is_ready_for(opened.reading):
            found, self._coming = self._coming[1], None
        elif self._ready is not None and self._ready[0] == opened.path:
            if self._ready[1].is_ready_for(opened.reading):
                found, self._ready = self._ready[1], None
            self._drop_ready()
        self._drop_coming()
        return found

    def _drop_coming(self) -> None:
        if self._coming is not None:
            (_, view), self._coming = self._coming, None
            self._discard(view)

    def _drop_ready(self) -> None:
        if self._ready is not None:
            (_, view), self._ready = self._ready, None
            self._discard(view)

    def _discard(self, view: DraftView) -> None:
        self._pages.removeWidget(view)
        view.close()
        view.deleteLater()

    def add_notice(self, notice: QWidget) -> None:
        """Put a line between the title and the draft."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.find_bar), notice)

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks over the draft."""
        if self.view is not None:
            self.view.set_marks(marks)

    def show_current(self, key: str | None, span: tuple[int, int] | None) -> None:
        """Tint the current mark and bring its words into view."""
        if self.view is None:
            return
        self.view.set_current(key)
        if span is not None:
            self.view.reveal(*span)

    def selection(self) -> tuple[int, int] | None:
        """Return the selected span of the draft, None while it is not in sight."""
        return self.view.selection() if self.view is not None and self.shows_draft else None

    def zoom_by(self, steps: int) -> None:
        """Make the draft larger or smaller; 0 goes back to the normal size."""
        view = self.in_sight
        if view is None:
            return
        zoom = 1.0 if steps == 0 else view.zoom() * _STEP**steps
        zoom = min(_LARGEST, max(_SMALLEST, round(zoom, 2)))
        view.set_zoom(zoom)
        self._zooms[_family(view)] = zoom

    def fit(self, side: str) -> None:
        """Make the pages as wide as their room, or as high; the next draft comes fitted too."""
        view = self.in_sight
        if view is not None:
            (view.fit_width if side == "width" else view.fit_page)()
            self._zooms.pop(_family(view), None)

    def focus_draft(self) -> None:
        """Give the draft the keyboard."""
        page = self._pages.currentWidget()
        if page is not None:
            page.setFocus()

    def _find(self, text: str, backwards: bool) -> None:
        if self.view is not None and self.shows_draft:
            self.view.find_text(text, backwards)
            found, here = spans_of(self._text, text), self.view.selection()
            self.view.show_found(found)
            starts = [start for start, _ in found]
            number = starts.index(here[0]) + 1 if here is not None and here[0] in starts else 0
            self.find_bar.answer(number, len(found))

    def _forget_found(self) -> None:
        if self.view is not None:
            self.view.show_found(())

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        for part in (self.header, self._rule):
            part.setVisible(isinstance(page, DraftView))
        if page is not self.view:
            self.find_bar.hide()
            self._forget_found()


def _make_view(kind: Kind) -> DraftView:
    """Return the view for a file format; each loads its drawing library only when used."""
    if kind is Kind.PDF:
        from widgets.pdf_view import PdfView

        return PdfView()
    from widgets.rich_view import RichView

    return RichView()


def _family(view: DraftView) -> str:
    """Return which drafts share one size with this one."""
    return "pages" if view.shows_pages else "text"
