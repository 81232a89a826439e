"""Check a document: writing checks, references found, each judged against source lists, streamed as they come."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.checks.density import densities_of
from app.checks.engine import CHECKS, plugin_checks, run_checks
from app.checks.facts import facts_of
from app.checks.language import language_of
from app.citations.cross_check import add_notices
from app.citations.find import find_references
from app.citations.sources import open_sources
from app.domain.deliverable import Submission
from app.domain.document import Document
from app.domain.errors import StetError
from app.domain.finding import GENRE, GENRES, Check, CheckDone, Density, Fact
from app.domain.reference import CheckedReference, Reference, Rejected

if TYPE_CHECKING:
    from rubrics.policy import Policy

REFERENCES = "references"
"""Finding and judging references, among the ids of checks."""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source list to judge against: a file (``name`` is its file name), or a library by its segment files."""

    name: str
    files: tuple[Path, ...]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What to check, against which lists and policy, with which plug-in distributions switched on.

    ``known`` are the checks to leave out, by id and ``REFERENCES``, because their results are known already.
    ``declared`` is what the author said of their use of AI when handing in, for the policy to compare.
    """

    document: Document
    sources: tuple[SourceSpec, ...] = ()
    plugins: tuple[str, ...] = ()
    cache: Path | None = None
    known: frozenset[str] = frozenset()
    policy: "Policy | None" = None
    declared: Submission | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: ``done`` of ``total`` steps of ``what`` ("Checking references")."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LanguageKnown:
    """The language of the text as an ISO 639-1 code, empty when it is too short to say."""

    language: str


@dataclass(frozen=True, slots=True)
class ReferencesFound:
    """Every reference of the document, before any is judged."""

    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class ReferencesJudged:
    """The next judged references, in document order."""

    checked: tuple[CheckedReference, ...]


@dataclass(frozen=True, slots=True)
class StyleMeasured:
    """The style habits that are denser in the text than in human texts, and plain facts about the text.

    ``densities`` are beside the usual baseline, ``others`` beside those of other genres.
    """

    densities: tuple[Density, ...]
    others: tuple[Density, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesOpened:
    """The source lists are ready: number of records, and the records that could not be taken.

    ``left_out`` says of each list that cannot be read why it cannot.
    """

    records: int
    rejected: tuple[Rejected, ...]
    left_out: tuple[str, ...] = ()


CheckEvent = CheckDone | Progress | LanguageKnown | ReferencesFound | ReferencesJudged | SourcesOpened | StyleMeasured


def check_document(request: CheckRequest) -> Iterator[CheckEvent]:
    """Yield events until everything is checked; runs in a worker process (see ``app.documents.guard``).

    A source list that cannot be read is left out and named in ``SourcesOpened``.
    """
    yield LanguageKnown(language_of(request.document))
    offered = CHECKS + _policy_checks(request) + plugin_checks(request.plugins)
    checks = [check for check in offered if check.id not in request.known]
    for number, done in enumerate(run_checks(request.document, checks), start=1):
        yield done
        yield Progress("Checking the writing", number, len(checks))
    yield measure(request.document)
    if REFERENCES not in request.known:
        references = find_references(request.document)
        yield ReferencesFound(references)
        yield from _judge(references, request)


def measure(document: Document) -> StyleMeasured:
    """Return how dense the habits of style are beside each genre's baseline, and the facts of the text."""
    others = tuple(card for genre in GENRES if genre != GENRE for card in densities_of(document, genre))
    return StyleMeasured(densities_of(document), others, facts_of(document))


def _policy_checks(request: CheckRequest) -> tuple[Check, ...]:
    if request.policy is None:
        return ()
    from app.services.policies import policy_checks

    return policy_checks(request.policy, request.declared)


def _judge(references: tuple[Reference, ...], request: CheckRequest) -> Iterator[CheckEvent]:
    left_out: list[StetError] = []
    specs = [(spec.name, spec.files, spec.complete) for spec in request.sources]
    sources = open_sources(specs, request.cache, left_out.append)
    yield SourcesOpened(sources.records, sources.rejected, tuple(map(str, left_out)))
    done = 0
    judged = sources.judge_all(references, request.document)
    for checked in add_notices(request.document, references, judged):
        done += len(checked)
        yield ReferencesJudged(checked)
        yield Progress("Checking references", done, len(references))
