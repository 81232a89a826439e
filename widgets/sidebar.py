"""The queue: work that was handed in, files that were opened by hand, and drafts of earlier days."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.deliverable import WorkState
from app.domain.review import Draft
from app.shell.review_queue import STATE_WORDS, QueueLine, ReviewQueue
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
        self._folded: set[str] = {"Accepted"}
        self.queue = ReviewQueue(session, self)
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
        self.queue.changed.connect(self.refresh)
        session.findings_changed.connect(self.queue.note_begun)
        self.refresh()

    def refresh(self, _: object = None) -> None:
        """Show the queue as it is now."""
        session, lines = self._session, self.queue.lines
        in_queue = {line.draft.deliverable_id for line in lines}
        files = [path for path in session.queue if not self._is_in_queue(path)]
        known = {str(path) for path in session.queue}
        recent = [one for one in session.recent if one.path not in known and one.deliverable_id not in in_queue]
        rows = [
            *self._group("To review", [_work_row(line) for line in lines if line.waits]),
            *self._group("Opened here" if lines else "To review", [_queue_row(path, session) for path in files]),
            *self._group("Waiting for the author", [_work_row(line) for line in lines if _is_returned(line)]),
            *self._group("Accepted", [_work_row(line) for line in lines if _is_accepted(line)]),
            *self._group("Earlier", [_recent_row(draft) for draft in recent[:_MOST_RECENT]]),
        ]
        self.list.show_rows(rows)
        self.list.mark(self._mark())

    def next_unreviewed(self) -> bool:
        """Open the next item that nobody has begun, after the one on the desk and round; False when there is none.

        Without handed-in work it is simply the next draft.
        """
        if not self.queue.lines:
            self.step(1)
            return True
        keys = [row.key for row in self.list.rows if not row.is_group]
        here = keys.index(self.list.marked) + 1 if self.list.marked in keys else 0
        wanted = next((key for key in keys[here:] + keys[:here] if self._is_unreviewed(key)), "")
        if wanted:
            self._choose(wanted)
        return bool(wanted)

    def _is_unreviewed(self, key: str) -> bool:
        kind, _, name = key.partition(":")
        if key == self.list.marked:
            return False
        if kind == "file":
            return self._session.opened(Path(name)) is None and Path(name) not in self._session.unreadable
        line = self.queue.line(name) if kind == "work" else None
        return line is not None and line.is_unreviewed

    def _is_in_queue(self, path: Path) -> bool:
        """Whether a file on the desk came from the handed-in work, which lists it already."""
        opened = self._session.opened(path)
        return opened is not None and self.queue.line(opened.draft.id) is not None

    def _mark(self) -> str:
        """Return the key of the row of what is on the desk, or on its way there."""
        opened = self._session.draft
        on_desk = opened is not None and opened.path == self._at
        if on_desk and opened is not None and self.queue.line(opened.draft.id) is not None:
            return f"work:{opened.draft.id}"
        return f"file:{self._at}" if self._at else ""

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
        self.list.mark(self._mark())

    def _choose(self, key: str) -> None:
        kind, _, name = key.partition(":")
        line = self.queue.line(name) if kind == "work" else None
        if line is not None:
            if self.list.marked != key or self._session.draft is None:
                self._session.open_recent(line.draft)
            return
        if kind == "file":
            if self._at != Path(name):
                self._session.open_path(Path(name))
            return
        draft = next((one for one in self._session.recent if one.id == name), None)
        if draft is not None:
            self._session.open_recent(draft)


def _is_returned(line: QueueLine) -> bool:
    return not line.waits and line.work.state is WorkState.RETURNED


def _is_accepted(line: QueueLine) -> bool:
    return not line.waits and line.work.state is WorkState.ACCEPTED


def _work_row(line: QueueLine) -> Row:
    work = line.work
    state = "second look wanted" if work.wants_second_look else STATE_WORDS[work.state]
    if line.others:
        state = f"{state}, {', '.join(line.others)}"
    place = "overdue" if line.is_overdue else day_words(work.submitted_ms) if work.submitted_ms else ""
    detail = f"{work.deliverable.title}, draft {work.number}"
    shown = detail if line.is_unreviewed and not line.others else f"{detail}, {state}"
    return Row(f"work:{line.draft.id}", line.mentee or "Somebody", shown, place, strong=True, spoken=state)


def _queue_row(path: Path, session: Session) -> Row:
    opened = session.opened(path)
    if opened is None:
        detail = "cannot be read" if path in session.unreadable else "not opened yet"
        return Row(f"file:{path}", path.name, detail=detail, strong=True)
    open_items = len(opened.open_findings()) + len(opened.to_look_at())
    detail = (
        "checking"
        if opened.is_checking
        else f"{open_items:,} to look at"
        if open_items
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
