"""The queue: drafts that are open, and those of earlier days."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.review import Draft
from app.shell.session import Session
from widgets.labels import Button
from widgets.queue_list import QueueList
from widgets.rows import Row

_MOST_RECENT = 30


class Sidebar(QFrame):
    """Chooses the draft on the desk."""

    open_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self.setAccessibleName("Drafts")
        self._session = session
        self._folded: set[str] = set()
        self._at: Path | None = None
        self.list = QueueList("Drafts", self)
        self.list.chosen.connect(self._choose)
        self.list.folded.connect(self._fold)
        add = Button("Open a draft…", kind="link", icon_name="file-plus-corner")
        add.clicked.connect(self.open_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(20, 0, 12, 0)
        top.addWidget(add)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        session.queue_changed.connect(self.refresh)
        session.draft_opened.connect(self.show_draft)
        session.findings_changed.connect(self.refresh)
        session.draft_opening.connect(self._show_opening)
        self.refresh()

    def refresh(self, _: object = None) -> None:
        """Show the queue as it is now."""
        session = self._session
        queued = [_queue_row(path, session) for path in session.queue]
        known = {str(path) for path in session.queue}
        earlier = [_recent_row(draft) for draft in session.recent if draft.path not in known][:_MOST_RECENT]
        rows = self._group("To review", queued) + self._group("Earlier", earlier)
        self.list.show_rows(rows)
        self.list.mark(f"file:{self._at}" if self._at else "")

    def step(self, by: int) -> None:
        """Open the next (or previous) draft of the list."""
        self.list.step(by)

    def _group(self, title: str, rows: list[Row]) -> list[Row]:
        if not rows:
            return []
        folded = title in self._folded
        head = Row(f"group:{title}", title, count=len(rows), folded=folded)
        return [head] if folded else [head, *rows]

    def _fold(self, key: str) -> None:
        self._folded ^= {key.removeprefix("group:")}
        self.refresh()

    def show_draft(self, _: object = None) -> None:
        """Mark the draft on the desk, also after a file beside it could not be opened."""
        self._at = self._session.draft.path if self._session.draft else None
        self.refresh()

    def _show_opening(self, path: Path) -> None:
        self._at = path
        self.list.mark(f"file:{path}")

    def _choose(self, key: str) -> None:
        kind, _, name = key.partition(":")
        if kind == "file":
            if self._at != Path(name):
                self._session.open_path(Path(name))
            return
        draft = next((one for one in self._session.recent if one.id == name), None)
        if draft is not None:
            self._session.open_recent(draft)


def _queue_row(path: Path, session: Session) -> Row:
    opened = session.opened(path)
    if opened is None:
        detail = "cannot be read" if path in session.unreadable else "not opened yet"
        return Row(f"file:{path}", path.name, detail=detail, strong=True)
    open_findings = len(opened.open_findings())
    detail = (
        "checking"
        if opened.is_checking
        else f"{open_findings} to look at"
        if open_findings
        else "not checked to the end"
        if opened.stopped
        else "nothing left to look at"
    )
    return Row(f"file:{path}", opened.name, detail=detail, place=opened.document.kind.upper(), strong=True)


def _recent_row(draft: Draft) -> Row:
    name = Path(draft.name)
    return Row(f"draft:{draft.id}", name.stem, detail=draft.kind.upper(), place=day_words(draft.opened_ms), strong=True)


def day_words(opened_ms: int) -> str:
    """Return a day as a person says it: today, yesterday, Wed, 14 Oct."""
    then = datetime.fromtimestamp(opened_ms / 1000).astimezone()
    days = (datetime.now().astimezone().date() - then.date()).days
    if days <= 1:
        return "yesterday" if days == 1 else "today"
    return f"{then:%a}" if days < 7 else f"{then.day} {then:%b}"  # noqa: PLR2004 a week
