"""The pages of a PDF on paper as they are: one after another from the process that draws them, the window free."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QProgressDialog, QWidget

from app.domain.document import Page
from app.domain.errors import StetError
from app.shell.pages import OpenPdf, PageImage

PAPER_MARGIN_MM, PAPER_DPI = 20.0, 96.0
_DPI = 300  # more is not seen on paper, and takes four times the memory at the next step
_POINTS, _MM = 72.0, 25.4  # an inch
_SHOW_AFTER_MS = 400
_STOPPED, _NOT_BEGUN = "Printing was stopped.", "Nothing was printed: the printer, or the file, does not take it."


class PagePrinter(QObject):
    """Prints pages, then on request words on pages of their own; says at the end what became of it."""

    def __init__(self, printer: QPrinter, pdf: OpenPdf, pages: Sequence[Page], parent: QWidget) -> None:
        super().__init__(parent)
        self._printer, self._pdf, self._pages = printer, pdf, pages
        first, last = printer.fromPage(), printer.toPage()  # 0 stands for all of them
        self._coming = list(range(max(first, 1) - 1, min(last or len(pages), len(pages))))
        self._all = len(self._coming)
        self._painter = QPainter()
        self._words: Callable[[], QTextDocument] | None = None
        self._told: Callable[[str], object] = str
        self._progress = QProgressDialog("Printing the pages", "Stop", 0, self._all, parent)
        self._progress.setWindowTitle("Print")
        self._progress.setWindowModality(Qt.WindowModality.WindowModal)
        self._progress.setMinimumDuration(_SHOW_AFTER_MS)
        self._progress.canceled.connect(self.stop)
        self.destroyed.connect(pdf.close)

    def start(self, told: Callable[[str], object], words: Callable[[], QTextDocument] | None = None) -> None:
        """Print the pages, then what ``words`` gives; ``told`` gets one sentence at the end."""
        self._told, self._words = told, words
        self._printer.setPageMargins(self._printer.pageLayout().minimumMargins())
        self._turn()
        if self._painter.begin(self._printer):
            self._ask_next()
        else:
            self._end(_NOT_BEGUN)

    def stop(self) -> None:
        """Print no more."""
        if self._painter.isActive():
            self._printer.abort()
            self._end(_STOPPED)

    def _ask_next(self) -> None:
        page = self._coming[0]
        scale = min(self._printer.resolution(), _DPI) / _POINTS
        self._pdf.request_page(page, scale, lambda answer: self._take(page, answer))

    def _take(self, number: int, answer: PageImage | StetError) -> None:
        if not self._painter.isActive():
            return  # it was stopped in the meantime
        if isinstance(answer, StetError):
            self._printer.abort()
            self._end(f"Page {self._pages[number].label} cannot be printed: {answer}")
            return
        image = QImage(answer.data, answer.width, answer.height, answer.stride, QImage.Format.Format_RGB32)
        self._painter.drawImage(self._place(self._pages[number]), image)
        self._coming.pop(0)
        self._progress.setLabelText(f"Printing page {self._all - len(self._coming):,} of {self._all:,}")
        self._progress.setValue(self._all - len(self._coming))
        if self._coming and self._painter.isActive():
            self._turn()
            self._printer.newPage()
            self._ask_next()
        elif self._painter.isActive():
            self._finish()

    def _turn(self) -> None:
        """Lay the paper as the next page lies."""
        page = self._pages[self._coming[0]]
        lies = page.width > page.height
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
        )

    def _place(self, page: Page) -> QRectF:
        """Return where a page stands on the paper: at its own size, or smaller to fit, in the middle."""
        dots = self._printer.resolution() / _POINTS
        room = QRectF(self._printer.pageLayout().paintRectPixels(self._printer.resolution()))
        factor = min(dots, room.width() / page.width, room.height() / page.height)
        size = QSizeF(page.width, page.height) * factor
        return QRectF((room.width() - size.width()) / 2, (room.height() - size.height()) / 2, *size.toTuple())

    def _finish(self) -> None:
        if self._words is not None:
            self._printer.setPageOrientation(QPageLayout.Orientation.Portrait)
            self._printer.newPage()
            draw_words(self._painter, self._printer, self._words())
        self._end("Printed.")

    def _end(self, sentence: str) -> None:
        if self._painter.isActive():
            self._painter.end()
        self._pdf.close()
        self._progress.canceled.disconnect(self.stop)
        self._progress.close()
        self._progress.deleteLater()
        self._told(sentence)
        self.deleteLater()


def draw_words(painter: QPainter, printer: QPrinter, document: QTextDocument) -> None:
    """Draw a document whose sizes are pixels at 96 an inch, with a margin, from the printer's current page on."""
    dots = printer.resolution() / PAPER_DPI
    margin = PAPER_MARGIN_MM / _MM * PAPER_DPI
    paper = printer.pageLayout().fullRect(QPageLayout.Unit.Inch).size() * PAPER_DPI
    room = QSizeF(paper.width() - 2 * margin, paper.height() - 2 * margin)
    unprinted = printer.pageLayout().paintRect(QPageLayout.Unit.Inch).topLeft() * PAPER_DPI
    document.setDocumentMargin(0)
    document.setPageSize(room)
    for number in range(document.pageCount()):
        if number:
            printer.newPage()
        painter.save()
        painter.scale(dots, dots)
        painter.translate(margin - unprinted.x(), margin - unprinted.y() - number * room.height())
        document.drawContents(painter, QRectF(0, number * room.height(), room.width(), room.height()))
        painter.restore()
