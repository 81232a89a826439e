"""The feedback on a draft as a file that anybody can open: a web page or a PDF."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import StetError
from app.exports.feedback_report import FeedbackReport, feedback_html
from app.services.version import TOOL
from app.shell.jobs import Handlers, Lane
from app.shell.scoring_desk import ScoringDesk
from app.shell.session import Session
from widgets.preview_page import fill

KINDS = {"PDF (*.pdf)": ".pdf", "Web page (*.html)": ".html"}
_INK, _SECOND = "#000000", "#444444"
_MARGIN_MM, _DPI = 20.0, 96.0


def export_report(session: Session, desk: ScoringDesk, say: Callable[[str], object], parent: QWidget) -> None:
    """Ask for a file name, then write the feedback as it is now."""
    opened = desk.opened
    if opened is None:
        return
    proposal = opened.path.with_name(f"{opened.path.stem} feedback.pdf")
    name, chosen = QFileDialog.getSaveFileName(parent, "Export the feedback report", str(proposal), ";;".join(KINDS))
    if not name:
        return
    path, suffix = Path(name), KINDS.get(chosen, ".pdf")
    target = path if path.suffix.lower() in KINDS.values() else path.with_name(f"{path.name}{suffix}")
    desk.ask_report(opened.draft.id, lambda report: _write_later(session, report, target, say))


def _write_later(session: Session, report: FeedbackReport, target: Path, say: Callable[[str], object]) -> None:
    handlers: Handlers[None] = Handlers(
        done=lambda _: say(f"The feedback is in {target}."),
        failed=lambda error: session.fail(f"{target.name} was not written", error),
    )
    session.runner.submit(Lane.READING, lambda _: write_report(report, target), handlers)


def write_report(report: FeedbackReport, target: Path) -> None:
    """Write the report beside the target, then let it take its place. Raises StetError."""
    data = report_pdf(report) if target.suffix.lower() == ".pdf" else _page(report)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StetError(f"{target} cannot be written: {error.strerror}. Choose another folder.") from error


def report_pdf(report: FeedbackReport) -> bytes:
    """Return the report as a PDF of A4 pages, dark on white whatever the theme."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator(TOOL)
    writer.setTitle(report.title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    room = writer.pageLayout().paintRect(QPageLayout.Unit.Inch)
    document = QTextDocument()
    document.setDocumentMargin(0)
    fill(document, report, _INK, _SECOND)
    document.setPageSize(QSizeF(room.width(), room.height()) * _DPI)
    document.print_(writer)
    buffer.close()
    return bytes(data.data())


def _page(report: FeedbackReport) -> bytes:
    return feedback_html(report, TOOL).encode("utf-8", "replace")
