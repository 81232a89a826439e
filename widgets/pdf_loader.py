"""Fetches the pages that a view wants, the most wanted first and one at a time, and keeps the last ones."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.domain.errors import StetError
from app.shell.pages import OpenPdf, PageBoxes, PageImage

_MOST_BYTES = 160_000_000


@dataclass(frozen=True, slots=True)
class Need:
    """A page to fetch: its picture at ``scale`` device pixels a point, or with None the places of its characters."""

    page: int
    scale: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page and the scale that was asked for; ``data`` is kept because the image only looks at it."""

    image: QImage
    scale: float
    data: bytes


class PageLoader(QObject):
    """Whatever is wanted comes once; a page that failed stays failed until it is wanted at another scale."""

    picture_arrived = Signal()
    boxes_arrived = Signal(object)

    def __init__(self, pdf: OpenPdf, knows_boxes: Callable[[int], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._pdf = pdf
        self._knows_boxes = knows_boxes
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self._troubles: dict[Need, str] = {}
        self._wanted: Sequence[Need] = ()
        self._is_busy = False
        self.destroyed.connect(pdf.close)

    def go_on_with(self, pdf: OpenPdf) -> None:
        """Fetch from this copy of the file from now on; the pages that are there stay."""
        self._pdf.close()
        self._pdf = pdf
        self._is_busy = False
        self.destroyed.connect(pdf.close)
        self._fetch_next()

    def want(self, needs: Sequence[Need]) -> None:
        """Fetch these, the first one first; what was wanted before and is not among them is no longer fetched."""
        self._wanted = needs
        self._fetch_next()

    def picture(self, page: int) -> Picture | None:
        """Return the last picture of a page, whatever its scale."""
        return self._pictures.get(page)

    def trouble(self, page: int) -> str:
        """Return why a page cannot be drawn, or an empty text."""
        return next((words for need, words in self._troubles.items() if need.page == page and need.scale), "")

    def close(self) -> None:
        """Let go of the file."""
        self._wanted = ()
        self._pdf.close()

    def _fetch_next(self) -> None:
        need = next((need for need in self._wanted if not self._has(need)), None)
        if need is None or self._is_busy:
            return
        self._is_busy = True
        if need.scale is None:
            self._pdf.request_boxes(need.page, lambda answer: self._take(need, answer))
        else:
            self._pdf.request_page(need.page, need.scale, lambda answer: self._take(need, answer))

    def _has(self, need: Need) -> bool:
        if need in self._troubles:
            return True
        if need.scale is None:
            return self._knows_boxes(need.page)
        picture = self._pictures.get(need.page)
        return picture is not None and picture.scale == need.scale

    def _take(self, need: Need, answer: PageImage | PageBoxes | StetError) -> None:
        self._is_busy = False
        if isinstance(answer, StetError):
            self._troubles[need] = str(answer)
            self.picture_arrived.emit()
        elif isinstance(answer, PageBoxes):
            self.boxes_arrived.emit(answer)
        else:
            self._keep(need, answer)
            self.picture_arrived.emit()
        self._fetch_next()

    def _keep(self, need: Need, made: PageImage) -> None:
        image = QImage(made.data, made.width, made.height, made.stride, QImage.Format.Format_RGB32)
        self._troubles = {other: words for other, words in self._troubles.items() if other.page != need.page}
        self._pictures[need.page] = Picture(image, need.scale or 1.0, made.data)
        self._pictures.move_to_end(need.page)
        in_use = {wanted.page for wanted in self._wanted}
        held = sum(len(picture.data) for picture in self._pictures.values())
        for page in list(self._pictures):
            if held > _MOST_BYTES and page not in in_use:
                held -= len(self._pictures.pop(page).data)
