"""What the desk of the shared database tells the window, and what it reads of the workspace for that."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.shell.sharing_standing import NOTHING

if TYPE_CHECKING:
    from app.services.arrivals import Arrival
    from app.services.ports import Workspace
    from app.services.syncing import RemoteRow, Waiting


@dataclass(frozen=True, slots=True)
class Found:
    """What a test of an address found: who one is there, and how many people and teams are known.

    ``copy`` is the copy for reading that was tried and works, "" for none.
    """

    name: str
    people: int
    teams: tuple[str, ...]
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What a sync brought: the kinds of rows, "people" where those changed, "lost" where work is not seen any more."""

    kinds: frozenset[str]
    news: "tuple[Arrival, ...]" = ()


def where(workspace: "Workspace") -> "tuple[str, str, Waiting]":
    """Return the server, the copy that is read beside it, and what waits; what is there now counts as shown."""
    from app.services.sharing_copy import reading_copy

    address = workspace.share.address()
    workspace.show(workspace.seen())
    return address, reading_copy(workspace), workspace.share.waiting() if address else NOTHING


def after(workspace: "Workspace", rows: "list[RemoteRow]") -> "tuple[Waiting, tuple[Arrival, ...], int]":
    """Return what waits still, what of these rows is news, and the number of the newest change there is."""
    from app.services.arrivals import note

    return workspace.share.details(0).counts, note(workspace, rows), workspace.seen()
