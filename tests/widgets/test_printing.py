"""A draft printed into a PDF: its words, its comments on request, dark on white in a dark theme."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrinter

from app.documents import pdf
from tests.shell.making import until
from widgets.printing import print_on, printed_document
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


def printed_text(document, path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    print_on(printer, document)
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
