"""The people and teams of a shared database: a list at the left, the chosen one at the right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from app.services.sharing import Account, Member, Roster, SharedDatabase
from app.shell.sharing_admin import AdminDesk
from widgets.add_chooser import AddChooser
from widgets.flow_layout import FlowLayout
from widgets.labels import Button, label
from widgets.lead_layout import GroupList, lay_beside
from widgets.rows import Row
from widgets.scores_filters import Chooser
from widgets.sharing_address import text_field

_Change = Callable[[SharedDatabase], None]


class RosterPage(QFrame):
    """Add with a login, a name and Enter; choose in the list; change at the right. Everything is done at once."""

    def __init__(self, desk: AdminDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("People and teams")
        self.desk = desk
        self.roster = Roster((), ())
        self.current = ""
        self.login, self.name = _field("New login", "Login"), _field("Name of the new person", "Name, then Enter")
        self.admin = QCheckBox("May manage people")
        self.team = _field("New team", "Name, then Enter")
        self.list = GroupList("People and teams", self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName("The person chosen")
        right = QVBoxLayout()
        right.addWidget(self.area, 1)
        above = [
            label("New person", "caption"),
            self.login,
            self.name,
            self.admin,
            label("New team", "caption"),
            self.team,
        ]
        lay_beside(self, above, self.list, right)
        self.name.returnPressed.connect(self._add_person)
        self.team.returnPressed.connect(self._add_team)
        self.list.chosen.connect(self.choose)
        desk.made.connect(self._clear_added)
        desk.rostered.connect(self._take)

    def choose(self, key: str) -> None:
        """Show a person."""
        self.current = key
        self.list.mark(key)
        self._show_chosen()

    def _clear_added(self, account: Account) -> None:
        """Make room for the next person once this one is on the database, and show this one."""
        if account.login == self.login.text().strip():
            self.current = f"person:{account.login}"
            for field in (self.login, self.name):
                field.clear()
            self.admin.setChecked(False)

    def _take(self, roster: Roster) -> None:
        if self.team.text().strip() in roster.teams:
            self.team.clear()
        self.roster = roster
        people = [_row(one) for one in roster.people if one.active]
        closed = [_row(one) for one in roster.people if not one.active]
        teams = [Row(f"team:{name}", name, place=f"{_size(roster, name):,}", icon="users") for name in roster.teams]
        self.list.show_groups([("People", people), ("Teams", teams), ("Access closed", closed)])
        keys = [row.key for row in (*people, *teams, *closed)]
        self.current = self.current if self.current in keys else keys[0] if keys else ""
        self.list.mark(self.current)
        self._show_chosen()

    def _show_chosen(self) -> None:
        kind, _, name = self.current.partition(":")
        member = next((one for one in self.roster.people if one.login == name), None)
        if kind == "person" and member is not None:
            self.area.setWidget(PersonCard(member, self.roster, self.desk))
        elif kind == "team":
            self.area.setWidget(_team_card(name, self.roster))

    def _add_person(self) -> None:
        login, name, admin = self.login.text().strip(), self.name.text().strip(), self.admin.isChecked()
        self.desk.make(lambda server: server.add_person(login, name, admin=admin))

    def _add_team(self) -> None:
        name = self.team.text().strip()
        self.desk.change(lambda server: server.add_team(name))


class PersonCard(QWidget):
    """One person: teams, mentors and mentees, password and access."""

    def __init__(self, member: Member, roster: Roster, desk: AdminDesk) -> None:
        super().__init__()
        self.setProperty("clear", "yes")
        self._member, self._roster, self._desk = member, roster, desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        column.addWidget(label(member.name, "title"))
        role = ", may manage people" if member.is_admin else ""
        column.addWidget(label(f"Signs in as “{member.login}”{role}", "muted"))
        if member.active:
            self._add_teams(column)
            self._add_pairings(column)
        else:
            column.addWidget(label("Access is closed. What they wrote stays.", "muted", wrap=True))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        column.addStretch()

    def _add_teams(self, column: QVBoxLayout) -> None:
        login = self._member.login
        column.addSpacing(8)
        column.addWidget(label("Teams", "caption"))
        holder, flow = _flow()
        for team, leads in self._member.teams:
            words = f"{team}, leads it" if leads else team
            flow.addWidget(self._chip(words, f"Take out of {team}", _leave(login, team)))
            turn = Button("Leads it no longer" if leads else "Make lead", kind="link")
            turn.setAccessibleName(f"{turn.text()}: {team}")
            turn.clicked.connect(partial(self._change, _join(login, team, lead=not leads)))
            flow.addWidget(turn)
        others = [name for name in self._roster.teams if name not in dict(self._member.teams)]
        flow.addWidget(self._chooser("Add to a team", [(one, one) for one in others], lambda team: _join(login, team)))
        column.addWidget(holder)

    def _add_pairings(self, column: QVBoxLayout) -> None:
        me, people = self._member.login, {one.login: one for one in self._roster.people}
        mentors = [one.login for one in people.values() if me in one.mentees]
        sides: tuple[tuple[str, str, list[str], Callable[[str], tuple[str, str]]], ...] = (
            ("Mentored by", "Add a mentor", mentors, lambda other: (other, me)),
            ("Mentors", "Add a mentee", list(self._member.mentees), lambda other: (me, other)),
        )
        for words, hint, found, pair in sides:
            column.addSpacing(8)
            column.addWidget(label(words, "caption"))
            holder, flow = _flow()
            for one in found:
                name = people[one].name if one in people else one
                flow.addWidget(self._chip(name, f"End with {name}", _part(*pair(one))))
            free = [(one.name, one.login) for one in people.values() if one.active and one.login not in {me, *found}]
            flow.addWidget(self._chooser(hint, free, lambda other, pair=pair: _assign(*pair(other))))  # type: ignore[misc]
            column.addWidget(holder)
        if mentors:
            column.addSpacing(8)
            column.addLayout(self._move(mentors, people))

    def _move(self, mentors: list[str], people: dict[str, Member]) -> QHBoxLayout:
        """Give the person another mentor in one step."""
        me = self._member.login
        away, to, go = Chooser("Move from"), Chooser("Move to"), Button("Move")
        away.offer([(people[one].name, one) for one in mentors], mentors[0])
        free = [(one.name, one.login) for one in people.values() if one.active and one.login not in {me, *mentors}]
        to.offer(free, None)
        go.setEnabled(bool(free))
        go.clicked.connect(lambda _: self._change(_moved(me, str(away.value()), str(to.value()))))
        line = QHBoxLayout()
        for part in (label("Move from", "small"), away, label("to", "small"), to, go):
            line.addWidget(part)
        line.addStretch()
        return line

    def _buttons(self) -> QHBoxLayout:
        login, line = self._member.login, QHBoxLayout()
        if self._member.active:
            fresh, close = Button("New password"), Button("Close access")
            fresh.clicked.connect(lambda _: self._desk.make(lambda server: server.rotate(login)))
            close.clicked.connect(lambda _: self._change(lambda server: server.deactivate(login)))
            line.addWidget(fresh)
            line.addWidget(close)
        else:
            back = Button("Open access again")
            back.clicked.connect(lambda _: self._desk.make(lambda server: server.reactivate(login)))
            line.addWidget(back)
        erase = Button("Erase…")
        erase.clicked.connect(lambda _: self._erase())
        line.addWidget(erase)
        line.addStretch()
        return line

    def _erase(self) -> None:
        login, name = self._member.login, self._member.name
        box = QMessageBox(self)
        box.setWindowTitle("Erase")
        box.setText(f"Delete all work of {name} and all feedback on it, for good?")
        box.setInformativeText("Everybody’s desktops delete it, too. Backups of the server keep it until they expire.")
        erase = box.addButton("Delete for good", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Keep it", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is erase:
            self._change(lambda server: server.erase(login))
        box.deleteLater()

    def _change(self, act: _Change, _: object = None) -> None:
        self._desk.change(act)

    def _chip(self, words: str, name: str, act: _Change) -> Button:
        chip = Button(words, icon_name="x")
        chip.setAccessibleName(name)
        chip.clicked.connect(partial(self._change, act))
        return chip

    def _chooser(self, hint: str, choices: list[tuple[str, str]], act: Callable[[str], _Change]) -> AddChooser:
        made = AddChooser(hint, choices)
        made.chosen.connect(lambda value: self._change(act(value)))
        return made


def _team_card(name: str, roster: Roster) -> QWidget:
    page = QWidget()
    page.setProperty("clear", "yes")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(6)
    column.addWidget(label(name, "title"))
    inside = [(one.name, dict(one.teams)[name]) for one in roster.people if name in dict(one.teams)]
    for who, leads in inside:
        column.addWidget(label(f"{who}, leads it" if leads else who))
    if not inside:
        column.addWidget(label("Nobody is in it yet. Choose a person to put them in.", "muted", wrap=True))
    column.addStretch()
    return page


def _row(one: Member) -> Row:
    teams = ", ".join(name for name, _ in one.teams)
    return Row(f"person:{one.login}", one.name, teams or "in no team", "admin" if one.is_admin else "")


def _size(roster: Roster, team: str) -> int:
    return sum(team in dict(one.teams) for one in roster.people)


def _join(login: str, team: str, *, lead: bool = False) -> _Change:
    return lambda server: server.join(login, team, lead=lead)


def _leave(login: str, team: str) -> _Change:
    return lambda server: server.leave(login, team)


def _assign(mentor: str, mentee: str) -> _Change:
    return lambda server: server.assign(mentor, mentee)


def _part(mentor: str, mentee: str) -> _Change:
    return lambda server: server.part(mentor, mentee)


def _moved(mentee: str, mentor: str, to: str) -> _Change:
    return lambda server: server.move(mentee, mentor, to)


def _flow() -> tuple[QWidget, FlowLayout]:
    holder = QWidget()
    return holder, FlowLayout(holder, 6)


def _field(name: str, hint: str) -> QLineEdit:
    made = text_field(name)
    made.setPlaceholderText(hint)
    return made
