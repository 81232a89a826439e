"""How it stands with the shared database, at the left of the status bar: a press shows what waits and what came."""

from PySide6.QtWidgets import QWidget

from app.shell.sharing_desk import SharingDesk
from app.shell.sharing_standing import Mood, Standing
from widgets.labels import Button
from widgets.theme import theme

_ICONS = {Mood.WELL: "cloud-check", Mood.OFFLINE: "wifi-off", Mood.PASSWORD: "key-round"}


class SharingStatus(Button):
    """Not there while nothing is shared."""

    def __init__(self, desk: SharingDesk, parent: QWidget | None = None) -> None:
        super().__init__("", kind="link", icon_name="cloud", parent=parent)
        self._desk = desk
        desk.changed.connect(self._show)
        theme().changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        standing = self._desk.standing
        self.setVisible(self._desk.is_shared)
        self._icon_name = icon_of(standing, busy=self._desk.is_busy)
        self._draw()
        self.setText(standing.words)
        self.setAccessibleName(f"Sharing: {standing.words}")
        self.setToolTip(f"{standing.sentence if standing.address else ''} (Alt+Y)")


def icon_of(standing: Standing, *, busy: bool = False) -> str:
    """Return the icon of a standing: what a person has to do comes before what the network does."""
    if standing.mood is not Mood.PASSWORD and (standing.counts.conflicts or standing.counts.refused):
        return "git-compare-arrows" if standing.counts.conflicts else "cloud-alert"
    return "refresh-cw" if busy and standing.mood is Mood.WELL else _ICONS.get(standing.mood, "cloud")
