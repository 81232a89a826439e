"""The ground that the pages of a PDF lie on: scrolls, paints what is in sight, and tells what a person points at."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from app.domain.document import Document, Link
from app.shell.pages import PageBoxes, Rect
from widgets.mark_paint import Margin
from widgets.mark_scroll_bar import MarkScrollBar
from widgets.marks import Mark
from widgets.pdf_caret import PdfCaret
from widgets.pdf_keys import caret_move
from widgets.pdf_layout import TOP, PageLayout, Spot
from widgets.pdf_loader import Need, PageLoader
from widgets.pdf_marks import PdfMarks
from widgets.pdf_paint import PagePainter, PageScene
from widgets.pdf_text import PdfText
from widgets.theme import colour

_STEP = 48
_CLICK_SLACK = 4
_AHEAD = (1, -1, 2)
_MOST_PIXELS = 12_000_000
_MOST_FRAMED = 300


@dataclass(slots=True)
class PdfContent:
    """What the ground shows: the document, its words on its pages, the marks, the caret and the pictures."""

    document: Document
    text: PdfText
    marks: PdfMarks
    caret: PdfCaret
    loader: PageLoader
    found: Sequence[tuple[int, int]] = ()

    def found_on(self, page: int) -> tuple[Rect, ...]:
        """Return where on a page the places stand that are looked for, the first of very many."""
        if not self.found:
            return ()
        shown = self.document.pages[page]
        low = bisect_left(self.found, (shown.start, 0))
        high = bisect_left(self.found, (shown.end, 0), low, min(len(self.found), low + _MOST_FRAMED))
        spans = (one for place in self.found[low:high] for one in self.text.spans_on(page, *place))
        return tuple(rect for one in spans for rect in self.text.rects(one))

    def link_at(self, offset: int) -> Link | None:
        """Return the link whose words hold an offset."""
        return next((link for link in self.document.links if link.start <= offset < link.end), None)


class PdfPaper(QAbstractScrollArea):
    """Pages one below the other. Points are pixels of the ground unless a name says view."""

    mark_hit = Signal(str)
    link_hit = Signal(str, QPoint)
    caret_moved = Signal()
    zoom_wanted = Signal(float)
    resized = Signal()
    page_changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar = MarkScrollBar(self)
        self.setVerticalScrollBar(self.bar)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.content: PdfContent | None = None
        self.layout_of_pages = PageLayout((), 1.0, 0.0)
        self.current: str | None = None
        self.awaited_page: int | None = None
        self._margin = Margin(0)
        self._pressed: QPointF | None = None
        self._page = 0
        self._follows_caret = False
        self.bar.actionTriggered.connect(self._stay_here)

    @property
    def page(self) -> int:
        """The page that fills the upper third of the view."""
        return self.layout_of_pages.page_at(self.offset().y() + self.viewport().height() / 3)

    def page_name(self, page: int) -> str:
        """Return what is written below a page: the number printed on it, and how many pages there are."""
        pages = self.content.document.pages if self.content else ()
        return f"Page {pages[page].label} of {len(pages)}" if page < len(pages) else ""

    def offset(self) -> QPointF:
        """Return how far the view is scrolled."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def show_layout(self, layout: PageLayout) -> None:
        """Lay the pages out anew; where the view stands is the caller's to keep."""
        self.layout_of_pages = layout
        room = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, round(layout.height) - room.height()))
        down.setPageStep(room.height())
        down.setSingleStep(_STEP)
        across.setRange(0, max(0, round(layout.width) - room.width()))
        across.setPageStep(room.width())
        across.setSingleStep(_STEP)
        self.fetch()
        self.viewport().update()

    def scroll_to(self, spot: Spot, view_y: float) -> None:
        """Scroll so that a point of a page stands ``view_y`` pixels below the top of the view."""
        self.verticalScrollBar().setValue(round(self.layout_of_pages.point(spot).y() - view_y))

    def show_spot(self, spot: Spot, air: int = 40) -> None:
        """Scroll as little as needed to have a point of a page in sight."""
        y, top, height = self.layout_of_pages.point(spot).y(), self.offset().y(), self.viewport().height()
        if y < top + air:
            self.scroll_to(spot, air)
        elif y > top + height - air:
            self.scroll_to(spot, height - air)

    def fetch(self) -> None:
        """Ask for what is in sight, then for its neighbours."""
        if self.content is None:
            return
        pages = self._pages_in_sight()
        count = len(self.content.document.pages)
        ahead = [page for step in _AHEAD if 0 <= (page := (pages[-1] if step > 0 else pages[0]) + step) < count]
        needs = [self._picture_need(page) for page in pages]
        needs += [Need(page) for page in pages]
        if self.awaited_page is not None:
            needs.insert(0, Need(self.awaited_page))
        for page in ahead:
            needs += [self._picture_need(page), Need(page)]
        self.content.loader.want(needs)

    def _picture_need(self, page: int) -> Need:
        """Return the need for a sharp picture of a page; a very large one gets fewer pixels than it covers."""
        area, ratio = self.layout_of_pages.area(page), self.devicePixelRatioF()
        pixels = max(1.0, area.width() * area.height()) * ratio**2
        return Need(page, self.layout_of_pages.scale * ratio * min(1.0, (_MOST_PIXELS / pixels) ** 0.5))

    def show_ticks(self, marks: Sequence[Mark]) -> None:
        """Show on the scroll bar where the marks stand, as well as their place in the text of their page tells."""
        assert self.content is not None
        document, ticks = self.content.document, []
        height = max(1.0, self.layout_of_pages.height, self.viewport().height())
        for mark in marks:
            page = document.page_at(mark.start) or 0
            words = document.pages[page]
            share = min(1.0, max(0.0, (mark.start - words.start) / max(1, words.end - words.start)))
            area = self.layout_of_pages.area(page)
            ticks.append(((area.top() + share * area.height()) / height, mark.colour))
        self.bar.show_ticks(ticks)

    def take_boxes(self, boxes: PageBoxes) -> None:
        """Learn where the characters of a page stand, and paint what was waiting for it."""
        assert self.content is not None
        self.content.text.add_boxes(boxes)
        self.viewport().update()
        if self._follows_caret:
            self._follow_caret()

    def _pages_in_sight(self) -> Sequence[int]:
        top = self.offset().y()
        layout = self.layout_of_pages
        return layout.pages_between(top, top + self.viewport().height()) or [layout.page_at(top)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight, and the icons beside them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("hover"))
        if self.content is None:
            return
        painter.translate(-self.offset())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pages = PagePainter(painter, self.layout_of_pages, self.current)
        in_sight = self._pages_in_sight()
        for page in in_sight:
            pages.paint(self._scene(page, self.content))
        self._margin = pages.margin((page, self.content.marks.on_page(page)) for page in in_sight)

    def _scene(self, page: int, content: PdfContent) -> PageScene:
        picture, trouble = content.loader.picture(page), content.loader.trouble(page)
        selection = content.caret.selection
        spans = content.text.spans_on(page, *selection) if selection else ()
        caret = content.text.caret(content.caret.head) if content.caret.head is not None and self.hasFocus() else None
        return PageScene(
            page=page,
            label=self.page_name(page),
            picture=picture,
            words=trouble or ("" if picture else "Loading …"),
            lines=content.marks.on_page(page),
            selected=tuple(rect for span in spans for rect in content.text.rects(span)),
            caret=caret[1] if caret and caret[0] == page else None,
            found=content.found_on(page),
        )

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew at the new place and fetch what came into sight."""
        del dx, dy
        self.fetch()
        self.viewport().update()
        if self.page != self._page:
            self._page = self.page
            self.page_changed.emit(self._page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the view, which decides whether the pages change their size."""
        super().resizeEvent(event)
        self.resized.emit()

    def spot_at(self, view_point: QPointF) -> Spot:
        """Return the point of a page under a point of the view."""
        return self.layout_of_pages.spot(view_point + self.offset())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret where the mouse is; with Shift, select to there."""
        if event.button() is not Qt.MouseButton.LeftButton or self.content is None:
            return
        self._pressed = event.position()
        self._stay_here()
        if self._margin.at(event.position() + self.offset()) is None:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._put_caret(event.position(), extends)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select while the button is down; otherwise show what a click would do."""
        if self.content is None:
            return
        if event.buttons() & Qt.MouseButton.LeftButton and self._pressed is not None:
            self._put_caret(event.position(), selects=True)
            self.show_spot(self.spot_at(event.position()), air=4)
        else:
            self.viewport().setCursor(self._cursor_at(event.position(), self.content))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hit the mark or the link under a click."""
        pressed, self._pressed = self._pressed, None
        if self.content is None or pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        beside = self._margin.at(event.position() + self.offset())
        if (event.position() - pressed).manhattanLength() > _CLICK_SLACK:
            return
        link = self._link_at(event.position(), self.content)
        if beside is not None:
            self.mark_hit.emit(beside.key)
        elif self.content.caret.selection:
            return
        elif link is None and (mark := self.content.marks.at(self.spot_at(event.position()))) is not None:
            self.mark_hit.emit(mark.key)
        elif link is not None:
            self.link_hit.emit(link.target, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word under the mouse."""
        offset = self.content.text.offset_at(self.spot_at(event.position())) if self.content else None
        if self.content is not None and offset is not None:
            self.content.caret.select_word(offset)
            self._caret_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret; without one, or by whole pages, scroll."""
        self._stay_here()
        move = caret_move(event)
        if self.content is None:
            super().keyPressEvent(event)
        elif move is not None and (self.content.caret.head is not None or move.is_far):
            if self.content.caret.head is None:
                self.content.caret.place(0)
            self.content.caret.move(move.step, move.forward, selects=move.selects)
            self._caret_changed()
            self._follow_caret()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a mark means, or where a link leads, under a resting mouse; draw anew for a sharper screen."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.fetch()
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.content is not None:
            link, mark = self._link_at(QPointF(event.pos()), self.content), self._mark_at(QPointF(event.pos()))
            words = mark.tooltip if mark else link.target if link else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def _stay_here(self) -> None:
        """Forget what is still awaited: the person goes somewhere, and must not be scrolled away from there."""
        self.awaited_page, self._follows_caret = None, False

    def _follow_caret(self) -> None:
        """Scroll to the caret; where its page is not known yet, to the page."""
        assert self.content is not None
        head = self.content.caret.head or 0
        place = self.content.text.caret(head)
        self._follows_caret = place is None
        if place is not None:
            self.show_spot(Spot(place[0], place[1].left, (place[1].top + place[1].bottom) / 2))
        elif (page := self.content.document.page_at(head)) is not None:
            self.scroll_to(Spot(page, 0, 0), TOP)

    def _put_caret(self, view_point: QPointF, selects: bool) -> None:
        assert self.content is not None
        offset = self.content.text.caret_at(self.spot_at(view_point))
        if offset is not None:
            self.content.caret.place(offset, selects=selects)
            self._caret_changed()

    def _caret_changed(self) -> None:
        self._follows_caret = False
        self.viewport().update()
        self.caret_moved.emit()

    def _cursor_at(self, view_point: QPointF, content: PdfContent) -> Qt.CursorShape:
        if self._margin.at(view_point + self.offset()) or self._link_at(view_point, content):
            return Qt.CursorShape.PointingHandCursor
        is_over_words = content.text.offset_at(self.spot_at(view_point), tolerance=6.0) is not None
        return Qt.CursorShape.IBeamCursor if is_over_words else Qt.CursorShape.ArrowCursor

    def _mark_at(self, view_point: QPointF) -> Mark | None:
        if self.content is None:
            return None
        beside = self._margin.at(view_point + self.offset())
        return beside or self.content.marks.at(self.spot_at(view_point))

    def _link_at(self, view_point: QPointF, content: PdfContent) -> Link | None:
        offset = content.text.offset_at(self.spot_at(view_point))
        return content.link_at(offset) if offset is not None else None
