"""Open a PDF with PDFium, and where a page's characters stand on the page as it is shown."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from app.domain.errors import PasswordNeededError, UnreadableFileError

Floats = npt.NDArray[np.float32]
_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_LETTER = (612.0, 792.0)


def open_pdf(source: bytes | Path, password: str | None = None) -> pdfium.PdfDocument:
    """Open a PDF. Raises PasswordNeededError, UnreadableFileError."""
    try:
        document = pdfium.PdfDocument(source, password=password)
        pages = len(document)
    except pdfium.PdfiumError as error:
        raise _explain(error, password) from error
    if pages < 1:
        raise UnreadableFileError("This PDF has no pages that can be found; it is damaged. Make the PDF anew.")
    return document


def page_size(document: pdfium.PdfDocument, index: int) -> tuple[float, float]:
    """Return width and height in points without loading the page, those of a letter where it is too damaged."""
    try:
        width, height = document.get_page_size(index)
    except pdfium.PdfiumError:
        return _LETTER
    return width, height


def _explain(error: pdfium.PdfiumError, password: str | None) -> UnreadableFileError:
    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD and password:
        return PasswordNeededError("The password does not open this PDF. Check it and try again.")
    if code == raw.FPDF_ERR_PASSWORD:
        return PasswordNeededError("This PDF is protected with a password. Give the password to open it.")
    if code == raw.FPDF_ERR_SECURITY:
        return UnreadableFileError("This PDF is encrypted in a way that cannot be opened. Save it without encryption.")
    return UnreadableFileError("This is no PDF that can be opened; it is damaged. Make the PDF anew.")


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible rectangle of a page in PDF points (y upwards) and its rotation in degrees clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as shown, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def to_shown(self, boxes: Floats) -> Floats:
        """Turn ``[n, 4]`` left, top, right, bottom with y upwards into points from the shown page's top left corner."""
        x0, y1, x1, y0 = boxes.T
        match self.rotation:
            case 90:
                sides = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
            case 180:
                sides = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
            case 270:
                sides = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
            case _:
                sides = (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        return np.ascontiguousarray(np.stack(sides, axis=1), dtype=np.float32)


def frame_of(page: pdfium.PdfPage) -> Frame:
    """Return the visible rectangle of ``page``; crop boxes inherited from the page tree count too."""
    rect = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, rect):
        rect = raw.FS_RECTF(0.0, page.get_height(), page.get_width(), 0.0)
    return Frame(rect.left, rect.bottom, rect.right, rect.top, page.get_rotation() % 360)


def bind(function: object, result: Any, *arguments: Any) -> Callable[..., int]:  # noqa: ANN401 ctypes' own types
    """Return a PDFium function with plain integer arguments, many times faster than the typed one.

    It keeps the interpreter lock, so it is for calls that take no time.
    """
    address = ctypes.cast(cast("Any", function), ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_loose_box = bind(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_unicode = bind(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
_text_object = bind(raw.FPDFText_GetTextObject, ctypes.c_size_t, _POINTER, _INT)


class TextPage:
    """A page's text layer; every array has one entry for each PDFium character index."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.raw = page.get_textpage()
        self.count = max(0, raw.FPDFText_CountChars(self.raw.raw))
        self.address = ctypes.cast(self.raw.raw, _POINTER).value

    def boxes(self) -> Floats:
        """Return left, top, right, bottom of each character from its font's ascent and descent, y upwards."""
        boxes = np.zeros((self.count, 4), dtype=np.float32)
        start = boxes.ctypes.data
        addresses = range(start, start + 16 * self.count, 16)
        list(map(_loose_box, repeat(self.address, self.count), range(self.count), addresses))
        return boxes

    def codes(self) -> npt.NDArray[np.uint32]:
        """Return the UTF-16 code units (or code points) of the characters."""
        return np.fromiter(self._each(_unicode), dtype=np.uint32, count=self.count)

    def objects(self) -> npt.NDArray[np.uint64]:
        """Return the address of the text object that drew each character, 0 where PDFium made the character up."""
        return np.fromiter(self._each(_text_object), dtype=np.uint64, count=self.count)

    def _each(self, function: Callable[..., int]) -> Iterator[int]:
        return map(function, repeat(self.address, self.count), range(self.count))
