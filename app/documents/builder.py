"""Build a document's canonical text block by block, keeping the source place of every character.

A reader adds the raw text of a block in pieces and then closes the block. Closing composes the text (NFC), drops
soft hyphens, cuts white space at both ends and moves every mark, segment and style to the offsets that result.
A block without text is no block.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.domain.document import Block, BlockKind, Cell, Segment, Style

SOFT_HYPHEN = "\u00ad"
_STABLE = re.compile("[\x00-\xac\xae-\u02ff]+(?=[\x00-\xac\xae-\u02ff]|\\Z)")  # nothing composes with these
_JAMO = re.compile("[\u1160-\u11ff]")  # vowels and finals join the syllable before them


class Look(NamedTuple):
    """How a piece of text looks; the fields of :class:`Style`."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    raised: int = 0


class Source(NamedTuple):
    """Where a piece of text stands in the file: ``length`` characters from ``offset`` in ``unit`` of ``part``."""

    part: str
    unit: int
    offset: int
    length: int


class _Piece(NamedTuple):
    start: int
    text: str
    source: Source | None
    look: Look | None


class _Cluster(NamedTuple):
    """Raw characters that compose only together, or each stay alone, and the stretch of text that they become."""

    raw: int
    raw_end: int
    start: int
    end: int


@dataclass(slots=True)
class Mark:
    """A place in the text; ``at`` is its offset once its block is closed."""

    at: int


@dataclass(slots=True)
class TextBuilder:
    """The canonical text so far, and the block that is open."""

    blocks: list[Block] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _length: int = 0
    _pieces: list[_Piece] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _raw: int = 0

    def add(self, text: str, source: Source | None = None, look: Look | None = None) -> None:
        """Append ``text`` to the open block. A source of another length maps as a whole."""
        if text:
            self._pieces.append(_Piece(self._raw, text, source, look))
            self._raw += len(text)

    def mark(self) -> Mark:
        """Return a mark for the place that the next piece will have."""
        mark = Mark(self._raw)
        self._marks.append(mark)
        return mark

    @property
    def is_open(self) -> bool:
        """Whether the open block has text."""
        return bool(self._pieces)

    def text(self) -> str:
        """Return the text of the closed blocks."""
        return "\n".join(self._texts)

    def text_of_last(self) -> str:
        """Return the text of the block that was closed last."""
        return self._texts[-1]

    def close(self, kind: BlockKind, level: int = 0, label: str = "", cell: Cell | None = None) -> bool:
        """End the open block; return whether it had text and so became one."""
        raw = "".join(piece.text for piece in self._pieces)
        clusters = _clusters(raw, [piece.start for piece in self._pieces])
        text = _compose(raw) if clusters else raw
        shown = text.strip()
        lead = len(text) - len(text.lstrip()) if shown else 0
        start = self._length + 1 if self._texts else 0
        for mark in self._marks:
            mark.at = start + min(max(_composed(mark.at, clusters) - lead, 0), len(shown))
        if shown:
            self._keep_styles(start, lead, len(shown), clusters)
            self._keep_segments(start, lead, len(shown), clusters)
            self.blocks.append(Block(kind, start, start + len(shown), level, label, cell))
            self._texts.append(shown)
            self._length = start + len(shown)
        self._pieces, self._marks, self._raw = [], [], 0
        return bool(shown)

    def _keep_styles(self, start: int, lead: int, length: int, clusters: list[_Cluster]) -> None:
        for piece in self._pieces:
            if not piece.look:
                continue
            first = start + max(_composed(piece.start, clusters) - lead, 0)
            last = start + min(_composed(piece.start + len(piece.text), clusters) - lead, length)
            if first >= last:
                continue
            style = Style(first, last, *piece.look)
            before = self.styles[-1] if self.styles else None
            if before and before.end == first and before == Style(before.start, first, *piece.look):
                style = replace(self.styles.pop(), end=last)
            self.styles.append(style)

    def _keep_segments(self, start: int, lead: int, length: int, clusters: list[_Cluster]) -> None:
        shift, end = start - lead, lead + length
        for stretch in _stretches_composed(self._pieces, clusters) if clusters else _stretches(self._pieces):
            first, last = max(stretch.start, lead), min(stretch.end, end)
            if first < last:
                part, unit, offset, extent = stretch.source
                if _advances(stretch):
                    offset, extent = offset + first - stretch.start, last - first
                self.segments.append(Segment(first + shift, last + shift, part, unit, offset, extent))


