"""A help page in a window beside the work."""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabBar, QTextBrowser, QVBoxLayout, QWidget

from app.shell.help_pages import help_page
from widgets.labels import Button
from widgets.sizing import begin_at
from widgets.theme import font, px

_LINE_PERCENT = 118
GUIDE = {"For mentors": "mentor", "For mentees": "mentee", "For team leads": "team-lead", "Sharing": "sharing"}


class HelpDialog(QDialog):
    """Shows one page; the window stays usable beside it."""

    def __init__(self, title: str, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        begin_at(self, 600, 560)
        self.page = QTextBrowser(self)
        self.page.setAccessibleName(title)
        self.page.setFont(font("body"))
        self.page.document().setDocumentMargin(24)
        self.page.setOpenExternalLinks(True)
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("Pages of help")
        self.tabs.setExpanding(False)
        self.tabs.hide()
        self.show_page(markdown)
        close = Button("Close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self.tabs)
        layout.addLayout(head)
        layout.addWidget(self.page, 1)
        layout.addLayout(foot)

    def show_page(self, markdown: str) -> None:
        """Show another page in place of this one."""
        self.page.setMarkdown(markdown)
        self._loosen()

    def _loosen(self) -> None:
        """Give the lines room, as in a draft, headings the size of a title and commands their own face."""
        spacing, heading, code = QTextBlockFormat(), QTextCharFormat(), QTextCharFormat()
        code.setFont(font("code"))
        spacing.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        spacing.setBottomMargin(px(10))
        heading.setFont(font("title"))
        block = self.page.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            cursor.mergeBlockFormat(spacing)
            if block.blockFormat().headingLevel():
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.setCharFormat(heading)
            for found in block.textFormats():
                if found.format.fontFixedPitch():
                    cursor.setPosition(block.position() + found.start)
                    cursor.setPosition(cursor.position() + found.length, QTextCursor.MoveMode.KeepAnchor)
                    cursor.setCharFormat(code)
            block = block.next()


def show_help(title: str, markdown: str, parent: QWidget) -> HelpDialog:
    """Open a page beside the work."""
    dialog = HelpDialog(title, markdown, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()
    return dialog


def show_guide(parent: QWidget) -> HelpDialog:
    """Open the pages for each kind of reader beside the work, the mentor's first."""
    dialog = show_help("Help", help_page("mentor"), parent)
    for title in GUIDE:
        dialog.tabs.addTab(title)
    dialog.tabs.show()
    dialog.tabs.currentChanged.connect(lambda place: dialog.show_page(help_page(list(GUIDE.values())[place])))
    return dialog
