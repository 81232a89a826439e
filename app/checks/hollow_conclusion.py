"""A conclusion that adds nothing: no name the text had not, no number, nothing to do."""

import re
from collections.abc import Iterator
from functools import cache

from app.checks.lexicon import choice, read_phrases, read_words
from app.checks.names import names_in
from app.checks.reporting import report, shorten
from app.checks.running_text import PROSE
from app.checks.sourcing import has_citation
from app.checks.unspecific_section import Section, sections
from app.domain.document import Document
from app.domain.finding import Check, Finding, Tier

_LEAST_WORDS, _MOST_WORDS = 15, 250
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|half)\b", re.IGNORECASE)


def find_hollow_conclusions(document: Document) -> Iterator[Finding]:
    """Yield the last section headed as a conclusion when it holds no new name, no number and no action."""
    for section in sections(document)[-2:]:
        if not _headings().match(document.text_of(section.heading).strip()):
            continue
        if _is_prose(document, section) and not _adds(document, section):
            message = f"“{shorten(document.text_of(section.heading))}” adds no name, number or action to the text."
            question = "What should the reader do or remember now?"
            yield report(CHECK, (section.blocks[0].start, section.blocks[-1].end), message, question)


def _is_prose(document: Document, section: Section) -> bool:
    words = sum(len(document.text_of(block).split()) for block in section.blocks)
    return _LEAST_WORDS <= words <= _MOST_WORDS and all(block.kind in PROSE for block in section.blocks)


def _adds(document: Document, section: Section) -> bool:
    before = document.text[: section.heading.start]
    for block in section.blocks:
        if _NUMBER.search(document.text, block.start, block.end) or has_citation(document, (block.start, block.end)):
            return True
        if read_phrases("action-words").search(document.text, block.start, block.end):
            return True
        if any(document.text[start:end] not in before for start, end in names_in(document, block)):
            return True
    return False


@cache
def _headings() -> re.Pattern[str]:
    return re.compile(rf"[\dIVX.]{{0,8}}\s{{0,3}}(?:{choice(read_words('conclusion-headings'))})\W{{0,3}}\Z", re.I)


CHECK = Check(
    id="hollow-conclusion",
    version=1,
    tier=Tier.ASK,
    title="Conclusion that adds nothing",
    why="Readers turn to the end to learn what follows.",
    run=find_hollow_conclusions,
    languages=("en",),
)
