"""A long section that names nobody and nothing: no name, no number, no date, no source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checks.names import names_in
from app.checks.remembering import once_per_document
from app.checks.reporting import report, shorten
from app.checks.running_text import PROSE, bibliography_blocks, quotations
from app.checks.sourcing import has_citation
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import Check, Finding, Tier

_LEAST_WORDS = 120
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?"
    r"|millions?|billions?|half|dozens?|twice)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks under it, up to the next heading of any rank."""

    heading: Block
    blocks: tuple[Block, ...]


@once_per_document
def sections(document: Document) -> tuple[Section, ...]:
    """Return the sections in text order; what stands before the first heading is in none, and no bibliography."""
    listed = {block.start for block in bibliography_blocks(document)}
    found: list[Section] = []
    heading, under = None, list[Block]()
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and block.cell is None:
            if heading is not None:
                found.append(Section(heading, tuple(under)))
            heading, under = block, []
        elif block.start not in listed:
            under.append(block)
    return (*found, Section(heading, tuple(under))) if heading is not None else ()


def find_unspecific_sections(document: Document) -> Iterator[Finding]:
    """Yield the heading of each section of 120 words or more whose prose holds nothing a reader could look up."""
    for section in sections(document):
        prose = [block for block in section.blocks if block.kind in PROSE and block.cell is None]
        words = sum(len(document.text_of(block).split()) for block in prose)
        if words >= _LEAST_WORDS and len(prose) == len(section.blocks) and not _is_specific(document, prose):
            heading = shorten(document.text_of(section.heading))
            message = f"The section “{heading}” has {words} words and no name, number or date."
            question = "Which case, place, figure or person can you name here?"
            yield report(CHECK, (section.heading.start, section.heading.end), message, question)


def _is_specific(document: Document, prose: Sequence[Block]) -> bool:
    return any(
        _NUMBER.search(document.text, block.start, block.end)
        or has_citation(document, (block.start, block.end))
        or quotations(document, block)
        or next(names_in(document, block), None)
        for block in prose
    )


CHECK = Check(
    id="unspecific-section",
    version=1,
    tier=Tier.ASK,
    title="Section with nothing specific",
    why="A section without one name, number or date could stand in any text.",
    run=find_unspecific_sections,
    languages=("en",),
)
