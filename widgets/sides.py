"""The sides of the window: the review desk, a person's own work, and the team; one is shown at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from app.shell.session import Session


DESK = "review"
"""The name of the side that is there from the start."""


@dataclass(frozen=True, slots=True)
class Side:
    """A side by its name and words; ``module`` and ``maker`` are loaded when it is first shown."""

    name: str
    words: str
    module: str
    maker: str


SIDES: tuple[Side, ...] = ()
"""The sides beside the desk; a page is made with ``(session, parent)`` and reads afresh on ``refresh()``."""


class Sides(QStackedWidget):
    """Shows the desk or another side."""

    shown = Signal(str)

    def __init__(self, desk: QWidget, session: "Session", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pages: dict[str, QWidget] = {DESK: desk}
        self.addWidget(desk)

    @property
    def name(self) -> str:
        """The name of the side that is shown."""
        return next(name for name, page in self._pages.items() if page is self.currentWidget())

    def show_side(self, name: str) -> None:
        """Show a side by its name, as it is now."""
        if name not in self._pages:
            self._add(next(side for side in SIDES if side.name == name))
        page = self._pages[name]
        self.setCurrentWidget(page)
        if name != DESK:
            page.refresh()  # type: ignore[attr-defined]
            page.setFocus()
        self.shown.emit(name)

    def _add(self, side: Side) -> None:
        maker: Callable[[Session, QWidget], QWidget] = getattr(import_module(side.module), side.maker)
        self._pages[side.name] = maker(self._session, self)
        self.addWidget(self._pages[side.name])
