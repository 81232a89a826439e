"""Read the straight lines drawn on a PDF page: the rules of its tables."""

import ctypes
import math
from collections.abc import Iterator

import numpy as np
from pypdfium2 import PdfPage, raw

from app.documents.pdf_file import Floats, bind, frame_of

_POINTER, _INT, _FLOATS = ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_float)
_object = bind(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
_type = bind(raw.FPDFPageObj_GetType, _INT, _POINTER)
_bounds = bind(raw.FPDFPageObj_GetBounds, _INT, _POINTER, _FLOATS, _FLOATS, _FLOATS, _FLOATS)
_count = bind(raw.FPDFPath_CountSegments, _INT, _POINTER)
_segment = bind(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
_point = bind(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _FLOATS, _FLOATS)
_segment_type = bind(raw.FPDFPathSegment_GetType, _INT, _POINTER)
_closes = bind(raw.FPDFPathSegment_GetClose, _INT, _POINTER)
_draw_mode = bind(raw.FPDFPath_GetDrawMode, _INT, _POINTER, ctypes.POINTER(_INT), ctypes.POINTER(_INT))
_matrix_of = bind(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, ctypes.POINTER(raw.FS_MATRIX))

_THICKEST = 3.0  # points
_SHORTEST = 5.0
_MOST_OBJECTS, _MOST_SEGMENTS, _MOST_RULES = 20_000, 200, 1_500

Side = tuple[float, float, float, float]


def read_rules(page: PdfPage) -> Floats:
    """Return ``[n, 4]`` left, top, right, bottom of the page's upright and level lines as shown, in points.

    A page with more of them than a table has is a drawing and gets none.
    """
    rules: list[Side] = []
    address = ctypes.cast(page.raw, _POINTER).value
    for number in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = _object(address, number)
        if item and _type(item) == raw.FPDF_PAGEOBJ_PATH:
            rules += _rules_of(item)
        if len(rules) > _MOST_RULES:
            rules = []
            break
    return frame_of(page).to_shown(np.array(rules, dtype=np.float32).reshape(-1, 4))


def _rules_of(path: int) -> list[Side]:
    """Return left, top, right, bottom (y upwards) of the lines of a path."""
    fills, strokes = _INT(0), _INT(0)
    _draw_mode(path, fills, strokes)
    if not fills.value and not strokes.value:
        return []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not _bounds(path, left, bottom, right, top):
        return []
    whole = (left.value, top.value, right.value, bottom.value)
    if min(right.value - left.value, top.value - bottom.value) <= _THICKEST:
        return [whole] if _is_long(whole) else []
    if not strokes.value or _count(path) > _MOST_SEGMENTS:
        return []
    return [side for side in _sides(path) if _is_level(side) and _is_long(side)]


def _sides(path: int) -> Iterator[Side]:
    """Yield the straight sides of a path."""
    matrix = raw.FS_MATRIX()
    _matrix_of(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (math.nan, math.nan)
    for number in range(_count(path)):
        segment = _segment(path, number)
        _point(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = _segment_type(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield _between(last, here)
        if _closes(segment):
            yield _between(here, start)
        last = here


def _between(a: tuple[float, float], b: tuple[float, float]) -> Side:
    return min(a[0], b[0]), max(a[1], b[1]), max(a[0], b[0]), min(a[1], b[1])


def _is_level(side: Side) -> bool:
    return min(side[2] - side[0], side[1] - side[3]) <= 1


def _is_long(side: Side) -> bool:
    return max(side[2] - side[0], side[1] - side[3]) >= _SHORTEST
