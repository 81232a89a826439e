"""The history of a mentee as their mentor reads it, beside the draft; nothing can be changed in it."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.services.ports import Workspace
from app.shell.session import Session
from widgets.history_page import HistoryPage
from widgets.sizing import begin_at

_NOBODYS = "This draft belongs to no mentee, so there is no history of one."


class HistoryDialog(QDialog):
    """Shows one mentee's history."""

    def __init__(self, session: Session, mentee_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("History of the mentee")
        begin_at(self, 1080, 700)
        self.page = HistoryPage(session, self, mentee_id)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.page.refresh()


def mentee_of(store: Workspace, draft_id: str) -> str:
    """Return whose work a draft is, empty when it is nobody's."""
    return store.work_of(draft_id).mentee_id


def show_history_of(session: Session, draft_id: str, parent: QWidget, say: Callable[[str], object]) -> None:
    """Show the history of the person whose draft it is, or ``say`` that it is nobody's."""

    def show(mentee_id: str) -> None:
        if not mentee_id:
            say(_NOBODYS)
            return
        dialog = HistoryDialog(session, mentee_id, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    session.ask(lambda store: mentee_of(store, draft_id), show)
