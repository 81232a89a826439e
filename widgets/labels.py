"""Text and icons that follow the theme. Words of a draft are shown as plain text, never as markup."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from widgets.icons import icon, pixmap
from widgets.theme import colour, px, theme

_ICON_AIR = 3  # between an icon and its words, beside what the style leaves


def label(text: str, role: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label in a role of the style sheet: title, strong, caption, muted, small, quote, reading, display."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def rule(direction: str = "h") -> QFrame:
    """Return a hairline: "h" lies, "v" stands."""
    made = QFrame()
    made.setProperty("rule", direction)
    return made


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where there is no room; the whole of it is the tooltip."""

    def __init__(self, text: str, role: str = "", most: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._most = most
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum if most else QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self.show_text(text)

    def show_text(self, text: str, tooltip: str = "") -> None:
        """Show ``text``; ``tooltip`` replaces it there."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(tooltip or text)
        self.updateGeometry()
        self._cut()

    def sizeHint(self) -> QSize:
        """Return the size of the whole text, at most ``most`` pixels wide."""
        width = self.fontMetrics().horizontalAdvance(self._text) + 2
        return QSize(min(width, px(self._most)) if self._most else width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return a size that leaves room for the ellipsis alone."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width()))


class IconLabel(QLabel):
    """A small icon that changes colour with the theme; its meaning is its tooltip and accessible name."""

    def __init__(self, name: str, colour: str, meaning: str, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self.name_it(meaning)
        theme().changed.connect(self._draw)
        self._draw()

    def name_it(self, meaning: str) -> None:
        """Say what the icon means here."""
        self.setToolTip(meaning)
        self.setAccessibleName(meaning)

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, self._colour, self._size))
        self.setFixedSize(px(self._size), px(self._size))


def presses(event: QKeyEvent) -> bool:
    """Whether a key presses a button beside Space: Enter, which Qt leaves to the platform."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A push button with an icon that follows the theme, and its key shown after the word."""

    def __init__(
        self, text: str, key: str = "", kind: str = "", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(f"{text}  {key}" if key else text, parent)
        self._icon_name = icon_name
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        if kind:
            self.setProperty("kind", kind)
        if icon_name:
            theme().changed.connect(self._draw)
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter as by Space."""
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring of the focus inside a filled button: around it, it would be lost beside the fill's colour."""
        super().paintEvent(event)
        if self.hasFocus() and self.property("kind") == "primary":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("on_accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 3, 3)

    def _draw(self) -> None:
        air = _ICON_AIR if self.text() else 0
        self.setIcon(icon(self._icon_name, "accent" if self.property("kind") == "link" else "ink", air=air))
        self.setIconSize(QSize(px(16) + px(air), px(16)))


def on_line(link: Button) -> QVBoxLayout:
    """Return a layout in which a link is no higher than a line of words: it is higher itself, to be easily hit."""
    over = max(0, link.sizeHint().height() - link.fontMetrics().height()) // 2
    made = QVBoxLayout()
    made.setSpacing(0)
    made.addSpacing(-over)
    made.addWidget(link)
    made.addSpacing(-over)
    made.addStretch()
    return made


class IconButton(QToolButton):
    """A tool button with an icon that follows the theme; ``name`` is its tooltip and accessible name."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setAccessibleName(name)
        self.setToolTip(name)
        theme().changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter as by Space."""
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        self.setIcon(icon(self._icon_name, "ink2"))
        self.setIconSize(QSize(px(16), px(16)))
