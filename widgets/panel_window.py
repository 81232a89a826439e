"""A window of its own for the panel, for a second screen; every key works in it as well."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.panels import Panels


class PanelWindow(QWidget):
    """Holds the panel; it is shown and hidden with it, and closing it asks for the panel's old place."""

    closed = Signal()

    def __init__(self, panels: Panels, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setWindowTitle("Stet panel")
        self.setObjectName("window")
        self.addActions(owner.actions())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._panels = panels
        wanted = not panels.isHidden()
        layout.addWidget(panels)
        panels.installEventFilter(self)
        panels.setVisible(wanted)
        self.setVisible(wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the panel when it is shown or hidden."""
        if watched is self._panels and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(not self._panels.isHidden())
        return False

    def give_back(self) -> None:
        """Let go of the panel and end."""
        self._panels.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for the panel's old place instead of losing it."""
        event.ignore()
        self.closed.emit()
