"""Cut blocks into sentences, in time linear in the text.

pysbd, the usual choice, was measured and not taken: it is cubic on enumerations ("a) b) c) …", one second for 1,000
characters) and slower alone than all checks together may be.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from app.checks.lexicon import read_words
from app.checks.remembering import once_per_document
from app.domain.document import Block, Document
from app.domain.finding import Span

_END = re.compile(r"(?:[.!?…]{1,10}|[。！？])[\"'”’»)\]*_]{0,4}(?:\[\d{1,3}\]){0,5}(?=\s|$)|(?<=[。！？])")
_WORD_BEFORE = re.compile(r"[\w.]{1,20}\Z")
_NEXT = re.compile(r"\s{0,40}[\"'“‘«(\[*_]{0,4}(\w{1,30})?")
_MARKER = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]{1,2}\Z")
_LOOK_BACK = 24
_LONGEST = 2000
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "messrs", "e.g", "i.e", "vs", "cf"})


def sentences_of(document: Document, block: Block) -> tuple[Span, ...]:
    """Return the spans of the block's sentences in the document, in order; they are worked out once."""
    known = _sentences_by_start(document)
    if block.start not in known:
        cut = split_sentences(document.text_of(block))
        known[block.start] = tuple((block.start + start, block.start + end) for start, end in cut)
    return known[block.start]


@once_per_document
def _sentences_by_start(_document: Document) -> dict[int, tuple[Span, ...]]:
    return {}


def sentence_index(sentences: Sequence[Span], offset: int) -> int:
    """Return the index of the sentence that holds ``offset``, or of the one before it."""
    return max(0, bisect_right(sentences, offset, key=lambda span: span[0]) - 1)


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of ``text``, trimmed; one over 2,000 characters is cut at a word."""
    found: list[Span] = []
    start = 0
    for end in _ends(text):
        if not _MARKER.match(text[start : min(end, start + 12)].strip(), 0) or end - start > _LOOK_BACK // 2:
            found.extend(_trimmed(text, start, end))
            start = end
    found.extend(_trimmed(text, start, len(text)))
    return tuple(found)


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match.end() and _is_end(text, match):
            yield match.end()


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Tell whether a sentence ends here: not before a small letter, and not after most abbreviations."""
    following = _NEXT.match(text, match.end())
    word = (following and following.group(1)) or ""
    if word[:1].islower():
        return False
    if match.group() != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - _LOOK_BACK), match.start())
    return before is None or not _may_go_on(before.group(), word)


def _may_go_on(before: str, word: str) -> bool:
    """Tell whether the sentence goes on after the stop of ``before``, an abbreviation or an initial."""
    plain = before.casefold()
    if plain in _TITLES or (plain in _abbreviations() and word.casefold() not in _openers()):
        return True
    initials = len(before) == 1 and before.isupper() and before != "I"
    inner_stop = "." in before and all(len(part) <= 1 for part in before.split("."))
    return (initials or inner_stop or plain in ("etc", "inc")) and word.casefold() not in _openers() and bool(word)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield start, cut
        start = cut + text[cut].isspace()
    if start < end:
        yield start, end


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(read_words("abbreviations"))


@cache
def _openers() -> frozenset[str]:
    return frozenset(read_words("sentence-openers"))
