"""Group the lines of columns into paragraphs, headings, list items, captions and notes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from app.documents.pdf_lines import Line, Region
from app.domain.document import BlockKind

_NUMBER_LABEL = re.compile(r"\s*(\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)])\s*(?=\S)")
_BULLET = re.compile(r"\s*([•▪●○■◦‣⁃∙])\s*(?=\S)|\s*([–—-])\s+(?=\S)")
_BIBLIOGRAPHY = re.compile(
    r"\W*(?:\d+\.?\s+)?(references?|bibliography|literature( cited)?|works cited|reference list|literatur(verzeichnis)?"
    r"|bibliographie|références|referencias)\W*",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\s*(fig(ure)?\.?|table|tab\.?|abbildung|tabelle|box|scheme|chart)\s*[A-Z]?\d+(\.\d+)*\s*[.:|–-]", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*\s*$")
_ENDS_CLAUSE = re.compile(r"[.!?:;][\"'”’)\]]*\s*$")
_FULL = 0.15  # of a column's width: a line that ends nearer to the edge than this is full
_GAP = 1.45  # of the usual distance between lines
_LARGER, _SMALLER = 1.08, 0.93
_LONGEST_HEADING = 220
_MOST_LABEL_STEP = 3
_LEAST_HANGING = 4


@dataclass(slots=True)
class Paragraph:
    """Lines that make one block."""

    lines: list[Line]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    label: str = ""
    cut: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """The raw text, for telling what the paragraph is."""
        return " ".join(line.text.strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Body:
    """The type of the running text: its size in points, and the usual distance of its lines in font sizes."""

    size: float
    pitch: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Body":
        """Return what most characters are set in."""
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        size = sizes.most_common(1)[0][0] if sizes else 10.0
        return cls(size or 10.0, 1.2)


@dataclass(slots=True)
class _Labels:
    """The last number of the list that is being read."""

    last: int = 0
    left: float = 0.0


@dataclass(slots=True)
class Grouper:
    """Turns columns, in reading order, into paragraphs."""

    body: Body
    paragraphs: list[Paragraph] = field(default_factory=list)
    _labels: _Labels = field(default_factory=_Labels)
    _in_bibliography: bool = False
    _column: int = 0

    def add(self, region: Region) -> None:
        """Split a column into paragraphs; one that goes on from the column before is joined to it."""
        self._column += 1
        layout = _Layout.of(region, self._in_bibliography)
        previous: Line | None = None
        for line in region.lines:
            if previous is None:
                starts = not self._goes_on(line, layout)
            else:
                starts = self._starts(previous, line, layout)
            if starts:
                self._close()
                self._begin(line)
            else:
                self.paragraphs[-1].lines.append(line)
            previous = line
        self._close()

    def _begin(self, line: Line) -> None:
        paragraph = Paragraph([line], column=self._column)
        label = self._label(line)
        if label:
            paragraph.kind = BlockKind.LIST_ITEM
            paragraph.label = label[0].strip()
            paragraph.cut = len(label[0])
        self.paragraphs.append(paragraph)

    def _close(self) -> None:
        if self.paragraphs and self.paragraphs[-1].column == self._column:
            text = self.paragraphs[-1].text
            if _BIBLIOGRAPHY.fullmatch(text):
                self._in_bibliography, self._labels = True, _Labels()

    def _goes_on(self, line: Line, layout: "_Layout") -> bool:
        """Say whether the first line of a column continues the paragraph that ended the column before."""
        if not self.paragraphs or self._label(line, peek=True):
            return False
        last = self.paragraphs[-1]
        before = last.lines[-1]
        if abs(line.size - before.size) > 0.05 * before.size or line.bold != before.bold:
            return False
        if layout.hanging and layout.indented(line):
            return True
        text = line.text.lstrip()
        if text[:1].islower() and not _ENDS_SENTENCE.search(before.text):
            return True
        open_end = not _ENDS_CLAUSE.search(before.text)
        return open_end and (text[:1].islower() or before.text.rstrip()[-1:] in "\x02-," or self._in_bibliography)

    def _starts(self, previous: Line, line: Line, layout: "_Layout") -> bool:
        """Say whether ``line`` begins a paragraph after ``previous``."""
        if self._differs(previous, line) or layout.far(previous, line):
            return True
        if self._label(line, peek=True):
            return True
        if layout.hanging:
            return not layout.indented(line)
        if self.paragraphs[-1].label:
            return layout.outdented(line, self.paragraphs[-1].lines[0]) and _short(previous, layout)
        return self._starts_plain(previous, line, layout)

    def _starts_plain(self, previous: Line, line: Line, layout: "_Layout") -> bool:
        if layout.indented(line) and not layout.indented(previous):
            return not previous.text.rstrip().endswith(("\x02", ","))
        text = line.text.lstrip()
        ended = bool(_ENDS_SENTENCE.search(previous.text)) and not text[:1].islower()
        return ended and _had_room(previous, line, layout)

    def _differs(self, previous: Line, line: Line) -> bool:
        """Say whether the type changes as it does at a heading."""
        ratio = line.size / previous.size if previous.size else 1.0
        if ratio > _LARGER or ratio < _SMALLER:
            return True
        return line.bold != previous.bold and (all_bold(line) != all_bold(previous))

    def _label(self, line: Line, *, peek: bool = False) -> tuple[str] | None:
        """Return the label that begins the line when it is a bullet or the next number of a list."""
        bullet = _BULLET.match(line.text)
        if bullet and not (bullet[2] and line.size > self.body.size):
            return (bullet[0],)
        match = _NUMBER_LABEL.match(line.text)
        if not match:
            return None
        number = int(match[2] or match[3] or match[4])
        step = number - self._labels.last
        if number != 1 and not 0 < step <= _MOST_LABEL_STEP:
            return None
        if not peek:
            self._labels = _Labels(number, line.left)
        return (match[0],)


def all_bold(line: Line) -> bool:
    return all(
        look.bold
        for strip in line.strips
        for start, end, look in strip.runs
        if strip.text[start - strip.start : end - strip.start].strip()
    )


def _short(line: Line, layout: "_Layout") -> bool:
    return line.right < layout.right - _FULL * layout.width


def _had_room(line: Line, after: Line, layout: "_Layout") -> bool:
    """Say whether the first word of the next line would have fitted on this one."""
    word = after.text.split(maxsplit=1)[0]
    average = (after.right - after.left) / max(1, len(after.text))
    return line.right + (len(word) + 1) * average < layout.right - 0.5 * line.size


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a column is set: its edges, its usual line distance, and whether entries hang."""

    left: float
    right: float
    pitch: float
    hanging: bool

    @property
    def width(self) -> float:
        return self.right - self.left

    @classmethod
    def of(cls, region: Region, in_bibliography: bool) -> "_Layout":
        steps = [
            after.baseline - before.baseline
            for before, after in pairwise(region.lines)
            if 0.5 * before.size < after.baseline - before.baseline < 3 * before.size
        ]
        pitch = float(np.median(steps)) if steps else 1.2 * region.lines[0].size
        left = _usual_left(region.lines)
        layout = cls(left, region.right, pitch, hanging=False)
        return cls(left, region.right, pitch, _hangs(region.lines, layout, in_bibliography))

    def indented(self, line: Line) -> bool:
        return 0.6 * line.size < line.left - self.left < 6 * line.size

    def outdented(self, line: Line, first: Line) -> bool:
        return line.left < first.left - 0.3 * line.size or abs(line.left - first.left) < 0.3 * line.size

    def far(self, previous: Line, line: Line) -> bool:
        step = line.baseline - previous.baseline
        return step > _GAP * max(self.pitch, 1.1 * line.size) or step < -0.5 * line.size or (step < 0.4 * line.size)


def _usual_left(lines: Sequence[Line]) -> float:
    """Return the leftmost edge at which a fair share of the lines begins."""
    lefts = Counter(round(line.left) for line in lines)
    needed = max(1, len(lines) // 12)
    return min(left for left in lefts if lefts[left] + lefts[left - 1] + lefts[left + 1] >= needed)


def _hangs(lines: Sequence[Line], layout: _Layout, in_bibliography: bool) -> bool:
    """Say whether first lines stand out to the left (a bibliography) rather than being indented."""
    hang = first = plain = 0
    for before, after in pairwise(lines):
        full = not _short(before, layout)
        if not layout.indented(before) and layout.indented(after):
            hang += full
            first += not full
        elif layout.indented(before) and not layout.indented(after):
            first += full
            hang += not full
        elif not layout.indented(before):
            plain += full
    return hang > first and hang > plain and (in_bibliography or hang >= _LEAST_HANGING)
