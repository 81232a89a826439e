"""The log of online look-ups: every request that left this computer, the newest first; it can be emptied."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.online_log import LogEntry
from app.shell.library_online import LibraryOnline
from widgets.empty_state import EmptyState
from widgets.labels import Button, label
from widgets.lookup_words import KINDS
from widgets.row_list import RowList
from widgets.rows import Row
from widgets.sizing import begin_at


class LookUpLog(QDialog):
    """A row for each request: what was sent, to whom, how it ended, and when."""

    def __init__(self, online: LibraryOnline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Log of online look-ups")
        begin_at(self, 760, 560)
        self._online = online
        self.summary = label("", "small")
        self.list = RowList("Requests", self)
        self.empty = EmptyState(self)
        self.clear = Button("Empty the log")
        self.clear.clicked.connect(lambda _: online.empty_log(self._emptied))
        self._lay_out()
        self.close_it.setFocus()
        online.changed.connect(self.refresh)
        self._show(())
        self.refresh()

    def refresh(self) -> None:
        """Read the log again."""
        self._online.read_log(self._show)

    def _emptied(self, _: None) -> None:
        self.refresh()

    def _show(self, entries: tuple[LogEntry, ...]) -> None:
        self.list.show_rows([_row(place, one) for place, one in enumerate(entries)])
        self.list.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        self.empty.say("list-checks", "Nothing was sent", "What is asked online will stand here.")
        self.clear.setEnabled(bool(entries))
        count = len(entries)
        self.summary.setText(f"{count:,} request{'s' if count != 1 else ''}, the newest first" if entries else "")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("What left this computer", "title"))
        words = "Word for word, but for your contact address and keys, which are not written down."
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addWidget(self.summary)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        buttons, self.close_it = QHBoxLayout(), Button("Close", kind="primary")
        self.close_it.clicked.connect(self.accept)
        buttons.addWidget(self.clear)
        buttons.addStretch()
        buttons.addWidget(self.close_it)
        layout.addLayout(buttons)


def _row(place: int, one: LogEntry) -> Row:
    when = one.when.astimezone()
    kind = KINDS.get(one.kind, one.kind)
    return Row(
        str(place),
        f"{kind} {one.sent}" if one.sent else kind,
        f"{one.service} ({one.host}). {one.answer}" if one.service != one.host else f"{one.host}. {one.answer}",
        f"{when.day} {when:%b} {when:%H:%M:%S}",
        "arrow-up-right",
    )
