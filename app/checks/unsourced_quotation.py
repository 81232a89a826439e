"""A quotation that nobody said: no speaker, no source in its sentence or beside it."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from app.checks.lexicon import read_phrases
from app.checks.names import names_in
from app.checks.own_study import own_study_blocks
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks, quotations
from app.checks.sentences import sentence_index, sentences_of
from app.checks.sourcing import has_citation
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import Check, Finding, Span, Tier

_LEAST_WORDS = 10
_MARKS = '“"„«'
_SPEAKER = re.compile(r"\b(?:I|[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Tt]hey|[Tt]heir|[Ww]e|[Oo]ur|[Mm]y|[Yy]ou|[Yy]our)\b")
_KNOWN_SPEAKER = re.compile(
    r"\b[Tt]he (?:\w{2,20} ){1,3}(?:said|says|wrote|writes|stated|states|added|adds|told \w{2,12}|put it)\b"
    r"|\bspokes(?:man|woman|person|people)\b"
)
_REACH = 2
_LONGEST_NAME_LINE = 8


def find_unsourced_quotations(document: Document) -> Iterator[Finding]:
    """Yield each quotation of ten words or more with no name, no person, no citation and no link around it.

    Questions, wordings talked about and quotations of a study's own interviews are left out.
    """
    settled = own_study_blocks(document)
    for block in prose_blocks(document):
        if block.start in settled:
            continue
        for span in quotations(document, block):
            quote = document.text[slice(*span)]
            if len(quote.split()) < _LEAST_WORDS or quote[0] not in _MARKS or _is_open(document, block, span):
                continue
            if not _is_attributed(document, block, span):
                message = f"“{shorten(quote.strip(_MARKS + '”»'))}” is quoted with no word on who said it."
                yield report(CHECK, span, message, "Who said this, and where?")


def _is_open(document: Document, block: Block, span: Span) -> bool:
    """Tell whether the quotation asks something, or is a wording that the sentence talks about."""
    quote = document.text[slice(*span)].rstrip("”\"»'’ ")
    return quote.endswith("?") or read_phrases("wording-words").search(_outside(document, block, span)) is not None


def _is_attributed(document: Document, block: Block, span: Span) -> bool:
    """Tell whether a person, a source or a note stands around the quotation, or beside one that stands alone."""
    around = _around(document, block, span)
    outside = _outside(document, block, span)
    if has_citation(document, around) or _SPEAKER.search(outside) or _KNOWN_SPEAKER.search(outside):
        return True
    if any(not span[0] <= start < span[1] for start, _ in names_in(document, block)):
        return True
    if span[1] - span[0] < len(document.text_of(block).strip()):
        return False
    index = bisect_left(document.blocks, block.start, key=lambda other: other.start)
    if index == 0 and any(next(names_in(document, other), None) for other in document.blocks[1:2]):
        return True  # the words of the person whom the text then presents
    beside = (*document.blocks[max(0, index - 1) : index], *document.blocks[index + 1 : index + 2])
    return any(_names_speaker(document, other) for other in beside)


def _names_speaker(document: Document, block: Block) -> bool:
    """Tell whether a neighbouring block is a line with the speaker's name, or leads into the quotation."""
    text = document.text_of(block).strip()
    short = len(text.split()) <= _LONGEST_NAME_LINE
    return text.endswith(":") or text[:1] in "–—-~" or (short and block.kind is not BlockKind.HEADING)


def _around(document: Document, block: Block, span: Span) -> Span:
    """Return the span from two sentences before the quotation to two after it."""
    sentences = sentences_of(document, block)
    first, last = (sentence_index(sentences, offset) for offset in (span[0], span[1] - 1))
    return sentences[max(0, first - _REACH)][0], max(span[1], sentences[min(len(sentences) - 1, last + _REACH)][1])


def _outside(document: Document, block: Block, span: Span) -> str:
    start, end = _around(document, block, span)
    return document.text[start : span[0]] + " " + document.text[span[1] : end]


CHECK = Check(
    id="unsourced-quotation",
    version=2,
    tier=Tier.ASK,
    title="Quotation with no source",
    why="A reader has to know whose words these are to judge them.",
    run=find_unsourced_quotations,
    languages=("en",),
)
