"""Who works together here: people, teams, pairings, admins, and as whom one works where several share a computer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from app.domain.errors import BadInputError, NotFoundError
from app.domain.ids import new_id
from app.domain.people import Admin, Directory, Membership, Pairing, Person, Role, Team, pair
from app.services.access import keep
from app.services.ports import Act, PeopleRecord, ReviewChange, ReviewStore, Settings

T = TypeVar("T", Person, Admin, Team, Membership, Pairing)

ACTING_AS = "acting_as"
"""The setting that holds the id of the person who works here now."""


class PeopleStore(ReviewStore, Settings, Protocol):
    """What switching between people needs."""


def myself(store: ReviewStore) -> Person:
    """Return the person who works here now; the name is empty until one is given."""
    return _person(store.directory(), store.me())


def my_roles(store: ReviewStore) -> frozenset[Role]:
    """Return the sides of the app that the person has; none at all for a person alone, who sees a mentor's desk."""
    return store.directory().roles_of(store.me())


def act_as(store: PeopleStore, person_id: str) -> Person:
    """Work as another person of this computer from now on. Raises BadInputError when they have left."""
    person = _person(store.directory(), person_id)
    if not person.active:
        raise BadInputError(f"{person.name} has left. Choose someone else.")
    store.put_setting(ACTING_AS, person_id)
    return person


def add_person(store: ReviewStore, name: str) -> Person:
    """Add a person. Raises BadInputError for an empty name."""
    return _put(store, Person(new_id(), _name(name, "person")))


def rename_person(store: ReviewStore, person_id: str, name: str) -> Person:
    """Give a person another name."""
    return _put(store, replace(_person(store.directory(), person_id), name=_name(name, "person")))


def let_go(store: ReviewStore, person_id: str) -> Person:
    """Note that a person has left; what they wrote stays. Raises BadInputError for oneself."""
    person = _person(store.directory(), person_id)
    if person_id == store.me():
        raise BadInputError("You cannot remove yourself. Ask another admin.")
    return _put(store, replace(person, active=False))


def take_back_in(store: ReviewStore, person_id: str) -> Person:
    """Note that a person who left is here again."""
    return _put(store, replace(_person(store.directory(), person_id), active=True))


def set_admin(store: ReviewStore, person_id: str, *, admin: bool) -> None:
    """Let a person manage people, or no longer. Raises BadInputError for the last admin."""
    known = store.records(Admin, person_id=person_id)
    if admin and not known:
        _put(store, Admin(new_id(), _person(store.directory(), person_id).id))
    if not admin and known:
        if len(store.directory().admins) == 1:
            raise BadInputError("This is the only admin. Make another person admin first.")
        _delete(store, *known)


def add_team(store: ReviewStore, name: str) -> Team:
    """Add a team."""
    return _put(store, Team(new_id(), _name(name, "team")))


def rename_team(store: ReviewStore, team: Team, name: str) -> Team:
    """Give a team another name."""
    return _put(store, replace(team, name=_name(name, "team")))


def join_team(store: ReviewStore, person_id: str, team_id: str, *, lead: bool = False) -> Membership:
    """Put a person into a team, or change whether they lead it."""
    known = next(iter(store.records(Membership, person_id=person_id, team_id=team_id)), None)
    return _put(store, replace(known or Membership(new_id(), team_id, person_id), is_lead=lead))


def leave_team(store: ReviewStore, person_id: str, team_id: str) -> None:
    """Take a person out of a team."""
    _delete(store, *store.records(Membership, person_id=person_id, team_id=team_id))


def pair_up(store: ReviewStore, mentor_id: str, mentee_id: str) -> Pairing:
    """Let the one mentor the other; a pairing that exists stays. Raises BadInputError for one and the same person."""
    directory = store.directory()
    made = pair(new_id(), _person(directory, mentor_id), _person(directory, mentee_id))
    known = store.records(Pairing, mentor_id=mentor_id, mentee_id=mentee_id)
    return known[0] if known else _put(store, made)


def part(store: ReviewStore, mentor_id: str, mentee_id: str) -> None:
    """End a pairing; feedback that was given stays."""
    _delete(store, *store.records(Pairing, mentor_id=mentor_id, mentee_id=mentee_id))


def person_named(directory: Directory, name: str) -> str:
    """Return the id of the one person with this name or id; "" for "". Raises NotFoundError, BadInputError."""
    return _named("person", [(one.id, one.name) for one in directory.people], name)


def team_named(directory: Directory, name: str) -> str:
    """Return the id of the one team with this name or id; "" for "". Raises NotFoundError, BadInputError."""
    return _named("team", [(one.id, one.name) for one in directory.teams], name)


def _named(what: str, known: Sequence[tuple[str, str]], name: str) -> str:
    if not name:
        return ""
    found = [id_ for id_, other in known if id_ == name] or [
        id_ for id_, other in known if other.casefold() == name.casefold()
    ]
    if not found:
        raise NotFoundError(f"There is no {what} “{name}” in this workspace.")
    if len(found) > 1:
        raise BadInputError(f"There are {len(found)} of the name “{name}”. Give the id: {', '.join(found)}.")
    return found[0]


def _person(directory: Directory, person_id: str) -> Person:
    person = directory.person(person_id)
    if person is None:
        raise NotFoundError("That person is not in this workspace.")
    return person


def _name(name: str, what: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadInputError(f"A {what} needs a name. Type one.")
    return name


def _put(store: ReviewStore, value: T) -> T:
    keep(store, ReviewChange(records=(value,)), Act.EDIT_PEOPLE)
    return value


def _delete(store: ReviewStore, *values: PeopleRecord) -> None:
    keep(store, ReviewChange(deleted_records=tuple((type(one), one.id) for one in values)), Act.EDIT_PEOPLE)
