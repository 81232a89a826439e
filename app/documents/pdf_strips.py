"""Cut a PDF page's characters into strips: runs on one line without a wide gap, in PDFium's order.

Geometry is in points from the top left corner of the page as it is shown, turned so that the text runs to the right.
"""

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from pypdfium2 import PdfPage, raw

from app.documents.pdf_file import Floats, Frame, TextPage, bind, frame_of

HYPHEN = "\x02"  # PDFium's sign for a hyphen at a line's end
ACCENTS = re.compile("[`^~\u00a8\u00af\u00b0\u00b4\u00b8\u02c6\u02c7\u02c9-\u02cb\u02d8-\u02dd]")
_WIDE_GAP = 1.25  # in font sizes: wider than a space in justified text, narrower than most column gutters
_BOLD_WEIGHT = 600
_BOLD_FLAG, _ITALIC_FLAG = 1 << 18, 1 << 6
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi|-bd|CMBX", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"ital|obliq|slanted|-it\b|CMTI|CMSL", re.IGNORECASE)
SLANTED = 45  # stands for every angle that is no quarter turn: watermarks
_SLANT_TOLERANCE = 5
_EDGE = 0.5  # points: a character may stand this far outside the page
_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_matrix_of = bind(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_font_size = bind(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_font_of = bind(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
_font_name = bind(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, ctypes.c_char_p, ctypes.c_ulong)
_font_flags = bind(raw.FPDFFont_GetFlags, _INT, _POINTER)
_font_weight = bind(raw.FPDFFont_GetWeight, _INT, _POINTER)


@dataclass(frozen=True, slots=True)
class Look:
    """How a text object is drawn: font size in points, angle in degrees, weight, slant, baseline."""

    size: float
    angle: int
    bold: bool
    italic: bool
    baseline: float


Corners = tuple[list[float], list[float]]
Runs = tuple[tuple[int, int, Look], ...]
"""Start and end of each stretch that one text object drew, and its look."""


@dataclass(slots=True)
class Strip:
    """Characters ``start`` to ``end`` of a page, on one line.

    ``accents`` maps each accent that is printed over a letter of
    its own to that letter. ``walled`` strips begin behind an upright rule.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    runs: Runs
    size: float
    bold: bool
    baseline: float
    accents: dict[int, int] = field(default_factory=dict)
    walled: bool = False

    @property
    def height(self) -> float:
        """Height of the box in points."""
        return self.bottom - self.top


@dataclass(slots=True)
class PageStrips:
    """The text layer of a page. ``turned`` holds strips of text that does not run to the right, by angle."""

    index: int
    width: float
    height: float
    text: str
    boxes: Floats
    strips: list[Strip] = field(default_factory=list)
    turned: dict[int, list[Strip]] = field(default_factory=dict)
    outside: int = 0


def read_strips(page: PdfPage, index: int, rules: Floats) -> PageStrips:
    """Return the strips of a page, which no upright rule crosses.

    ``rules`` is ``[n, 4]`` left, top, right, bottom. Characters outside the visible page are left out and counted.
    """
    layer = TextPage(page)
    frame = frame_of(page)
    width, height = frame.size
    codes = layer.codes()
    shown = frame.to_shown(layer.boxes())
    result = PageStrips(index, width, height, _decode(codes), shown)
    if layer.count:
        _Cutter(layer, frame, codes, result, rules[rules[:, 3] - rules[:, 1] > rules[:, 2] - rules[:, 0]]).cut()
    return result


def _decode(codes: npt.NDArray[np.uint32]) -> str:
    """Return one character for each PDFium index; halves of surrogate pairs stay apart."""
    return "".join(map(chr, np.where(codes < 0x110000, codes, 0xFFFD).tolist()))  # noqa: PLR2004 end of Unicode


class _Cutter:
    """Cuts one page."""

    def __init__(
        self, layer: TextPage, frame: Frame, codes: npt.NDArray[np.uint32], page: PageStrips, walls: Floats
    ) -> None:
        self._layer = layer
        self._frame = frame
        self._codes = codes
        self._page = page
        self._walls = walls

    def cut(self) -> None:
        objects = self._layer.objects()
        drawn = np.flatnonzero((objects != 0) & (self._codes != 13) & (self._codes != 10))  # noqa: PLR2004 CR, LF
        if not len(drawn):
            return
        first_of_run = np.flatnonzero(np.diff(objects[drawn], prepend=np.uint64(0)))
        run_starts = drawn[first_of_run]
        looks = _read_looks(self._layer, self._frame, run_starts.tolist(), objects[run_starts].tolist())
        run_of = np.searchsorted(run_starts, drawn, side="right") - 1
        self._cut_drawn(drawn, run_of, looks)

    def _cut_drawn(self, drawn: npt.NDArray[np.intp], run_of: npt.NDArray[np.intp], looks: list[Look]) -> None:
        angles = np.array([look.angle for look in looks])[run_of]
        sizes = np.array([look.size for look in looks], dtype=np.float32)[run_of]
        boxes = _turned(self._page.boxes[drawn], angles)
        inside = _inside(self._page.boxes[drawn], self._page.width, self._page.height)
        self._page.outside = int(np.count_nonzero(~inside & (self._codes[drawn] > 32)))  # noqa: PLR2004 not a space
        walled = self._walled(self._page.boxes[drawn])
        breaks = self._breaks(drawn, boxes, sizes, angles) | walled | (np.diff(inside, prepend=inside[:1]))
        edges = [0, *np.flatnonzero(breaks).tolist(), len(drawn)]
        lows = np.minimum.reduceat(boxes[:, :2], edges[:-1]).tolist()
        highs = np.maximum.reduceat(boxes[:, 2:], edges[:-1]).tolist()
        runs = _Runs(drawn, run_of, looks)
        for (first, last), low, high in zip(pairwise(edges), lows, highs, strict=True):
            if not inside[first]:
                continue
            strip = self._make(runs.within(first, last), (low, high), walled=bool(walled[first]))
            if strip and ACCENTS.search(strip.text):
                strip.accents = _overprinted(drawn[first:last], boxes[first:last], self._page.text)

    def _walled(self, boxes: Floats) -> npt.NDArray[np.bool_]:
        """Say which characters stand behind an upright rule that the one before stands in front of."""
        result = np.zeros(len(boxes), dtype=np.bool_)
        middles, heights = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        for left, top, right, bottom in self._walls:
            x = (left + right) / 2
            result[1:] |= (middles[:-1] < x) & (x < middles[1:]) & (top <= heights[1:]) & (heights[1:] <= bottom)
        return result

    def _breaks(
        self, drawn: npt.NDArray[np.intp], boxes: Floats, sizes: Floats, angles: npt.NDArray[np.int_]
    ) -> npt.NDArray[np.bool_]:
        """Say before which drawn characters a strip ends."""
        before, after = boxes[:-1], boxes[1:]
        gap = np.maximum(after[:, 0] - before[:, 2], before[:, 0] - after[:, 2])
        shared = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
        size = np.maximum(sizes[:-1], sizes[1:])
        newlines = np.concatenate(([0], np.cumsum((self._codes == 10) | (self._codes == 13) | (self._codes == 2))))  # noqa: PLR2004
        broken = newlines[drawn[1:]] != newlines[drawn[:-1]]
        back = (after[:, 0] < before[:, 0] - 2 * size) & (shared < size / 4) & (gap > size)
        result = np.zeros(len(drawn), dtype=np.bool_)
        result[1:] = broken | (gap > _WIDE_GAP * size) | back | (angles[1:] != angles[:-1])
        return result

    def _make(self, runs: Runs, box: Corners, *, walled: bool) -> Strip | None:
        """Add the strip of some runs to the page, unless it is empty."""
        start, end = runs[0][0], runs[-1][1]
        text = self._page.text[start:end]
        if not text.strip():
            return None
        main = max(runs, key=lambda run: run[1] - run[0])[2]
        bold = 2 * sum(run[1] - run[0] for run in runs if run[2].bold) > end - start
        (left, top), (right, bottom) = box
        strip = Strip(start, end, left, top, right, bottom, text, runs, main.size, bold, main.baseline, walled=walled)
        (self._page.turned.setdefault(main.angle, []) if main.angle else self._page.strips).append(strip)
        return strip


class _Runs:
    """The runs of drawn characters, each from one text object."""

    def __init__(self, drawn: npt.NDArray[np.intp], run_of: npt.NDArray[np.intp], looks: list[Look]) -> None:
        self._changes = (np.flatnonzero(np.diff(run_of)) + 1).tolist()
        self._drawn = drawn.tolist()
        self._run_of = run_of.tolist()
        self._looks = looks

    def within(self, first: int, last: int) -> Runs:
        """Return the runs of the drawn characters ``first`` to ``last`` (excluded)."""
        changes = self._changes[bisect_right(self._changes, first) : bisect_left(self._changes, last)]
        firsts = [first, *changes]
        starts = [self._drawn[number] for number in firsts]
        ends = [*starts[1:], self._drawn[last - 1] + 1]
        return tuple(
            (start, end, self._looks[self._run_of[number]])
            for number, start, end in zip(firsts, starts, ends, strict=True)
        )


def _overprinted(drawn: npt.NDArray[np.intp], boxes: Floats, text: str) -> dict[int, int]:
    """Return the accents whose middle lies over the letter drawn next, or before, with that letter."""
    found: dict[int, int] = {}
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    for i in range(len(drawn)):
        if not ACCENTS.match(text[drawn[i]]):
            continue
        for j in (i + 1, i - 1):
            if 0 <= j < len(drawn) and boxes[j, 0] < middles[i] < boxes[j, 2] and text[drawn[j]].isalpha():
                found[int(drawn[i])] = int(drawn[j])
                break
    return found


def _inside(boxes: Floats, width: float, height: float) -> npt.NDArray[np.bool_]:
    """Say whose middle is on the page, with half a point of tolerance."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return (np.abs(x - width / 2) < width / 2 + _EDGE) & (np.abs(y - height / 2) < height / 2 + _EDGE)


def _turned(boxes: Floats, angles: npt.NDArray[np.int_]) -> Floats:
    """Turn boxes of text that runs up, down or to the left so that it runs to the right."""
    left, top, right, bottom = boxes.T
    result = boxes.copy()
    for angle, sides in (
        (90, (-bottom, left, -top, right)),
        (270, (top, -right, bottom, -left)),
        (180, (-right, -bottom, -left, -top)),
    ):
        which = angles == angle
        if which.any():
            result[which] = np.stack(sides, axis=1)[which]
    return result


def _read_looks(layer: TextPage, frame: Frame, starts: Sequence[int], objects: Sequence[int]) -> list[Look]:
    """Return the look of each text object, given where it starts; PDFium is asked once for each font."""
    fonts: dict[int, tuple[bool, bool]] = {}
    matrix = raw.FS_MATRIX()
    address, place = layer.address, ctypes.addressof(matrix)
    origins, sizes, angles = [], [], []
    for index in starts:
        _matrix_of(address, index, place)
        origins.append((matrix.e, matrix.f, matrix.e, matrix.f))
        sizes.append(abs(_font_size(address, index) * (math.hypot(matrix.c, matrix.d) or 1.0)))
        angles.append(_quarter(math.degrees(math.atan2(matrix.b, matrix.a)) - frame.rotation))
    points = frame.to_shown(np.array(origins, dtype=np.float32).reshape(-1, 4))
    baselines = _turned(points, np.array(angles))[:, 1].tolist()
    keys = [_font_of(drawer) or 0 for drawer in objects]
    for key in set(keys):
        fonts[key] = _weight_and_slant(key) if key else (False, False)
    return [
        Look(size, angle, *fonts[key], baseline)
        for size, angle, key, baseline in zip(sizes, angles, keys, baselines, strict=True)
    ]


def _quarter(degrees: float) -> int:
    """Return the nearest quarter turn, or SLANTED when there is none near."""
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= _SLANT_TOLERANCE else SLANTED


def _weight_and_slant(font: int) -> tuple[bool, bool]:
    name = ctypes.create_string_buffer(128)
    _font_name(font, name, len(name))
    flags, weight = _font_flags(font), _font_weight(font)
    plain = name.value.decode("utf-8", "replace")
    bold = bool(_BOLD_NAME.search(plain)) or weight >= _BOLD_WEIGHT or bool(flags & _BOLD_FLAG and flags > 0)
    italic = bool(_ITALIC_NAME.search(plain)) or bool(flags & _ITALIC_FLAG and flags > 0)
    return bold, italic
