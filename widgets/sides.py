"""The sides of the window: the review desk, a person's own work, and the team; one is shown at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.shell.side_names import DESK, MINE, SHARING, TEAM

if TYPE_CHECKING:
    from app.shell.session import Session

__all__ = ["DESK", "SIDES", "Side", "Sides"]


@dataclass(frozen=True, slots=True)
class Side:
    """A side by its name and words; ``module`` and ``maker`` are loaded when it is first shown."""

    name: str
    words: str
    module: str = ""
    maker: str = ""


SIDES = (
    Side(DESK, "Review desk"),
    Side(MINE, "My work", "widgets.mentee_side", "MenteeSide"),
    Side(TEAM, "Team", "widgets.lead_side", "LeadSide"),
    Side(SHARING, "Decide together", "widgets.conflict_side", "ConflictSide"),
)
"""The desk, and the sides beside it; their pages are made with ``(session, parent)`` and read on ``refresh()``."""


class Sides(QStackedWidget):
    """Shows the desk or another side. After another person came it shows the first side of theirs.

    A side may have a sentence for the status line (``said``), and offer things that actions need (``present``).
    """

    shown = Signal(str)
    said = Signal(str)
    present_changed = Signal()

    def __init__(self, desk: QWidget, session: "Session", parent: QWidget | None = None) -> None:
        from app.shell.people_here import people_here

        super().__init__(parent)
        self.people = people_here(session)
        self._session = session
        self._pages: dict[str, QWidget] = {DESK: desk}
        self._greeted = ""
        self.addWidget(desk)
        self.people.changed.connect(self._greet)

    @property
    def name(self) -> str:
        """The name of the side that is shown."""
        return next(name for name, page in self._pages.items() if page is self.currentWidget())

    @property
    def present(self) -> set[str]:
        """What the shown side offers to actions."""
        return getattr(self.currentWidget(), "present", set())

    def show_side(self, name: str, part: str = "") -> None:
        """Show a side by its name, as it is now; ``part`` is one of its pages, which gets the keyboard."""
        if name not in self._pages:
            self._add(next(side for side in SIDES if side.name == name))
        page = self._pages[name]
        self.setCurrentWidget(page)
        if part:
            page.open_page(part)  # type: ignore[attr-defined]
        elif name != DESK:
            self.read_again()
            page.setFocus()
        self.shown.emit(name)

    def read_again(self) -> None:
        """Let the side that is shown, another one than the desk, show everything as it is now."""
        self._pages[self.name].refresh()  # type: ignore[attr-defined]

    def next_pane(self, by: int) -> None:
        """Move the keyboard to the next (or previous) part of the shown side."""
        page = self.currentWidget()
        if page is not None and hasattr(page, "next_pane"):
            page.next_pane(by)

    def step(self, name: str) -> bool:
        """Let the shown side "undo" or "redo" what it changed; False where it cannot, as the desk."""
        act = getattr(self.currentWidget(), name, None)
        if act is not None:
            act()
        return act is not None

    def flush(self) -> None:
        """Keep what is being typed on any side."""
        for page in self._pages.values():
            if hasattr(page, "flush"):
                page.flush()

    def page(self, name: str) -> QWidget:
        """Return the page of a side that was shown."""
        return self._pages[name]

    def _greet(self) -> None:
        """Show a person who has just come the first side of theirs, unless a draft is on its way to the desk."""
        here = self.people.here
        if here.me.id != self._greeted:
            came_later, self._greeted = bool(self._greeted), here.me.id
            busy = self._session.draft is not None or self._session.opening is not None
            if came_later or not (busy or self.name in here.sides):
                self.show_side(here.sides[0])

    def _add(self, side: Side) -> None:
        maker: Callable[[Session, QWidget], QWidget] = getattr(import_module(side.module), side.maker)
        page = self._pages[side.name] = maker(self._session, self)
        self.addWidget(page)
        for name, news in (("said", self.said), ("present_changed", self.present_changed)):
            if hasattr(page, name):
                getattr(page, name).connect(news)
