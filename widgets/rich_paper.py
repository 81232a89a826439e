"""The sheet a rich draft is read on: a read-only text browser that paints marks and never loads anything itself."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QMarginsF, QPoint, QPointF, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QToolTip, QWidget

from widgets.margin_notes import Notes
from widgets.mark_index import MarkIndex
from widgets.mark_paint import BELOW_BASELINE, Margin, draw_line, soft
from widgets.mark_scroll_bar import MarkScrollBar
from widgets.marks import Mark
from widgets.rich_formats import BOXED
from widgets.rich_images import Pictures
from widgets.rich_inline import CALL, NOTE
from widgets.rich_writer import PICTURE
from widgets.theme import colour, px, text_scale

PAPER_EDGE = 28
_ICON_EDGE, _NOTE_EDGE = 14, 56
_CLICK_SLACK = 4
_BOX_AIR = 10.0
_ABOVE = 240  # icons of lines just above the view may have stepped down into it


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line in pixels of the view, and the baseline of its words."""

    area: QRectF
    baseline: float


class RichPaper(QTextBrowser):
    """Shows a QTextDocument with marks; positions are Qt positions."""

    mark_hit = Signal(str)
    link_hit = Signal(str, QPoint)
    zoom_wanted = Signal(float)
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.bar = MarkScrollBar(self)
        self.setVerticalScrollBar(self.bar)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)
        self.document().setDocumentMargin(PAPER_EDGE)
        self.found: Callable[[int, int], Iterable[tuple[int, int]]] = lambda *_: ()  # by first and last position
        self.pictures: Pictures | None = None
        self.measure = 0.0
        self.note_room = 0
        self._index = MarkIndex()
        self._current: str | None = None
        self._margin = Margin(0)
        self._notes = Notes((), 0, 0)
        self._pressed: QPoint | None = None
        self.anchorClicked.connect(self._hit_link)

    def show_marks(self, index: MarkIndex, heights: Sequence[float] = ()) -> None:
        """Paint these marks, with ticks on the scroll bar at these ``height_of`` the first stretch of each."""
        self._index = index
        whole = max(1.0, self.document().documentLayout().documentSize().height(), self.viewport().height())
        colours = (placed.mark.colour for placed in index.firsts())
        self.bar.show_ticks((height / whole, token) for height, token in zip(heights, colours, strict=False))
        self.viewport().update()

    def height_of(self, position: int) -> float:
        """Return how far down the document the paragraph of a Qt position stands, in pixels."""
        block = self.document().findBlock(position)
        return self.document().documentLayout().blockBoundingRect(block).center().y()

    def show_current(self, key: str | None) -> None:
        """Tint the mark with this key, or none."""
        self._current = key
        self.viewport().update()

    def line_at(self, position: int) -> QRectF:
        """Return the rectangle of the line that holds a Qt position, in pixels of the whole document."""
        block = self.document().findBlock(position)
        box = self.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        return line.rect().translated(box.topLeft()) if line.isValid() else box

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Give the document its own pictures and nothing else, wherever a name points."""
        number = QUrl(name).toString().removeprefix(PICTURE)
        if self.pictures is None or kind != QTextDocument.ResourceType.ImageResource.value or not number.isdecimal():
            return None
        return self._picture(int(number))

    def _picture(self, number: int) -> QImage:
        assert self.pictures is not None
        size = self.pictures.size(number) or QSize(1, 1)
        ratio = self.devicePixelRatioF()
        factor = min(1.0, self.measure / size.width()) * ratio if self.measure else ratio
        image = self.pictures.image(number, (size.toSizeF() * factor).toSize().expandedTo(QSize(1, 1)))
        image.setDevicePixelRatio(max(ratio, 1.0))
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint below the words, the lines below them and the icons beside them."""
        reach = self._reach()
        in_sight = list(self._in_sight(*reach))
        self._paint_boxes()
        self._paint_tint(in_sight)
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._frame_found(painter, *reach)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._margin = Margin(PAPER_EDGE + self.measure + px(_ICON_EDGE) - self.horizontalScrollBar().value())
        for mark, first, pieces in in_sight:
            for piece in pieces:
                y = piece.baseline + (BELOW_BASELINE + 1) * text_scale()
                draw_line(painter, QLineF(piece.area.left(), y, piece.area.right(), y), mark)
            if first >= 0 and pieces:
                paragraph = self.document().findBlock(first).blockNumber()
                self._margin.add(mark, pieces[0].area.center().y(), paragraph, mark.key == self._current)
        self._margin.draw(painter, self._current)
        icons = self._margin.icons if self.note_room else ()
        left = PAPER_EDGE + self.measure + px(_NOTE_EDGE) - self.horizontalScrollBar().value()
        self._notes = Notes(icons, left, min(self.note_room, self.viewport().width() - left) - PAPER_EDGE)
        self._notes.draw(painter, self._current)

    def _frame_found(self, painter: QPainter, first: int, last: int, scroll: QPointF) -> None:
        """Frame the places of what is looked for; the current one is selected, too."""
        painter.setPen(QPen(colour("accent"), 1))
        for piece_first, piece_last in self.found(first, last):
            for piece in self._pieces(piece_first, piece_last, self.document().documentLayout(), scroll):
                painter.drawRect(piece.area.adjusted(-1, 0, 1, -1))

    def _paint_boxes(self) -> None:
        """Paint the ground of code and text boxes, with some air around their words."""
        painter = QPainter(self.viewport())
        layout = self.document().documentLayout()
        scroll = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        block = self.cursorForPosition(QPoint(PAPER_EDGE + 1, 1)).block()
        while block.isValid():
            box = layout.blockBoundingRect(block).translated(-scroll)
            if box.top() > self.viewport().height():
                break
            if block.blockFormat().property(BOXED):
                left = box.left() + block.blockFormat().leftMargin()
                air = QMarginsF(_BOX_AIR, _BOX_AIR / 2, _BOX_AIR, _BOX_AIR / 2)
                width = self.measure - block.blockFormat().leftMargin()
                painter.fillRect(QRectF(left, box.top(), width, box.height()) + air, colour("panel"))
            block = block.next()

    def _paint_tint(self, in_sight: list[tuple[Mark, int, list[Piece]]]) -> None:
        painter = QPainter(self.viewport())
        for mark, _, pieces in in_sight:
            if mark.key != self._current:
                continue
            outlined = soft(mark.colour) == colour("paper")
            painter.setPen(QPen(QColor(colour(mark.colour))) if outlined else Qt.PenStyle.NoPen)
            painter.setBrush(soft(mark.colour))
            for piece in pieces:
                painter.drawRect(piece.area)

    def _in_sight(self, first: int, last: int, scroll: QPointF) -> Iterator[tuple[Mark, int, list[Piece]]]:
        """Yield the marks in sight with their pieces; also those a little above, whose icons may have stepped down."""
        layout = self.document().documentLayout()
        for placed in self._index.between(first, last):
            pieces = list(self._pieces(placed.first, placed.last, layout, scroll))
            yield placed.mark, placed.first if placed.is_first else -1, pieces

    def _reach(self) -> tuple[int, int, QPointF]:
        """Return the first and the last position in sight, or a little above, and how far it is scrolled."""
        layout, view = self.document().documentLayout(), self.viewport().rect()
        scroll = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        first = layout.hitTest(scroll - QPointF(0, _ABOVE), Qt.HitTestAccuracy.FuzzyHit)
        last = layout.hitTest(scroll + QPointF(view.bottomRight()), Qt.HitTestAccuracy.FuzzyHit)
        return max(0, first), max(0, last), scroll

    def _pieces(self, first: int, last: int, layout: QAbstractTextDocumentLayout, scroll: QPointF) -> Iterator[Piece]:
        block = self.document().findBlock(first)
        while block.isValid() and block.position() < last:
            box = layout.blockBoundingRect(block).translated(-scroll)
            lines = block.layout()
            for number in range(lines.lineCount()):
                line = lines.lineAt(number)
                start = max(first - block.position(), line.textStart())
                end = min(last - block.position(), line.textStart() + line.textLength())
                if start < end:
                    left, right = sorted((_x(line.cursorToX(start)), _x(line.cursorToX(end))))
                    right = max(left, min(right, line.naturalTextRect().right()))  # no spaces after the last word
                    top = box.y() + line.y()
                    yield Piece(QRectF(box.x() + left, top, right - left, line.height()), top + line.ascent())
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the view, which decides how wide the column becomes."""
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a selection; a press on an icon leaves the selection alone."""
        self._pressed = event.position().toPoint()
        if self._margin.at(event.position()) is None and self._notes.at(event.position()) is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hit the mark under a click, unless a link is there."""
        super().mouseReleaseEvent(event)
        here = event.position().toPoint()
        is_click = self._pressed is not None and (here - self._pressed).manhattanLength() <= _CLICK_SLACK
        self._pressed = None
        if event.button() is not Qt.MouseButton.LeftButton or not is_click:
            return
        beside = self._margin.at(event.position()) or self._notes.at(event.position())
        if beside is not None:
            self.mark_hit.emit(beside.key)
        elif not self.textCursor().hasSelection() and not self.anchorAt(here):
            mark = self._mark_at(event.position())
            if mark is not None:
                self.mark_hit.emit(mark.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would do."""
        super().mouseMoveEvent(event)
        if not event.buttons():
            over_icon = (self._margin.at(event.position()) or self._notes.at(event.position())) is not None
            over_link = bool(self.anchorAt(event.position().toPoint()))
            shape = Qt.CursorShape.PointingHandCursor if over_icon or over_link else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under a resting mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self._tooltip(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
                return True
            QToolTip.hideText()
        return super().viewportEvent(event)

    def _tooltip(self, point: QPoint) -> str:
        """Return what to say at a point: where a link really leads, else what the mark means, else a picture's text."""
        target = self.anchorAt(point)
        if target and not target.startswith((NOTE, CALL)) and self._margin.at(QPointF(point)) is None:
            return target
        mark = self._mark_at(QPointF(point))
        if mark is not None:
            return mark.tooltip
        return self.cursorForPosition(point).charFormat().toolTip()

    def _mark_at(self, point: QPointF) -> Mark | None:
        icon_mark = self._margin.at(point)
        if icon_mark is not None:
            return icon_mark
        scroll = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        position = self.document().documentLayout().hitTest(point + scroll, Qt.HitTestAccuracy.ExactHit)
        return self._index.at(position) if position >= 0 else None

    def _hit_link(self, url: QUrl) -> None:
        cursor: QTextCursor = self.textCursor()
        corner: QRect = self.cursorRect(cursor)
        self.link_hit.emit(url.toString(), self.viewport().mapToGlobal(corner.bottomLeft()))


def _x(found: object) -> float:
    """Return the x of ``QTextLine.cursorToX``, which answers with the position too."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]
