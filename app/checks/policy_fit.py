"""What a team's policy asks of a whole text: a disclosure of AI use, sections, citations, length and plain sentences.

These functions take plain values; ``app.services.policies`` joins them to a policy file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.checks.lexicon import choice, compile_phrases, read_phrases, read_words
from app.checks.running_text import PROSE, bibliography_blocks, prose_blocks
from app.checks.sentences import sentences_of
from app.checks.sourcing import citations_in
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import Span

_DISCLOSING = frozenset({*PROSE, BlockKind.FOOTNOTE, BlockKind.ENDNOTE})
_IDENTIFIERS = {
    "doi": re.compile(r"\b10\.\d{4,9}/\S", re.IGNORECASE),
    "isbn": re.compile(r"\bISBN\b|\b97[89][-\d ]{10,14}\b", re.IGNORECASE),
    "url": re.compile(r"https?://|\bwww\.\w", re.IGNORECASE),
}
_NUMBER = re.compile(r"^(?:[\dIVX]{1,4}[.)]?(?:\d{1,2}\.?){0,3}|[A-Z][.)])\s{1,4}")
_LEAST_ENTRY = 20
_ABOUT_USE = re.compile(r"\b(?:us(?:e|es|ed|age|ing)|disclos\w+|declar\w+|statement)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Where a text says that AI was used, what it names of tool, sections and level, and the tools by their names."""

    span: Span
    names: frozenset[str]
    tools: tuple[str, ...]


def beginning(document: Document) -> Span | None:
    """Return the first block that holds text, where what is missing from a text is shown; None for an empty text."""
    return next(((b.start, b.end) for b in document.blocks if document.text_of(b).strip()), None)


def find_disclosure(document: Document, approved: Iterable[str] = ()) -> Disclosure | None:
    """Return what the text says of its own use of AI tools, all such sentences taken together."""
    tools = compile_phrases([*read_words("ai-tools"), *(_escaped(name) for name in approved)])
    blocks = _disclosing_blocks(document)
    spans = [span for block, under in blocks for span in _disclosing_sentences(document, block, under, tools)]
    if not spans:
        return None
    text = " ".join(document.text[slice(*span)] for span in spans)
    named = tuple(dict.fromkeys(match.group() for match in tools.finditer(text)))
    kinds = {"sections": "disclosed-sections", "level": "disclosed-levels"}
    names = {kind for kind, words in kinds.items() if read_phrases(words).search(text)}
    return Disclosure(spans[0], frozenset(names | ({"tool"} if named else set())), named)


def _disclosing_blocks(document: Document) -> Iterator[tuple[Block, bool]]:
    """Yield the blocks that may say it, and whether each stands under a heading about the use of AI."""
    under = False
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            heading = document.text_of(block)
            under = bool(read_phrases("ai-words").search(heading) and _ABOUT_USE.search(heading))
        elif block.kind in _DISCLOSING and block.cell is None:
            yield block, under


def _disclosing_sentences(document: Document, block: Block, under: bool, tools: re.Pattern[str]) -> Iterator[Span]:
    for span in sentences_of(document, block):
        names_tool = tools.search(document.text, *span) or read_phrases("ai-words").search(document.text, *span)
        if names_tool and (under or _own_use().search(document.text, *span)):
            yield span


@cache
def _own_use() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{choice(read_words('own-use-words'))})(?!\w)", re.IGNORECASE)


def _escaped(name: str) -> str:
    """Return a name as a phrase of a lexicon, its marks taken literally."""
    return name.replace("|", " ").replace("*", " ").replace("(", " ").replace(")", " ").strip()


def missing_sections(document: Document, required: Sequence[str]) -> tuple[str, ...]:
    """Return the required headings that no heading of the text is or begins with, in any case."""
    headings = [_heading(document, block) for block in document.blocks if block.kind is BlockKind.HEADING]
    return tuple(name for name in required if not any(_begins(heading, name.casefold()) for heading in headings))


def _heading(document: Document, block: Block) -> str:
    return _NUMBER.sub("", document.text_of(block).strip()).casefold()


def _begins(heading: str, name: str) -> bool:
    return heading.startswith(name) and not heading[len(name) : len(name) + 1].isalnum()


def citation_count(document: Document) -> int:
    """Return how many citation marks the running text holds."""
    return sum(citations_in(document, (block.start, block.end)) for block in prose_blocks(document))


def entries_without(document: Document, identifiers: Sequence[str]) -> tuple[Block, ...]:
    """Return the entries of the list of references that have none of the identifiers: doi, isbn, url."""
    patterns = [_IDENTIFIERS[name] for name in identifiers]
    linked = [(link.start, link.end) for link in document.links]
    found = []
    for block in bibliography_blocks(document):
        text = document.text_of(block)
        has_link = any(block.start <= start < block.end for start, _ in linked)
        if len(text) >= _LEAST_ENTRY and not has_link and not any(pattern.search(text) for pattern in patterns):
            found.append(block)
    return tuple(found)


def long_sentences(document: Document, most_words: int) -> Iterator[tuple[Span, int]]:
    """Yield each sentence of the running text with more words, and how many it has."""
    for block in prose_blocks(document):
        for span in sentences_of(document, block):
            words = len(document.text[slice(*span)].split())
            if words > most_words:
                yield span, words
