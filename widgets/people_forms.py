"""The forms of one person and of one team. Each change goes to the disk at once; a refusal is told in words."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.people import Membership, Person, Role
from app.services import people
from app.services.ports import Workspace
from app.shell.people_here import Here, PeopleHere
from widgets.add_chooser import AddChooser
from widgets.flow_layout import FlowLayout
from widgets.labels import Button, label
from widgets.people_button import NAMELESS
from widgets.theme import px


class _Form(QWidget):
    """A name to change, and below it what a subclass makes of the people as they are now."""

    refused = Signal(str)

    def __init__(self, key: str, here: PeopleHere, name: str) -> None:
        super().__init__()
        self.key = key
        self.setProperty("clear", "yes")
        self._people = here
        self._inside: QWidget | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(name)
        self.name.setMaximumWidth(px(360))
        self.name.editingFinished.connect(self._rename)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(6)
        self._column.addWidget(label(name, "caption"))
        self._column.addWidget(self.name)
        self._column.addStretch()

    def show_here(self, here: Here) -> None:
        """Show everything as it is now; what is being typed and where the keyboard is stay."""
        self.setEnabled(Role.ADMIN in here.roles)
        if not self.name.hasFocus():
            self.name.setText(self.given_name(here))
        focus = QApplication.focusWidget()
        held = focus.accessibleName() if focus is not None and self.isAncestorOf(focus) else ""
        fresh = self.inside(here)
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = fresh
        self._column.insertWidget(2, fresh)
        again = next((one for one in fresh.findChildren(QWidget) if held and one.accessibleName() == held), None)
        if again is not None:
            again.setFocus()

    def given_name(self, here: Here) -> str:
        """Return the name as it is kept."""
        raise NotImplementedError

    def inside(self, here: Here) -> QWidget:
        """Return what stands below the name."""
        raise NotImplementedError

    def rename(self, store: Workspace, name: str) -> object:
        """Keep another name."""
        raise NotImplementedError

    def edit(self, write: Callable[[Workspace], object]) -> None:
        """Keep a change; a refusal shows everything as it was."""

        def refuse(sentence: str) -> None:
            self.refused.emit(sentence)
            self.show_here(self._people.here)

        self.refused.emit("")
        self._people.edit(write, refused=refuse)

    def _rename(self) -> None:
        name = self.name.text()
        if name != self.given_name(self._people.here):
            self.edit(lambda store: self.rename(store, name))


class PersonForm(_Form):
    """One person: name, admin, teams, mentors and mentees, whether they have left."""

    def __init__(self, person_id: str, here: PeopleHere) -> None:
        super().__init__(f"person:{person_id}", here, "Name")
        self._id = person_id

    def given_name(self, here: Here) -> str:
        """Return the person's name."""
        person = here.directory.person(self._id)
        return person.name if person else ""

    def rename(self, store: Workspace, name: str) -> object:
        """Keep another name."""
        return people.rename_person(store, self._id, name)

    def inside(self, here: Here) -> QWidget:
        """Return admin, teams, pairings and leaving."""
        page, column = _page()
        id_, person = self._id, here.directory.person(self._id)
        if person is None or not person.active:
            column.addWidget(label("Has left. What they wrote stays.", "muted"))
            column.addWidget(_left(self._button("Is here again", lambda store: people.take_back_in(store, id_))))
            return page
        admin = _box("Admin: people, teams and pairings", id_ in here.directory.admins)
        admin.toggled.connect(lambda on: self.edit(lambda store: people.set_admin(store, id_, admin=on)))
        column.addWidget(admin)
        if here.directory.teams:
            column.addSpacing(8)
            column.addWidget(label("Teams", "caption"))
            column.addWidget(self._teams(here))
        for words, hint, found, join, leave in self._pairings(here):
            column.addSpacing(8)
            column.addWidget(label(words, "caption"))
            column.addWidget(self._chips(hint, found, here, join, leave))
        column.addSpacing(14)
        if self._id != here.me.id:
            column.addWidget(_left(self._button("Has left", lambda store: people.let_go(store, id_))))
        return page

    def _pairings(self, here: Here) -> Iterable[tuple[str, str, frozenset[str], "_Pair", "_Pair"]]:
        me, directory = self._id, here.directory
        yield (
            "Mentored by", "Add a mentor", directory.mentors_of(me),
            lambda store, other: people.pair_up(store, other, me), lambda store, other: people.part(store, other, me),
        )  # fmt: skip
        yield (
            "Mentors", "Add a mentee", directory.mentees_of(me),
            lambda store, other: people.pair_up(store, me, other), lambda store, other: people.part(store, me, other),
        )  # fmt: skip

    def _chips(self, hint: str, found: frozenset[str], here: Here, join: "_Pair", leave: "_Pair") -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, 6)
        for person in sorted((one for one in here.directory.people if one.id in found), key=_by_name):
            chip = Button(person.name or NAMELESS, icon_name="x")
            chip.setAccessibleName(f"Remove {person.name or NAMELESS}")
            chip.clicked.connect(lambda _=False, id_=person.id: self.edit(lambda store: leave(store, id_)))
            flow.addWidget(chip)
        others = [(one.name or NAMELESS, one.id) for one in here.active if one.id not in found]
        add = AddChooser(hint, others)
        add.chosen.connect(lambda other: self.edit(lambda store: join(store, other)))
        flow.addWidget(add)
        return holder

    def _teams(self, here: Here) -> QWidget:
        holder, grid = _grid()
        known = {one.team_id: one for one in here.directory.memberships if one.person_id == self._id}
        for row, team in enumerate(sorted(here.directory.teams, key=lambda one: one.name.casefold())):
            boxes = member_boxes(self.edit, self._id, team.id, team.name, known.get(team.id))
            for place, box in enumerate(boxes):
                grid.addWidget(box, row, place)
        return holder

    def _button(self, words: str, write: Callable[[Workspace], object]) -> Button:
        made = Button(words)
        made.clicked.connect(lambda *_: self.edit(write))
        return made


