"""What every service adapter is: how to ask, and how to read the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.citations.formats_fields import work_from_fields
from app.domain.reference import Record
from app.lookups.setup import Setup
from app.services.online import Answer, Hit, Question

ROWS = 5
"""How many works a search by title asks for."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to send: a path below the service's address, parameters or a form; secrets apart, which are never kept."""

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    secret_params: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A service: ``request`` makes what to send of a question, ``read`` an answer of the text that came back.

    ``read(text, question, asked_ms)`` may raise any error that a strange answer causes.
    """

    request: Callable[[Question, Setup], Request]
    read: Callable[[str, Question, int], Answer]


def answer_of(hits: list[Hit], asked_ms: int) -> Answer:
    """Return the answer that holds these records."""
    return Answer(asked_ms, found=bool(hits), hits=tuple(hits))


def hit(service: str, id_: object, fields: Mapping[str, object], *, retracted: bool = False) -> Hit:
    """Return a record under the service's name; ``fields`` as source lists name them."""
    return Hit(Record(str(id_), service, work_from_fields(fields)), retracted)


def with_subtitle(title: str, subtitle: str) -> str:
    """Return title and subtitle as one."""
    return f"{title}: {subtitle}" if subtitle and subtitle not in title else title
