"""A draft printed into a PDF: its words or its own pages, its comments on request, dark on white in a dark theme."""

import pypdfium2 as pdfium
import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrinter

from app.documents import pdf
from app.shell.desk_draft import DeskDraft
from app.shell.pages import page_service
from tests.documents.pdfs import Text, make_pdf
from tests.shell.making import until
from widgets.printing import print_on, print_pages, printed_document
from widgets.theme import apply_theme


@pytest.fixture
def commented(session, opened):
    start = opened.document.text.index("Visits rose")
    if not opened.comments:
        session.review.comment_on(start, start + len("Visits rose"))
        until(lambda: bool(opened.comments))
        comment = opened.comments[0]
        session.review.edit_comment(comment.id, comment.kind, "From which day?")
        until(lambda: opened.comments[0].body == "From which day?")
    return opened


def printer_to(path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def printed_text(document, path):
    print_on(printer_to(path), document)
    return pdf.read(path.read_bytes()).document


def test_the_draft_is_printed_with_or_without_its_comments(commented, tmp_path):
    alone = printed_text(printed_document(commented, with_comments=False), tmp_path / "alone.pdf")
    assert "Visits rose from 212 to 268 a day." in " ".join(alone.text.split())
    assert "From which day?" not in alone.text
    both = printed_text(printed_document(commented, with_comments=True), tmp_path / "both.pdf")
    words = " ".join(both.text.split())
    parts = ("Nolan", "Comments", "Visits rose” ", "From which day?")
    assert sorted(parts, key=words.index) == list(parts)
    assert len(both.pages) == 1
    assert abs(both.pages[0].width - 595) < 20


def test_paper_is_white_whatever_the_theme(qapp, commented):
    apply_theme(qapp, "dark")
    made = printed_document(commented, with_comments=True)
    apply_theme(qapp, "light")
    cursor = QTextCursor(made)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    assert cursor.charFormat().foreground().color().name() == "#000000"


@pytest.fixture
def pages(opened, tmp_path):
    """A PDF of three pages, with the comments of the draft on the desk."""
    path = tmp_path / "three.pdf"
    path.write_bytes(make_pdf(*([Text(60, 60, f"Page {number} as its author set it", size=30)] for number in "123")))
    made = DeskDraft(opened.draft, pdf.read(path.read_bytes()), path, path)
    made.comments = opened.comments
    yield made
    page_service().close()


def test_a_pdf_is_printed_as_its_own_pages(window, pages, tmp_path):
    told = []
    print_pages(printer_to(tmp_path / "out.pdf"), pages, with_comments=False, parent=window, told=told.append)
    until(lambda: told)
    assert told == ["Printed."]
    with pdfium.PdfDocument(tmp_path / "out.pdf") as out, pdfium.PdfDocument(pages.source) as source:
        assert len(out) == 3
        for number in range(3):
            drawn, own = (one[number].render(scale=0.5, grayscale=True).to_numpy() for one in (out, source))
            assert abs(float(drawn.mean()) - float(own.mean())) < 3
            assert drawn.min() < 120


def test_the_comments_follow_the_pages(window, commented, pages, tmp_path):
    pages.comments = commented.comments
    told = []
    print_pages(printer_to(tmp_path / "out.pdf"), pages, with_comments=True, parent=window, told=told.append)
    until(lambda: told)
    out = pdf.read((tmp_path / "out.pdf").read_bytes()).document
    assert len(out.pages) == 4
    assert "From which day?" in out.text
    assert "author set it" not in out.text  # it is in the pictures of the pages


def test_a_range_of_pages_is_printed(window, pages, tmp_path):
    printer, told = printer_to(tmp_path / "out.pdf"), []
    printer.setFromTo(2, 2)
    print_pages(printer, pages, with_comments=False, parent=window, told=told.append)
    until(lambda: told)
    with pdfium.PdfDocument(tmp_path / "out.pdf") as out:
        assert len(out) == 1


def test_printing_can_be_stopped(window, pages, tmp_path):
    told = []
    printer = printer_to(tmp_path / "out.pdf")
    print_pages(printer, pages, with_comments=False, parent=window, told=told.append).stop()
    assert told == ["Printing was stopped."]


def test_a_page_that_cannot_be_drawn_is_named(window, pages, tmp_path):
    pages.source.write_bytes(b"no longer a PDF")
    told = []
    print_pages(printer_to(tmp_path / "out.pdf"), pages, with_comments=False, parent=window, told=told.append)
    until(lambda: told)
    assert told[0].startswith("Page 1 cannot be printed: ")
