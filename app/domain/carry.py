"""Carry comments from one version of a text to the next, by what became of the quoted words.

A comment is placed where at least 60 % of its words went, in order; else as a short line found again; else by its very
words on ground that nothing else claims. Otherwise it is an orphan, which remembers its old place.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from itertools import dropwhile

from rapidfuzz.distance import Indel, LCSseq

from app.domain.placement import Placement, State
from app.domain.word_map import WordMap, Words

_KEPT = 0.6
"""Least share of the quoted words, in order; .5 would make four times as many wrong places."""
_BESIDE = {1: 0.3, 2: 0.3, 3: 0.2, 4: 0.2}
"""Least share of the neighbours that must have gone along, for quotes of so many words."""
_NEIGHBOURS, _NEAR = 10, 18
_MARGIN, _BESIDE_EXACT, _RARE = 0.1, 0.5, 35.0
_CONTEXT, _TOO_COMMON, _ALIKE_LINE = 6, 500, 0.8
_ORPHAN_REACH = 40
_STRANGER, _TELLING = 0.05, 100
"""Below this kinship the new text is another document, when both have so many words that it can be told."""


_Found = tuple[int, int]
"""The first and the last new word of a placement."""


class Carrier:
    """Made once for a pair of versions; ``place`` then answers for each comment."""

    def __init__(self, old: str, new: str) -> None:
        self._texts = (old, new)
        self.is_other_document = False
        """Whether the new text is not a version of the old one at all; then every comment is an orphan."""
        if old == new:
            return
        self._old, self._new = Words(old), Words(new)
        self._map = WordMap(self._old, self._new)
        words = min(len(self._map.old), len(self._map.new))
        self.is_other_document = words >= _TELLING and self._map.kinship() < _STRANGER
        self._backbone = _unmoved(self._map.new_of)
        self._at: defaultdict[int, list[int]] = defaultdict(list)
        for j, word in enumerate(self._map.new):
            self._at[word].append(j)
        self._lines: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for first, end in self._new.lines.items():
            self._lines[_unnumbered(self._new.folded[first:end])].append((first, end))

    def place(self, start: int, end: int) -> Placement:
        """Return where ``old[start:end]`` stands in the new text."""
        if self._texts[0] == self._texts[1]:
            return Placement(State.PLACED, start, end)
        first, stop = bisect_left(self._old.ends, start + 1), bisect_left(self._old.starts, end)
        if first >= stop or self.is_other_document:
            return Placement(State.ORPHAN)
        for way in (self._by_map, self._by_line, self._by_search):
            found = way(first, stop)
            if found is not None:
                return self._placement((start, end), (first, stop), found)
        return Placement(State.ORPHAN, near=self._near(first, stop))

    def kept_words(self) -> list[tuple[int, int, int, int]]:
        """Return the words that stayed, in their order: start and end in the old text, then in the new one.

        There are none in another document, nor where the texts are equal.
        """
        if self._texts[0] == self._texts[1] or self.is_other_document:
            return []
        old, new, new_of = self._old, self._new, self._map.new_of
        return [
            (old.starts[i], old.ends[i], new.starts[new_of[i]], new.ends[new_of[i]]) for i in sorted(self._backbone)
        ]

    def _by_map(self, first: int, stop: int) -> _Found | None:
        """Find the quote where its words went, when enough of them, and of their neighbours, went together."""
        pairs = [(i, self._map.new_of[i]) for i in range(first, stop) if self._map.new_of[i] >= 0]
        if not pairs:
            return None
        run = _chain(pairs, min(300, 15 + 5 * (stop - first)))
        low, high = run[0], run[-1]
        if len(run) < _KEPT * (stop - first) or self._beside(first, stop, low, high) < _BESIDE.get(stop - first, 0):
            return None
        return low, high

    def _by_line(self, first: int, stop: int) -> _Found | None:
        """Find a whole short line (heading, list item) as a line again, its number aside, or nearly so."""
        key = _unnumbered(self._old.folded[first:stop])
        if self._old.lines.get(first) != stop or stop - first == 1 or not key:
            return None
        lines = [key] if key in self._lines else self._alike(key)
        found = [
            (self._context(first, stop, low, end), low, end - 1)
            for line in lines
            for low, end in self._lines[line]
            if self._is_free(first, stop, range(low, end))
        ]
        return _clear_winner(found, 0.0)

    def _alike(self, key: str) -> list[str]:
        return [
            line
            for line in self._lines
            if " " in line and Indel.normalized_similarity(key, line, score_cutoff=_ALIKE_LINE)
        ]

    def _by_search(self, first: int, stop: int) -> _Found | None:
        """Find the quote's very words: with its neighbours, or too rare to be chance."""
        quote, size = self._map.old[first:stop], stop - first
        rarest = min(range(size), key=lambda k: len(self._at.get(quote[k], ())))
        places = self._at.get(quote[rarest], [])
        if len(places) > _TOO_COMMON:
            return None
        lows = [j - rarest for j in places if j >= rarest and self._map.new[j - rarest : j - rarest + size] == quote]
        found = [
            (self._context(first, stop, low, low + size), low, low + size - 1)
            for low in lows
            if self._is_free(first, stop, range(low, low + size))
        ]
        if len(found) == 1 and self._rarity(quote) >= _RARE:
            return found[0][1:]
        return _clear_winner(found, 0.0 if self._rarity(quote) >= _RARE else _BESIDE_EXACT)

    def _rarity(self, quote: list[int]) -> float:
        whole = len(self._map.new) + 1
        return sum(math.log(whole / len(self._at[word])) for word in quote if word in self._at)

    def _beside(self, first: int, stop: int, low: int, high: int) -> float:
        """Return the share of the words on each side of the quote that stand near the placement, on their side."""
        before = range(max(0, first - _NEIGHBOURS), first)
        after = range(stop, min(len(self._map.old), stop + _NEIGHBOURS))
        new_of = self._map.new_of
        kept = sum(low - _NEAR <= new_of[i] < low for i in before) + sum(
            high < new_of[i] <= high + _NEAR for i in after
        )
        return kept / max(1, len(before) + len(after))

    def _context(self, first: int, stop: int, low: int, end: int) -> float:
        """Return how many of the words on each side stand beside the candidate, in order: 0 to 1."""
        old, new = self._map.old, self._map.new
        before = LCSseq.normalized_similarity(old[max(0, first - _CONTEXT) : first], new[max(0, low - _CONTEXT) : low])
        after = LCSseq.normalized_similarity(old[stop : stop + _CONTEXT], new[end : end + _CONTEXT])
        return (before + after) / 2

    def _is_free(self, first: int, stop: int, span: range) -> bool:
        """Tell whether most words of the span come from nowhere else: the strongest sign that they can be ours."""
        claimed = sum(self._map.old_of[j] >= 0 and not first <= self._map.old_of[j] < stop for j in span)
        return claimed <= len(span) / 2

    def _placement(self, span: tuple[int, int], words: tuple[int, int], found: _Found) -> Placement:
        (first, stop), (low, high) = words, found
        inside = [i for i in range(first, stop) if self._map.new_of[i] >= 0]
        if self._map.new[low : high + 1] != self._map.old[first:stop]:
            state = State.CHANGED
        elif sum(i in self._backbone for i in inside) * 2 > len(inside):
            state = State.PLACED
        else:
            state = State.MOVED
        start, _ = self._part(span, first, low)
        _, end = self._part(span, stop - 1, high)
        return Placement(state, start, end)

    def _part(self, span: tuple[int, int], i: int, j: int) -> tuple[int, int]:
        """Return the new word's span, or the piece of it that the quote took of the old word (“63” of “63B”)."""
        (old, new), words = self._texts, self._new
        piece = old[max(span[0], self._old.starts[i]) : min(span[1], self._old.ends[i])]
        at = new.find(piece, words.starts[j], words.ends[j])
        return (at, at + len(piece)) if at >= 0 else (words.starts[j], words.ends[j])

    def _near(self, first: int, stop: int) -> int | None:
        new_of = self._map.new_of
        around = range(max(0, first - _ORPHAN_REACH), min(len(new_of), stop + _ORPHAN_REACH))
        kept = [i for i in around if new_of[i] >= 0]
        if not kept:
            return None
        nearest = min(kept, key=lambda i: max(first - i, i - stop))
        return self._new.ends[new_of[nearest]] if nearest < stop else self._new.starts[new_of[nearest]]


