"""Markdown marks that show in a word processor's or a PDF's text: "**bold**", "## Heading", "[text](address)"."""

import re
from collections.abc import Iterator

from app.checks.mentions import is_mentioned
from app.checks.reporting import report, shorten
from app.checks.running_text import written_blocks
from app.domain.document import Block, Document, Kind
from app.domain.finding import Check, Finding, Span, Tier

_PATTERN = re.compile(
    r"(?<![\w*\\])\*\*(?=[^\s*])[^*\n]{0,200}(?<=\S)\*\*(?![\w*])"
    r"|^#{2,6}[ ](?=\S)[^\n]{1,200}"
    r"|^```[\w+-]{0,20}$"
    r"|(?<!\w)\[[^\[\]\n]{1,200}\]\((?:https?://|www\.|mailto:)[^()\s]{1,400}\)"
    r"|^[ ]{0,3}\|?(?:[ ]?:?-{3,20}:?[ ]?\|){1,30}(?:[ ]?:?-{3,20}:?)?[ ]?$",
    re.MULTILINE,
)


def find_markdown_left(document: Document) -> Iterator[Finding]:
    """Yield one finding a block that shows Markdown marks; more places in the block are related spans."""
    if document.kind not in (Kind.DOCX, Kind.PDF):
        return
    for block in written_blocks(document):
        spans = tuple(_spans(document, block))
        if spans:
            quote = shorten(document.text[spans[0][0] : spans[0][1]])
            message = f"Markdown marks show in the text: “{quote}”."
            yield report(CHECK, spans[0], message, "Should this be set as real formatting?", spans[1:])


def _spans(document: Document, block: Block) -> Iterator[Span]:
    for match in _PATTERN.finditer(document.text, block.start, block.end):
        at_line_start = match.start() == block.start or document.text[match.start() - 1] == "\n"
        if (at_line_start or match.group()[0] in "*[") and not is_mentioned(document, block, *match.span()):
            yield match.span()


CHECK = Check(
    id="markdown-left",
    version=1,
    tier=Tier.FIX,
    title="Markdown marks in the text",
    why="Readers see the marks instead of the formatting they stand for.",
    run=find_markdown_left,
)
