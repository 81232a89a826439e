"""What the three panels share: a list with groups that fold, one open row, a filter, words when there is nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.shell.desk_draft import DeskDraft
from app.shell.session import Session
from widgets.empty_state import EmptyState
from widgets.entries import Entry, View, grouped
from widgets.filter_bar import FilterBar
from widgets.row_list import RowList
from widgets.rows import Row


class ItemPanel(QFrame):
    """A panel over one kind of item of the open draft. A subclass says which entries, which card, which words.

    ``groupings`` are what one can group by, with its words; "" is how the panel groups on its own.
    """

    view_changed = Signal()

    name = ""
    folded_at_first: tuple[str, ...] = ()
    groupings: ClassVar[Mapping[str, str]] = {}

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAccessibleName(self.name)
        self.session = session
        self.folded = set(self.folded_at_first)
        self.list = RowList(self.name, self)
        self.empty = EmptyState(self)
        self.filter = FilterBar(self.name, self.groupings, self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.filter)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list, 1)
        self.list.chosen.connect(session.set_current)
        self.list.folded.connect(self._fold)
        self.filter.changed.connect(self._use_view)
        self.filter.closed.connect(self.list.setFocus)
        session.current_changed.connect(self.show_current)
        session.draft_opened.connect(self._start_over)
        session.draft_opening.connect(self._start_over)

    @property
    def opened(self) -> DeskDraft | None:
        """The draft whose items are listed; None while another one is on its way to the desk."""
        return self.session.draft if self.session.opening is None else None

    @property
    def view(self) -> View:
        """How the list is grouped and narrowed."""
        return self.filter.view

    def entries(self, opened: DeskDraft) -> list[Entry]:
        """Return everything there is to list, in text order."""
        raise NotImplementedError

    def entry_of(self, opened: DeskDraft, key: str) -> Entry | None:
        """Return the entry of an item, None when this panel does not list it."""
        raise NotImplementedError

    def card(self, opened: DeskDraft, key: str) -> QWidget:
        """Return the widget of the open row."""
        raise NotImplementedError

    def explain(self, opened: DeskDraft) -> None:
        """Say in words why there are no rows."""
        raise NotImplementedError

    def rows(self, opened: DeskDraft) -> list[Row]:
        """Return the rows as they are now: heads of groups, each followed by its members unless it is folded."""
        entries = self.entries(opened)
        self.filter.offer(entries)
        shown, grouping = [one for one in entries if self.view.lets_through(one)], self.view.grouping
        rows: list[Row] = []
        for group, members in grouped(shown, grouping, f"No {self.groupings[grouping].lower()}"):
            folded = group.name in self.folded
            rows.append(Row(f"group:{group.name}", group.title, count=len(members), folded=folded))
            rows += [] if folded else members
        return rows

    def group_of(self, opened: DeskDraft, key: str) -> str:
        """Return the name of the group an item stands in, "" when this panel does not list it."""
        entry = self.entry_of(opened, key)
        groups = grouped([entry], self.view.grouping) if entry is not None else []
        return groups[0][0].name if groups else ""

    def refresh(self) -> None:
        """Show the items as they are now; when the open one has left its group, go on to the next."""
        opened = self.opened
        before = [row.key for row in self.list.rows if not row.is_group]
        was_open = self.list.open_key
        self.list.show_rows(self.rows(opened) if opened is not None else [])
        self.empty.setVisible(not self.list.rows)
        self.list.setVisible(bool(self.list.rows))
        if opened is None:
            self.empty.say("book-open", "Reading", "What is found appears here once the text has been read.")
        elif not self.list.rows:
            self._say_why(opened)
        if was_open and not self.list.open_key:
            self._go_on(was_open, before)

    def show_current(self, key: str | None) -> None:
        """Open the row of the current item; a filter that hides it is put away."""
        opened = self.opened
        if key and key == self.list.open_key:
            return
        entry = self.entry_of(opened, key) if opened is not None and key else None
        if opened is None or not key or entry is None:
            self.list.close_row()
            return
        if not self.view.lets_through(entry):
            self.filter.use(View(self.view.grouping))
        group = self.group_of(opened, key)
        if group in self.folded or not self.list.has(key):
            self.folded.discard(group)
            self.refresh()
        self.list.open_row(key, self.card(opened, key))

    def reopen(self) -> None:
        """Make the open row anew, because what it says has changed."""
        key, opened = self.list.open_key, self.session.draft
        if key and opened is not None and self.group_of(opened, key):
            self.list.open_row(key, self.card(opened, key))

    def use_kept(self, kept: str) -> None:
        """Group and show as "grouping:state" says; what makes no sense is left out."""
        grouping, _, state = kept.partition(":")
        if grouping in self.groupings and state in {"all", "open", "decided"}:
            view = replace(self.view, grouping=grouping, state=state)
            if view != self.view:
                self.filter.use(view)
                self.filter.setVisible(view.narrows)
                self.refresh()

    @property
    def kept_view(self) -> str:
        """What ``use_kept`` takes."""
        return f"{self.view.grouping}:{self.view.state}"

    def _say_why(self, opened: DeskDraft) -> None:
        if not self.view.narrows or not self.entries(opened):
            self.explain(opened)
            return
        everything = View(self.view.grouping)
        text = "The filter leaves everything out."
        self.empty.say("list-filter", "Nothing fits", text, "Show everything", lambda: self._use_view(everything))

    def _use_view(self, view: View) -> None:
        """Show the list in this way; the open row closes when it is left out."""
        self.filter.use(view)
        opened, key = self.session.draft, self.list.open_key
        entry = self.entry_of(opened, key) if opened is not None and key else None
        if entry is not None and not view.lets_through(entry):
            self.session.set_current(None)
        self.refresh()
        self.view_changed.emit()

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
        self.filter.use(replace(self.view, text="", only=()))
        self.filter.setVisible(self.view.narrows)
        self.list.show_rows([])
        self.session.runner.call_soon(self.refresh)  # once the draft itself is in sight
