"""Icons by their Lucide name, drawn crisp in a colour of the palette."""

from functools import cache

from lucide import lucide_icon
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from widgets.theme import colour


def icon(name: str, colour_token: str = "ink2", size: int = 16) -> QIcon:
    """Return the named icon in a palette colour, for a button or an action. Raises KeyError for an unknown name."""
    return QIcon(pixmap(name, colour_token, size))


def pixmap(name: str, colour_token: str = "ink2", size: int = 16) -> QPixmap:
    """Return the named icon, ``size`` device-independent pixels square. Raises KeyError for an unknown name."""
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    return _pixmap(name, colour(colour_token).name(), size, app.devicePixelRatio())


@cache
def _pixmap(name: str, hex_colour: str, size: int, ratio: float) -> QPixmap:
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(name, hex_colour).encode())).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def svg(name: str, hex_colour: str) -> str:
    """Return the icon's SVG text with its lines in ``hex_colour``. Raises KeyError for an unknown name."""
    return str(lucide_icon(name, stroke=hex_colour))