class TeamForm(_Form):
    """One team: its name, who is in it, and who leads it."""

    def __init__(self, team_id: str, here: PeopleHere) -> None:
        super().__init__(f"team:{team_id}", here, "Name of the team")
        self._id = team_id

    def given_name(self, here: Here) -> str:
        """Return the team's name."""
        return next((one.name for one in here.directory.teams if one.id == self._id), "")

    def rename(self, store: Workspace, name: str) -> object:
        """Keep another name."""
        team = next(one for one in store.directory().teams if one.id == self._id)
        return people.rename_team(store, team, name)

    def inside(self, here: Here) -> QWidget:
        """Return everybody, with who is in the team and who leads it."""
        page, column = _page()
        column.addWidget(label("People", "caption"))
        holder, grid = _grid()
        known = {one.person_id: one for one in here.directory.memberships if one.team_id == self._id}
        for row, person in enumerate(here.active):
            name = person.name or NAMELESS
            boxes = member_boxes(self.edit, person.id, self._id, name, known.get(person.id))
            for place, box in enumerate(boxes):
                grid.addWidget(box, row, place)
        column.addWidget(holder)
        return page


_Pair = Callable[[Workspace, str], object]


def member_boxes(
    edit: Callable[[Callable[[Workspace], object]], None],
    person_id: str,
    team_id: str,
    name: str,
    known: Membership | None,
) -> tuple[QCheckBox, QCheckBox]:
    """Return a box for being in a team and one for leading it."""
    member, leads = _box(name, known is not None), _box("leads it", known is not None and known.is_lead)
    leads.setAccessibleName(f"Leads: {name}")
    leads.setEnabled(known is not None)
    member.toggled.connect(
        lambda on: edit(
            lambda store: (
                people.join_team(store, person_id, team_id) if on else people.leave_team(store, person_id, team_id)
            )
        )
    )
    leads.toggled.connect(lambda on: edit(lambda store: people.join_team(store, person_id, team_id, lead=on)))
    return member, leads


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(6)
    return page, column


def _grid() -> tuple[QWidget, QGridLayout]:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(2, 1)
    return holder, grid


def _box(words: str, on: bool) -> QCheckBox:
    made = QCheckBox(words)
    made.setAccessibleName(words)
    made.setChecked(on)
    return made


def _left(widget: QWidget) -> QWidget:
    """Return the widget as wide as it needs, at the left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return holder


def _by_name(person: Person) -> str:
    return person.name.casefold()
