"""Find names: words with a capital letter where the sentence does not ask for one."""

import re
from collections.abc import Iterator

from app.checks.sentences import sentences_of
from app.domain.document import Block, Document
from app.domain.finding import Span

_CAPITAL = re.compile(r"(?<![\w’'])(?!I\b|I['’])[A-Z][\w’'&-]{0,40}|\b[a-z]{1,3}[A-Z]\w{1,30}")
_OPENS = re.compile(r"[\"'“”‘’«(\[*_\s:•–—-]{0,6}\Z")
_ROOM, _OPENING = 3, ':“"‘«•'


def names_in(document: Document, block: Block) -> Iterator[Span]:
    """Yield the span of each name in the block; the first word of a sentence is none."""
    for start, end in sentences_of(document, block):
        yield from _names(document.text, start, end)


def _names(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _CAPITAL.finditer(text, start, end):
        if _is_odd(match.group()) or not _is_opening(text, start, match.start()):
            yield match.span()


def _is_opening(text: str, start: int, place: int) -> bool:
    """Tell whether a capital letter is due at ``place``: first in the sentence, or after a colon or an opening mark."""
    before = text[max(start, place - _ROOM) : place]
    return _OPENS.match(text, start, place) is not None or any(mark in before for mark in _OPENING)


def _is_odd(word: str) -> bool:
    """Tell whether no common word is written so: "NASA", "iPhone", "McKay"."""
    return any(letter.isupper() for letter in word[1:])
