"""A cross-reference that leads nowhere: a word processor's error text, or a table or figure that is not there."""

import re
from collections import defaultdict
from collections.abc import Iterator

from app.checks.lexicon import read_phrases
from app.checks.mentions import is_mentioned
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks, written_blocks
from app.checks.sentences import sentence_index, sentences_of
from app.checks.sourcing import has_citation
from app.domain.document import Block, BlockKind, Document, Kind
from app.domain.finding import Check, Finding, Tier

_KINDS = {"tab": "table", "fig": "figure", "abb": "figure"}
_NAME = r"(?P<kind>tab(?:le|elle)\b|fig(?:ure|ura)?\b|abb(?:ildung)?\b|tableau\b|tabla\b)\.?[ \u00a0]"
_CAPTION = re.compile(
    rf"\W{{0,3}}{_NAME}(?P<number>\d{{1,3}}(?:\.\d{{1,2}})?)(?P<after>[a-z]?\W?(?:\s(?-i:[A-Z]))?)", re.I
)
_MENTION = re.compile(rf"\b{_NAME}(?P<number>\d{{1,3}}(?:\.\d{{1,2}})?)(?![\w-]|\.\d|,\d)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"[\s,)]{0,3}(?:of|in|from|by)\s(?!this\b|the\s(?:text|appendix|annex|report|paper)\b)", re.IGNORECASE
)
_CAPTION_LENGTH = 300


def find_broken_cross_references(document: Document) -> Iterator[Finding]:
    """Yield error texts of broken fields, and mentions of tables and figures by a number no caption has.

    Mentions are judged where captions of the kind are there and no uncaptioned table can be meant; never in a PDF,
    where a caption may be part of a picture.
    """
    for block in written_blocks(document):
        for match in read_phrases("broken-fields").finditer(document.text, block.start, block.end):
            if not is_mentioned(document, block, *match.span()):
                message = f"A reference is broken here: “{shorten(match.group())}”."
                yield report(CHECK, match.span(), message, "Where should this point?")
    if document.kind is not Kind.PDF:
        yield from _mentions(document)


def _mentions(document: Document) -> Iterator[Finding]:
    captioned = _captions(document)
    tables = len({block.cell.table for block in document.blocks if block.cell is not None})
    most = {"table": tables, "figure": len(document.images)}
    for block in prose_blocks(document) if captioned else ():
        for match in _MENTION.finditer(document.text, block.start, block.end):
            kind, number = _kind(match), match["number"]
            if not captioned.get(kind) or number in captioned[kind] or float(number) <= most[kind]:
                continue
            if not _is_elsewhere(document, block, match):
                message = f"No caption in this text has the number of “{shorten(match.group())}”."
                yield report(CHECK, match.span(), message, f"Which {kind} is meant?")


def _captions(document: Document) -> dict[str, set[str]]:
    """Return the numbers that captions give, by kind."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for block in document.blocks:
        text = document.text_of(block)[:_CAPTION_LENGTH]
        match = _CAPTION.match(text)
        if match and (block.kind is BlockKind.CAPTION or _looks_like_caption(match, text)):
            found[_kind(match)].add(match["number"])
    for image in document.images:
        for match in _MENTION.finditer(image.alt):
            found[_kind(match)].add(match["number"])
    return dict(found)


def _looks_like_caption(match: re.Match[str], text: str) -> bool:
    """Tell whether a paragraph is a caption: a mark after its number, or a title without a full stop."""
    after = match["after"]
    if not after.strip():
        return match.end() >= len(text.rstrip())
    return after[0] in ".:–—-|" or (after[-1].isupper() and not text.rstrip().endswith("."))


def _is_elsewhere(document: Document, block: Block, match: re.Match[str]) -> bool:
    """Tell whether another work's table is meant, or the words are talked about."""
    sentences = sentences_of(document, block)
    sentence = sentences[sentence_index(sentences, match.start())]
    if has_citation(document, sentence) or _ELSEWHERE.match(document.text, match.end(), block.end):
        return True
    return is_mentioned(document, block, *match.span())


def _kind(match: re.Match[str]) -> str:
    return _KINDS[match["kind"].casefold()[:3]]


CHECK = Check(
    id="broken-cross-reference",
    version=1,
    tier=Tier.FIX,
    title="Cross-reference that leads nowhere",
    why="The reader is sent to something that is not there.",
    run=find_broken_cross_references,
)
