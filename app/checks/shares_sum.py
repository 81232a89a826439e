"""Shares of one whole that should make 100 % together and do not: "45 % yes, 30 % no, 20 % not sure"."""

import re
from collections.abc import Iterator

from app.checks.lexicon import read_phrases
from app.checks.quantities import Quantity, find_quantities
from app.checks.reporting import report
from app.checks.running_text import prose_blocks, quotations, touches
from app.checks.sentences import sentences_of
from app.domain.document import Block, Document
from app.domain.finding import Check, Finding, Span, Tier

_SHARE = re.compile(r"\d ?%|\d per ?cent\b", re.IGNORECASE)
_PAIR = re.compile(
    r"\b(?:is|are|was|were|split|divided) \d{1,3} ?(?:%|per ?cent) [a-z]+(?: [a-z]+)? and \d{1,3} ?(?:%|per ?cent) "
)
_OWN_WHOLE = re.compile(r"\s?(?:of|in|among) (?!the (?:rest|remainder))\w+", re.IGNORECASE)
_LOW, _HIGH, _ROOM = 90, 110, 1
_LEAST = 3


def find_wrong_shares(document: Document) -> Iterator[Finding]:
    """Yield the span of three or more shares in a sentence that sum to 90–110, but not to 99–101."""
    for block in prose_blocks(document):
        if not _SHARE.search(document.text, block.start, block.end):
            continue
        for sentence in sentences_of(document, block):
            shares = _shares(document, block, sentence)
            total = sum(share.low for share in shares)
            if shares and _LOW <= total <= _HIGH and abs(total - 100) > _ROOM:
                message = f"These shares add up to {total:g} %, not to 100 %."
                span = (shares[0].start, shares[-1].end)
                yield report(CHECK, span, message, "Is a share missing, or is one of them wrong?")


def _shares(document: Document, block: Block, sentence: Span) -> tuple[Quantity, ...]:
    """Return the sentence's shares where they are parts of one whole, else none."""
    text = document.text[slice(*sentence)]
    if len(_SHARE.findall(text)) < _LEAST - 1 or read_phrases("not-parts-words").search(text):
        return ()
    found = tuple(each for each in find_quantities(document.text, *sentence) if each.measure == "share")
    if any(each.low != each.high for each in found) or touches(quotations(document, block), *sentence):
        return ()
    if len(found) < _LEAST and not (len(found) == _LEAST - 1 and _PAIR.search(text)):
        return ()
    own = sum(_OWN_WHOLE.match(document.text, each.end, sentence[1]) is not None for each in found)
    named = read_phrases("whole-words").search(text) is not None
    return found if own < _LEAST - 1 and (named or len(found) < _LEAST) else ()


CHECK = Check(
    id="shares-sum",
    version=1,
    tier=Tier.ASK,
    title="Shares that do not make 100 %",
    why="The reader cannot tell whether a part is missing or a figure is wrong.",
    run=find_wrong_shares,
    languages=("en",),
)
