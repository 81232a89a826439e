"""How it stands with the shared database, at the left of the status bar: a press shows what waits and what came."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.shell.sharing_desk import SharingDesk
from app.shell.sharing_standing import Mood, Standing
from widgets.labels import Button
from widgets.theme import theme

_ICONS = {
    Mood.WELL: "cloud-check",
    Mood.OFFLINE: "wifi-off",
    Mood.PASSWORD: "key-round",
    Mood.STUCK: "cloud-alert",
}


class SharingStatus(Button):
    """Not there while nothing is shared."""

    def __init__(self, desk: SharingDesk, parent: QWidget | None = None) -> None:
        super().__init__("", kind="link", icon_name="cloud", parent=parent)
        self._desk = desk
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        desk.changed.connect(self._show)
        theme().changed.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """Return the size of all its words."""
        return self._size_of(self._desk.standing.words)

    def minimumSizeHint(self) -> QSize:
        """Return a size that leaves room for the icon and an ellipsis."""
        return self._size_of("…")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _size_of(self, words: str) -> QSize:
        width_of, size = self.fontMetrics().horizontalAdvance, super().sizeHint()
        return QSize(size.width() - width_of(self.text()) + width_of(words), size.height())

    def _cut(self) -> None:
        words = self._desk.standing.words
        beside = self._size_of("").width()
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width() - beside))

    def _show(self) -> None:
        standing = self._desk.standing
        self.setVisible(self._desk.is_shared)
        self._icon_name = icon_of(standing, busy=self._desk.is_busy)
        self._draw()
        self.updateGeometry()
        self._cut()
        self.setAccessibleName(f"Sharing: {standing.words}")
        self.setToolTip(f"{standing.sentence if standing.address else ''} (Alt+Y)")


def icon_of(standing: Standing, *, busy: bool = False) -> str:
    """Return the icon of a standing: what a person has to do comes before what the network does."""
    if standing.mood is not Mood.PASSWORD and (standing.counts.conflicts or standing.counts.refused):
        return "git-compare-arrows" if standing.counts.conflicts else "cloud-alert"
    return "refresh-cw" if busy and standing.mood is Mood.WELL else _ICONS.get(standing.mood, "cloud")
