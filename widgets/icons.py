"""Icons by their Lucide name, drawn crisp in a colour of the palette and redrawn when the theme changes."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from widgets.icon_files import svg
from widgets.theme import colour, px


def icon(name: str, colour_token: str = "ink2", size: int = 16, air: int = 0) -> QIcon:  # noqa: S107 a palette token
    """Return the named icon, which follows the theme, for a button or an action, with ``air`` pixels at its right.

    Raises KeyError for a wrong name.
    """
    svg(name, "")
    return QIcon(_Engine(name, colour_token, size, air))


def pixmap(name: str, colour_token: str = "ink2", size: int = 16) -> QPixmap:  # noqa: S107 a palette token, no secret
    """Return the named icon for painting, ``size`` pixels square at 100 % text. Raises KeyError for an unknown name."""
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    ratio = app.devicePixelRatio()
    return _drawn(name, colour(colour_token).name(), round(px(size) * ratio), ratio)


class _Engine(QIconEngine):
    """Draws an icon in the palette's colour of the moment, greyed when disabled, never larger than its size."""

    def __init__(self, name: str, token: str, size: int, air: int = 0) -> None:
        super().__init__()
        self._name, self._token, self._size, self._air = name, token, size, air

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _: QIcon.State) -> None:
        _renderer(self._name, self._colour(mode)).render(painter, _square_in(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        room = self.actualSize(size, mode, state)
        drawn = _drawn(self._name, self._colour(mode), round(room.height() * scale), scale)
        return _beside_air(drawn, room, scale) if self._air else drawn

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        air = px(self._air)
        side = max(1, min(size.width() - air, size.height(), px(self._size)))
        return QSize(side + air, side)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token, self._size, self._air)

    def _colour(self, mode: QIcon.Mode) -> str:
        return colour("off" if mode is QIcon.Mode.Disabled else self._token).name()


def _beside_air(drawn: QPixmap, room: QSize, scale: float) -> QPixmap:
    made = QPixmap(room * scale)
    made.fill(Qt.GlobalColor.transparent)
    made.setDevicePixelRatio(scale)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made


def _square_in(rect: QRect) -> QRectF:
    side = min(rect.width(), rect.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(QRectF(rect).center())
    return square


@cache
def _renderer(name: str, hex_colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg(name, hex_colour).encode()))


@cache
def _drawn(name: str, hex_colour: str, side: int, ratio: float) -> QPixmap:
    """Return the icon, ``side`` device pixels square."""
    renderer = _renderer(name, hex_colour)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
