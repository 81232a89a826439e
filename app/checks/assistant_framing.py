"""What a chat tool says around an answer: "Certainly! Here is …" first, "I hope this helps" last."""

import re
from collections.abc import Iterator

from app.checks.lexicon import read_phrases
from app.checks.mentions import is_mentioned, is_transcript
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import Check, Finding, Tier

_BEFORE_OPENING = 3
_GREETING = re.compile(r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|to whom)\b", re.IGNORECASE)


def find_assistant_framing(document: Document) -> Iterator[Finding]:
    """Yield an opening at the start of the first paragraph and closings in the last one; nowhere else."""
    prose = prose_blocks(document)
    matches = [(block, match) for block in prose[:1] for match in _opening(document, block)]
    matches += [(block, match) for block in _last_blocks(document, prose) for match in _closings(document, block)]
    for block, match in matches:
        if not is_mentioned(document, block, *match.span()) and not is_transcript(document, block):
            message = f"This speaks to the person who asked for the text: “{shorten(match.group())}”."
            yield report(CHECK, match.span(), message, "Can this line be taken out?")


def _opening(document: Document, block: Block) -> Iterator[re.Match[str]]:
    match = read_phrases("assistant-openings").search(document.text, block.start, block.end)
    if match and match.start() - block.start <= _BEFORE_OPENING:
        yield match


def _closings(document: Document, block: Block) -> Iterator[re.Match[str]]:
    names = ["assistant-closings"] if _is_letter(document) else ["assistant-closings", "letter-closings"]
    for name in names:
        yield from read_phrases(name).finditer(document.text, block.start, block.end)


def _is_letter(document: Document) -> bool:
    """Tell whether the text greets somebody, so that an offer of more help may be its writer's own."""
    first = document.blocks[0] if document.blocks else None
    return any(
        _GREETING.match(document.text_of(block).strip()) for block in (first, *prose_blocks(document)[:2]) if block
    )


def _last_blocks(document: Document, prose: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the last block of prose and the last paragraph of all, which may follow the bibliography."""
    paragraphs = [block for block in document.blocks if block.kind is BlockKind.PARAGRAPH and block.cell is None]
    return tuple(dict.fromkeys(prose[-1:] + tuple(paragraphs[-1:])))


CHECK = Check(
    id="assistant-framing",
    version=2,
    tier=Tier.FIX,
    title="Words around a chat tool's answer",
    why="Such a line belongs to a conversation, not to the finished text.",
    run=find_assistant_framing,
)
