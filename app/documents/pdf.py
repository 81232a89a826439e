"""Read a PDF into a Document: canonical text in reading order, with PDFium's character index behind it."""

import hashlib
import time
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium

from app.documents.pdf_assemble import PageContent, assemble
from app.documents.pdf_file import open_pdf, page_size
from app.documents.pdf_furniture import without_line_numbers
from app.documents.pdf_lines import join_lines
from app.documents.pdf_links import read_links
from app.documents.pdf_outline import read_outline, read_title
from app.documents.pdf_rules import read_rules
from app.documents.pdf_strips import SLANTED, read_strips
from app.documents.pdf_tables import take_tables
from app.documents.progress import ReadProgress
from app.domain.document import Reading

_PROGRESS_SECONDS = 0.1


def read(data: bytes, password: str | None = None, progress: Callable[[ReadProgress], None] | None = None) -> Reading:
    """Return the Reading of a PDF's bytes. Raises UnreadableFileError, PasswordNeededError."""
    for item in read_pages(data, password):
        if isinstance(item, Reading):
            return item
        if progress is not None:
            progress(item)
    raise AssertionError("read_pages ended without a Reading")


def read_pages(data: bytes, password: str | None = None) -> Iterator[ReadProgress | Reading]:
    """Yield progress and last the Reading of a PDF's bytes. Raises UnreadableFileError, PasswordNeededError."""
    file = open_pdf(data, password)
    pages: list[PageContent] = []
    total, told = len(file), time.monotonic()
    for index in range(total):
        pages.append(_read_page(file, index))
        if time.monotonic() - told >= _PROGRESS_SECONDS:
            told = time.monotonic()
            yield ReadProgress(index + 1, total)
    yield ReadProgress(total, total)
    document = assemble(pages, read_outline(file), read_title(file), hashlib.sha256(data).hexdigest())
    yield Reading(document, {})


def _read_page(file: pdfium.PdfDocument, index: int) -> PageContent:
    """Return what stands on a page; a page that cannot be loaded is empty and marked as damaged."""
    label = file.get_page_label(index) or str(index + 1)
    try:
        page = file[index]
        rules = read_rules(page)
        strips = read_strips(page, index, rules)
    except pdfium.PdfiumError:
        return PageContent(index, *page_size(file, index), label, damaged=True)
    content = PageContent(index, strips.width, strips.height, label, outside=strips.outside)
    content.lines = take_tables(join_lines(index, without_line_numbers(strips.strips)), rules)
    content.turned = [join_lines(index, part) for angle, part in sorted(strips.turned.items()) if angle != SLANTED]
    content.slanted = join_lines(index, strips.turned.get(SLANTED, []))
    content.links = read_links(file, page, index, strips.boxes)
    content.is_picture = not strips.text.strip() and _has_large_picture(page, strips.width * strips.height)
    page.close()
    return content


def _has_large_picture(page: pdfium.PdfPage, area: float) -> bool:
    """Say whether one picture covers a third of the page."""
    for number, item in enumerate(page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > area / 3:
            return True
        if number > 1000:  # noqa: PLR2004 a drawing, not a scan
            return False
    return False
