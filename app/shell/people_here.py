"""Who works here, who else there is, and changes of both: what the rules forbid is answered in words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.errors import BadInputError, DeniedError, NotFoundError
from app.domain.people import Directory, Person, Role
from app.services import people
from app.services.ports import Workspace
from app.shell.session import Session
from app.shell.side_names import DESK, MINE, TEAM

T = TypeVar("T")
_SIDE_OF = {Role.MENTOR: DESK, Role.MENTEE: MINE, Role.LEAD: TEAM}
_REFUSALS = (BadInputError, DeniedError, NotFoundError)


@dataclass(frozen=True, slots=True)
class Here:
    """The person who works here with their roles, and everybody."""

    me: Person = field(default_factory=lambda: Person("", ""))
    roles: frozenset[Role] = frozenset()
    directory: Directory = field(default_factory=Directory)

    @property
    def active(self) -> tuple[Person, ...]:
        """Everybody who has not left, by name."""
        return tuple(sorted((one for one in self.directory.people if one.active), key=lambda one: one.name.casefold()))

    @property
    def is_alone(self) -> bool:
        """Whether there is nobody else, so that every side is one's own."""
        return len(self.active) <= 1

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of the person's sides, the first one first; all of them for a person alone."""
        if self.is_alone:
            return DESK, MINE, TEAM
        found = tuple(side for role, side in _SIDE_OF.items() if role in self.roles)
        return found or (DESK,)


class PeopleHere(QObject):
    """Keeps ``here`` as the workspace has it; ``changed`` follows each change of it."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.here = Here()
        self._session = session
        session.workspace_opened.connect(self.refresh)
        session.person_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read who is here again; ``changed`` follows."""
        self._session.ask(_read, self._take)

    def act_as(self, person_id: str) -> None:
        """Let another person of this computer work here; the session's ``person_changed`` follows."""
        change(self._session, lambda store: people.act_as(store, person_id), lambda _: self._session.start_over())

    def edit(
        self,
        write: Callable[[Workspace], T],
        done: Callable[[T], object] = lambda _: None,
        refused: Callable[[str], object] | None = None,
    ) -> None:
        """Keep a change of people, then read who is here again."""

        def tell(made: T) -> None:
            self.refresh()
            done(made)

        change(self._session, write, tell, refused)

    def _take(self, here: Here) -> None:
        self.here = here
        self.changed.emit()


def people_here(session: Session) -> PeopleHere:
    """Return the one that the whole window shares."""
    return session.findChild(PeopleHere) or PeopleHere(session, session)


def change(
    session: Session,
    write: Callable[[Workspace], T],
    done: Callable[[T], object] = lambda _: None,
    refused: Callable[[str], object] | None = None,
) -> None:
    """Keep a change. What the rules forbid is told at once; only a disk that takes nothing is tried again."""
    workspace = session.workspace
    if workspace is None:
        return

    def attempt() -> tuple[T | None, Exception | None]:
        try:
            return write(workspace), None
        except _REFUSALS as error:
            return None, error

    def tell(found: tuple[T | None, Exception | None]) -> None:
        made, error = found
        if error is None:
            done(made)  # type: ignore[arg-type]
        elif refused is not None:
            refused(str(error))
        else:
            session.fail("That was not changed", error)

    session.saves.put(attempt, tell)


def _read(workspace: Workspace) -> Here:
    return Here(people.myself(workspace), people.my_roles(workspace), workspace.directory())
