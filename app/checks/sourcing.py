"""Tell whether a sentence says where its facts come from: a citation, a link, a note, a named source."""

import re
from functools import cache

from app.checks.lexicon import choice, read_phrases, read_words
from app.checks.remembering import once_per_document
from app.checks.running_text import touches
from app.checks.sentences import sentence_index, sentences_of
from app.domain.document import Block, Document
from app.domain.finding import Span

_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_CITATION = re.compile(
    rf"\((?:[^()\n]{{0,120}}[\s,])?{_YEAR}(?:[,;:\s][^()\n]{{0,80}})?\)"
    r"|\[\d{1,3}(?:[,;–-] ?\d{1,3}){0,20}\]|\[[A-Z][^\[\]\n]{0,40}\d{2,4}[a-z]?\]"
    r"|https?://|www\.\w|\bdoi:|\b10\.\d{4,9}/"
    r"|[\u00b9\u00b2\u00b3\u2070-\u2079†‡]|\[\^"
    r"|(?<=[.,;”\"a-z])\d{1,2}(?=\s+[A-Z]|\s*$)"
    r"|\bcite\b|【|\([A-Z][\w.&’' -]{1,60},? (?:n\.d\.|forthcoming|in press)\)"
    r"|§|\bv\. [A-Z]"
)
_POINTER = re.compile(
    r"\b(?:tables?|figures?|fig\.|charts?|graphs?|appendix|annex|exhibit|section|chapter|box|panel"
    r"|footnote|endnote|note|page|pp?\.) ?(?:\d|[A-Z]\b|[IVX]{1,4}\b)"
    r"|\b(?:see|shown) (?:above|below|here)\b|\b(?:the|following) (?:table|figure|chart|graph)\b",
    re.IGNORECASE,
)
_NAMED = (
    r"\b[Aa]ccording to (?:the |an? |its |his |her )?(?:\w{1,20} ){0,2}[A-Z]"
    r"|\b(?!(?:{nobody})\b)(?:[A-Z][\w’'&.-]{1,30}|[A-Z]{2,10})(?:'s|’s)? (?:\(\w{1,12}\) )?"
    r"(?:also |has |have |recently |\d{4} ){0,2}"
    r"(?:found|finds|reported|reports?|estimated|estimates?|said|says|showed|shows|stated|states|concluded|survey|study|poll|data"
    r"|census|figures|statistics|index|barometer|calculated|wrote|writes|noted|notes|argues?d?)\b"
    r"|\b(?:[Ss]ources?|[Dd]ata|[Qq]uelle):|\bper [A-Z]\w"
)


def is_sourced(document: Document, span: Span) -> bool:
    """Tell whether the text of ``span``, a sentence, cites, links, points to or names its source; worked out once."""
    known = _known(document)
    if span not in known:
        known[span] = _names_source(document, span)
    return known[span]


@once_per_document
def _known(_document: Document) -> dict[Span, bool]:
    return {}


def _names_source(document: Document, span: Span) -> bool:
    text = document.text[span[0] : span[1]]
    return (
        has_citation(document, span)
        or _POINTER.search(text) is not None
        or _named().search(text) is not None
        or _words().search(text) is not None
    )


def has_citation(document: Document, span: Span) -> bool:
    """Tell whether ``span`` holds a citation mark, a link, a note's mark or a reference manager's field."""
    return touches(_marks(document), span[0], span[1] + 1) or _CITATION.search(document.text, *span) is not None


def citations_in(document: Document, span: Span) -> int:
    """Return how many citation marks, notes' marks and fields stand in ``span``; links to pages count too."""
    marks = sum(span[0] <= start < span[1] for start, _ in _marks(document))
    written = (match.start() for match in _CITATION.finditer(document.text, *span))
    return marks + sum(not touches(_marks(document), start, start + 1) for start in written)


def is_sourced_nearby(document: Document, block: Block, offset: int) -> bool:
    """Tell whether the sentence at ``offset`` or one of its neighbours in the block names its source."""
    return any(is_sourced(document, span) for span in neighbourhood(document, block, offset))


def neighbourhood(document: Document, block: Block, offset: int) -> tuple[Span, ...]:
    """Return the sentence at ``offset`` with the one before and the one after it in the block."""
    sentences = sentences_of(document, block)
    index = sentence_index(sentences, offset)
    return sentences[max(0, index - 1) : index + 2]


@once_per_document
def _marks(document: Document) -> tuple[Span, ...]:
    """Return the merged spans of links, notes' marks, citation fields and raised figures."""
    spans = [(link.start, link.end) for link in document.links]
    spans += [(mark.start, mark.end) for mark in document.note_marks]
    spans += [(field.start, field.end) for field in document.fields]
    spans += [(style.start, style.end) for style in document.styles if style.raised > 0]
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, max(end, start + 1)))
    return tuple(merged)


@cache
def _named() -> re.Pattern[str]:
    """Return the pattern of a source called by its name; "Research" or "Many" at the start of a sentence is none."""
    nobody = choice([*read_words("vague-sources"), *read_words("vague-qualifiers")])
    return re.compile(_NAMED.replace("{nobody}", f"(?i:{nobody})"))


@cache
def _words() -> re.Pattern[str]:
    return read_phrases("source-words")
