"""The comment library: what one says often, found by a few letters, put in with Enter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.feedback import Phrase
from app.services import phrases
from app.services.access import Gate
from app.services.ports import Workspace
from app.shell.session import Session
from widgets.comment_more import CommentText
from widgets.empty_state import EmptyState
from widgets.labels import Button
from widgets.looks import KIND_LOOKS
from widgets.queue_list import QueueList
from widgets.rows import Row
from widgets.sizing import begin_at
from widgets.theme import px

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_MOST, _SHOWN = 200, 400


@dataclass(frozen=True, slots=True)
class Shelf:
    """The phrases that the person may use, the most used first; how often each was, and which they may change."""

    phrases: tuple[Phrase, ...]
    uses: Mapping[str, int]
    teams: Mapping[str, str]
    own: frozenset[str]


def read_shelf(store: Workspace) -> Shelf:
    """Return the whole library of the person who works here."""
    gate, found = Gate(store), phrases.phrases(store)
    uses = {phrase_id: count for phrase_id, (count, _) in store.phrase_uses().items()}
    teams = {team.id: team.name for team in gate.directory.teams}
    return Shelf(found, uses, teams, frozenset(one.id for one in found if gate.may_write(one)))


class PhrasePicker(QDialog):
    """A field and the phrases that hold every word typed; ``chosen`` is the one to put in after it has closed."""

    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Comment library")
        begin_at(self, 520, 440)
        self.chosen: Phrase | None = None
        self._session = session
        self._shelf = Shelf((), {}, {}, frozenset())
        self._editing: Phrase | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Words of the comment")
        self.field.setAccessibleName("Words of the comment")
        self.field.installEventFilter(self)
        self.list = QueueList("Comment library", self)
        self.empty = EmptyState(self)
        self.editor = CommentText(self)
        self.editor.setAccessibleName("Words of the phrase")
        self.editor.setFixedHeight(px(110))
        self._lay_out()
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._choose)
        self.list.clicked.connect(lambda _: self._tell_buttons())
        self.list.doubleClicked.connect(lambda _: self._choose())
        self.list.chosen.connect(lambda _: self._tell_buttons())
        self.editor.done.connect(self._end_editing)
        self._end_editing()
        session.ask(read_shelf, self._take)

    @property
    def current(self) -> Phrase | None:
        """The phrase that Enter would put in."""
        row = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return next((one for one in self._shelf.phrases if isinstance(row, Row) and one.id == row.key), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list with the arrows while the field has the keyboard."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.list.step(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter in the list as choosing, F2 as changing and Delete as deleting."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.list.hasFocus():
            self._choose()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_current()
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.delete_current()
        else:
            super().keyPressEvent(event)

    def edit_current(self) -> None:
        """Change the words of the current phrase."""
        phrase = self.current
        if phrase is not None and phrase.id in self._shelf.own:
            self._editing = phrase
            self.editor.setPlainText(phrase.body)
            self._show_editor(True)
            self.editor.setFocus()

    def delete_current(self) -> None:
        """Take the current phrase out of the library; undo brings it back."""
        phrase = self.current
        if phrase is not None and phrase.id in self._shelf.own:
            self._write(lambda store: phrases.delete_phrase(store, phrase))

    def _take(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._fill(self.field.text())
        self.shown.emit()

    def _fill(self, typed: str) -> None:
        wanted = typed.casefold().split()
        found = [one for one in self._shelf.phrases if all(word in _text(one) for word in wanted)]
        self.list.show_rows([self._row(one) for one in found[:_MOST]])
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        if not self._shelf.phrases:
            self.empty.say("message-square", "Nothing here yet", "Open a comment and choose “Add to the library”.")
        elif not found:
            self.empty.say("list-filter", "Nothing fits", "No phrase holds all these words.")
        if found:
            self.list.set_current_quietly(self.list.model().index(0, 0))
        self._tell_buttons()

    def _row(self, phrase: Phrase) -> Row:
        look, uses = KIND_LOOKS[phrase.kind], self._shelf.uses.get(phrase.id, 0)
        whose = self._shelf.teams.get(phrase.team_id, "") if phrase.team_id else ""
        used = "not used yet" if not uses else "used once" if uses == 1 else f"used {uses:,} times"
        detail = ", ".join(part for part in (look.word, whose, used) if part)
        words = " ".join(phrase.body[:_SHOWN].split())
        return Row(phrase.id, words, detail, icon=look.icon, colour=look.colour, spoken=look.word)

    def _choose(self) -> None:
        self.chosen = self.current
        if self.chosen is not None:
            self.accept()

    def _keep_words(self) -> None:
        phrase, words = self._editing, self.editor.toPlainText().strip()
        if phrase is not None and words and words != phrase.body:
            self._write(lambda store: phrases.edit_phrase(store, replace(phrase, body=words)))
        self._end_editing()

    def _write(self, change: object) -> None:
        session = self._session

        def write() -> Shelf:
            assert session.workspace is not None
            change(session.workspace)  # type: ignore[operator]
            return read_shelf(session.workspace)

        session.saves.put(write, self._take)

    def _end_editing(self) -> None:
        self._editing = None
        self._show_editor(False)
        self.field.setFocus()

    def _show_editor(self, shown: bool) -> None:
        for part in (self.editor, self._keep, self._leave):
            part.setVisible(shown)
        for part in (self._put, self._change, self._delete):
            part.setVisible(not shown)

    def _tell_buttons(self) -> None:
        phrase = self.current
        self.list.mark(phrase.id if phrase is not None else "")
        self._put.setEnabled(phrase is not None)
        for button in (self._change, self._delete):
            button.setEnabled(phrase is not None and phrase.id in self._shelf.own)

    def _lay_out(self) -> None:
        self._put, self._change = Button("Put in", "Enter", "primary"), Button("Change", "F2")
        self._delete, self._keep, self._leave = (
            Button("Delete"),
            Button("Keep", "", "primary"),
            Button("Leave as it is"),
        )
        for button, call in (
            (self._put, self._choose),
            (self._change, self.edit_current),
            (self._delete, self.delete_current),
            (self._keep, self._keep_words),
            (self._leave, self._end_editing),
        ):
            button.clicked.connect(call)
        buttons = QHBoxLayout()
        for button in (self._put, self._change, self._delete, self._keep, self._leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.editor)
        layout.addLayout(buttons)


def _text(phrase: Phrase) -> str:
    return "\n".join((phrase.body, phrase.why, phrase.good, phrase.suggestion, phrase.criterion)).casefold()
