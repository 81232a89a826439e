"""Read a PDF's outline and title."""

import re

import pypdfium2 as pdfium

from app.documents.pdf_classify import Outline, squeeze

_MOST_ENTRIES = 5000
_LEVELS = 6
_NO_TITLE = re.compile(
    r"\W*|untitled.*|(microsoft word|powerpoint) - .*|.*\.(docx?|pdf|tex|dvi|indd|rtf|odt)\d*", re.IGNORECASE
)


def read_outline(file: pdfium.PdfDocument) -> Outline:
    """Return the levels from 1 of the outline's entries by their page and squeezed title."""
    levels: Outline = {}
    for number, entry in enumerate(file.get_toc(max_depth=15)):
        if number >= _MOST_ENTRIES:
            break
        title, place = squeeze(entry.get_title() or ""), entry.get_dest()
        page = place.get_index() if place else None
        if title and page is not None:
            levels.setdefault((page, title), min(entry.level + 1, _LEVELS))
    return levels


def read_title(file: pdfium.PdfDocument) -> str:
    """Return the title that the file states, empty when it is only a file's name."""
    title = " ".join((file.get_metadata_value("Title") or "").replace("\0", "").split())
    return "" if _NO_TITLE.fullmatch(title) else title
