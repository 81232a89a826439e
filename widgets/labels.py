"""Text and icons that follow the theme. Words of a draft are shown as plain text, never as markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from widgets.icons import icon, pixmap
from widgets.theme import px, theme


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


class IconLabel(QLabel):
    """A small icon that changes colour with the theme; its meaning is its tooltip and accessible name."""

    def __init__(self, name: str, colour: str, meaning: str, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self.setToolTip(meaning)
        self.setAccessibleName(meaning)
        theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, self._colour, px(self._size)))
        self.setFixedSize(px(self._size), px(self._size))


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

    def _draw(self) -> None:
        self.setIcon(icon(self._icon_name, "accent" if self.property("kind") == "link" else "ink"))
        self.setIconSize(QSize(px(16), px(16)))


class IconButton(QToolButton):
    """A tool button with an icon that follows the theme; ``name`` is its tooltip and accessible name."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setAccessibleName(name)
        self.setToolTip(name)
        theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._icon_name, "ink2"))
        self.setIconSize(QSize(px(16), px(16)))