def _clear_winner(found: list[tuple[float, int, int]], least: float) -> _Found | None:
    """Return the words of the candidate that is best by a margin, and good enough."""
    found = sorted(found, reverse=True)
    if not found or found[0][0] < least or (len(found) > 1 and found[0][0] - found[1][0] < _MARGIN):
        return None
    return found[0][1:]


def _unnumbered(line: list[str]) -> str:
    return " ".join(dropwhile(str.isdigit, line))


def _chain(pairs: list[tuple[int, int]], slack: float) -> list[int]:
    """Return the new words of the longest in-order run whose gaps stay bounded; the tightest of equals."""
    best, before = [(1, new) for _, new in pairs], [-1] * len(pairs)
    for j, (old, new) in enumerate(pairs):
        for i in range(max(0, j - 40), j):
            longer = (best[i][0] + 1, best[i][1])
            if 0 < new - pairs[i][1] <= slack + 3 * (old - pairs[i][0]) and longer > best[j]:
                best[j], before[j] = longer, i
    j = max(range(len(pairs)), key=lambda i: (best[i][0], best[i][1] - pairs[i][1]))
    run = []
    while j >= 0:
        run.append(pairs[j][1])
        j = before[j]
    return run[::-1]


def _unmoved(new_of: list[int]) -> set[int]:
    """Return the old words on the longest increasing run of the map: the text's backbone. The rest has moved."""
    tails: list[int] = []
    at: list[int] = []
    link: dict[int, int] = {}
    for i, j in enumerate(new_of):
        if j >= 0:
            k = bisect_left(tails, j)
            tails[k : k + 1], at[k : k + 1] = [j], [i]
            link[i] = at[k - 1] if k else -1
    backbone, i = set(), at[-1] if at else -1
    while i >= 0:
        backbone.add(i)
        i = link[i]
    return backbone