class _Stretch(NamedTuple):
    """Text before white space at its ends is cut, and where it comes from."""

    start: int
    end: int
    source: Source


def _stretches(pieces: list[_Piece]) -> Iterator[_Stretch]:
    for start, text, source, _ in pieces:
        if source:
            yield _Stretch(start, start + len(text), source)


def _stretches_composed(pieces: list[_Piece], clusters: list[_Cluster]) -> Iterator[_Stretch]:
    """Yield every stretch of clusters that advances with its source, and every other cluster."""
    index, last = 0, None
    for cluster in clusters:
        while cluster.raw >= pieces[index].start + len(pieces[index].text):
            index += 1
        stretch = _stretch_of(cluster, pieces[index])
        if last and stretch and _continues(last, stretch):
            length = last.source.length + stretch.source.length if _advances(stretch) else last.source.length
            last = _Stretch(last.start, stretch.end, last.source._replace(length=length))
        else:
            if last:
                yield last
            last = stretch
    if last:
        yield last


def _stretch_of(cluster: _Cluster, piece: _Piece) -> _Stretch | None:
    if not piece.source or cluster.start == cluster.end:
        return None
    part, unit, offset, length = piece.source
    if length == len(piece.text):
        end = min(cluster.raw_end, piece.start + length)
        offset, length = offset + cluster.raw - piece.start, end - cluster.raw
    return _Stretch(cluster.start, cluster.end, Source(part, unit, offset, length))


def _continues(last: _Stretch, stretch: _Stretch) -> bool:
    one, other = last.source, stretch.source
    if (last.end, one.part, one.unit) != (stretch.start, other.part, other.unit):
        return False
    if not _advances(stretch):  # more of a piece that maps as a whole
        return (one.offset, one.length) == (other.offset, other.length) and not _advances(last)
    return _advances(last) and one.offset + one.length == other.offset


def _advances(stretch: _Stretch) -> bool:
    return stretch.source.length == stretch.end - stretch.start


def _composed(raw: int, clusters: list[_Cluster]) -> int:
    """Return the offset in the composed text of the raw offset ``raw``."""
    if not clusters:
        return raw
    index = bisect_right(clusters, raw, key=lambda cluster: cluster.raw_end)
    if index == len(clusters):
        return clusters[-1].end
    first, last, start, end = clusters[index]
    return start + raw - first if last - first == end - start else start


def _compose(raw: str) -> str:
    return unicodedata.normalize("NFC", raw.replace(SOFT_HYPHEN, ""))


def _clusters(raw: str, starts: list[int]) -> list[_Cluster]:
    """Return how ``raw``, whose pieces begin at ``starts``, composes; empty when offsets stay as they are."""
    if SOFT_HYPHEN not in raw and unicodedata.is_normalized("NFC", raw):
        return []
    clusters: list[_Cluster] = []
    first = at = 0
    while first < len(raw):
        stable = _STABLE.match(raw, first)
        if stable:
            last = starts[bisect_right(starts, first)] if starts[-1] > first else len(raw)
            last = min(last, stable.end())
            length = last - first
        else:
            last = _end_of_cluster(raw, first)
            length = len(_compose(raw[first:last]))
        clusters.append(_Cluster(first, last, at, at + length))
        first, at = last, at + length
    return clusters


def _end_of_cluster(raw: str, first: int) -> int:
    """Return where the character at ``first`` and what joins it ends; nothing joins white space."""
    last = first + 1
    while last < len(raw) and _joins(raw[last]) and not raw[last - 1].isspace():
        last += 1
    return last


def _joins(character: str) -> bool:
    if character == SOFT_HYPHEN or _JAMO.match(character):
        return True
    return unicodedata.category(character).startswith("M")
