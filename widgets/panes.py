"""The three panes side by side, with a width of the panel for each of its tabs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from widgets.desk import Desk
from widgets.panels import Panels
from widgets.sidebar import Sidebar

QUEUE_WIDTH, PANEL_WIDTH, TABLE_WIDTH = 212, 376, 600
_NARROW = 1100


class Panes(QSplitter):
    """The queue, the draft and the evidence; the queue folds away first when there is little room."""

    def __init__(self, sidebar: Sidebar, desk: Desk, panels: Panels, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sidebar, self._desk, self._panels = sidebar, desk, panels
        self._widths = {"findings": PANEL_WIDTH, "references": TABLE_WIDTH, "comments": PANEL_WIDTH}
        self._folded = False
        for part in (sidebar, desk, panels):
            self.addWidget(part)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(1, 1)
        self.setSizes([QUEUE_WIDTH, 1280 - QUEUE_WIDTH - PANEL_WIDTH, PANEL_WIDTH])
        sidebar.setMinimumWidth(160)
        desk.setMinimumWidth(320)
        self.splitterMoved.connect(self._keep_width)
        panels.tab_changed.connect(lambda _: self.fit_panel())

    def widths(self) -> dict[str, bytes]:
        """Return the width of the panel for each tab, by the tab's name."""
        return {name: b"%d" % width for name, width in self._widths.items()}

    def restore_widths(self, kept: dict[str, bytes]) -> None:
        """Take the widths that were kept; those that are no widths are left out."""
        for name in self._widths:
            if kept.get(name, b"").isdigit():
                self._widths[name] = int(kept[name])

    def fit_panel(self) -> None:
        """Give the panel the width that its tab was left with."""
        sizes = self.sizes()
        room = sizes[1] + sizes[2]
        width = min(self._widths[self._panels.tab], room - self._desk.minimumWidth())
        self.setSizes([sizes[0], room - width, width])

    def fold(self, width: int) -> None:
        """Fold the queue away when the window is narrow, and bring it back when there is room again."""
        narrow = width < _NARROW
        if narrow and self._sidebar.isVisible():
            self._sidebar.hide()
            self._folded = True
        elif not narrow and self._folded:
            self._sidebar.show()
            self._folded = False

    def next_pane(self, by: int) -> None:
        """Move the keyboard to the next (or previous) pane that is shown."""
        panes = [pane for pane in (self._sidebar.list, self._desk, self._panels) if pane.isVisible()]
        focus = self.window().focusWidget()
        holding = (pane is focus or pane.isAncestorOf(focus) for pane in panes)
        here = next((place for place, holds in enumerate(holding) if holds), -1)
        pane = panes[(here + by) % len(panes)]
        if pane is self._desk:
            self._desk.focus_draft()
        elif pane is self._panels:
            self._panels.focus_list()
        else:
            pane.setFocus()

    def _keep_width(self) -> None:
        self._widths[self._panels.tab] = self._panels.width()
