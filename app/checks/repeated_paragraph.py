"""A paragraph that stands in the text more than once, word for word."""

import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b

from app.checks.remembering import once_per_document
from app.checks.reporting import report
from app.checks.running_text import prose_blocks
from app.domain.document import Block, Document, Kind
from app.domain.finding import Check, Finding, Tier

_LEAST_WORDS = 15
_REQUIREMENT = re.compile(r"\b(?:SHALL|MUST|SHOULD)(?: NOT)?\b")
_LEAST_REQUIREMENTS = 10
_OFTEN = 3
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


def find_repeated_paragraphs(document: Document) -> Iterator[Finding]:
    """Yield each paragraph of 15 words or more that stood before; the first place is the related span.

    In a PDF a paragraph that stands more than three times is taken for a running head. A standard, known by its
    "SHALL" and "MUST" (RFC 2119), says the same of several things on purpose and is left out.
    """
    if states_requirements(document):
        return
    for same in _alike(document):
        if document.kind is Kind.PDF and len(same) > _OFTEN:
            continue
        first = (same[0].start, same[0].end)
        for block in same[1:]:
            message = "This paragraph stands in the text before, word for word."
            yield report(CHECK, (block.start, block.end), message, "Which of the two should stay?", (first,))


@once_per_document
def states_requirements(document: Document) -> bool:
    """Tell whether the text is a standard by its requirements in capitals (RFC 2119)."""
    return len(_REQUIREMENT.findall(document.text)) >= _LEAST_REQUIREMENTS


@once_per_document
def repeated_blocks(document: Document) -> frozenset[int]:
    """Return the starts of the paragraphs that stand more than once."""
    return frozenset(block.start for same in _alike(document) for block in same)


@once_per_document
def _alike(document: Document) -> tuple[list[Block], ...]:
    groups: defaultdict[bytes, list[Block]] = defaultdict(list)
    for block in prose_blocks(document):
        words = document.text_of(block).casefold().split()
        if _count(words) >= _LEAST_WORDS:
            groups[blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()].append(block)
    return tuple(group for group in groups.values() if len(group) > 1)


def _count(words: list[str]) -> int:
    """Return the number of words; two signs of a script without spaces count as one."""
    if len(words) >= _LEAST_WORDS:
        return len(words)
    return len(words) + sum(len(_UNSPACED.findall(word)) for word in words) // 2


CHECK = Check(
    id="repeated-paragraph",
    version=1,
    tier=Tier.FIX,
    title="Paragraph that stands twice",
    why="A reader who meets the same paragraph again wonders what was meant to be there.",
    run=find_repeated_paragraphs,
)
