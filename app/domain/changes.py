"""What changed from one version of a text to the next, in words: for showing both beside each other.

Words keep their partner by the word map that carries comments too, so that both tell the same story.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.domain.carry import Carrier
from app.domain.placement import State

_ISLAND = 4
"""A word of fewer letters that alone stayed between two changes belongs to them: "the" is no common ground."""
_MOVED = 12
"""Least characters of a removed stretch that is looked for elsewhere."""

_Kept = tuple[int, int, int, int]


class ChangeKind(StrEnum):
    """What became of a stretch of text."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch ``old_start:old_end`` of the old text that became ``start:end`` of the new one, in code points.

    What was added has no length in the old text, what was removed none in the new one. What moved stands twice: where
    it was taken away, and where it was put.
    """

    kind: ChangeKind
    old_start: int
    old_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes in the order of the new text, and for scrolling where words stayed: (old, new) offsets, ascending.

    ``is_other_document`` when the texts have next to no words in common; then there is one change, of everything.
    """

    changes: tuple[Change, ...]
    stays: tuple[tuple[int, int], ...]
    is_other_document: bool = False

    def old_offset(self, offset: int) -> int:
        """Return the place in the old text that belongs beside this one of the new text."""
        return _beside([new for _, new in self.stays], [old for old, _ in self.stays], offset)

    def new_offset(self, offset: int) -> int:
        """Return the place in the new text that belongs beside this one of the old text."""
        return _beside([old for old, _ in self.stays], [new for _, new in self.stays], offset)


def compare(old: str, new: str, carrier: Carrier | None = None) -> Comparison:
    """Return what changed; ``carrier`` of the same texts saves the time to make one."""
    if old == new:
        return Comparison((), ((0, 0), (len(old), len(new))))
    carrier = carrier or Carrier(old, new)
    same = [one for one in carrier.kept_words() if old[one[0] : one[1]] == new[one[2] : one[3]]]
    kept = _without_islands(old, new, same)
    changes = tuple(_with_moves(list(_changes(old, new, kept)), carrier))
    stays = ((0, 0), *((one[0], one[2]) for one in kept), (len(old), len(new)))
    return Comparison(changes, tuple(dict.fromkeys(stays)), carrier.is_other_document)


def _without_islands(old: str, new: str, kept: list[_Kept]) -> list[_Kept]:
    """Leave out the short words that stayed alone between two changes."""
    joined = [
        not (_has_words(old[one[1] : then[0]]) or _has_words(new[one[3] : then[2]])) for one, then in pairwise(kept)
    ]
    before, after = [False, *joined][: len(kept)], [*joined, False][: len(kept)]
    return [
        one
        for one, is_joined, joins in zip(kept, before, after, strict=True)
        if is_joined or joins or one[1] - one[0] >= _ISLAND
    ]


def _changes(old: str, new: str, kept: list[_Kept]) -> Iterator[Change]:
    """Yield what stands between words that stayed, where it differs by more than white space."""
    edges = [(0, 0, 0, 0), *kept, (len(old), len(old), len(new), len(new))]
    for one, then in pairwise(edges):
        a, b, c, d = one[1], then[0], one[3], then[2]
        if old[a:b] == new[c:d] or old[a:b].split() == new[c:d].split():
            continue
        while a < b and c < d and old[a] == new[c] and not old[a].isalnum():
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1] and not old[b - 1].isalnum():
            b, d = b - 1, d - 1
        (a, b), (c, d) = _stripped(old, a, b), _stripped(new, c, d)
        kind = ChangeKind.ADDED if a == b else ChangeKind.REMOVED if c == d else ChangeKind.REWORDED
        yield Change(kind, a, b, c, d)


def _with_moves(changes: list[Change], carrier: Carrier) -> Iterator[Change]:
    """Say of what was removed here and added there that it moved."""
    came: list[tuple[int, int]] = []
    gone: set[Change] = set()
    for one in changes:
        if one.old_end - one.old_start >= _MOVED:
            place = carrier.place(one.old_start, one.old_end)
            if place.state is State.MOVED:
                came.append((place.start, place.end))
                gone.add(one)
    for one in changes:
        moved_here = any((min(one.end, end) - max(one.start, start)) * 2 > one.end - one.start for start, end in came)
        moved_away = one in gone and one.start == one.end
        yield Change(ChangeKind.MOVED, *_spans(one)) if moved_here or moved_away else one


def _spans(change: Change) -> tuple[int, int, int, int]:
    return change.old_start, change.old_end, change.start, change.end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _beside(here: list[int], there: list[int], offset: int) -> int:
    """Return the offset on the other side, by the share of the way between the words that stayed around it."""
    number = bisect_right(here, offset) - 1
    if number < 0:
        return there[0]
    if number + 1 == len(here):
        return there[-1]
    width = here[number + 1] - here[number]
    share = (offset - here[number]) / width if width else 0.0
    return round(there[number] + share * (there[number + 1] - there[number]))
