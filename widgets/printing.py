"""A draft on paper: its words in the product's type, and on request the comments after them."""

from PySide6.QtCore import QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QColor, QPageLayout, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.shell.desk_draft import DeskDraft
from app.shell.items import CommentItem
from widgets.fonts import role_font
from widgets.looks import KIND_LOOKS
from widgets.rich_formats import Formats
from widgets.rich_writer import PICTURE, Options, RichWriter

_MEASURE = 600.0
_MARGIN_MM, _DPI = 20.0, 96.0
_INK, _SECOND = QColor("#000000"), QColor("#444444")


def ask_to_print(opened: DeskDraft, with_comments: bool, parent: QWidget) -> bool:
    """Ask for the printer, or a PDF file, and print; whether it was printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(opened.name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print")
    printed = bool(dialog.exec())
    if printed:
        print_on(printer, printed_document(opened, with_comments))
    dialog.deleteLater()
    return printed


def print_on(printer: QPrinter, document: QTextDocument) -> None:
    """Print a document whose sizes are pixels at 96 an inch, on pages with a margin."""
    margin = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    printer.setPageMargins(margin, QPageLayout.Unit.Millimeter)
    room = printer.pageLayout().paintRect(QPageLayout.Unit.Inch)
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(room.width(), room.height()) * _DPI)
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
