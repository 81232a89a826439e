"""Feedback as its mentee reads it: the letter first, then the comments, then the scores; words only, nothing runs."""

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.exports.feedback_report import FeedbackReport, feedback_body
from widgets.fonts import face_families
from widgets.theme import colour, px, theme

_MOST = 500  # more would keep the window waiting; every one of them is sent


class PreviewPage(QTextBrowser):
    """A page that can be read and copied from, in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: FeedbackReport | None = None
        self.setAccessibleName("What the mentee reads")
        self.setOpenLinks(False)
        theme().changed.connect(self._draw)

    def show_report(self, report: FeedbackReport) -> None:
        """Show this feedback."""
        self._report = report
        self._draw()

    def _draw(self) -> None:
        if self._report is not None:
            inks = (colour("ink").name(), colour("ink2").name())
            self.document().setDocumentMargin(px(24))
            fill(self.document(), self._report, *inks, scale=theme().scale, most=_MOST)
            self.moveCursor(QTextCursor.MoveOperation.Start)


def fill(
    document: QTextDocument, report: FeedbackReport, ink: str, ink2: str, scale: float = 1.0, most: int | None = None
) -> None:
    """Set a report in the product's type, with ``most`` comments; ``scale`` multiplies every size."""
    serif = ", ".join(f"'{family}'" for family in face_families("serif"))
    sans = ", ".join(f"'{family}'" for family in face_families("sans"))
    size = {name: f"{round(pixels * scale)}px" for name, pixels in _SIZES.items()}
    document.setDefaultStyleSheet(
        f"body, td, li {{ font-family: {sans}; font-size: {size['body']}; color: {ink}; }}"
        f"h1 {{ font-family: {serif}; font-size: {size['title']}; font-weight: 600; margin-bottom: 2px; }}"
        f"h2 {{ font-family: {serif}; font-size: {size['heading']}; font-weight: 600; margin-top: 18px; }}"
        f"p {{ margin-top: 2px; margin-bottom: 4px; }}"
        f".reading {{ font-family: {serif}; font-size: {size['reading']}; }}"
        f".quote {{ font-family: {serif}; }}"
        f".quiet {{ color: {ink2}; font-size: {size['small']}; }}"
        f".place {{ margin-top: 12px; }}"
        f"td {{ padding-right: 14px; padding-bottom: 4px; }}"
        "ul { margin-left: 0; -qt-list-indent: 0; } li { list-style-type: none; margin-bottom: 10px; }"
    )
    document.setHtml(f"<body>{feedback_body(report, most)}</body>")


_SIZES = {"body": 14, "small": 13, "reading": 16, "heading": 19, "title": 26}
