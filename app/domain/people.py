"""Who works together: people, teams, who leads them, and who mentors whom.

Nobody *is* a mentor: a person mentors some and may be mentored by others. Roles follow from pairings and teams.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.domain.errors import BadInputError


class Role(StrEnum):
    """A side of the app that a person can have; several at once."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """A person; one who left is not active, and what they wrote stays."""

    id: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Team:
    """People who share rubrics, policies and source libraries."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in a team, as its lead or not."""

    id: str
    team_id: str
    person_id: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Admin:
    """A person who manages people, teams and pairings."""

    id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """A mentor and a mentee. Two different people: see ``pair``."""

    id: str
    mentor_id: str
    mentee_id: str


def pair(id_: str, mentor: Person, mentee: Person) -> Pairing:
    """Return the pairing. Raises BadInputError when both are one person, or one of them has left."""
    if mentor.id == mentee.id:
        raise BadInputError(f"{mentor.name} cannot mentor themselves. Choose another mentor.")
    gone = next((person for person in (mentor, mentee) if not person.active), None)
    if gone:
        raise BadInputError(f"{gone.name} has left the team. Choose someone else.")
    return Pairing(id_, mentor.id, mentee.id)


@dataclass(frozen=True)
class Directory:
    """Everybody in a workspace at one moment, and how they belong together."""

    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    memberships: tuple[Membership, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    admins: frozenset[str] = frozenset()

    def person(self, person_id: str) -> Person | None:
        """Return the person with this id, or None."""
        return next((person for person in self.people if person.id == person_id), None)

    def is_active(self, person_id: str) -> bool:
        """Tell whether the person is known and has not left."""
        person = self.person(person_id)
        return person is not None and person.active

    def mentors_of(self, mentee_id: str) -> frozenset[str]:
        """Return the people who mentor this one."""
        return frozenset(one.mentor_id for one in self.pairings if one.mentee_id == mentee_id)

    def mentees_of(self, mentor_id: str) -> frozenset[str]:
        """Return the people whom this one mentors."""
        return frozenset(one.mentee_id for one in self.pairings if one.mentor_id == mentor_id)

    def teams_of(self, person_id: str) -> frozenset[str]:
        """Return the teams that the person is in."""
        return frozenset(self._teams.get(person_id, ()))

    def leads_team(self, person_id: str, team_id: str) -> bool:
        """Tell whether the person leads the team."""
        return self._teams.get(person_id, {}).get(team_id, False)

    def leads_person(self, lead_id: str, person_id: str) -> bool:
        """Tell whether the one leads a team that the other is in; a lead's own work is a mentee's work."""
        return lead_id != person_id and any(self.leads_team(lead_id, team) for team in self._teams.get(person_id, ()))

    @cached_property
    def _teams(self) -> Mapping[str, Mapping[str, bool]]:
        """The teams of each person, and whether the person leads them."""
        found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
        for one in self.memberships:
            found[one.person_id][one.team_id] = one.is_lead or found[one.person_id].get(one.team_id, False)
        return dict(found)

    def are_colleagues(self, one_id: str, other_id: str) -> bool:
        """Tell whether both are in one team, or one mentors the other."""
        return bool(self.teams_of(one_id) & self.teams_of(other_id)) or (
            other_id in self.mentors_of(one_id) | self.mentees_of(one_id)
        )

    def roles_of(self, person_id: str) -> frozenset[Role]:
        """Return the sides of the app that the person has."""
        if not self.is_active(person_id):
            return frozenset()
        has = {
            Role.MENTOR: bool(self.mentees_of(person_id)),
            Role.MENTEE: bool(self.mentors_of(person_id)),
            Role.LEAD: any(one.is_lead for one in self.memberships if one.person_id == person_id),
            Role.ADMIN: person_id in self.admins,
        }
        return frozenset(role for role, true in has.items() if true)
