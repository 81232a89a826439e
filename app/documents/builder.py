"""Build a document's canonical text block by block, keeping the source place of every character.

A reader adds the raw text of a block in pieces and then closes the block. Closing composes the text (NFC), drops
soft hyphens, cuts white space at both ends and moves every mark, segment and style to the offsets that result.
A block without text is no block.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.domain.document import Block, BlockKind, Cell, Segment, Style

SOFT_HYPHEN = "\u00ad"
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
    """Raw characters that only compose together, and the stretch of the composed text that they become."""

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
        clusters = _clusters(raw)
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
        found = _segments_composed(self._pieces, clusters) if clusters else _segments_plain(self._pieces)
        for segment in found:
            first, last = max(segment.start - lead, 0), min(segment.end - lead, length)
            if first < last:
                self.segments.append(_clip(segment, first + lead, last + lead, start - lead))


def _clip(segment: Segment, first: int, last: int, shift: int) -> Segment:
    """Return what of the segment lies in ``first:last``, moved by ``shift``."""
    offset, length = segment.offset, segment.length
    if length == segment.end - segment.start:
        offset, length = offset + first - segment.start, last - first
    return Segment(first + shift, last + shift, segment.part, segment.unit, offset, length)


def _segments_plain(pieces: list[_Piece]) -> Iterator[Segment]:
    for start, text, source, _ in pieces:
        if source:
            yield Segment(start, start + len(text), *source)


def _segments_composed(pieces: list[_Piece], clusters: list[_Cluster]) -> Iterator[Segment]:
    """Yield a segment for every stretch of clusters that advances with its source, and for every other cluster."""
    index, last = 0, None
    for cluster in clusters:
        while cluster.raw >= pieces[index].start + len(pieces[index].text):
            index += 1
        segment = _segment_of(cluster, pieces[index])
        if last and segment and _continues(last, segment):
            length = last.length + segment.length if _advances(segment) else last.length
            last = replace(last, end=segment.end, length=length)
        else:
            if last:
                yield last
            last = segment
    if last:
        yield last


def _segment_of(cluster: _Cluster, piece: _Piece) -> Segment | None:
    if not piece.source or cluster.start == cluster.end:
        return None
    part, unit, offset, length = piece.source
    if length == len(piece.text):
        end = min(cluster.raw_end, piece.start + length)
        offset, length = offset + cluster.raw - piece.start, end - cluster.raw
    return Segment(cluster.start, cluster.end, part, unit, offset, length)


def _continues(last: Segment, segment: Segment) -> bool:
    if (last.end, last.part, last.unit) != (segment.start, segment.part, segment.unit):
        return False
    if segment.length != segment.end - segment.start:  # more of a piece that maps as a whole
        return (last.offset, last.length) == (segment.offset, segment.length) and not _advances(last)
    return _advances(last) and last.offset + last.length == segment.offset


def _advances(segment: Segment) -> bool:
    return segment.length == segment.end - segment.start


def _composed(raw: int, clusters: list[_Cluster]) -> int:
    """Return the offset in the composed text of the raw offset ``raw``."""
    if not clusters:
        return raw
    low, high = 0, len(clusters)
    while low < high:
        middle = (low + high) // 2
        if clusters[middle].raw_end <= raw:
            low = middle + 1
        else:
            high = middle
    return clusters[low].start if low < len(clusters) else clusters[-1].end


def _compose(raw: str) -> str:
    return unicodedata.normalize("NFC", raw.replace(SOFT_HYPHEN, ""))


def _clusters(raw: str) -> list[_Cluster]:
    """Return how ``raw`` composes; empty when it is composed already, so that offsets stay as they are."""
    if SOFT_HYPHEN not in raw and unicodedata.is_normalized("NFC", raw):
        return []
    clusters: list[_Cluster] = []
    first = at = 0
    for index in range(1, len(raw) + 1):
        if index == len(raw) or _begins_cluster(raw[index]) or raw[index - 1].isspace():
            length = len(_compose(raw[first:index]))
            clusters.append(_Cluster(first, index, at, at + length))
            first, at = index, at + length
    return clusters


def _begins_cluster(character: str) -> bool:
    if character == SOFT_HYPHEN or _JAMO.match(character):
        return False
    return not unicodedata.category(character).startswith("M")
