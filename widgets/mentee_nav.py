"""The places of the mentee's side, and every feedback there is, at the left."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.services.reading_feedback import Received
from app.shell.mine import MyWork
from widgets.mentee_words import day
from widgets.queue_list import QueueList
from widgets.rows import Row
from widgets.theme import px, theme

_WIDTH, _LEAST, _SHARE = 212, 280, 0.24  # of the window, where larger text wants more
_PAGES = (
    ("work", "My work", "file-text"),
    ("feedback", "Feedback", "message-square"),
    ("history", "History", "trending-up"),
)


class MenteeNav(QFrame):
    """Chooses a page, or a draft's feedback."""

    page_chosen = Signal(str)
    feedback_chosen = Signal(str)  # the draft's id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self.setAccessibleName("Places")
        self._folded: set[str] = set()
        self._shown: MyWork | None = None
        self._room = 0
        self.list = QueueList("Places and feedback", self)
        self.list.chosen.connect(self._choose)
        self.list.folded.connect(self._fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.addWidget(self.list)
        theme().changed.connect(self._fit)
        self._fit()

    def share(self, room: int) -> None:
        """Take a share of a width."""
        self._room = room
        self._fit()

    def show_work(self, found: MyWork | None) -> None:
        """Show the places with what is new in them."""
        self._shown = found
        new = found.new_count if found else 0
        rows = [
            Row(f"page:{name}", words, icon=icon, place=str(new) if new and name == "feedback" else "")
            for name, words, icon in _PAGES
        ]
        received = found.received if found else ()
        rows += self._group("New", [one for one in received if one.is_new])
        rows += self._group("Earlier", [one for one in received if not one.is_new])
        self.list.show_rows(rows)

    def mark(self, key: str) -> None:
        """Mark the page or the feedback that is shown."""
        self.list.mark(key)

    def _group(self, title: str, received: list[Received]) -> list[Row]:
        if not received:
            return []
        folded = title in self._folded
        head = Row(f"group:{title}", title, count=len(received), folded=folded)
        return [head, *([] if folded else [_row(one) for one in received])]

    def _fold(self, key: str) -> None:
        self._folded ^= {key.removeprefix("group:")}
        self.show_work(self._shown)

    def _choose(self, key: str) -> None:
        kind, _, name = key.partition(":")
        (self.page_chosen if kind == "page" else self.feedback_chosen).emit(name)

    def _fit(self) -> None:
        self.setFixedWidth(min(px(_WIDTH), max(_LEAST, round(self._room * _SHARE))))


def _row(one: Received) -> Row:
    corrected = ", corrected" if one.has_correction else ""
    detail = f"Draft {one.draft.number}, {day(one.released_ms)}{corrected}"
    return Row(f"feedback:{one.draft.id}", one.work.title, detail, "new" if one.is_new else "", strong=one.is_new)
