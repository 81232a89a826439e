"""Online services: what a person agrees to by switching them on, and how the use cases ask them."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.deliverable import Assignment, DataClass, Submission
from app.domain.reference import Judgement, Notice, Record, Verdict, Work
from app.services.ports import ReviewStore, Settings


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


LINKS, ARCHIVE = "Cited links", "Wayback Machine"
_TITLE = ("the title", "the first author's family name")
SERVICES = (
    OnlineService("Crossref", "api.crossref.org", "Articles, papers and books", ("the DOI",), _TITLE),
    OnlineService("DataCite", "api.datacite.org", "Data sets, software, preprints", ("the DOI", "the arXiv number")),
    OnlineService("OpenAlex", "api.openalex.org", "Scholarly works, retractions", ("the DOI",), ("the title",)),
    OnlineService("arXiv", "export.arxiv.org", "Preprints", ("the arXiv number",)),
    OnlineService("Open Library", "openlibrary.org", "Books", ("the ISBN",), _TITLE),
    OnlineService(
        "CourtListener",
        "www.courtlistener.com",
        "Court decisions of the United States",
        ("volume, reporter and first page",),
    ),
    OnlineService(LINKS, "", "Whether a cited page still answers", ("nothing but the visit to its address",)),
    OnlineService(ARCHIVE, "archive.org", "An archive copy of a page that does not answer", ("the page's address",)),
)
ALSO_SENT = (
    "As with every visit to a web site, each service sees this computer's network address and that Stet asks. "
    "The contact address goes to all of them but the cited links."
)
NEVER_SENT = (
    "The draft or any sentence of it, its name, comments, scores, the names of the people you work with. "
    "Of a reference only the parts named here leave."
)
NAMES = frozenset(one.name for one in SERVICES)
_OPEN = frozenset([Verdict.NOT_FOUND, Verdict.UNVERIFIABLE, Verdict.PARTLY_VERIFIED])
_FORBIDDEN = frozenset([DataClass.CONFIDENTIAL, DataClass.PERSONAL])


@dataclass(frozen=True, slots=True)
class OnlineChoice:
    """What a person agreed to: which services are asked, searching by title too, the contact that is sent along."""

    services: frozenset[str] = frozenset()
    titles: bool = False
    contact: str = ""

    @property
    def on(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.services)


def online_choice(settings: Settings) -> OnlineChoice:
    """Return the choice kept in the workspace; without one everything is off."""
    kept, contact = settings.setting("online_services"), settings.setting("online_contact", "")
    services = (
        NAMES.intersection(name for name in kept if isinstance(name, str)) if isinstance(kept, list) else frozenset()
    )
    return OnlineChoice(
        services, settings.setting("online_titles") is True, contact if isinstance(contact, str) else ""
    )


def keep_online_choice(settings: Settings, choice: OnlineChoice) -> None:
    """Keep the choice in the workspace."""
    settings.put_setting("online_services", sorted(choice.services))
    settings.put_setting("online_titles", choice.titles)
    settings.put_setting("online_contact", choice.contact)


def why_not_asked(store: ReviewStore, draft_id: str) -> str:
    """Return why nothing of this draft may be sent, in one sentence, or "".

    What its assignment says of the data counts, and what its author said when handing it in.
    """
    work = store.work_of(draft_id)
    given = store.records(Assignment, id=work.assignment_id) if work.assignment_id else ()
    handed_in = store.records(Submission, draft_id=draft_id)
    for whose, found in (("Its assignment", given), ("Its author", handed_in)):
        for one in found:
            if one.data_class in _FORBIDDEN:
                return f"{whose} says that this work is {one.data_class.value}, so nothing of it is sent anywhere."
    return ""


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

    @property
    def sent(self) -> str:
        """What the service gets to know of the work."""
        work = self.work
        match self.by:
            case AskBy.TITLE:
                return " ".join((work.title, first_family(work) if self.service != "OpenAlex" else "")).strip()
            case AskBy.CASE:
                return " ".join((work.volume, work.container, work.pages))
            case AskBy.LINK:
                return work.url
            case _:
                return str(getattr(work, self.by.value))


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service was asked by, and its answer; kept with the work that the reference stands in."""

    service: str
    by: AskBy
    answer: Answer


class Outcome(StrEnum):
    """What a service's answer says about a reference."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOTHING = "nothing"
    NOTE = "note"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One service's answer, ready to show: a plain sentence, when it came (UTC ms), and where to look at it, or ""."""

    service: str
    outcome: Outcome
    words: str
    asked_ms: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A reference after looking up: what the lists said, what lists and services say together, each service's answer.

    ``judgement`` is ``offline`` itself, but for notices, where nothing online changed it.
    """

    offline: Judgement
    judgement: Judgement
    evidence: tuple[Evidence, ...]


Answers = Generator[tuple[int, Answer], None, None]
"""The place of each question with its answer; closing it stops the asking."""


class LookUps(Protocol):
    """Asks online services, politely; used from one thread."""

    def ask(self, questions: Sequence[Question], cancelled: Callable[[], bool]) -> Answers:
        """Yield the place of each question with its answer, as they come. Raises CancelledError."""

    def close(self) -> None:
        """Let go of every connection."""


def is_open(judgement: Judgement) -> bool:
    """Whether the lists left it open, so that an answer from online may change the verdict."""
    return judgement.verdict in _OPEN


def first_family(work: Work) -> str:
    """Return the first author's family name, or ""."""
    name = work.authors[0] if work.authors else ""
    return name.split(",", 1)[0] if "," in name else "".join(name.split()[-1:])


def page_of(record: Record) -> str:
    """Return the web page of a record that a service gave, "" where it has none."""
    if record.id.startswith("https://"):
        return record.id
    match record.library:
        case "Crossref" | "DataCite":
            return f"https://doi.org/{record.id}"
        case "arXiv":
            return f"https://arxiv.org/abs/{record.id}"
        case "Open Library":
            return f"https://openlibrary.org{record.id}"
        case "CourtListener":
            return f"https://www.courtlistener.com/opinion/{record.id}/"
        case _:
            return ""
