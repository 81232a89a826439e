"""Asks before anything is opened outside: a menu that shows where a link really leads."""

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from widgets.icons import icon

_SCHEMES = frozenset({"http", "https", "ftp", "mailto"})
_SHOWN = 90


def ask_to_open(parent: QWidget, target: str, at: QPoint) -> QMenu:
    """Show a menu at the global position ``at``: the true address, and opening or copying it."""
    menu = QMenu(parent)
    address = menu.addAction(_shortened(target).replace("&", "&&"))
    address.setEnabled(False)
    if QUrl(target).scheme().lower() in _SCHEMES:
        opening = menu.addAction(icon("external-link"), "Open in the browser")
        opening.triggered.connect(lambda: QDesktopServices.openUrl(QUrl(target)))
    copying = menu.addAction(icon("copy"), "Copy address")
    copying.triggered.connect(lambda: QGuiApplication.clipboard().setText(target))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu


def _shortened(address: str) -> str:
    return address if len(address) <= _SHOWN else f"{address[: _SHOWN - 20]} … {address[-17:]}"
