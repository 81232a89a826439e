"""Colours, fonts and the style sheet, from one palette: a widget asks for ``ink2``, never for a hex value."""

import re
from importlib import resources
from string import Template

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from widgets.fonts import face_families, role_font
from widgets.icon_files import style_icons
from widgets.palettes import palettes

NAMES = ("system", "light", "dark", "contrast")
SMALLEST_TEXT, LARGEST_TEXT = 0.8, 2.0

_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "contrast": Qt.ColorScheme.Dark}
_QT_ROLES = {
    QPalette.ColorRole.Window: "chrome",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "ink2",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "fix",
    QPalette.ColorRole.Highlight: "accent_fill",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "control",
}
_QT_TEXT_ROLES = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Theme(QObject):
    """The look in use, a child of the application; ``changed`` comes after colours or sizes have changed."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._name = "system"
        self._scale = 1.0
        self._shown: tuple[str, float] | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def name(self) -> str:
        """What was asked for: one of ``NAMES``."""
        return self._name

    @property
    def scale(self) -> float:
        """The factor on every text size."""
        return self._scale

    @property
    def palette_name(self) -> str:
        """The palette in use: light, dark or contrast."""
        return self._system_palette() if self._name == "system" else self._name

    def show(self, name: str, scale: float) -> None:
        """Use a theme of ``NAMES`` at a text scale."""
        if name not in NAMES:
            raise ValueError(f"There is no theme {name!r}.")
        self._name, self._scale = name, max(SMALLEST_TEXT, min(LARGEST_TEXT, scale))
        if name == "system":
            self._app.styleHints().unsetColorScheme()
        else:
            self._app.styleHints().setColorScheme(_SCHEMES[name])
        self._refresh()

    def _follow_system(self) -> None:
        if self._name == "system":
            self._refresh()

    def _system_palette(self) -> str:
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"

    def _refresh(self) -> None:
        wanted = (self.palette_name, self._scale)
        if wanted == self._shown:
            return
        self._shown = wanted
        if self._app.style().name() != "fusion":
            self._app.setStyle(QStyleFactory.create("Fusion"))
        self._app.setPalette(_qt_palette(palettes()[self.palette_name]))
        self._app.setFont(role_font("body", self._scale))
        self._app.setStyleSheet(style_sheet(self.palette_name, self._scale))
        self.changed.emit()


def theme() -> Theme:
    """Return the application's theme; connect to its ``changed`` to follow it."""
    app = QCoreApplication.instance()
    assert isinstance(app, QApplication)
    return app.findChild(Theme) or Theme(app)


def apply_theme(app: QApplication, name: str) -> None:
    """Give the application the theme "light", "dark", "contrast" or "system", which follows the desktop."""
    (app.findChild(Theme) or Theme(app)).show(name, text_scale())


def set_text_scale(app: QApplication, scale: float) -> None:
    """Multiply every text size by ``scale``, from 0.8 to 2.0."""
    found = app.findChild(Theme) or Theme(app)
    found.show(found.name, scale)


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
    """Return the font of a role in ``widgets.fonts.ROLES`` ("small") at the text scale in use. Raises KeyError."""
    return role_font(role, theme().scale)


def style_sheet(palette_name: str, scale: float) -> str:
    """Return the style sheet filled from a palette; sizes written "14tx" are pixels that follow the text scale."""
    filled = Template(_resource("stet.qss")).substitute(
        palettes()[palette_name], sans=_families("sans"), serif=_families("serif"), code=_families("code"),
        icons=style_icons(palette_name),
    )  # fmt: skip
    return re.sub(r"(\d+)tx\b", lambda match: f"{round(int(match[1]) * scale)}px", filled)


def _families(face: str) -> str:
    return ", ".join(f'"{family}"' for family in face_families(face))


def _resource(name: str) -> str:
    return resources.files("resources").joinpath("style", name).read_text("utf-8")


def _qt_palette(tokens: dict[str, str]) -> QPalette:
    """Colour what the style sheet does not reach: standard dialogs, menus, selections."""
    made = QPalette()
    for role, token in _QT_ROLES.items():
        made.setColor(role, QColor(tokens[token]))
    for role in _QT_TEXT_ROLES:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens["off"]))
    return made
