"""My work: every work with its state and what one can do next; a draft stays private until it is handed in."""

from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deliverable import Assignment, WorkState
from app.shell.mine import MyWork, WorkLine
from widgets.empty_state import EmptyState
from widgets.labels import Button, rule
from widgets.looks import Look
from widgets.mentee_header import MenteeHeader
from widgets.mentee_words import (
    ASKED_LOOK,
    GROUPS,
    asked_row,
    due_words,
    group_of,
    is_done,
    look_of_work,
    state_sentence,
    work_row,
)
from widgets.open_card import OpenCard
from widgets.row_list import RowList
from widgets.rows import Row, in_groups
from widgets.theme import px, theme

_MEASURE = 960
_NO_WORK = "Begin one with a file. You can check it privately as often as you like before you hand it in."
_NO_MENTOR = "Nobody mentors you here yet, so what you hand in waits. An admin pairs people."


class WorkPage(QFrame):
    """Lists the works; what a person asks for is a signal with the work's id."""

    begin_requested = Signal(str)  # the assignment's id, or empty
    check_requested = Signal(str)
    version_requested = Signal(str)
    hand_in_requested = Signal(str)
    take_back_requested = Signal(str)
    feedback_requested = Signal(str)
    current_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("My work")
        self.shown: MyWork | None = None
        new = Button("New work…", icon_name="file-plus-corner")
        new.clicked.connect(lambda: self.begin_requested.emit(""))
        self.header = MenteeHeader("My work", [new], self)
        self.list = RowList("My work", self)
        self.empty = EmptyState(self)
        self.list.chosen.connect(self.open)
        self.list.folded.connect(self._fold)
        self._folded: set[str] = set()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(rule())
        layout.addWidget(self.empty)
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addStretch()
        layout.addLayout(row, 1)
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def current(self) -> WorkLine | None:
        """The work whose row is open."""
        return self.shown.line(self.list.open_key) if self.shown and self.list.open_key else None

    def show_work(self, found: MyWork) -> None:
        """Show the works as they are now; the open row stays open."""
        was_open, self.shown = self.list.open_key, found
        rows = self._rows(found)
        self.list.show_rows(rows)
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.empty.say("file-text", "No work yet", _NO_WORK, "New work…", lambda: self.begin_requested.emit(""))
        self.header.say(_facts(found))
        if was_open:
            self.open(was_open)

    def open(self, key: str) -> None:
        """Open a work, or what was asked for, in place."""
        found = self.shown
        line = found.line(key) if found else None
        asked = next((one for one in found.asked if f"asked:{one.id}" == key), None) if found else None
        if line is not None:
            self.list.open_row(key, self._card(line))
        elif asked is not None:
            self.list.open_row(key, self._asked_card(asked))
        self.current_changed.emit()

    def stops(self) -> list[QWidget]:
        """Return where the keyboard goes on this page, one place for each part."""
        return [self.list]

    def open_work(self, work_id: str) -> None:
        """Open a work, also when its group is folded."""
        line = self.shown.line(work_id) if self.shown else None
        if line is not None and self.shown is not None and group_of(line) in self._folded:
            self._folded.discard(group_of(line))
            self.show_work(self.shown)
        self.open(work_id)

    def _rows(self, found: MyWork) -> list[Row]:
        groups: dict[str, list[Row]] = {name: [] for name in GROUPS}
        groups[GROUPS[1]] += [asked_row(one) for one in found.asked]
        for line in found.lines:
            groups[group_of(line)].append(work_row(line))
        return in_groups(groups, self._folded)

    def _fold(self, key: str) -> None:
        self._folded ^= {key.removeprefix("group:")}
        if self.shown is not None:
            self.show_work(self.shown)

    def _fit(self) -> None:
        """Keep the rows as wide as an eye can follow."""
        self.list.setMaximumWidth(px(_MEASURE))

    def _card(self, line: WorkLine) -> OpenCard:
        work, id_ = line.work, line.work.deliverable.id
        look, title = look_of_work(line), work.deliverable.title
        card = OpenCard(look, title, look.word)
        card.add_text(f"{state_sentence(line)}.")
        due = due_words(work.due_ms, is_done(line))
        asked = work.assignment if work.assignment != title else ""
        card.add_text(". ".join(filter(None, (asked, due[:1].upper() + due[1:]))), "small")
        if work.wants_second_look:
            card.add_notice(Look("Second look", "repeat", "accent"), "You asked for a second look.")
        if line.can_hand_in and line.newest is not None:
            card.add_text(f"{line.newest.name} is private to you until you hand it in.", "small")
        card.add_buttons(self._buttons(line, id_))
        return card

    def _buttons(self, line: WorkLine, id_: str) -> list[Button]:
        wanted: list[tuple[str, str, SignalInstance, bool]] = []
        if line.feedback_id:
            wanted.append(("Read the feedback", "message-square", self.feedback_requested, line.is_new))
        if line.can_hand_in:
            wanted.append(("Hand in…", "send", self.hand_in_requested, not line.is_new))
            wanted.append(("Check it privately", "eye", self.check_requested, False))
        if line.can_take_back:
            wanted.append(("Take it back", "undo-2", self.take_back_requested, False))
        if line.work.state is not WorkState.ACCEPTED:
            words = "Add the first draft…" if line.newest is None else "Add the next draft…"
            wanted.append((words, "file-plus-corner", self.version_requested, False))
        buttons = []
        for words, icon_name, asked, is_first in wanted:
            button = Button(words, kind="primary" if is_first else "", icon_name="" if is_first else icon_name)
            button.clicked.connect(lambda _=False, asked=asked: asked.emit(id_))
            buttons.append(button)
        return buttons

    def _asked_card(self, asked: Assignment) -> OpenCard:
        card = OpenCard(ASKED_LOOK, asked.title, due_words(asked.due_ms))
        card.add_text(asked.brief)
        card.add_text(f"For {asked.audience}" if asked.audience else "", "small")
        begin = Button("Begin with a file…", kind="primary")
        begin.clicked.connect(lambda: self.begin_requested.emit(asked.id))
        card.add_buttons([begin])
        return card


def proposed_title(path: Path) -> str:
    """Return the title that a file's name proposes for a work."""
    return " ".join(path.stem.replace("_", " ").replace("-", " ").split())


def _facts(found: MyWork) -> str:
    if not found.mentors:
        return _NO_MENTOR
    waiting = sum(1 for line in found.lines if group_of(line) == GROUPS[0])
    away = sum(1 for line in found.lines if line.work.state in {WorkState.SUBMITTED, WorkState.IN_REVIEW})
    return f"{waiting} waiting for you, {away} with your mentor"
