"""Colours, fonts and the style sheet, from one palette: a widget asks for ``ink2``, never for a hex value."""

import json
from functools import cache
from importlib import resources

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

NAMES = ("system", "light", "dark", "contrast")
SCALES = (0.8, 2.0)


class Theme(QObject):
    """The look in use. A child of the application; ``changed`` is emitted after colours or sizes have changed."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.name = "system"
        self.scale = 1.0

    @property
    def palette_name(self) -> str:
        """The palette in use: light, dark or contrast."""
        if self.name != "system":
            return self.name
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return "dark" if dark else "light"


def theme() -> Theme:
    """Return the application's theme; connect to its ``changed`` to follow it."""
    app = QCoreApplication.instance()
    assert isinstance(app, QApplication)
    return app.findChild(Theme) or Theme(app)


def apply_theme(app: QApplication, name: str) -> None:
    """Give the application the theme "light", "dark", "contrast" or "system", which follows the desktop."""
    theme().name = name
    theme().changed.emit()


def set_text_scale(app: QApplication, scale: float) -> None:
    """Multiply every text size by ``scale``, from 0.8 to 2.0."""
    theme().scale = max(SCALES[0], min(SCALES[1], scale))
    apply_theme(app, theme().name)


def text_scale() -> float:
    """Return the factor on every text size."""
    return theme().scale


def px(size: float) -> int:
    """Return a size in pixels at 100 % as pixels at the text scale in use."""
    return round(size * theme().scale)


def colour(token: str) -> QColor:
    """Return a colour of the palette in use by its token ("ink2"). Raises KeyError."""
    return QColor(palettes()[theme().palette_name][token])


def font(role: str) -> QFont:
    """Return the font of a role: body, strong, small, caption, smallest, title, reading, heading, display, quote, code."""
    made = QFont()
    made.setPixelSize(px(14))
    return made


@cache
def palettes() -> dict[str, dict[str, str]]:
    """Return every palette: name to token to hex colour."""
    text = resources.files("resources").joinpath("style/palettes.json").read_text("utf-8")
    loaded: dict[str, dict[str, str]] = json.loads(text)
    return loaded
