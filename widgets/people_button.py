"""Who works here, at the end of the menu bar: the name, the sides it has, and everybody else of this computer."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QToolButton, QWidget

from app.domain.people import Role
from app.shell.people_here import Here, PeopleHere
from widgets.actions import Actions

ROLE_WORDS = {Role.MENTOR: "mentor", Role.MENTEE: "mentee", Role.LEAD: "team lead", Role.ADMIN: "admin"}
NAMELESS = "You"
_ACTIONS = ("edit_people", "edit_assignments", "edit_rubrics")
_SIDE_ACTIONS = {"review": "show_review", "mine": "show_mine", "team": "show_team"}


def role_words(here: Here) -> str:
    """Return the roles of the person who works here, or that nobody else is here."""
    if here.is_alone:
        return "alone here"
    return ", ".join(words for role, words in ROLE_WORDS.items() if role in here.roles) or "no mentor or mentee yet"


class PersonButton(QToolButton):
    """Shows who works here and opens a menu of sides and people."""

    def __init__(self, people: PeopleHere, keys: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people, self._keys = people, keys
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", "corner")
        self.setMenu(QMenu(self))
        self.menu().setAccessibleName("Who works here")
        self.menu().aboutToShow.connect(self._fill)
        people.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        here = self._people.here
        name = here.me.name or NAMELESS
        self.setText(f"{name}  ⌄")
        self.setAccessibleName(f"Who works here: {name}, {role_words(here)}")
        self.setToolTip(f"{name}, {role_words(here)} (Alt+W)")
        bar = self.parentWidget()
        if isinstance(bar, QMenuBar):
            bar.setCornerWidget(self)  # which makes room for the name anew

    def _fill(self) -> None:
        menu, here = self.menu(), self._people.here
        menu.clear()
        _add_head(menu, f"{here.me.name or NAMELESS}, {role_words(here)}")
        for side in here.sides:
            menu.addAction(self._keys.by_name[_SIDE_ACTIONS[side]])
        if not here.is_alone:
            menu.addSeparator()
            _add_head(menu, "Work as")
            choice = QActionGroup(menu)
            for person in here.active:
                action = QAction(person.name or NAMELESS, menu)
                action.setCheckable(True)
                action.setChecked(person.id == here.me.id)
                action.triggered.connect(lambda _=False, id_=person.id: self._switch(id_))
                choice.addAction(action)
                menu.addAction(action)
        menu.addSeparator()
        for name in _ACTIONS:
            menu.addAction(self._keys.by_name[name])

    def _switch(self, person_id: str) -> None:
        if person_id != self._people.here.me.id:
            self._people.act_as(person_id)


def _add_head(menu: QMenu, words: str) -> None:
    menu.addAction(words).setEnabled(False)
