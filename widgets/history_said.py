"""Everything that was said over all work, the newest first, with search and filters."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.domain.review import CommentKind
from app.services.ports import Said
from app.shell.items import shown_quote
from app.shell.my_history import WHATS, Filters, History
from widgets.empty_state import EmptyState
from widgets.flow_layout import FlowLayout
from widgets.labels import Button, label, rule
from widgets.looks import KIND_LOOKS, Look
from widgets.mentee_text import long_text
from widgets.mentee_words import day
from widgets.open_card import OpenCard
from widgets.row_list import RowList
from widgets.rows import Row
from widgets.theme import px, theme

_PAUSE_MS = 120
_MOST = 200
_PERIODS = ((0, "Any time"), (30, "Last 30 days"), (90, "Last 90 days"), (365, "Last year"))
_LETTER_PARTS = {"strength": "Strength", "improvement": "Improvement", "next_task": "Next task"}


class SearchField(QLineEdit):
    """Escape clears it, Down goes to what was found."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape and Down."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class HistorySaid(QFrame):
    """Asks with ``search_requested`` for what fits; ``show_found`` answers."""

    search_requested = Signal(object)  # Filters
    feedback_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Everything said")
        self._history: History | None = None
        self._found: dict[str, Said] = {}
        self.field = SearchField()
        self.field.setAccessibleName("Search the history")
        self.field.setPlaceholderText("Search the history")
        self.field.setClearButtonEnabled(True)
        self.what, self.criterion, self.mentor, self.period = (
            _choice(name) for name in ("What", "Criterion", "Mentor", "Time")
        )
        for name, words in WHATS.items():
            self.what.addItem(words, name)
        for days, words in _PERIODS:
            self.period.addItem(words, days)
        self.count = label("", "small")
        self.list, self.empty = RowList("What was said", self), EmptyState(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()

    @property
    def filters(self) -> Filters:
        """What is asked for now."""
        return Filters(
            self.field.text(),
            self.what.currentData() or "",
            self.criterion.currentData() or "",
            self.mentor.currentData() or "",
            self.period.currentData() or 0,
        )

    def show_history(self, found: History) -> None:
        """Offer the criteria and mentors there are, and ask again."""
        self._history = found
        _offer(self.criterion, {"": "Any criterion", **found.criteria})
        mentors = {id_: name for id_, name in found.names.items() if id_ != found.mentee_id}
        _offer(self.mentor, {"": "Anybody", **mentors})
        self.ask()

    def ask(self) -> None:
        """Ask for what fits now."""
        self._pause.stop()
        self.search_requested.emit(self.filters)

    def show_found(self, asked: Filters, found: tuple[Said, ...]) -> None:
        """Show what was found, unless something else is asked for by now."""
        if asked != self.filters or self._history is None:
            return
        self._found = {f"{one.release_id} {one.part} {one.item_id} {one.kind}": one for one in found}
        self.list.close_row()
        self.list.show_rows([self._row(key, one) for key, one in self._found.items()])
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.empty.say("search-x", "Nothing found", "All released feedback was searched. Try fewer words or filters.")
        more = "the newest " if len(found) >= _MOST else ""
        self.count.setText(f"{more}{len(found)} found")

    def _row(self, key: str, one: Said) -> Row:
        look = look_of(one)
        assert self._history is not None
        place = self._history.place(one.draft_id)
        detail = f"“{shown_quote(one.quote)}”" if one.quote else place
        said = " ".join(one.body[:300].split())
        head = word_of(one, self._history) if one.part == "score" or not said else ""
        words = ". ".join(filter(None, (head, said)))
        return Row(key, words, detail, day(one.said_ms), look.icon, look.colour, look.word, quoted=bool(one.quote))

    def _open(self, key: str) -> None:
        one, found = self._found.get(key), self._history
        if one is None or found is None:
            return
        look = look_of(one)
        card = OpenCard(look, word_of(one, found), day(one.said_ms))
        card.add_text(f"“{shown_quote(one.quote)}”" if one.quote else "", "quote")
        if one.body:
            card.column.addWidget(long_text(one.body))
        criterion = found.criteria.get(one.criterion, "") if one.part != "score" else ""
        author = found.names.get(one.author_id, "")
        card.add_text("   ".join(filter(None, (found.place(one.draft_id), author, criterion))), "small")
        if found.is_own:
            link = Button("Open this feedback", icon_name="message-square")
            link.clicked.connect(lambda: self.feedback_requested.emit(one.draft_id))
            card.add_buttons([link])
        self.list.open_row(key, card)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.ask)
        self.field.textChanged.connect(lambda _: self._pause.start())
        self.field.returnPressed.connect(self.ask)
        self.field.down.connect(self.list.setFocus)
        for choice in (self.what, self.criterion, self.mentor, self.period):
            choice.activated.connect(lambda _: self.ask())
        self.list.chosen.connect(self._open)
        theme().changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=8)
        for one in (self.field, self.what, self.criterion, self.mentor, self.period, self.count):
            flow.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 8)
        top.addWidget(holder)
        column.addLayout(top)
        column.addWidget(rule())
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)

    def _fit(self) -> None:
        self.field.setFixedWidth(px(240))


def look_of(one: Said) -> Look:
    """Return how a piece of the history looks, and its word."""
    if one.part == "comment":
        return KIND_LOOKS[CommentKind(one.kind)]
    if one.part == "score":
        return Look(f"Score: {one.kind}", "list-checks", "ink2")
    return Look(f"Letter: {_LETTER_PARTS.get(one.kind, one.kind).lower()}", "file-text", "accent")


def word_of(one: Said, found: History) -> str:
    """Return the word for a piece of the history; a score has its criterion's title and the level."""
    title = found.criteria.get(one.criterion) if one.part == "score" else None
    return f"{title}: {one.kind}" if title else look_of(one).word


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(13)
    return made


def _offer(choice: QComboBox, offered: dict[str, str]) -> None:
    """Offer these, keeping what is chosen where it is still there."""
    chosen = choice.currentData()
    choice.clear()
    for value, words in offered.items():
        choice.addItem(words, value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
