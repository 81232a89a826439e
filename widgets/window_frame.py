"""The window before its content: the grounds of its parts in the colours of its theme, drawn while the rest loads."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from widgets.palettes import palettes

if TYPE_CHECKING:
    from app.shell.session import Session
    from widgets.actions import Actions
    from widgets.desk import Desk
    from widgets.panels import Panels
    from widgets.panes import Panes
    from widgets.sidebar import Sidebar
    from widgets.sides import Sides
    from widgets.start_page import StartPage
    from widgets.status_line import StatusLine
    from widgets.tools import Tools

_MENU, _STATUS, _QUEUE = 24, 32, 212
_PATIENCE_MS = 300  # a window that is never exposed (started minimised) gets its content all the same


class WindowFrame(QMainWindow):
    """Draws a ground until ``end_ground``; imports nothing that is slow to load, so that it stands at once."""

    painted = Signal()
    """The ground is on the screen: what takes time may begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shows_queue = True
        self._palette = ""
        self._queue = QRect(0, _MENU + 1, _QUEUE, 0)
        self._shows_ground = True
        self._waits = QTimer(self)
        self._waits.setSingleShot(True)
        self._waits.timeout.connect(self.painted)

    def restore_ground(self, parts: dict[str, bytes]) -> None:
        """Draw the ground as the last window looked that gave these parts."""
        self._palette = parts.get("palette", b"").decode("ascii", "ignore")
        self.shows_queue = parts.get("queue") != b""
        numbers = parts.get("queue", b"").split()
        if len(numbers) == 3 and all(number.isdigit() for number in numbers):  # noqa: PLR2004 left is the window's edge
            top, width, height = map(int, numbers)
            self._queue = QRect(0, top, width, height)

    def ground_parts(self, palette: str, queue: QWidget) -> dict[str, bytes]:
        """Return what ``restore_ground`` needs: the palette in use and where the queue stands."""
        top = queue.mapTo(self, queue.rect().topLeft()).y()
        place = f"{top} {queue.width()} {queue.height()}" if queue.isVisible() else ""
        return {"palette": palette.encode(), "queue": place.encode()}

    def queue_place(self) -> QRect:
        """Return where the queue will stand, in pixels of the window."""
        height = self._queue.height() if self._queue.height() else self.height() - _MENU - _STATUS - 2
        return QRect(self._queue.left(), self._queue.top(), self._queue.width(), height)

    def end_ground(self) -> None:
        """Draw no ground any more: the content covers the window."""
        self._shows_ground = False

    def showEvent(self, event: object) -> None:
        """Wait for the first paint, but not for ever."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._shows_ground:
            self._waits.start(_PATIENCE_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the grounds of menu, queue, draft and status line."""
        super().paintEvent(event)
        if not self._shows_ground:
            return
        tokens = palettes().get(self._palette) or palettes()[_system_palette()]
        queue = self.queue_place()
        draft = QRect(queue.right() + 2, queue.top(), self.width(), queue.height())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens["chrome"]))
        painter.fillRect(queue.adjusted(0, -1, self.width(), 1), QColor(tokens["line"]))
        if self.shows_queue:
            painter.fillRect(queue, QColor(tokens["chrome"]))
            painter.fillRect(draft, QColor(tokens["paper"]))
        else:
            painter.fillRect(draft | queue, QColor(tokens["paper"]))
        painter.end()
        if self._waits.isActive():
            self._waits.start(0)


class WindowParts(WindowFrame):
    """The parts of the whole window and what its actions ask of it; the parts are there once they are loaded."""

    session: "Session"
    sidebar: "Sidebar"
    desk: "Desk"
    panels: "Panels"
    panes: "Panes"
    sides: "Sides"
    status_line: "StatusLine"
    keys: "Actions"
    tools: "Tools"
    start_page: "StartPage"
    is_sample: bool
    workspace_wanted: SignalInstance

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open drafts; source lists among the files are added to the lists instead."""
        raise NotImplementedError

    def comment_on_selection(self) -> None:
        """Start a comment on the selected words, or say what to do first."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take the newest change back."""
        raise NotImplementedError

    def redo(self) -> None:
        """Make again what was undone."""
        raise NotImplementedError

    def toggle_panel(self) -> None:
        """Show or hide the evidence."""
        raise NotImplementedError

    def show_side(self, name: str) -> None:
        """Show the review desk, a person's own work or the team."""
        raise NotImplementedError


def _system_palette() -> str:
    hints = QGuiApplication.styleHints()
    return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"
