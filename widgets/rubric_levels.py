"""The levels of a criterion side by side, each with its digit; a person chooses one, by key or click."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from rubrics.model import Criterion, Level
from widgets.icons import pixmap
from widgets.theme import colour, font, px, theme

_HEIGHT, _EDGE, _DIGIT, _GAP, _TICK = 46, 9, 14, 6, 16


class LevelButton(QAbstractButton):
    """One level: digit, name and points. Solid and ticked when a person chose it, dotted when it is suggested."""

    moved = Signal(int)  # the arrows ask for a neighbour
    lowered = Signal()  # Down asks for the evidence
    tabbed = Signal(bool)  # Tab (or Shift+Tab) asks for the next criterion

    def __init__(self, number: int, level: Level, most: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.level = level
        self.is_suggested = False
        self._number, self._most = number, most
        self.setText(level.label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(level.describes)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.updateGeometry)
        self.show_state(False, False)

    def show_state(self, chosen: bool, suggested: bool) -> None:
        """Show whether a person chose this level, and whether the evidence speaks for it."""
        self.setChecked(chosen)
        self.is_suggested = suggested and not chosen
        state = "chosen" if chosen else "suggested" if self.is_suggested else ""
        parts = (f"{self._number} {self.level.label}", self._points(), state)
        self.setAccessibleName(", ".join(filter(None, parts)))
        self.setAccessibleDescription(self.level.describes)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that digit, name and tick need."""
        words = QFontMetrics(font("strong")).horizontalAdvance(self.level.label)
        points = QFontMetrics(font("smallest")).horizontalAdvance(self._second_line(True))
        return QSize(px(_EDGE * 2 + _DIGIT) + max(words + px(_TICK), points) + 2, px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a size in which a long name is cut."""
        return QSize(px(72), px(_HEIGHT))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the level."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        left, right = px(_EDGE), self.width() - px(_EDGE)
        first, second = QRect(left, px(5), right - left, px(20)), QRect(left, px(24), right - left, px(17))
        self._draw(painter, first, str(self._number), "smallest", "ink2")
        for line in (first, second):
            line.setLeft(left + px(_DIGIT))
        if self.isChecked():
            painter.drawPixmap(right - px(_TICK) + 2, px(7), pixmap("check", "accent", _TICK))
            first.setRight(right - px(_TICK))
        self._draw(painter, first, self.level.label, "strong" if self.isChecked() else "body", "ink")
        self._draw(painter, second, self._second_line(self.is_suggested), "smallest", "ink2")
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrows without choosing; Enter chooses as the space bar does."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.key() == Qt.Key.Key_Down:
            self.lowered.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Tab for the next criterion, before Qt takes it for the next level."""
        tabs = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in tabs:
            self.tabbed.emit(event.key() == Qt.Key.Key_Tab)
            return True
        return super().event(event)

    def _points(self) -> str:
        return f"{self.level.points.normalize():f} of {self._most}"

    def _second_line(self, suggested: bool) -> str:
        return f"{self.level.points.normalize():f}, suggested" if suggested else self._points()

    def _paint_box(self, painter: QPainter) -> None:
        chosen = self.isChecked()
        ground = "accent_soft" if chosen or self.isDown() else "hover" if self.underMouse() else "raised"
        dots = Qt.PenStyle.DotLine if self.is_suggested else Qt.PenStyle.SolidLine
        pen = QPen(colour("accent" if chosen or self.is_suggested else "line"), 2 if chosen else 1, dots)
        if self.is_suggested:
            pen.setWidthF(1.6)
        painter.setPen(pen)
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("ink"), 2))  # not the accent: that says a person chose it
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 3, 3)

    def _draw(self, painter: QPainter, rect: QRect, text: str, role: str, token: str) -> None:
        face = font(role)
        painter.setFont(face)
        painter.setPen(colour(token))
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class LevelRow(QWidget):
    """The levels of one criterion, on as many lines as the width needs; one stop for the keyboard."""

    chosen = Signal(str)  # the id of the level
    tabbed = Signal(bool)
    lowered = Signal()

    def __init__(self, criterion: Criterion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        most = f"{criterion.most_points.normalize():f}"
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons = [LevelButton(number, level, most, self) for number, level in enumerate(criterion.levels, 1)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)  # nine levels must not widen the panel
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._columns = 0
        for place, button in enumerate(self.buttons):
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, level=button.level.id: self.chosen.emit(level))
            button.moved.connect(lambda by, place=place: self._move(place + by))
            button.tabbed.connect(self.tabbed)
            button.lowered.connect(self.lowered)
        theme().changed.connect(self._arrange_anew)
        self._arrange()

    def show_state(self, chosen: str, suggested: str) -> None:
        """Show which level was chosen and which is suggested, by their ids."""
        for button in self.buttons:
            button.show_state(button.level.id == chosen, button.level.id == suggested)

    def take_keyboard(self) -> None:
        """Put the keyboard on the level that was chosen, else on the first."""
        wanted = next((button for button in self.buttons if button.isChecked()), self.buttons[0])
        wanted.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the levels in as many columns as fit."""
        super().resizeEvent(event)
        self._arrange()

    def _move(self, place: int) -> None:
        self.buttons[place % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _arrange_anew(self) -> None:
        """Follow the size of the text."""
        self._arrange(anew=True)

    def _arrange(self, anew: bool = False) -> None:
        widest = max(button.sizeHint().width() for button in self.buttons)
        count = len(self.buttons)
        fitting = max(1, min(count, (self.width() + _GAP) // (widest + _GAP)))
        columns = -(-count // -(-count // fitting))  # lines of the same length
        if columns == self._columns and not anew:
            return
        self._columns = columns
        for column in range(count):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, place // columns, place % columns)
