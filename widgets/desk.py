"""The middle of the window: the draft in the view that fits it, or a page in its place."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.domain.document import Kind
from app.shell.desk_draft import DeskDraft
from app.shell.items import Failure
from widgets.draft_header import DraftHeader
from widgets.draft_view import DraftView
from widgets.find_bar import FindBar
from widgets.labels import rule
from widgets.marks import Mark
from widgets.notice_page import NoticePage
from widgets.text_search import places_of

_STEP = 1.1
_SMALLEST, _LARGEST = 0.5, 4.0


class Desk(QFrame):
    """Shows one draft with its marks and tells what a person points at."""

    mark_clicked = Signal(str)
    selection_changed = Signal(object)
    menu_requested = Signal(object)

    def __init__(self, start_page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = DraftHeader(self)
        self.find_bar = FindBar(self)
        self._rule = rule()
        self.notice = NoticePage(self)
        self.start_page = start_page
        self.view: DraftView | None = None
        self._zooms: dict[str, float] = {}
        self._family = ""
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
        self.header.find_requested.connect(self.find_bar.open_bar)
        self.header.zoom_requested.connect(self.zoom_by)
        self.show_start()

    @property
    def shows_draft(self) -> bool:
        """Whether a draft is on the desk."""
        return self.view is not None and self._pages.currentWidget() is self.view

    def show_start(self) -> None:
        """Show the start page."""
        self._show_page(self.start_page)

    def show_busy(self, name: str) -> None:
        """Say that a file is being read."""
        self.notice.show_busy(name)
        self._show_page(self.notice)

    def show_failure(self, failure: Failure, action: str, asked: Callable[[], object]) -> None:
        """Say why a file or the workspace is not here, with the next step."""
        self.notice.show_failure(failure, action, asked)
        self._show_page(self.notice)

    def show_draft(self, opened: DeskDraft) -> None:
        """Show a draft in a fresh view."""
        old = self.view
        view = _make_view(opened.document.kind)
        view.setAccessibleName(f"Draft: {opened.name}")
        view.mark_clicked.connect(self.mark_clicked)
        view.selection_changed.connect(self.selection_changed)
        view.selection_menu_requested.connect(self.menu_requested)
        view.zoom_changed.connect(self.header.show_zoom)
        self.view = view
        self._text = opened.document.text
        self._family = "pages" if opened.document.kind is Kind.PDF else "text"
        self._pages.addWidget(view)
        view.show_reading(opened.reading, opened.source, opened.password)
        if self._family in self._zooms:
            view.set_zoom(self._zooms[self._family])
        self.header.show_draft(opened)
        self.header.show_zoom(view.zoom())
        self._show_page(view)
        if old is not None:
            self._pages.removeWidget(old)
            old.close()
            old.deleteLater()

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
        """Return the selected span of the draft."""
        return self.view.selection() if self.view is not None else None

    def zoom_by(self, steps: int) -> None:
        """Make the draft larger or smaller; 0 goes back to the normal size."""
        if self.view is None:
            return
        zoom = 1.0 if steps == 0 else self.view.zoom() * _STEP**steps
        zoom = min(_LARGEST, max(_SMALLEST, round(zoom, 2)))
        self.view.set_zoom(zoom)
        self._zooms[self._family] = zoom

    def focus_draft(self) -> None:
        """Give the draft the keyboard."""
        page = self._pages.currentWidget()
        if page is not None:
            page.setFocus()

    def _find(self, text: str, backwards: bool) -> None:
        if self.view is not None:
            self.view.find_text(text, backwards)
            places, here = places_of(self._text, text), self.view.selection()
            number = places.index(here[0]) + 1 if here is not None and here[0] in places else 0
            self.find_bar.answer(number, len(places))

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        for part in (self.header, self._rule):
            part.setVisible(page is self.view)
        if page is not self.view:
            self.find_bar.hide()


def _make_view(kind: Kind) -> DraftView:
    """Return the view for a file format; each loads its drawing library only when used."""
    if kind is Kind.PDF:
        from widgets.pdf_view import PdfView

        return PdfView()
    from widgets.rich_view import RichView

    return RichView()
