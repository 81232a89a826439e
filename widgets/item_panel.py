"""What the three panels share: a list with groups that fold, one open row, and words when there is nothing."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.shell.desk_draft import DeskDraft
from app.shell.session import Session
from widgets.empty_state import EmptyState
from widgets.row_list import RowList
from widgets.rows import Row


class ItemPanel(QFrame):
    """A panel over one kind of item of the open draft. A subclass says which rows, which card, which words."""

    name = ""
    folded_at_first: tuple[str, ...] = ()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAccessibleName(self.name)
        self.session = session
        self.folded = set(self.folded_at_first)
        self.list = RowList(self.name, self)
        self.empty = EmptyState(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)
        self.list.chosen.connect(session.set_current)
        self.list.folded.connect(self._fold)
        session.current_changed.connect(self.show_current)
        session.draft_opened.connect(self._start_over)

    def rows(self, opened: DeskDraft) -> list[Row]:
        """Return the rows as they are now."""
        raise NotImplementedError

    def card(self, opened: DeskDraft, key: str) -> QWidget:
        """Return the widget of the open row."""
        raise NotImplementedError

    def group_of(self, opened: DeskDraft, key: str) -> str:
        """Return the group an item stands in, "" when this panel does not list it."""
        raise NotImplementedError

    def explain(self, opened: DeskDraft) -> None:
        """Say in words why there are no rows."""
        raise NotImplementedError

    def group(self, name: str, title: str, rows: list[Row]) -> list[Row]:
        """Return the head of a group and, unless it is folded, its rows; nothing when it is empty."""
        if not rows:
            return []
        folded = name in self.folded
        head = Row(f"group:{name}", title, count=len(rows), folded=folded)
        return [head] if folded else [head, *rows]

    def refresh(self) -> None:
        """Show the items as they are now; when the open one has left its group, go on to the next."""
        opened = self.session.draft
        before = [row.key for row in self.list.rows if not row.is_group]
        was_open = self.list.open_key
        self.list.show_rows(self.rows(opened) if opened is not None else [])
        self.empty.setVisible(not self.list.rows)
        self.list.setVisible(bool(self.list.rows))
        if opened is not None and not self.list.rows:
            self.explain(opened)
        if was_open and not self.list.open_key:
            self._go_on(was_open, before)

    def show_current(self, key: str | None) -> None:
        """Open the row of the current item."""
        opened = self.session.draft
        if key and key == self.list.open_key:
            return
        group = self.group_of(opened, key) if opened is not None and key else ""
        if opened is None or not key or not group:
            self.list.close_row()
            return
        if group in self.folded or not self.list.has(key):
            self.folded.discard(group)
            self.refresh()
        self.list.open_row(key, self.card(opened, key))

    def reopen(self) -> None:
        """Make the open row anew, because what it says has changed."""
        key, opened = self.list.open_key, self.session.draft
        if key and opened is not None and self.group_of(opened, key):
            self.list.open_row(key, self.card(opened, key))

    def _go_on(self, left: str, before: list[str]) -> None:
        if self.session.current != left or left not in before:
            return
        place = before.index(left)
        rest = {row.key for row in self.list.rows if not row.is_group}
        wanted = before[place + 1 :] + before[:place][::-1]
        self.session.set_current(next((key for key in wanted if key in rest), None))

    def _fold(self, key: str) -> None:
        self.folded ^= {key.removeprefix("group:")}
        if self.session.current and self.list.open_key:
            opened = self.session.draft
            if opened is not None and self.group_of(opened, self.list.open_key) in self.folded:
                self.session.set_current(None)
        self.refresh()

    def _start_over(self, _: object) -> None:
        self.folded = set(self.folded_at_first)
        self.list.close_row()
        self.refresh()
        self.list.scrollToTop()
