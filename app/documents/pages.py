"""The pages of a PDF for showing them: sizes, pictures, and where each character stands.

The functions run in a worker process, which keeps the last documents open; :class:`PageServer` calls them.
A PDF is given by its path, or by its bytes where it was made from a file of another format.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from app.documents.guard import Worker
from app.domain.errors import UnreadableFileError

if TYPE_CHECKING:
    import pypdfium2 as pdfium

T = TypeVar("T")
_MOST_PIXELS = 24_000_000  # 96 MB, which is held three times on its way to the window


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as it is shown: size in points, and the number printed on it (or counted from 1)."""

    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class PageImage:
    """A rendered page: ``data`` holds ``height`` rows of ``stride`` bytes, four bytes (B, G, R, unused) a pixel."""

    page: int
    width: int
    height: int
    stride: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points from the top left corner of the page as it is shown."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """Where each character of a page stands.

    ``boxes`` is float32 ``[n, 4]``: left, top, right, bottom by PDFium index, in points from the top left corner of
    the page as it is shown. Characters without a place have no area.
    """

    page: int
    boxes: bytes

    @property
    def array(self) -> npt.NDArray[np.float32]:
        """The boxes as an array ``[n, 4]`` without a copy."""
        return np.frombuffer(self.boxes, dtype=np.float32).reshape(-1, 4)

    def rects(self, offset: int, length: int) -> tuple[Rect, ...]:
        """Return one rectangle for each line of the characters ``offset`` to ``offset + length``."""
        boxes = self.array[max(0, offset) : max(0, offset + length)]
        boxes = boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]
        if not len(boxes):
            return ()
        starts = np.flatnonzero(_starts_line(boxes))
        lows = np.minimum.reduceat(boxes[:, :2], starts)
        highs = np.maximum.reduceat(boxes[:, 2:], starts)
        return tuple(Rect(*low, *high) for low, high in zip(lows.tolist(), highs.tolist(), strict=True))

    def index_at(self, x: float, y: float, tolerance: float = 2.0) -> int | None:
        """Return the index of the character at a point, the nearest within ``tolerance`` points, or None."""
        boxes = self.array
        if not len(boxes):
            return None
        aside = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 2]), 0)
        above = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0)
        distance = np.hypot(aside, above)
        distance[(boxes[:, 2] <= boxes[:, 0]) | (boxes[:, 3] <= boxes[:, 1])] = np.inf
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= tolerance else None


def _starts_line(boxes: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Say for each box whether it begins a line: it goes back, leaves the last one's height, or jumps far ahead."""
    before, after = boxes[:-1], boxes[1:]
    height = np.maximum(before[:, 3] - before[:, 1], after[:, 3] - after[:, 1])
    shared = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    smaller = np.minimum(before[:, 3] - before[:, 1], after[:, 3] - after[:, 1])
    back = after[:, 0] < before[:, 0] - height
    ahead = after[:, 0] > before[:, 2] + 3 * height
    starts = np.ones(len(boxes), dtype=np.bool_)
    starts[1:] = (shared < smaller / 2) | back | ahead
    return starts


def page_sizes(source: Path | bytes, password: str | None = None) -> Iterator[tuple[PageSize, ...]]:
    """Yield the sizes of all pages, once. Raises UnreadableFileError, PasswordNeededError."""
    from app.documents.pdf_file import page_size

    document = _open(source, password)
    yield tuple(
        PageSize(*page_size(document, index), document.get_page_label(index) or str(index + 1))
        for index in range(len(document))
    )


def render_page(source: Path | bytes, password: str | None, page: int, scale: float) -> Iterator[PageImage]:
    """Yield the picture of a page at ``scale`` pixels a point, once; huge pages get fewer pixels."""
    shown = _page(source, password, page)
    width, height = shown.get_size()
    scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = shown.render(scale=scale, prefer_bgrx=True, force_bitmap_format=_BGRX)
    yield PageImage(page, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def page_boxes(source: Path | bytes, password: str | None, page: int) -> Iterator[PageBoxes]:
    """Yield the boxes of a page's characters, once."""
    from app.documents.pdf_file import TextPage, frame_of

    shown = _page(source, password, page)
    boxes = frame_of(shown).to_shown(TextPage(shown).boxes())
    yield PageBoxes(page, boxes.tobytes())


class PageServer:
    """The pages of one PDF, asked for in turn; every call waits for the worker, so call it off the window's thread."""

    def __init__(self, worker: Worker, source: Path | bytes, password: str | None = None) -> None:
        self._worker = worker
        self._source = source
        self._password = password

    def sizes(self) -> tuple[PageSize, ...]:
        """Return the sizes of all pages. Raises UnreadableFileError, PasswordNeededError, ResourceLimitError."""
        return self._only(self._worker.run(page_sizes, self._source, self._password))

    def image(self, page: int, scale: float) -> PageImage:
        """Return the picture of a page at ``scale`` pixels a point. Raises UnreadableFileError, ResourceLimitError."""
        return self._only(self._worker.run(render_page, self._source, self._password, page, scale))

    def boxes(self, page: int) -> PageBoxes:
        """Return the boxes of a page's characters. Raises UnreadableFileError, ResourceLimitError."""
        return self._only(self._worker.run(page_boxes, self._source, self._password, page))

    @staticmethod
    def _only(items: Iterator[T]) -> T:
        found = list(items)
        return found[0]


_BGRX = 3  # FPDFBitmap_BGRx


def _page(source: Path | bytes, password: str | None, page: int) -> "pdfium.PdfPage":
    import pypdfium2 as pdfium

    try:
        document = _open(source, password)
        return document[page]
    except (pdfium.PdfiumError, IndexError) as error:
        raise UnreadableFileError(f"Page {page + 1} of this PDF cannot be shown; it is damaged.") from error


def _open(source: Path | bytes, password: str | None) -> "pdfium.PdfDocument":
    if isinstance(source, bytes):
        return _open_version(source, password)
    try:
        about = source.stat()
    except OSError as error:
        raise UnreadableFileError(f"{source.name}: The file is gone or may not be read.") from error
    return _open_version(source, password, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=2)
def _open_version(
    source: Path | bytes, password: str | None, _modified: int = 0, _size: int = 0
) -> "pdfium.PdfDocument":
    """Open the file and keep it open for the next call; a file that has changed since is opened anew."""
    from app.documents.pdf_file import open_pdf

    document = open_pdf(source, password)
    document.init_forms()
    return document
