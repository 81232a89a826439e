"""People, teams and pairings: a list at the left, the chosen one at the right; every change is kept at once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.people import Person, Role, Team
from app.services import people
from app.shell.people_here import Here, people_here
from app.shell.session import Session
from widgets.labels import label
from widgets.lead_layout import GroupList, Trouble, lay_beside
from widgets.people_button import NAMELESS, ROLE_WORDS
from widgets.people_forms import PersonForm, TeamForm
from widgets.rows import Row

_ONLY_ADMINS = "Only an admin can change people, teams and pairings; ask one."


class PeoplePage(QFrame):
    """Add with a name and Enter; choose in the list; change in the form."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("People")
        self.people = people_here(session)
        self.current = ""
        self.name, self.team = _field("New person", "Name, then Enter"), _field("New team", "Name, then Enter")
        self.list = GroupList("People and teams", self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName("The person or team chosen")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.trouble = Trouble(self)
        self._lay_out()
        self.name.returnPressed.connect(self._add_person)
        self.team.returnPressed.connect(self._add_team)
        self.list.chosen.connect(self.choose)
        self.people.changed.connect(self._show)
        self.setFocusProxy(self.name)

    def refresh(self) -> None:
        """Read people and teams again."""
        self.trouble.say("")
        self.people.refresh()

    def choose(self, key: str) -> None:
        """Show a person or team in the form."""
        self.current = key
        self.list.mark(key)
        self.trouble.say("")
        self._show_form()

    def _show(self) -> None:
        here = self.people.here
        gone = [one for one in here.directory.people if not one.active]
        teams = sorted(here.directory.teams, key=lambda one: one.name.casefold())
        everybody = [_row(one, here) for one in here.active]
        left = [_row(one, here) for one in gone]
        self.list.show_groups(
            [("People", everybody), ("Teams", [_team_row(one, here) for one in teams]), ("Has left", left)]
        )
        known = {f"person:{one.id}" for one in here.directory.people} | {f"team:{one.id}" for one in teams}
        if self.current not in known:
            self.current = f"person:{here.me.id}"
        self.list.mark(self.current)
        is_admin = Role.ADMIN in here.roles
        for part in (self.name, self.team):
            part.setEnabled(is_admin)
        if not is_admin:
            self.trouble.say(_ONLY_ADMINS)
        self._show_form()

    def _show_form(self) -> None:
        """Show the chosen one as it is now; a form in which somebody types stays."""
        kind, _, id_ = self.current.partition(":")
        shown = self.area.widget()
        if isinstance(shown, PersonForm | TeamForm) and shown.key == self.current:
            shown.show_here(self.people.here)
            return
        form: PersonForm | TeamForm = (PersonForm if kind == "person" else TeamForm)(id_, self.people)
        form.refused.connect(self.trouble.say)
        form.show_here(self.people.here)
        self.area.setWidget(form)

    def _add_person(self) -> None:
        self._add(self.name, "person")

    def _add_team(self) -> None:
        self._add(self.team, "team")

    def _add(self, field: QLineEdit, kind: str) -> None:
        words = field.text()

        def done(made: Person | Team) -> None:
            field.clear()
            self.current = f"{kind}:{made.id}"
            self.trouble.say("")

        if kind == "person":
            self.people.edit(lambda store: people.add_person(store, words), done, self.trouble.say)
        else:
            self.people.edit(lambda store: people.add_team(store, words), done, self.trouble.say)

    def _lay_out(self) -> None:
        above = [part for one in (self.name, self.team) for part in (label(one.accessibleName(), "caption"), one)]
        right = QVBoxLayout()
        right.addWidget(self.area, 1)
        right.addWidget(self.trouble)
        lay_beside(self, above, self.list, right)


def _row(person: Person, here: Here) -> Row:
    directory = here.directory
    roles = [words for role, words in ROLE_WORDS.items() if role in directory.roles_of(person.id)]
    you = "you" if person.id == here.me.id else ""
    return Row(f"person:{person.id}", person.name or NAMELESS, detail=", ".join(roles), place=you, strong=bool(you))


def _team_row(team: Team, here: Here) -> Row:
    count = sum(one.team_id == team.id for one in here.directory.memberships)
    return Row(f"team:{team.id}", team.name, place=f"{count:,}")


def _field(name: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made
