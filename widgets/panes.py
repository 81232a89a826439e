"""The panes: queue, draft and evidence, with a place for the panel and a width for each of its tabs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from widgets.desk import Desk
from widgets.panel_window import PanelWindow
from widgets.panels import Panels
from widgets.sidebar import Sidebar
from widgets.theme import px, text_scale, theme

QUEUE_WIDTH, PANEL_WIDTH, TABLE_WIDTH, RUBRIC_WIDTH, PANEL_HEIGHT = 212, 400, 600, 490, 260
PLACES = ("right", "left", "bottom", "window")
_NARROW, _LEAST_QUEUE, _LEAST_WIDTH, _LEAST_HEIGHT = 1100, 160, 320, 160
_MOST_SHARE = 0.45  # of the room, for a panel that is wider because its text is: the draft has the widest column
_VERSION = b"1"


class Panes(QSplitter):
    """The queue, then the draft with the evidence beside or below it, or in a window of its own.

    The queue folds away first when there is little room.
    """

    def __init__(self, sidebar: Sidebar, desk: Desk, panels: Panels, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sidebar, self.desk, self.panels = sidebar, desk, panels
        self.place = "right"
        self._docked = "right"
        self._own: PanelWindow | None = None
        self._widths = {"findings": PANEL_WIDTH, "references": TABLE_WIDTH, "comments": PANEL_WIDTH}
        self._widths["rubric"] = RUBRIC_WIDTH
        self._height = PANEL_HEIGHT
        self._queue_width = QUEUE_WIDTH
        self._is_narrow = self._folded = False
        self._dragged: set[str] = set()  # the tabs whose width was chosen at this size of text
        self._body = _Body(Qt.Orientation.Horizontal, self)
        for part in (desk, panels):
            self._body.addWidget(part)
        self.addWidget(sidebar)
        self.addWidget(self._body)
        for splitter in (self, self._body):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.setStretchFactor(1, 1)
        self._body.setStretchFactor(0, 1)
        desk.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        self.splitterMoved.connect(self._keep_queue)
        self._body.splitterMoved.connect(self._keep_size)
        self._body.resized.connect(self.fit_panel)
        panels.tab_changed.connect(lambda _: self.fit_panel())
        theme().changed.connect(self._rescale)
        self._fit_queue()

    @property
    def wants_queue(self) -> bool:
        """Whether the queue is shown, or waits for room."""
        return self._folded or not self.sidebar.isHidden()

    def put_panel(self, place: str) -> None:
        """Put the panel "right" or "left" of the draft, at the "bottom", or into a "window". Raises ValueError."""
        if place not in PLACES:
            raise ValueError(f"There is no place {place!r}.")
        shown = not self.panels.isHidden()
        self.place = place
        old, self._own = self._own, None
        if place == "window":
            self._own = PanelWindow(self.panels, self.window())
            self._own.resize(px(self._widths[self.panels.tab]), max(480, self.height()))
            self._own.closed.connect(lambda: self.put_panel(self._docked))
        else:
            self._docked = place
            self._body.setOrientation(Qt.Orientation.Vertical if place == "bottom" else Qt.Orientation.Horizontal)
            self._body.insertWidget(0 if place == "left" else 1, self.panels)
            self._body.setStretchFactor(self._body.indexOf(self.desk), 1)
            self._body.setStretchFactor(self._body.indexOf(self.panels), 0)
            self.panels.setVisible(shown)
        if old is not None:
            old.give_back()
        self.fit_panel()

    def widths(self) -> dict[str, bytes]:
        """Return the panel's place with its version, its height, and the widths of queue and tabs at 100 % text."""
        parts = {name: b"%d" % width for name, width in {**self._widths, "drafts": self._queue_width}.items()}
        return parts | {"panel": _VERSION + b":" + self.place.encode(), "height": b"%d" % self._height}

    def restore_widths(self, kept: dict[str, bytes]) -> None:
        """Take the sizes and the place that were kept; what is none, or of another version, is left out."""
        for name in self._widths:
            if kept.get(name, b"").isdigit():
                self._widths[name] = int(kept[name])
        if kept.get("height", b"").isdigit():
            self._height = int(kept["height"])
        if kept.get("drafts", b"").isdigit():
            self._queue_width = int(kept["drafts"])
            self._fit_queue()
        version, _, place = kept.get("panel", b"").partition(b":")
        if version == _VERSION and place.decode("ascii", "replace") in PLACES:
            self.put_panel(place.decode("ascii"))

    def fit_panel(self) -> None:
        """Give the panel the size that its tab was left with."""
        if self.place == "window":
            return
        room, upright = sum(self._body.sizes()), self.place == "bottom"
        least = px(_LEAST_HEIGHT if upright else _LEAST_WIDTH)
        size = min(px(self._height) if upright else self._width_in(room), room - least)
        self._body.setSizes([size, room - size] if self.place == "left" else [room - size, size])

    def _width_in(self, room: int) -> int:
        tab = self.panels.tab
        width = self._widths[tab]
        return px(width) if tab in self._dragged else min(px(width), max(width, round(room * _MOST_SHARE)))

    def fold(self, width: int) -> None:
        """Fold the queue away when the window becomes narrow, and bring it back when there is room again."""
        is_narrow = width < _NARROW * (1 + text_scale()) / 2  # large text needs more room, but wraps
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.show_queue(self.wants_queue)

    def show_queue(self, wanted: bool) -> None:
        """Show the queue or put it away; in a narrow window it waits until there is room."""
        self._folded = wanted and self._is_narrow
        self.sidebar.setVisible(wanted and not self._is_narrow)

    def toggle_queue(self) -> None:
        """Show or hide the queue as a person asks, narrow or not."""
        self._folded = False
        self.sidebar.setVisible(self.sidebar.isHidden())

    def next_pane(self, by: int) -> None:
        """Move the keyboard to the next (or previous) pane that is shown."""
        panes = [pane for pane in (self.sidebar.list, self.desk, self.panels) if pane.isVisible()]
        focus = self._with_keyboard()
        here = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), -1)
        pane = panes[(here + by) % len(panes)]
        pane.activateWindow()
        if pane is self.desk:
            self.desk.focus_draft()
        elif pane is self.panels:
            self.panels.focus_list()
        else:
            pane.setFocus()

    def _with_keyboard(self) -> QWidget | None:
        own = self._own
        return own.focusWidget() if own is not None and own.isActiveWindow() else self.window().focusWidget()

    def _keep_size(self) -> None:
        if self.place == "bottom":
            self._height = round(self.panels.height() / text_scale())
        else:
            self._dragged.add(self.panels.tab)
            self._widths[self.panels.tab] = round(self.panels.width() / text_scale())

    def _keep_queue(self) -> None:
        self._queue_width = round(self.sidebar.width() / text_scale())

    def _fit_queue(self) -> None:
        width = px(self._queue_width)
        self.sidebar.setMinimumWidth(px(_LEAST_QUEUE))
        room = sum(self.sizes()) or 1280  # before it is laid out, as wide as the window begins
        self.setSizes([width, max(room - width, px(_LEAST_WIDTH))])

    def _rescale(self) -> None:
        self._dragged.clear()
        self._fit_queue()
        self.fold(self.window().width())
        self.fit_panel()


class _Body(QSplitter):
    """Tells that there is another room for draft and panel, as when the queue has gone."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell it when the parts have their place."""
        super().resizeEvent(event)
        self.resized.emit()
