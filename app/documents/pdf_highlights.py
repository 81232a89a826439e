"""Write notes into a copy of a PDF file as highlights; the bytes of the original stay as its beginning."""

import io
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from app.documents.pdf_file import open_pdf
from app.domain.document import Document
from app.domain.errors import BadInputError
from app.domain.margin import MarginNote

_AUTHOR, _CONTENTS = NameObject("/T"), NameObject("/Contents")
_COLOUR = "ffe08a"
_Rect = tuple[float, float, float, float]
_SIGN = 20.0
"""Side of the square, in points, in which a viewer shows a note on the whole draft."""


def with_highlights(data: bytes, document: Document, notes: Sequence[MarginNote], password: str | None = None) -> bytes:
    """Return a copy of the PDF ``data`` with each note as a highlight; ``document`` is what was read from it.

    A note over several pages has a highlight on each, with the note's text in the first. Raises BadInputError for a
    file that cannot be added to, PasswordNeededError, UnreadableFileError.
    """
    pages = open_pdf(data, password)
    try:
        reader = PdfReader(io.BytesIO(data), password=password)
        writer = PdfWriter(reader, incremental=True)
        for note in notes:
            _add(writer, pages, document, note)
        written = io.BytesIO()
        writer.write(written)
    except (PyPdfError, RecursionError) as error:
        raise BadInputError("Highlights cannot be written into this PDF. Export the draft as a PDF anew.") from error
    finally:
        pages.close()
    return written.getvalue()


def _add(writer: PdfWriter, pages: pdfium.PdfDocument, document: Document, note: MarginNote) -> None:
    text = note.text
    for page, rects in _on_pages(pages, document, note):
        highlight = Highlight(rect=_around(rects), quad_points=_quads(rects), highlight_color=_COLOUR, printing=True)
        highlight[_AUTHOR] = TextStringObject(note.author)
        highlight[_CONTENTS] = TextStringObject(text)
        writer.add_annotation(page, highlight)
        text = ""
    if text:
        _add_sign(writer, note)


def _add_sign(writer: PdfWriter, note: MarginNote) -> None:
    """Put a note that has no place on any page at the top left of the first one."""
    box = writer.pages[0].cropbox
    left, top = float(box.left) + _SIGN, float(box.top) - _SIGN
    sign = Text(rect=(left, top - _SIGN, left + _SIGN, top), text=note.text)
    sign[_AUTHOR] = TextStringObject(note.author)
    writer.add_annotation(0, sign)


def _on_pages(pages: pdfium.PdfDocument, document: Document, note: MarginNote) -> Iterator[tuple[int, list[_Rect]]]:
    """Yield each page that the note stands on, with its rectangles there in PDF points, y upwards."""
    found: dict[int, list[_Rect]] = {}
    if note.start is not None and note.end is not None:
        for span in document.to_source(note.start, note.end):
            textpage = pages[span.unit].get_textpage()
            count = textpage.count_rects(span.offset, span.length)
            found.setdefault(span.unit, []).extend(textpage.get_rect(index) for index in range(count))
    for page in sorted(found):
        if found[page]:
            yield page, found[page]


def _around(rects: list[_Rect]) -> _Rect:
    lefts, bottoms, rights, tops = zip(*rects, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _quads(rects: list[_Rect]) -> ArrayObject:
    """Return the rectangles as quads in the order that viewers expect: top left, top right, bottom left and right."""
    quads = ArrayObject()
    for left, bottom, right, top in rects:
        quads.extend(map(FloatObject, (left, top, right, top, left, bottom, right, bottom)))
    return quads
