"""Online services: what a person agrees to by switching them on, and how the use cases ask them."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.reference import Notice, Record, Work
from app.services.ports import Settings


@dataclass(frozen=True, slots=True)
class OnlineService:
    """A service for the consent screen: where it is, what it is asked for and what is sent to it.

    ``sends_titles`` is sent only where searching by title was switched on too. ``host`` is empty for cited links.
    """

    name: str
    host: str
    purpose: str
    sends: tuple[str, ...]
    sends_titles: tuple[str, ...] = ()


_TITLE = ("the title", "the first author's family name")
SERVICES = (
    OnlineService("Crossref", "api.crossref.org", "Articles, papers and books", ("the DOI",), _TITLE),
    OnlineService("DataCite", "api.datacite.org", "Data sets, software, preprints", ("the DOI", "the arXiv number")),
    OnlineService("OpenAlex", "api.openalex.org", "Scholarly works, retractions", ("the DOI",), _TITLE),
    OnlineService("arXiv", "export.arxiv.org", "Preprints", ("the arXiv number",)),
    OnlineService("Open Library", "openlibrary.org", "Books", ("the ISBN",), _TITLE),
    OnlineService(
        "CourtListener",
        "www.courtlistener.com",
        "Court decisions of the United States",
        ("volume, reporter and first page",),
    ),
    OnlineService("Cited links", "", "Whether a cited page still answers", ("nothing but the visit to its address",)),
    OnlineService(
        "Wayback Machine", "archive.org", "An archive copy of a page that does not answer", ("the page's address",)
    ),
)
ALSO_SENT = (
    "As with every visit to a web site, each service sees this computer's network address and that Stet asks. "
    "The contact address goes to all of them but the cited links."
)


@dataclass(frozen=True, slots=True)
class OnlineChoice:
    """What a person agreed to: asking at all, searching by title too, and the contact address that is sent along."""

    on: bool = False
    titles: bool = False
    contact: str = ""


def online_choice(settings: Settings) -> OnlineChoice:
    """Return the choice kept in the workspace; without one everything is off."""
    contact = settings.setting("online_contact", "")
    return OnlineChoice(
        settings.setting("online_lookups") is True,
        settings.setting("online_titles") is True,
        contact if isinstance(contact, str) else "",
    )


def keep_online_choice(settings: Settings, choice: OnlineChoice) -> None:
    """Keep the choice in the workspace."""
    settings.put_setting("online_lookups", choice.on)
    settings.put_setting("online_titles", choice.titles)
    settings.put_setting("online_contact", choice.contact)


class AskBy(StrEnum):
    """What an online service is asked by; the words stand in the log."""

    DOI = "doi"
    ARXIV = "arxiv"
    ISBN = "isbn"
    CASE = "case"
    TITLE = "title"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask one online service, by its name, about a cited work."""

    service: str
    by: AskBy
    work: Work


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a service gave; its ``library`` is the service's name."""

    record: Record
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back at ``asked_ms`` (kept answers keep their time).

    ``found`` says whether what was asked for is there. A ``failure``, a plain sentence, means that nothing is known.
    """

    asked_ms: int
    found: bool = False
    hits: tuple[Hit, ...] = ()
    notices: tuple[Notice, ...] = ()
    failure: str = ""


Answers = Generator[tuple[int, Answer], None, None]
"""The place of each question with its answer; closing it stops the asking."""


class LookUps(Protocol):
    """Asks online services, politely; used from one thread."""

    def ask(self, questions: Sequence[Question], cancelled: Callable[[], bool]) -> Answers:
        """Yield the place of each question with its answer, as they come. Raises CancelledError."""

    def close(self) -> None:
        """Let go of every connection."""
