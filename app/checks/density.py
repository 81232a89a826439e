"""How dense style habits are, beside texts that people wrote: a card with its spans, never a finding of its own.

A card is shown where the running text has 300 words or more, the habit three hits or more, and more of them per 1,000
words than 95 of 100 human texts of the baseline's genre. The baseline is made by ``tests/evaluations/baselines.py``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.checks.language import language_of
from app.checks.lexicon import GAP, choice, read_phrases, read_words
from app.checks.running_text import prose_blocks, quotations, touches
from app.checks.visible import in_document_spans, visible
from app.domain.document import Block, Document
from app.domain.finding import GENRE, Density, Span

LEAST_WORDS, LEAST_HITS = 300, 3

_PARALLEL = re.compile(
    r"\bnot (?:only|just|merely|simply)\b[^.!?;\n]{3,120}?\b(?:but|it is|it['’]s|they are)\b"
    r"|\b(?:is|are|was|were|it['’]s|this) (?:not|n['’]t) (?:just|merely|simply|only|about)\b[^.!?\n]{3,80}?[;—–,.] ?"
    r"(?:it|they|this)(?:['’]s| is| are|['’]re)\b",
    re.IGNORECASE,
)
_THREE = re.compile(r"\b([a-z][a-z-]{2,20}), ([a-z][a-z-]{2,20}),? and ([a-z][a-z-]{2,20})\b")


@dataclass(frozen=True, slots=True)
class Habit:
    """A habit of style that is counted: its id, what it is called and what it looks like."""

    id: str
    title: str
    pattern: re.Pattern[str]


@cache
def habits() -> tuple[Habit, ...]:
    """Return the habits in the order of their cards."""
    tails = re.compile(rf",{GAP}(?:thereby )?(?:{choice(read_words('ing-tails'))})(?!\w)", re.IGNORECASE)
    return (
        Habit("buzzwords", "Buzzwords", read_phrases("buzzwords")),
        Habit("filler", "Filler", read_phrases("filler")),
        Habit("promotional", "Words of advertising", read_phrases("promotional")),
        Habit("ing-tails", "Comments hung on with “-ing”", tails),
        Habit("negative-parallelism", "“Not only …, but …”", _PARALLEL),
        Habit("rule-of-three", "Lists of three", _THREE),
    )


def densities_of(document: Document, genre: str = GENRE) -> tuple[Density, ...]:
    """Return a card for each habit that is denser than in human texts; none for short or other than English texts."""
    seen = visible(document)
    words = prose_words(seen)
    if words < LEAST_WORDS or language_of(seen) not in ("en", ""):
        return ()
    baseline = read_baseline(genre)
    cards = []
    for habit in habits():
        spans = spans_of(seen, habit)
        rate, limit = 1000 * len(spans) / words, baseline.p95[habit.id]
        if len(spans) >= LEAST_HITS and rate > limit:
            shown = in_document_spans(document, spans)
            cards.append(Density(habit.id, round(rate, 2), limit, baseline.texts, shown, baseline.genre, baseline.date))
    return tuple(cards)


def prose_words(document: Document) -> int:
    """Return the number of words of the running text."""
    return sum(len(document.text_of(block).split()) for block in prose_blocks(document))


def spans_of(document: Document, habit: Habit) -> tuple[Span, ...]:
    """Return where the habit shows in the running text outside quotations."""
    return tuple(span for block in prose_blocks(document) for span in _in_block(document, block, habit))


def _in_block(document: Document, block: Block, habit: Habit) -> Iterator[Span]:
    for match in habit.pattern.finditer(document.text, block.start, block.end):
        if not touches(quotations(document, block), *match.span()):
            yield match.span()


@dataclass(frozen=True, slots=True)
class Baseline:
    """Hits per 1,000 words that 95 of 100 human texts of a genre stay at or below, and how many texts were counted."""

    genre: str
    texts: int
    date: str
    sources: tuple[str, ...]
    p95: dict[str, float]


@cache
def read_baseline(genre: str = GENRE) -> Baseline:
    """Return the stored baseline of ``genre``."""
    data = json.loads(files("resources").joinpath("baselines", f"{genre}.json").read_text(encoding="utf-8"))
    return Baseline(data["genre"], data["texts"], data["date"], tuple(data["sources"]), data["p95"])
