"""Find a policy's terms in a text: plain words, no regular expressions, in time linear in the text.

A term is one word or several, compared without regard to case as whole words; ``*`` at the end of a term's last word
stands for any ending ("guarante*").
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r"[\w’'&-]{1,80}")
_LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Terms by their first word, so that 100,000 of them cost no more than a few."""

    by_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    by_stem: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a term in the form in which they are compared."""
    return tuple(_plain(word) for word in text.split())


def index_terms(terms: Iterable[str]) -> TermIndex:
    """Return the index of ``terms``, which ``find_terms`` takes."""
    by_word: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    by_stem: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for term in terms:
        words = words_of(term)
        if len(words) == 1 and words[0].endswith("*"):
            by_stem[words[0][:_LEAST_STEM]].append(words)
        elif words:
            by_word[words[0]].append(words)
    return TermIndex(dict(by_word), dict(by_stem))


def find_terms(text: str, index: TermIndex) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield start, end and words of each term in ``text``; of several at one place the longest."""
    matches = list(_WORD.finditer(text))
    words = [_plain(match.group()) for match in matches]
    for place, word in enumerate(words):
        candidates = [*index.by_word.get(word, ()), *index.by_stem.get(word[:_LEAST_STEM], ())]
        fitting = [term for term in candidates if _fits(term, words[place : place + len(term)])]
        if fitting:
            term = max(fitting, key=len)
            yield matches[place].start(), matches[place + len(term) - 1].end(), term


def _fits(term: tuple[str, ...], words: list[str]) -> bool:
    if len(term) != len(words):
        return False
    *before, last = term
    if before != words[:-1]:
        return False
    return words[-1].startswith(last[:-1]) if last.endswith("*") else words[-1] == last


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").strip("-'")
