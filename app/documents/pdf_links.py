"""Read the link annotations of a PDF page."""

import ctypes
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from app.documents.pdf_file import Floats, frame_of

_MOST_LINKS = 5000


@dataclass(frozen=True, slots=True)
class PageLink:
    """PDFium indexes ``first`` to ``last`` (included) of a page that lead to ``target``."""

    page: int
    first: int
    last: int
    target: str


def read_links(file: pdfium.PdfDocument, page: pdfium.PdfPage, index: int, boxes: Floats) -> list[PageLink]:
    """Return where links to addresses stand in the text of a page; ``boxes`` are its characters' as shown."""
    found: list[PageLink] = []
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    frame, count = frame_of(page), 0
    while count < _MOST_LINKS and raw.FPDFLink_Enumerate(page.raw, position, link):
        count += 1
        target = _target(file, link)
        if not target:
            continue
        areas = np.array(_areas(link), dtype=np.float32).reshape(-1, 4)
        found += [
            PageLink(index, first, last, target)
            for area in frame.to_shown(areas)
            for first, last in _covered(boxes, area)
        ]
    return sorted(found, key=lambda link: link.first)


def _target(file: pdfium.PdfDocument, link: object) -> str:
    """Return the address a link leads to, empty for a place in the file or a program."""
    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    length = raw.FPDFAction_GetURIPath(file.raw, action, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(file.raw, action, buffer, length)
    return buffer.value.decode("utf-8", "replace").strip()


def _areas(link: object) -> list[tuple[float, float, float, float]]:
    """Return left, top, right, bottom of each line of a link, y upwards."""
    points = raw.FS_QUADPOINTSF()
    areas = []
    for number in range(min(raw.FPDFLink_CountQuadPoints(link), 100)):
        if raw.FPDFLink_GetQuadPoints(link, number, points):
            xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            areas.append((min(xs), max(ys), max(xs), min(ys)))
    rect = raw.FS_RECTF()
    if not areas and raw.FPDFLink_GetAnnotRect(link, rect):
        areas.append((rect.left, rect.top, rect.right, rect.bottom))
    return areas


def _covered(boxes: Floats, area: Floats) -> list[tuple[int, int]]:
    """Return the first and last index of each run of characters whose middle is in the area."""
    left, top, right, bottom = area
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = np.flatnonzero(
        (x >= left - 0.5) & (x <= right + 0.5) & (y >= top) & (y <= bottom) & (boxes[:, 2] > boxes[:, 0])
    )
    if not len(inside):
        return []
    cuts = np.flatnonzero(np.diff(inside) > 3) + 1  # noqa: PLR2004 a line end takes two indexes
    return [(int(part[0]), int(part[-1])) for part in np.split(inside, cuts)]
