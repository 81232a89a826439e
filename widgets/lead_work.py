"""Work of the teams that is late: what should have been handed in, or reviewed, by now."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.deliverable import Work, WorkState
from app.domain.people import Directory
from app.services import cohort
from app.services.ports import Workspace
from app.shell.session import Session
from widgets.empty_state import EmptyState
from widgets.labels import label
from widgets.scores_models import WordView

STATE_WORDS = {
    WorkState.DRAFTING: "Not handed in",
    WorkState.SUBMITTED: "Waits for review",
    WorkState.IN_REVIEW: "In review",
    WorkState.RETURNED: "Returned",
    WorkState.ACCEPTED: "Accepted",
}
_HEAD = ("Due", "Late by", "Person", "Work", "Assignment", "State", "Reviewed by")


class LateWorkPage(QFrame):
    """A table of late work, the longest overdue first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Late work")
        self._session = session
        self.counts = label("", "small")
        self.table, self.empty = WordView("Late work", self), EmptyState(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 14, 26, 14)
        column.setSpacing(10)
        for part in (self.counts, self.empty, self.table):
            column.addWidget(part)
        column.setStretchFactor(self.table, 1)

    def refresh(self) -> None:
        """Read the work again."""
        self._session.ask(_read, lambda found: self._show(*found))

    def _show(self, late: tuple[Work, ...], directory: Directory) -> None:
        names = {one.id: one.name for one in directory.people}
        self.counts.setText(f"{len(late):,} late" if late else "")
        self.empty.setVisible(not late)
        self.table.setVisible(bool(late))
        self.empty.say(
            "clock", "Nothing is late", "Work stands here when its assignment was due and it is not reviewed."
        )
        self.table.show_words(_HEAD, [_words(one, names) for one in late])


def _read(workspace: Workspace) -> tuple[tuple[Work, ...], Directory]:
    return cohort.late_work(workspace), workspace.directory()


def _words(work: Work, names: dict[str, str]) -> tuple[str, ...]:
    due = datetime.fromtimestamp((work.due_ms or 0) / 1000).astimezone()
    days = (datetime.now().astimezone().date() - due.date()).days
    return (
        f"{due:%Y-%m-%d}",
        f"{days} day{'' if days == 1 else 's'}",
        names.get(work.deliverable.mentee_id, ""),
        work.deliverable.title,
        work.assignment,
        STATE_WORDS[work.state],
        ", ".join(names.get(one, "") for one in work.reviewers),
    )
