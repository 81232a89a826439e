"""The tabs of the panel: a name with its count. Where there is no room for all counts, the last ones give way first."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget

from widgets.theme import theme


class PanelTabs(QTabBar):
    """Shows all its tabs at once; a count gives way before a name, and that of the current tab last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[int, str] = {}
        self._names: list[str] = []
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)  # a name that is cut says more than two arrows
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.currentChanged.connect(lambda _: self._fit())
        theme().changed.connect(self._fit)

    def add(self, name: str) -> None:
        """Add a tab."""
        self._names.append(name)
        self.addTab(name)

    def show_count(self, place: int, count: str) -> None:
        """Show a count beside the name of a tab; it is always in its tooltip and heard."""
        if self._counts.get(place, "") != count:
            self._counts[place] = count
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many counts as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width_of = self.fontMetrics().horizontalAdvance
        wholes = [f"{name} {self._counts.get(place, '')}".strip() for place, name in enumerate(self._names)]
        wanted = sum(
            self.tabSizeHint(place).width() - width_of(self.tabText(place)) + width_of(whole)
            for place, whole in enumerate(wholes)
        )
        for place in sorted(range(len(wholes)), key=lambda one: (one == self.currentIndex(), -one)):
            whole = wholes[place]
            shown = whole if wanted <= self.width() else self._names[place]
            wanted -= width_of(whole) - width_of(shown)
            if shown != self.tabText(place):
                self.setTabText(place, shown)
            self.setTabToolTip(place, "" if shown == whole else whole)
            self.setAccessibleTabName(place, whole)
