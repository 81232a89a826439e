"""What administering a shared database offers to the command line and to the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Access:
    """That one person may see another's work, and why."""

    reader: str
    reader_login: str
    mentee: str
    why: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Who can see whom, and what is wrong with the database's locks: one sentence each, none when all is well."""

    access: tuple[Access, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A person's login with its new password, which is told once and kept nowhere."""

    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person on the database: their teams with whether they lead them, and the logins of those they mentor."""

    login: str
    name: str
    active: bool
    is_admin: bool
    teams: tuple[tuple[str, bool], ...] = ()
    mentees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody on the database by name, and the names of its teams."""

    people: tuple[Member, ...]
    teams: tuple[str, ...]


class SharedDatabase(Protocol):
    """A shared database, used by whoever administers it. Every call raises ServerError with a plain sentence."""

    def init(self, *, dry_run: bool = False) -> Sequence[str]:
        """Make roles, tables, functions and policies, or bring them to today's schema; return what was done.

        With ``dry_run`` everything is tried and taken back. It is done once however often it is asked for.
        """

    def missing_privileges(self) -> Sequence[str]:
        """Return what this login lacks to set the database up, as sentences; nothing when it can."""

    def roster(self) -> Roster:
        """Return who is on the database, in which teams, and who mentors whom."""

    def add_person(self, login: str, name: str, *, admin: bool = False) -> Account:
        """Add a person with a login of their own."""

    def add_team(self, name: str) -> None:
        """Add a team."""

    def join(self, login: str, team: str, *, lead: bool = False) -> None:
        """Put a person into a team, or change whether they lead it."""

    def leave(self, login: str, team: str) -> None:
        """Take a person out of a team."""

    def assign(self, mentor: str, mentee: str) -> None:
        """Let one person mentor another, by their logins."""

    def part(self, mentor: str, mentee: str) -> None:
        """End a pairing: the mentor sees nothing of the mentee's work any more."""

    def move(self, mentee: str, mentor: str, to: str) -> None:
        """Give a mentee another mentor in one step."""

    def deactivate(self, login: str) -> None:
        """Close a person's access at once; what they wrote stays."""

    def reactivate(self, login: str) -> Account:
        """Open a person's access again, with a new password."""

    def rotate(self, login: str) -> Account:
        """Give a person a new password; the old one ends at once."""

    def erase(self, login: str) -> None:
        """Delete a person's work and feedback for good; their words elsewhere get a pseudonym."""

    def restored(self) -> None:
        """Tell the desktops that the database came back from a backup: they read everything afresh."""

    def audit(self) -> Audit:
        """Return who can see whom and why, and what is wrong with the locks."""

    def close(self) -> None:
        """End the connection."""
