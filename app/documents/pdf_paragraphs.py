"""Group the lines of columns into paragraphs, headings, list items, captions and notes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.documents.pdf_layout import Layout
from app.documents.pdf_lines import Line, Region
from app.domain.document import BlockKind, Cell

_NUMBER_LABEL = re.compile(
    r"\s*(\[(\d{1,3})\](?=\s*[\w\"“‘'(])|\((\d{1,3})\)(?=\s*\w)|(\d{1,3})[.)](?=\s+\S|[^\W\d]))\s*"
)
SECTION = re.compile(
    r"\s*[1-9]\d?((\.\d{1,2}){1,4}\.?\s*(?-i:[A-Z\"“])|\.?\s*(introduction|background|(materials and )?methods?"
    r"|methodology|results|discussion|limitations|conclusions?)\b)[^.!?;]{0,90}:?\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*([•▪●○■◦‣⁃∙])\s*(?=\S)|\s*([–—-])\s+(?=\S)")
_BIBLIOGRAPHY = re.compile(
    r"\W*(?:\d+\.?\s+)?(references?|bibliography|literature( cited)?|works cited|reference list|literatur(verzeichnis)?"
    r"|bibliographie|références|referencias)\W*",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"\s*(fig(ure)?\.?|table|tab\.?|abbildung|abb\.|tabelle|scheme|chart)\s*[A-Z]?\d+(\.\d+)*\s*([.:|–—-]|$|\s(?=[A-Z]))",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*\s*$")
_ENDS_CLAUSE = re.compile(r"[.!?:;][\"'”’)\]]*\s*$")
_LARGER, _SMALLER = 1.08, 0.93
_LONGEST_HEADING = 220
_MOST_LABEL_STEP = 3
_FARTHEST_BACK = 80
_LEAST_FULL = 25


@dataclass(slots=True)
class Paragraph:
    """Lines that make one block."""

    lines: list[Line]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    label: str = ""
    cut: int = 0
    cell: Cell | None = None

    @property
    def text(self) -> str:
        """The raw text, for telling what the paragraph is."""
        return " ".join(line.text.strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Body:
    """The type of the running text: its size in points."""

    size: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Body":
        """Return what most characters are set in."""
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        size = sizes.most_common(1)[0][0] if sizes else 10.0
        return cls(size or 10.0)


@dataclass(slots=True)
class Grouper:
    """Turns columns, in reading order, into paragraphs."""

    body: Body
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: int = 0
    _open: Paragraph | None = None
    _last_number: int = 0
    _in_bibliography: bool = False

    def add(self, region: Region) -> None:
        """Split a column into paragraphs; one that goes on from the column before is joined to it."""
        headings = [i for i, line in enumerate(region.lines) if line.table is None and _is_bibliography(line)]
        previous: Line | None = None
        for start, end in pairwise([0, *(i for i in headings if i), len(region.lines)]):
            previous = self._add_lines(previous, region.lines[start:end], region, listed=start in headings)

    def _add_lines(self, previous: Line | None, part: list[Line], region: Region, *, listed: bool) -> Line | None:
        """Add lines that are set alike: a column, or what stands before a list of references in it, or that list."""
        lines = [line for line in part[listed:] if line.table is None] or part[:1]
        layout = Layout.of(lines, region, listed or self._in_bibliography) if lines[0].table is None else None
        for line in part:
            if line.table is not None or layout is None:
                self._add_table(line)
                previous = None
            else:
                self._add_line(previous, line, layout)
                previous = line
        return previous

    def _add_line(self, previous: Line | None, line: Line, layout: Layout) -> None:
        going = self._open
        if previous is None or going is None or self._starts(previous, line, layout):
            parted = previous is None or _is_float(going, line)
            going = self._find_open(line, layout) if parted else None
        if going is None:
            going = self._begin(previous, line, layout)
        else:
            going.lines.append(line)
        self._open = going
        if _BIBLIOGRAPHY.fullmatch(going.text):
            self._in_bibliography, self._last_number = True, 0

    def _begin(self, previous: Line | None, line: Line, layout: Layout) -> Paragraph:
        paragraph = Paragraph([line])
        label = self._label(previous, line, layout)
        if label:
            paragraph.kind = BlockKind.LIST_ITEM
            paragraph.label, paragraph.cut = label.strip(), len(label)
            self._last_number = _number_of(line) or self._last_number
        elif all_bold(line) or line.size > _LARGER * self.body.size:  # a heading ends the bibliography
            self._in_bibliography = False
        self.paragraphs.append(paragraph)
        return paragraph

    def _add_table(self, line: Line) -> None:
        assert line.table is not None
        for cell in line.table.cells:
            place = Cell(self.tables, cell.row, cell.column, cell.rows, cell.columns)
            self.paragraphs.append(Paragraph(list(cell.lines), BlockKind.TABLE_CELL, cell=place))
        self.tables += 1

    def _find_open(self, line: Line, layout: Layout) -> Paragraph | None:
        """Return the paragraph that ``line`` goes on with after a new column, a figure or a table.

        Captions that stand between on the page where it began come before it then, so that pages stay in order.
        """
        if line.size < _SMALLER * self.body.size:
            return None
        for index in range(len(self.paragraphs) - 1, max(-1, len(self.paragraphs) - _FARTHEST_BACK), -1):
            paragraph = self.paragraphs[index]
            before = paragraph.lines[-1]
            if paragraph.cell or before.size < _SMALLER * line.size or CAPTION.match(paragraph.text):
                continue
            if not self._goes_on(paragraph, line, layout):
                return None
            between = self.paragraphs[index + 1 :]
            earlier = [other for other in between if other.lines[-1].page == paragraph.lines[0].page]
            self.paragraphs[index:] = [*earlier, paragraph, *between[len(earlier) :]]
            return paragraph
        return None

    def _goes_on(self, paragraph: Paragraph, line: Line, layout: Layout) -> bool:
        before, text = paragraph.lines[-1], line.text.lstrip()
        if self._differs(before, line) or self._label(before, line, layout) or SECTION.fullmatch(text):
            return False
        if self._in_bibliography and not all_bold(line) and not CAPTION.match(text):
            return bool(paragraph.label) or (layout.hanging and layout.indented(line))
        if _ENDS_SENTENCE.search(before.text) or len(before.text) < _LEAST_FULL or all_bold(line):
            return False
        if text[:1].islower():
            return True
        long = len(text) > _LEAST_FULL or bool(_ENDS_SENTENCE.search(text))
        return long and not layout.indented(line) and len(paragraph.lines) > 1

    def _starts(self, previous: Line, line: Line, layout: Layout) -> bool:
        """Say whether ``line`` begins a paragraph after ``previous``."""
        assert self._open is not None
        if self._differs(previous, line) or layout.far(previous, line) or layout.beside(previous):
            return True
        if self._label(previous, line, layout) or _is_section(previous, layout):
            return True
        if _is_section(line, layout) and (layout.short(previous) or _ENDS_CLAUSE.search(previous.text)):
            return True
        if layout.hanging:
            return not layout.indented(line)
        if self._open.label:
            return layout.outdented(line, self._open.lines[0]) and layout.short(previous)
        return self._starts_plain(previous, line, layout)

    def _starts_plain(self, previous: Line, line: Line, layout: Layout) -> bool:
        if layout.indented(line) and not layout.indented(previous):
            return not previous.text.rstrip().endswith(("\x02", ","))
        text = line.text.lstrip()
        ended = bool(_ENDS_SENTENCE.search(previous.text)) and not text[:1].islower()
        return ended and layout.had_room(previous, line)

    def _differs(self, previous: Line, line: Line) -> bool:
        """Say whether the type changes as it does at a heading."""
        ratio = line.size / previous.size if previous.size else 1.0
        if ratio > _LARGER or ratio < _SMALLER:
            return True
        return line.bold != previous.bold and (all_bold(line) != all_bold(previous))

    def _label(self, previous: Line | None, line: Line, layout: Layout) -> str:
        """Return the label that begins the line when it is a bullet or the next number of a list, else nothing."""
        bullet = _BULLET.match(line.text)
        if bullet and not (bullet[2] and line.size > self.body.size):
            return bullet[0]
        match, number = _NUMBER_LABEL.match(line.text), _number_of(line)
        if not match or not number or _is_section(line, layout):
            return ""
        if number != 1 and not 0 < number - self._last_number <= _MOST_LABEL_STEP:
            return ""
        inside = previous is not None and not layout.short(previous) and not _ENDS_CLAUSE.search(previous.text)
        return "" if inside and not self._in_bibliography else match[0]


def _number_of(line: Line) -> int:
    """Return the number of a list label that begins the line, 0 when there is none."""
    match = _NUMBER_LABEL.match(line.text)
    return int(match[2] or match[3] or match[4]) if match else 0


def _is_bibliography(line: Line) -> bool:
    """Say whether a line alone is the heading of a list of references."""
    return bool(_BIBLIOGRAPHY.fullmatch(line.text))


def _is_section(line: Line, layout: Layout) -> bool:
    """Say whether a line is a numbered heading that may look like the running text."""
    return bool(SECTION.fullmatch(line.text)) and layout.short(line)


def _is_float(paragraph: Paragraph | None, line: Line) -> bool:
    """Say whether the paragraph before ``line`` is a caption or a table that may part a paragraph in two."""
    return paragraph is not None and paragraph.lines[-1].size < _SMALLER * line.size


def all_bold(line: Line) -> bool:
    """Say whether every letter of the line is bold."""
    return all(
        look.bold
        for strip in line.strips
        for start, end, look in strip.runs
        if strip.text[start - strip.start : end - strip.start].strip()
    )
