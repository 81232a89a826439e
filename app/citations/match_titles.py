"""Compare titles: the same, worded differently, shortened, nearly the same, or another work's."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from app.citations.normalise import content_words, normalise, normalise_title

NEAR = 70
"""The similarity from which titles are looked at word by word."""

_HYPHENATED = re.compile(r"\w+(?:[-‐‑–−\ufffe]\w+)+")
_LOOSE_LETTERS = 6
_SHORT_LETTERS = 4
_ROMAN = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"])
_PREFIXES = (
    "un", "in", "im", "ir", "il", "non", "a", "an", "dis", "anti", "de", "sub", "super", "semi", "inter", "intra",
    "macro", "micro", "hyper", "hypo", "over", "under", "pre", "post", "multi", "uni", "bi", "mono", "homo", "hetero",
    "ex", "re",
)  # fmt: skip


class Relation(Enum):
    """How a cited title stands to a record's.

    WORDING is a matter of hyphens, blanks and function words, SPELLING of a letter or two.
    """

    SAME = auto()
    WORDING = auto()
    SPELLING = auto()
    SHORTENED = auto()
    EXTENDED = auto()
    NEAR = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """The relation, the similarity from 0 to 100, and the content words without counterpart on either side."""

    relation: Relation
    score: float
    cited_only: tuple[str, ...] = ()
    found_only: tuple[str, ...] = ()


def match_titles(cited: str, found: str) -> TitleMatch:
    """Compare a cited title with a record's."""
    one, other = normalise_title(cited), normalise_title(found)
    squeezed, other_squeezed = one.replace(" ", ""), other.replace(" ", "")
    if not squeezed or not other_squeezed:
        return TitleMatch(Relation.OTHER, 0)
    if squeezed == other_squeezed:
        same = one == other and _hyphenated(cited) == _hyphenated(found)
        return TitleMatch(Relation.SAME if same else Relation.WORDING, 100)
    score = fuzz.ratio(squeezed, other_squeezed)
    if score >= NEAR:
        words, other_words = content_words(one), content_words(other)
        cited_only, found_only = differing_words(words, other_words)
        if not cited_only and not found_only:
            exact = "".join(words) == "".join(other_words)
            return TitleMatch(Relation.WORDING if exact else Relation.SPELLING, score)
    else:
        cited_only, found_only = [], []
    return TitleMatch(_relation(one, other, score), score, tuple(cited_only), tuple(found_only))


def _hyphenated(title: str) -> set[str]:
    return {normalise(word) for word in _HYPHENATED.findall(title)}


def _relation(one: str, other: str, score: float) -> Relation:
    if _is_whole_word_prefix(one, other):
        return Relation.SHORTENED
    if _is_whole_word_prefix(other, one):
        return Relation.EXTENDED
    return Relation.NEAR if score >= NEAR else Relation.OTHER


def _is_whole_word_prefix(shorter: str, longer: str) -> bool:
    """Whether ``longer`` begins with the words of ``shorter``, hyphens apart."""
    start = shorter.replace(" ", "")
    if not longer.startswith(start[:1]):
        return False
    length = 0
    for word in longer.split():
        if length == len(start):
            return longer.replace(" ", "").startswith(start)
        length += len(word)
    return False


def differing_words(cited: list[str], found: list[str]) -> tuple[list[str], list[str]]:
    """Return the words of either list that have no counterpart in the other, small misspellings apart."""
    only, other_only = _without(cited, found), _without(found, cited)
    if "".join(only) == "".join(other_only):
        return [], []
    for word in list(only):
        match = next((candidate for candidate in other_only if is_close(word, candidate)), None)
        if match is not None:
            only.remove(word)
            other_only.remove(match)
    _drop_joined(only, other_only)
    _drop_joined(other_only, only)
    return only, other_only


def _without(words: list[str], others: list[str]) -> list[str]:
    left = Counter(words) - Counter(others)
    kept: list[str] = []
    for word in words:
        if left[word]:
            left[word] -= 1
            kept.append(word)
    return kept


def _drop_joined(parts: list[str], wholes: list[str]) -> None:
    """Remove neighbours that the other side writes as one word ("data set", "dataset")."""
    for first, second in list(pairwise(parts)):
        joined = first + second
        if joined in wholes and first in parts and second in parts:
            wholes.remove(joined)
            parts.remove(first)
            parts.remove(second)


def is_close(one: str, other: str) -> bool:
    """Whether two words are one word misspelt or inflected: numbers, short words and opposites are not."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < _SHORT_LETTERS:
        return shorter > 1 and (one + "s" == other or other + "s" == one)
    allowed = 2 if shorter >= _LOOSE_LETTERS else 1
    if OSA.distance(one, other, score_cutoff=allowed) > allowed:
        return False
    is_number = any(map(str.isdigit, one + other)) or one in _ROMAN or other in _ROMAN
    return not is_number and not _are_opposites(one, other)


def _are_opposites(one: str, other: str) -> bool:
    """Whether the words differ in a prefix that changes the meaning ("supervised", "unsupervised")."""
    stems = {one, *(one[len(prefix) :] for prefix in _PREFIXES if one.startswith(prefix))}
    other_stems = {other, *(other[len(prefix) :] for prefix in _PREFIXES if other.startswith(prefix))}
    bare = one in _PREFIXES and other in _PREFIXES
    return bare or any(len(stem) >= _SHORT_LETTERS for stem in stems & other_stems)
