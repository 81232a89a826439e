"""Decide together: what two people changed at once; both texts stay until somebody chooses."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.services.settling import about_words, clash_words
from app.services.sharing_details import Choice, Clash, Details
from app.shell.session import Session
from app.shell.sharing_desk import sharing_desk
from widgets.conflict_view import ConflictView
from widgets.empty_state import EmptyState
from widgets.labels import ElidedLabel, IconButton, label, rule
from widgets.lead_layout import GroupList, Trouble
from widgets.rows import Row
from widgets.sizing import scrolled
from widgets.theme import px, theme

_WIDTH, _WIDEST = 270, 380
_CHOSEN = {
    Choice.KEPT: "You kept what came first",
    Choice.OTHER: "You kept what came second",
    Choice.NEW: "You wrote another text",
    Choice.SINCE: "Decided by an edit since",
}
_WRITTEN, _OF_A_DRAFT = {Choice.OTHER, Choice.NEW}, {"comment", "score", "letter", "review"}


class ConflictSide(QFrame):
    """The clashes at the left, the chosen one at the right."""

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Decide together")
        self.desk = sharing_desk(session)
        self.details: Details | None = None
        self.current = ""
        self.list = GroupList("To decide", self)
        self.view = ConflictView(self)
        self.empty = EmptyState(self)
        self.trouble = Trouble(self)
        self.before, self.after = (
            IconButton("chevron-left", "The one before"),
            IconButton("chevron-right", "The next one"),
        )
        self.count = label("", "small")
        self._why = ElidedLabel("Two people changed the same words. Nothing was overwritten", "small")
        self._kept = label("Both texts are kept until you choose.", "small", wrap=True)
        self._body = QStackedWidget(self)
        self._body.addWidget(self.empty)
        self._sheet = scrolled(self.view)
        self._body.addWidget(self._sheet)
        self._lay_out()
        self.list.chosen.connect(self.choose)
        self.view.decided.connect(self._decide)
        self.before.clicked.connect(lambda: self.list.step(-1))
        self.after.clicked.connect(lambda: self.list.step(1))
        self.desk.detailed.connect(self._take)
        self.desk.refused.connect(self.trouble.say)
        self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard to the list; a focus proxy would take the texts out of the round of Tab."""
        self.list.setFocus(event.reason())

    def refresh(self) -> None:
        """Read the clashes again."""
        self.trouble.say("")
        self.desk.read_details()

    def next_pane(self, by: int) -> None:
        """Move the keyboard between the list and the texts; there are two, so either way is the same."""
        del by
        (self.view.focus_place if self.list.hasFocus() and not self.view.isHidden() else self.list).setFocus()

    def choose(self, clash_id: str) -> None:
        """Show a clash."""
        self.current = clash_id
        self._show()

    def _take(self, details: Details) -> None:
        was_open = self._clash is not None and self._clash.is_open
        self.details = details
        decided = self._clash if was_open and self._clash is not None and not self._clash.is_open else None
        had_focus = self.view.isAncestorOf(QApplication.focusWidget() or self)
        if self._clash is None or decided is not None:
            self.current = next((one.id for one in details.clashes if one.is_open), self.current)
        self._show()
        if decided is not None:
            self._tell_decided(decided)
            if had_focus:  # what had it may be hidden now
                (self.view.focus_place if self.current != decided.id else self.list).setFocus()

    def _tell_decided(self, clash: Clash) -> None:
        if clash.choice in _WRITTEN and clash.about.kind in _OF_A_DRAFT:
            self.said.emit("Decided. Ctrl+Z on the draft takes it back.")
        elif clash.choice is not Choice.SINCE:
            self.said.emit("Decided.")

    @property
    def _clash(self) -> Clash | None:
        found = self.details.clashes if self.details is not None else ()
        return next((one for one in found if one.id == self.current), None)

    def _show(self) -> None:
        clashes = self.details.clashes if self.details is not None else ()
        open_ones = [one for one in clashes if one.is_open]
        decided = [one for one in clashes if not one.is_open]
        self.list.show_groups(
            [("To decide", [_row(one) for one in open_ones]), ("Decided", [_row(one) for one in decided])]
        )
        self.list.mark(self.current)
        clash = self._clash
        place = open_ones.index(clash) + 1 if clash in open_ones else 0
        self.count.setText(f"{place} of {len(open_ones)}" if place else f"{len(open_ones)} to decide")
        for button in (self.before, self.after):
            button.setEnabled(len(clashes) > 1)
        self._why.setVisible(bool(clashes))
        self._kept.setVisible(bool(open_ones))
        if clash is None or self.details is None:
            self.empty.say("check", "Nothing to decide", "Nobody changed the same words as somebody else.")
            self._body.setCurrentWidget(self.empty)
            return
        self.view.show_clash(clash, self.details.names, self.details.me)
        self._body.setCurrentWidget(self._sheet)

    def _decide(self, choice: Choice, text: str) -> None:
        clash = self._clash
        if clash is not None:
            self.trouble.say("")
            self.desk.settle(clash, choice, text)

    def _lay_out(self) -> None:
        self._left = QFrame(self)
        self._left.setProperty("surface", "panel")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 14, 0, 8)
        words = QVBoxLayout()
        words.setContentsMargins(16, 0, 16, 4)
        words.addWidget(self._kept)
        column.addLayout(words)
        column.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._body, 1)
        right.addWidget(self.trouble)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left)
        middle.addWidget(rule("v"))
        middle.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(rule())
        layout.addLayout(middle, 1)
        theme().changed.connect(self._fit)
        self._fit()

    def _head(self) -> QFrame:
        head = QFrame(self)
        head.setProperty("surface", "chrome")
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(label("Decide together", "title"))
        texts.addWidget(self._why)
        line = QHBoxLayout(head)
        line.setContentsMargins(18, 6, 14, 7)
        line.addLayout(texts, 1)
        for part in (self.before, self.count, self.after):
            line.addWidget(part)
        return head

    def _fit(self) -> None:
        self._left.setFixedWidth(min(px(_WIDTH), _WIDEST))


def _row(clash: Clash) -> Row:
    detail = about_words(clash.about)
    if not clash.is_open:
        return Row(
            clash.id, clash_words(clash), f"{_CHOSEN[clash.choice]}", icon="check", colour="ok", spoken="Decided"
        )
    return Row(clash.id, clash_words(clash), detail, icon="git-compare-arrows", colour="accent", spoken="To decide")
