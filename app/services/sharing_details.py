"""What a person looks at of sharing: what waits, what was refused, what two people changed, and what came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol

from app.services.syncing import Local, Waiting


@dataclass(frozen=True, slots=True)
class About:
    """A row that travels, by what a person knows it by.

    ``kind`` is its table's name, ``words`` what it says or is called, ``work`` and ``mentee`` the title and the name of
    whose work it is about; each of them may be empty.
    """

    kind: str
    row_id: str
    words: str = ""
    work: str = ""
    mentee: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that the server did not take; ``fields`` are its values, ``at_ms`` is UTC."""

    op_id: str
    about: About
    why: str
    at_ms: int
    fields: Mapping[str, Any]


class Choice(IntEnum):
    """How a clash was settled."""

    OPEN = 0
    KEPT = 1
    OTHER = 2
    NEW = 3
    SINCE = 4  # by an edit of somebody who had seen what was kept


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed: ``kept`` is what the server has, ``lost`` what came second; JSON values.

    ``kept_by`` and ``lost_by`` are ids of people. Times are UTC milliseconds, 0 where they are not known here;
    ``before`` is the JSON value before both, None where this computer did not see it. ``now`` is what the field holds.
    """

    id: str
    about: About
    field: str
    kept: str
    kept_by: str
    lost: str
    lost_by: str
    now: str
    kept_ms: int = 0
    lost_ms: int = 0
    before: str | None = None
    choice: Choice = Choice.OPEN

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.choice is Choice.OPEN


@dataclass(frozen=True, slots=True)
class Details:
    """Everything about sharing that waits for somebody; ``waiting`` holds the first of what is to be sent."""

    address: str
    counts: Waiting
    waiting: tuple[About, ...] = ()
    refused: tuple[Refused, ...] = ()
    clashes: tuple[Clash, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    me: str = ""


class Shared(Local, Protocol):
    """The workspace's half of sync with what a person looks at. Every call is one transaction."""

    def details(self, most: int = 200) -> Details:
        """Return what waits, was refused or clashes; at most so many of each."""

    def send_again(self, op_id: str) -> None:
        """Let a refused change wait again. Raises NotFoundError when what it is about is not here any more."""

    def drop(self, op_id: str) -> None:
        """Forget a refused change; the next sync brings what the server has in its place."""

    def settle(self, clash_id: str, choice: Choice) -> None:
        """Note how a clash was settled; the value itself is written like any other."""
