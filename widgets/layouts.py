"""Where things stand: the panel's place, presets for a kind of work, and the draft alone on the whole screen."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from widgets.panes import PLACES, Panes


@dataclass(frozen=True, slots=True)
class Preset:
    """Which parts are shown beside the draft, and the panel's tab ("" leaves it)."""

    queue: bool
    panel: bool
    tab: str = ""


PRESETS = {
    "read": Preset(False, False),
    "check": Preset(True, True, "findings"),
    "score": Preset(False, True, "rubric"),
}
LAYOUT_REQUESTS = (*(f"{name}_preset" for name in PRESETS), *(f"panel_{place}" for place in PLACES))
LAYOUT_REQUESTS += ("toggle_sidebar", "full_screen")


class Layouts(QObject):
    """Arranges the window; ``foot`` is what goes away with the menus on the whole screen."""

    def __init__(self, window: QMainWindow, panes: Panes, foot: QWidget) -> None:
        super().__init__(window)
        self._window, self._panes, self._foot = window, panes, foot
        self._before: tuple[bool, bool, Qt.WindowState] | None = None
        window.installEventFilter(self)

    def do(self, request: str) -> None:
        """Do what an action of ``LAYOUT_REQUESTS`` asks for."""
        subject, _, what = request.partition("_")
        if subject == "panel":
            self.put_panel(what)
        elif what == "preset":
            self.use(PRESETS[subject])
        elif what == "sidebar":
            self._panes.toggle_queue()
        else:
            self.toggle_full_screen()

    def use(self, preset: Preset) -> None:
        """Show the parts of a preset."""
        self._show(preset.queue, preset.panel)
        if preset.tab:
            self._panes.panels.show_tab(preset.tab)
            self._panes.fit_panel()
        else:
            self._panes.desk.focus_draft()

    def put_panel(self, place: str) -> None:
        """Put the panel somewhere else, and show it there."""
        self._panes.panels.show()
        self._panes.put_panel(place)

    def toggle_full_screen(self) -> None:
        """Show the draft alone on the whole screen, or everything as it was."""
        if self._before is None:
            parts = (self._panes.wants_queue, not self._panes.panels.isHidden())
            self._before = (*parts, self._window.windowState())
            self._show(False, False)
            self._show_bars(False)
            self._window.setWindowState(self._before[2] | Qt.WindowState.WindowFullScreen)
        else:
            (queue, panel, state), self._before = self._before, None
            self._window.setWindowState(state)
            self._show_bars(True)
            self._show(queue, panel)
            self._panes.fit_panel()
        self._panes.desk.focus_draft()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the whole screen with Escape, where nothing else wanted that key."""
        if self._before is None or not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if watched is self._window and event.key() == Qt.Key.Key_Escape:
            self.toggle_full_screen()
            return True
        return False

    def _show(self, queue: bool, panel: bool) -> None:
        self._panes.show_queue(queue)
        self._panes.panels.setVisible(panel)

    def _show_bars(self, wanted: bool) -> None:
        self._window.menuBar().setVisible(wanted)
        self._foot.setVisible(wanted)
