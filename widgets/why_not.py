"""Why the selected words were not flagged: what each check did with them, by what the checks themselves gave."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.check_choice import choices, policy_in_force
from app.services.ports import Workspace
from app.services.why_not import Known, Outcome, Reason, place_words, why_not
from app.shell.desk_draft import DeskDraft
from app.shell.help_pages import check_page
from app.shell.items import shown_quote
from app.shell.session import Session
from widgets.help_dialog import show_help
from widgets.labels import Button, IconButton, label, rule
from widgets.sizing import begin_at

_GROUPS = {
    Outcome.REPORTED: "Reported here",
    Outcome.DECIDED: "Reported, and decided by a person",
    Outcome.NOT_JUDGED: "Does not judge such a place",
    Outcome.BELOW: "Here, but not dense",
    Outcome.NOTHING: "Looked, and found nothing",
    Outcome.NOT_RUN: "Not run",
}


class WhyNotDialog(QDialog):
    """The reasons in groups; each leads to the page about its check, which names its blind spots."""

    def __init__(self, quote: str, place: str, reasons: tuple[Reason, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Why is this not flagged?")
        begin_at(self, 560, 620)
        self.reasons = reasons
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_head(quote, place))
        layout.addWidget(rule())
        layout.addWidget(self._body(), 1)
        layout.addWidget(rule())
        close = Button("Close", kind="primary")
        close.clicked.connect(lambda _: self.accept())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.addStretch()
        foot.addWidget(close)
        layout.addLayout(foot)

    def _body(self) -> QWidget:
        page = QFrame()
        page.setProperty("surface", "paper")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 14, 24, 16)
        column.setSpacing(4)
        for outcome, group in groupby(self.reasons, key=lambda reason: reason.outcome):
            members = list(group)
            column.addWidget(label(f"{_GROUPS[outcome]}  {len(members)}", "caption"))
            for sentence, same in groupby(members, key=lambda reason: reason.text):
                self._add(column, sentence, list(same))
            column.addSpacing(10)
        column.addStretch()
        area = QScrollArea()
        area.setAccessibleName("What each check did")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        return area

    def _add(self, column: QVBoxLayout, sentence: str, reasons: list[Reason]) -> None:
        column.addWidget(label(sentence, "muted", wrap=True))
        for reason in reasons:
            row = QHBoxLayout()
            row.addWidget(label(reason.title, wrap=True), 1)
            page = check_page(reason.check)
            if page:
                about = IconButton("book-open", f"About this check: {reason.title}")
                about.clicked.connect(lambda _=False, title=reason.title, page=page: show_help(title, page, self))
                row.addWidget(about)
            column.addLayout(row)


def _head(quote: str, place: str) -> QWidget:
    head = QFrame()
    head.setProperty("surface", "chrome")
    column = QVBoxLayout(head)
    column.setContentsMargins(24, 16, 24, 12)
    column.addWidget(label("Why is this not flagged?", "title"))
    column.addWidget(label(f"“{quote}”", "quote", wrap=True))
    if place:
        column.addWidget(label(f"These words stand in {place}.", "small"))
    return head


def ask_why_not(session: Session, opened: DeskDraft, span: tuple[int, int], parent: QWidget) -> None:
    """Find out what each check did with the words, away from the window, and show it."""
    done, decisions = tuple(opened.checks), dict(opened.decisions)

    def read(workspace: Workspace) -> tuple[Reason, ...]:
        policy, chosen = policy_in_force(workspace, opened.draft.id), choices(workspace)
        off = [name for name in chosen.installed if name not in chosen.plugins]
        return why_not(opened.document, span, Known(done, decisions, policy.title if policy else "", off))

    def show(reasons: tuple[Reason, ...]) -> None:
        quote = shown_quote(opened.document.text[slice(*span)])
        dialog = WhyNotDialog(quote, place_words(opened.document, span), reasons, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    session.ask(read, show)
