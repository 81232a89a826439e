"""Left-over markup of a chat tool: its own citation marks, tracking tags in addresses, control tokens."""

import re
from collections.abc import Iterator

from app.checks.mentions import is_mentioned_alone
from app.checks.reporting import report, shorten
from app.checks.running_text import touches, written_blocks
from app.domain.document import Block, Document, Link
from app.domain.finding import Check, Finding, Span, Tier

_CITATION = (
    r"\ue200[a-z]{2,20}\ue202[^\ue201\n]{0,200}\ue201?",
    r":?contentReference\[oaicite:[^\]\n]{0,40}\](?:\{index=\d{1,4}\})?",
    r"\[?oai_?cit(?:e|ation)[:\]][\w:.\-]{0,40}\]?",
    r"\bcite(?=turn\d{1,3}[a-z]{4,8}\d)",
    r"turn\d{1,3}(?:search|view|news|image|file|fetch|academia|product)\d{1,3}",
    r"【\d{1,3}(?::\d{1,3})?†[^】\n]{0,80}】",
    r"\[cite_(?:start|end)\]",
    r"\[cite: ?\d{1,4}(?:, ?\d{1,4}){0,40}\]",
    r"\[attached_(?:file|image):\d{1,4}\]",
    r"</?grok[-_:](?:card|render)[^>\n]{0,200}>|\bgrok_(?:card|render)\w{0,40}",
)
_TRACKING = (
    r"utm_source=(?:chatgpt(?:\.com)?|openai(?:\.com)?|copilot(?:\.com|\.microsoft\.com)?|perplexity(?:\.ai)?|claude(?:\.ai)?"
    r"|gemini(?:\.google\.com)?|grok(?:\.com)?)(?![\w-])"
)
_FILE = r"sandbox:/mnt/data[^\s)\]\"]{0,120}"
_CONTROL = r"<\|[a-z][a-z_]{2,30}\|>|</?think(?:ing)?>"

_PATTERN = re.compile(
    rf"(?P<citation>{'|'.join(_CITATION)})|(?P<tracking>{_TRACKING})|(?P<file>{_FILE})|(?P<control>{_CONTROL})",
    re.IGNORECASE,
)
_SAYS = {
    "citation": ("A chat tool's own citation mark was left in: “{}”.", "Which source belongs here?"),
    "tracking": (
        "This address carries a chat tool's tracking tag: “{}”.",
        "Have you opened this page and read it yourself?",
    ),
    "file": ("This points to a file inside a chat tool, which nobody else can open: “{}”.", "Where is this file kept?"),
    "control": ("A chat tool's control mark was left in: “{}”.", "Should anything of this passage stay?"),
}


def find_tool_markup(document: Document) -> Iterator[Finding]:
    """Yield each run of left-over markup in the text, and links whose target carries a tracking tag."""
    seen: list[Span] = []
    for block in written_blocks(document):
        for kind, span in _runs(document, block):
            if not is_mentioned_alone(document, block, *span):
                seen.append(span)
                yield _finding(kind, span, document.text[span[0] : span[1]])
    for link in document.links:
        if not touches(seen, link.start, link.end):
            yield from _in_target(link)


def _runs(document: Document, block: Block) -> Iterator[tuple[str, Span]]:
    """Yield the kind and span of each match; marks of one kind that follow each other directly are one run."""
    kind, start, end = "", -1, -1
    for match in _PATTERN.finditer(document.text, block.start, block.end):
        if match.lastgroup == kind and match.start() <= end + 1:
            end = match.end()
            continue
        if kind:
            yield kind, (start, end)
        kind, start, end = match.lastgroup or "", match.start(), match.end()
    if kind:
        yield kind, (start, end)


def _in_target(link: Link) -> Iterator[Finding]:
    match = _PATTERN.search(link.target[:4000])
    if match and match.lastgroup in ("tracking", "file") and link.end > link.start:
        yield _finding(match.lastgroup, (link.start, link.end), match.group())


def _finding(kind: str, span: Span, quote: str) -> Finding:
    message, question = _SAYS[kind]
    return report(CHECK, span, message.format(shorten(quote)), question)


CHECK = Check(
    id="tool-markup",
    version=2,
    tier=Tier.FIX,
    title="Left-over tool markup",
    why="Such marks mean nothing to a reader, and often stand where a source should be.",
    run=find_tool_markup,
)
