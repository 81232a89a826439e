"""Which word of one version of a text became which word of the next.

Runs of words that stand once in both versions seed blocks, which may have moved; the longest common subsequence fills
the gaps between blocks, matches that chance explains are dropped, and mended words pair up by their spelling.
"""

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from rapidfuzz.distance import Indel, LCSseq

# A hyphen at a line's end, a soft hyphen or U+FFFE (PDFium's mark for one) inside a word does not part it.
_JOINT = r"(?:-\n|\u00ad\n?|\ufffe\n?|[\u200b\u2060])"
_WORD = re.compile(rf"\w+(?:{_JOINT}\w+)*")
_SHORT_LINE = 20

_SEEDS = (8, 5, 3)
"""Lengths of the word runs that start a block; long ones first, since they are the surest."""
_ALONE = 40.0
"""Least information (sum of inverse document frequencies, nats) of a block that no neighbour supports."""
_SUPPORT, _AROUND, _DRIFT = 10.0, 6, 4
"""Least information within so many words on each side of a match, drifted by so many at most, for it to count."""
_IN_LINE = 60
_ALIKE, _ALIKE_IN_PLACE = 0.75, 0.6
"""Least spelling similarity of a mended word; less is enough where as many words went as came."""
_WIDEST_GAP, _WIDEST_MENDED = 3000, 40
_MOST_CELLS = 100_000_000
"""Most pairs of words to align at once: more would hold everything else up for many seconds and take gigabytes."""
_SHORTEST_MENDED = 3
_KIN = 4


