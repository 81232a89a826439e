"""What a check reports: a span, the rule, why it matters and a question for the author. Never a verdict on a person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.document import Document

Span = tuple[int, int]


class Tier(StrEnum):
    """How a finding is meant: a defect, a request to the author, a matter of style, a bare fact."""

    FIX = "fix"
    ASK = "ask"
    CONSIDER = "consider"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check saw. ``related`` are other spans that belong to it (the second of two values)."""

    check: str
    version: int
    tier: Tier
    start: int
    end: int
    message: str
    question: str = ""
    criterion: str | None = None
    related: tuple[Span, ...] = ()


PRIVATE = "policy-data"
"""The check whose findings are personal data and secrets: reports show only how such a span begins."""
_SHOWN = 4


def quote_of(document: Document, finding: Finding) -> str:
    """Return the words of the finding's span as a report may show them."""
    return shown_of(finding.check, document.text[finding.start : finding.end])


def shown_of(check: str, quote: str) -> str:
    """Return the words of a finding of this check as they may be shown."""
    return f"{quote[:_SHOWN].rstrip()}••••" if check == PRIVATE else quote


GENRES = {"government": "government documents", "essay": "essays"}
"""The genres whose human texts style is measured against, with their words."""
GENRE = "government"


@dataclass(frozen=True, slots=True)
class Density:
    """How often a style rule hits, beside a human baseline; shown as a card, never as a score of the text.

    ``genre`` and ``date`` say which texts the baseline was counted in, and when (ISO 8601).
    """

    rule: str
    per_1000_words: float
    baseline_p95: float
    baseline_n: int
    spans: tuple[Span, ...]
    genre: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A measured property of the running text: its id, what it is called and its value with the unit in words."""

    id: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check as a value: what it is called, what it looks for and the function that looks.

    ``id`` is stable ("vague-attribution"); raise ``version`` whenever the findings can change. ``languages`` are
    ISO 639-1 codes it can judge, empty for any. ``run`` yields findings with this id and version; it neither
    reads nor writes anything but its argument, so that it can run in another process.
    """

    id: str
    version: int
    tier: Tier
    title: str
    why: str
    run: Callable[[Document], Iterable[Finding]]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckDone:
    """A check has ended. ``error`` is its crash in one line, ``skipped`` why it did not run; both empty when well."""

    check: str
    findings: tuple[Finding, ...] = ()
    error: str = ""
    skipped: str = ""
    seconds: float = 0.0
