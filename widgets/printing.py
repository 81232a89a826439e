"""A draft on paper: the pages of a PDF, the words of another in the product's type; on request the comments after."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QColor, QPageLayout, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.domain.document import Kind
from app.shell.desk_draft import DeskDraft
from app.shell.items import CommentItem
from app.shell.pages import OpenPdf, page_service
from widgets.fonts import role_font
from widgets.looks import KIND_LOOKS
from widgets.printing_pages import PAPER_DPI, PAPER_MARGIN_MM, PagePrinter
from widgets.rich_formats import Formats
from widgets.rich_writer import PICTURE, Options, RichWriter

_MEASURE = 600.0
_INK, _SECOND = QColor("#000000"), QColor("#444444")


def ask_to_print(
    opened: DeskDraft, with_comments: bool, parent: QWidget, told: Callable[[str], object]
) -> PagePrinter | None:
    """Ask for the printer, or a PDF file, and print; ``told`` gets one sentence when it is done.

    A PDF is printed page by page while the window goes on; what does it is returned.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(opened.name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print")
    if opened.document.pages:
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(opened.document.pages))
    wanted = bool(dialog.exec())
    dialog.deleteLater()
    if not wanted:
        return None
    if opened.document.kind is Kind.PDF:
        return print_pages(printer, opened, with_comments, parent, told)
    print_on(printer, printed_document(opened, with_comments))
    told("Printed.")
    return None


def print_pages(
    printer: QPrinter, opened: DeskDraft, with_comments: bool, parent: QWidget, told: Callable[[str], object]
) -> PagePrinter:
    """Print the pages of a PDF as they are, and its comments after them."""
    pdf = OpenPdf(page_service(), opened.reading.converted or opened.source, opened.password)
    made = PagePrinter(printer, pdf, opened.document.pages, parent)
    made.start(told, partial(_comments_alone, opened) if with_comments else None)
    return made


def print_on(printer: QPrinter, document: QTextDocument) -> None:
    """Print a document whose sizes are pixels at 96 an inch, on pages with a margin."""
    margin = QMarginsF(PAPER_MARGIN_MM, PAPER_MARGIN_MM, PAPER_MARGIN_MM, PAPER_MARGIN_MM)
    printer.setPageMargins(margin, QPageLayout.Unit.Millimeter)
    room = printer.pageLayout().paintRect(QPageLayout.Unit.Inch)
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(room.width(), room.height()) * PAPER_DPI)
    document.print_(printer)


def printed_document(opened: DeskDraft, with_comments: bool) -> QTextDocument:
    """Return what goes on paper: the words and pictures of the draft, dark on white whatever the theme."""
    made = QTextDocument()
    writer = RichWriter(made, opened.reading, Formats(1.0, 16), Options(_MEASURE))
    for number in range(len(opened.reading.images)):
        size = writer.pictures.size(number)
        if size is not None:
            picture = writer.pictures.image(number, size)
            made.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"{PICTURE}{number}"), picture)
    for _ in writer.steps():
        pass
    _darken(made)
    if with_comments:
        _add_comments(made, opened.comment_items())
    return made


def _comments_alone(opened: DeskDraft) -> QTextDocument:
    made = QTextDocument()
    _add_comments(made, opened.comment_items())
    return made


def _darken(made: QTextDocument) -> None:
    ink = QTextCharFormat()
    ink.setForeground(_INK)
    cursor = QTextCursor(made)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeCharFormat(ink)


def _add_comments(made: QTextDocument, items: tuple[CommentItem, ...] | list[CommentItem]) -> None:
    cursor = QTextCursor(made)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    _write(cursor, "Comments", "heading", _INK, space=24)
    if not items:
        _write(cursor, "There are none.", "reading", _SECOND)
    for number, item in enumerate(items, start=1):
        place = f", {item.place}" if item.place else ""
        resolved = ", resolved" if item.comment.resolved else ""
        _write(cursor, f"{number}. {KIND_LOOKS[item.comment.kind].word}{place}{resolved}", "strong", _INK, space=12)
        if item.quote:
            _write(cursor, f"“{item.quote}”", "quote", _SECOND)
        _write(cursor, item.comment.body.strip() or "No words yet", "body", _INK)


def _write(cursor: QTextCursor, text: str, role: str, ink: QColor, space: float = 2) -> None:
    shape, look = QTextBlockFormat(), QTextCharFormat()
    shape.setTopMargin(space)
    look.setFont(role_font(role))
    look.setForeground(ink)
    cursor.insertBlock(shape, look)
    cursor.insertText(text, look)