class Words:
    """A text's words, folded, with their offsets in code points, and its short lines as word ranges."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self.folded = [_fold(match[0]) for match in found]
        self.lines: dict[int, int] = {}
        for line in re.finditer(r"[^\n]+", text):
            first, end = bisect_left(self.starts, line.start()), bisect_left(self.starts, line.end())
            if first < end <= first + _SHORT_LINE:
                self.lines[first] = end


class WordMap:
    """``new_of[i]`` is the index of the new word that old word ``i`` became, or -1; ``old_of`` is the inverse.

    ``old`` and ``new`` hold the words of both versions as numbers; equal words have equal numbers.
    """

    def __init__(self, old: Words, new: Words) -> None:
        numbers: dict[str, int] = {}
        self.old, self.new = ([numbers.setdefault(word, len(numbers)) for word in side.folded] for side in (old, new))
        self.new_of, self.old_of = [-1] * len(self.old), [-1] * len(self.new)
        counts = Counter(self.old) + Counter(self.new)
        whole = len(self.old) + len(self.new)
        self._information = {word: math.log(whole / count) for word, count in counts.items()}
        self._grow(0, 0, 1)
        self._grow(len(self.old) - 1, len(self.new) - 1, -1)
        for length in _SEEDS:
            self._seed(length)
            self._drop_slight_blocks()
            self._fill_gaps()
        self._drop_lone_words()
        self._pair_mended_words(old.folded, new.folded)

    def kinship(self) -> float:
        """Return the share of the shorter version's words that stand in both in runs of four or more, 0 to 1.

        Versions of one text have it above .1 even after heavy rewriting, texts that only share boilerplate below .03.
        """
        shared = sum(
            end - first for first, end in _runs(self.new_of) if self.new_of[first] >= 0 and end - first >= _KIN
        )
        return shared / max(1, min(len(self.old), len(self.new)))

    def _pair(self, i: int, j: int) -> None:
        self.new_of[i], self.old_of[j] = j, i

    def _part(self, i: int) -> None:
        self.old_of[self.new_of[i]] = -1
        self.new_of[i] = -1

    def _seed(self, length: int) -> None:
        there = _unique_runs(self.new, length)
        for run, i in _unique_runs(self.old, length).items():
            j = there.get(run, -1)
            if i >= 0 <= j and self.new_of[i] < 0 > self.old_of[j]:
                self._grow(i, j, 1)
                self._grow(i - 1, j - 1, -1)

    def _grow(self, i: int, j: int, step: int) -> None:
        """Pair equal, still unpaired words from here on."""
        while (
            0 <= i < len(self.old)
            and 0 <= j < len(self.new)
            and self.new_of[i] < 0 > self.old_of[j]
            and self.old[i] == self.new[j]
        ):
            self._pair(i, j)
            i, j = i + step, j + step

    def _drop_slight_blocks(self) -> None:
        """Part short blocks that are not in line with the block before or after them: they are chance."""
        blocks = [(first, end) for first, end in _runs(self.new_of) if self.new_of[first] >= 0]
        for place, (first, end) in enumerate(blocks):
            if sum(self._information[word] for word in self.old[first:end]) >= _ALONE:
                continue
            before = blocks[place - 1] if place else None
            after = blocks[place + 1] if place + 1 < len(blocks) else None
            if not (before and self._are_in_line(before, (first, end))) and not (
                after and self._are_in_line((first, end), after)
            ):
                for i in range(first, end):
                    self._part(i)

    def _are_in_line(self, left: tuple[int, int], right: tuple[int, int]) -> bool:
        if self.new_of[left[0]] < 0:
            return False
        shift = (self.new_of[right[0]] - right[0]) - (self.new_of[left[0]] - left[0])
        return right[0] - left[1] <= _IN_LINE and abs(shift) <= _IN_LINE

    def _gaps(self) -> list[tuple[int, int, int, int]]:
        """Return each unpaired stretch of old words, with the new words paired just before and after it."""
        return [
            (
                first,
                end,
                self.new_of[first - 1] if first else -1,
                self.new_of[end] if end < len(self.old) else len(self.new),
            )
            for first, end in _runs(self.new_of)
            if self.new_of[first] < 0
        ]

    def _fill_gaps(self) -> None:
        """Pair the longest common subsequence between paired neighbours; at a moved block's edge, along that edge."""
        for first, end, low, high in self._gaps():
            if low < high <= low + _WIDEST_GAP + end - first:
                self._align(range(first, end), [j for j in range(low + 1, high) if self.old_of[j] < 0])
                continue
            reach = 3 * (end - first) + 60
            if first:
                self._align(range(first, end), self._free(low + 1, 1, reach))
            left = max((i for i in range(first, end) if self.new_of[i] >= 0), default=first - 1) + 1
            if end < len(self.old) and left < end:
                self._align(range(left, end), self._free(high - 1, -1, reach)[::-1])

    def _free(self, j: int, step: int, most: int) -> list[int]:
        """Return the unpaired new words from ``j`` on, up to the first paired one."""
        stop = max(-1, min(len(self.new), j + step * most))
        return list(takewhile(lambda k: self.old_of[k] < 0, range(j, stop, step)))

    def _align(self, olds: Sequence[int], news: Sequence[int]) -> None:
        if len(olds) * len(news) > _MOST_CELLS:  # long stretches without one run in common are no versions
            return
        edits = LCSseq.editops([self.old[i] for i in olds], [self.new[j] for j in news])
        for block in edits.as_matching_blocks():
            for k in range(block.size):
                self._pair(olds[block.a + k], news[block.b + k])

    def _drop_lone_words(self) -> None:
        for i in [i for i, j in enumerate(self.new_of) if j >= 0 and self._support(i) < _SUPPORT]:
            self._part(i)

    def _support(self, i: int) -> float:
        """Return the information of the pairs around ``i`` that lie as far apart in the new text as in the old."""
        near = range(max(0, i - _AROUND), min(len(self.old), i + _AROUND + 1))
        here = self.new_of[i] - i
        return sum(
            self._information[self.old[x]]
            for x in near
            if self.new_of[x] >= 0 and abs(self.new_of[x] - x - here) <= _DRIFT
        )

    def _pair_mended_words(self, old: list[str], new: list[str]) -> None:
        """Pair words that are spelt alike, in order, inside small gaps."""
        for first, end, low, high in self._gaps():
            if not (0 <= low < high < len(new) and high - low <= end - first + _WIDEST_MENDED):
                continue
            free = [j for j in range(low + 1, high) if self.old_of[j] < 0]
            least = _ALIKE_IN_PLACE if end - first == high - low - 1 else _ALIKE
            for i in range(first, end):
                here = low + 1 + (i - first) / (end - first) * max(1, high - low - 1)
                best = _most_alike(old[i], [(new[j], abs(j - here) / max(1, high - low - 1)) for j in free], least)
                if best is not None:
                    self._pair(i, free[best])
                    free = free[best + 1 :]


def _fold(word: str) -> str:
    if word.isascii() and "-" not in word:
        return word.lower()
    return unicodedata.normalize("NFKC", re.sub(_JOINT, "", word)).casefold()


def _most_alike(word: str, others: list[tuple[str, float]], least: float) -> int | None:
    """Return the index of the other word spelt most like ``word``, its distance counted off, or None."""
    if len(word) < _SHORTEST_MENDED:
        return None
    ranked = [
        (similarity - distance, k)
        for k, (other, distance) in enumerate(others)
        if len(other) >= _SHORTEST_MENDED
        and (similarity := Indel.normalized_similarity(word, other, score_cutoff=least)) >= least
    ]
    return max(ranked)[1] if ranked else None


def _runs(new_of: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the map's stretches as (first, end): unpaired ones, and those that go up by one."""
    first = 0
    for end in range(1, len(new_of) + 1):
        if end == len(new_of) or (
            new_of[end] >= 0 if new_of[first] < 0 else new_of[end] < 0 or new_of[end] != new_of[end - 1] + 1
        ):
            yield first, end
            first = end


def _unique_runs(words: list[int], length: int) -> dict[tuple[int, ...], int]:
    """Return where each run of so many words stands, or -1 for a run that stands more than once."""
    seen: dict[tuple[int, ...], int] = {}
    for i in range(len(words) - length + 1):
        run = tuple(words[i : i + length])
        seen[run] = -1 if run in seen else i
    return seen
