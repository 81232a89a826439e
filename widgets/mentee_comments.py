"""The released comments beside the draft: read, answer, mark as addressed, ask for a second look."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.feedback import MarkKind
from app.domain.review import Comment, CommentKind
from app.shell.items import shown_quote
from app.shell.mine import ReceivedFeedback
from widgets.comment_editor import TYPING_PAUSE_MS
from widgets.empty_state import EmptyState
from widgets.labels import Button, IconLabel, label
from widgets.looks import KIND_LOOKS, Look
from widgets.mentee_text import AnswerText, long_text
from widgets.mentee_words import day
from widgets.open_card import OpenCard
from widgets.row_list import RowList
from widgets.rows import Row, in_groups
from widgets.theme import px

_LINES = 3.6
_GROUPS = ("To work on", "Well done", "From earlier drafts", "Addressed")
ADDRESSED = Look("Addressed", "check", "ok")
SECOND_LOOK = Look("Second look asked", "repeat", "accent")


class CommentCard(OpenCard):
    """A released comment that is open: its words, the thread, and a field to answer in."""

    replied = Signal(str)
    typed = Signal(str)
    addressed = Signal(bool)
    second_look = Signal(str)
    left = Signal()

    def __init__(self, found: ReceivedFeedback, comment: Comment, typed: str) -> None:
        look = KIND_LOOKS[comment.kind]
        super().__init__(look, look.word, found.name(comment.author_id))
        self._kept = typed
        if comment.anchor:
            self.add_text(f"“{shown_quote(comment.anchor.exact)}”", "quote")
        parts = (("", comment.body), ("Why", comment.why), ("Good looks like this", comment.good))
        for caption, words in (*parts, ("Put instead", comment.suggestion)):
            if words.strip():
                self.add_text(caption, "caption")
                self.column.addWidget(long_text(words, "quote" if caption == "Put instead" else ""))
        for reply in found.threads.get(comment.id, ()):
            self.add_text(f"{found.name(reply.author_id)}, {day(reply.created_ms)}", "caption")
            self.column.addWidget(long_text(reply.body))
        self.is_addressed = found.mark(MarkKind.ADDRESSED, comment.id) is not None
        asked = found.mark(MarkKind.SECOND_LOOK, comment.id)
        if asked is not None:
            self.add_notice(SECOND_LOOK, f"You asked for a second look. {shown_quote(asked.words)}".strip())
        self.text = self._field(typed)
        self.column.addWidget(self.text)
        self._trouble = self._problem()
        self.column.addWidget(self._trouble)
        self.add_buttons(self._buttons(asked is not None))
        self.text.sent.connect(self.reply)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.text.textChanged.connect(self._pause.start)

    @property
    def body(self) -> str:
        """The words as they are now."""
        return self.text.toPlainText()

    def flush(self) -> None:
        """Hand over what has been typed, if it is new."""
        self._pause.stop()
        if self.body != self._kept:
            self._kept = self.body
            self.typed.emit(self.body)

    def reply(self) -> None:
        """Send the answer."""
        self.flush()
        self.replied.emit(self.body)

    def toggle_addressed(self) -> None:
        """Mark the comment as addressed, or not after all."""
        self.flush()
        self.addressed.emit(not self.is_addressed)

    def ask_second_look(self) -> None:
        """Ask the mentor to look again; the words in the field go along."""
        self.flush()
        self.second_look.emit(self.body)

    def refuse(self, sentence: str) -> None:
        """Say why an answer was not sent; its words stay."""
        self.problem.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _field(self, typed: str) -> AnswerText:
        field = AnswerText(self)
        field.setPlainText(typed)
        field.setTabChangesFocus(True)
        field.setAccessibleName("Your answer")
        field.setPlaceholderText("Your answer")
        field.setFixedHeight(round(px(22) * _LINES))
        field.left.connect(self.flush)
        field.done.connect(self.left)
        return field

    def _problem(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.problem = label("", wrap=True)
        row.addWidget(IconLabel("octagon-alert", "fix", "Not sent"))
        row.addWidget(self.problem, 1)
        holder.hide()
        return holder

    def _buttons(self, was_asked: bool) -> list[Button]:
        reply = Button("Reply", "Ctrl+Enter", "primary")
        addressed = Button("Not addressed after all" if self.is_addressed else "Mark as addressed", "D")
        look = Button("Ask again for a second look" if was_asked else "Ask for a second look", "S")
        reply.clicked.connect(self.reply)
        addressed.clicked.connect(self.toggle_addressed)
        look.clicked.connect(self.ask_second_look)
        return [reply, addressed, look]


class MenteeComments(QFrame):
    """Lists the released comments: open ones first, addressed ones apart."""

    chosen = Signal(str)
    replied = Signal(str, str)  # comment id, words
    typed = Signal(str, str)
    addressed = Signal(str, bool)
    second_look = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAccessibleName("Comments")
        self.found: ReceivedFeedback | None = None
        self._unsent: dict[str, str] = {}
        self._folded: set[str] = set()
        self.list = RowList("Comments", self)
        self.empty = EmptyState(self)
        self.list.chosen.connect(self.open)
        self.list.folded.connect(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)

    @property
    def card(self) -> CommentCard | None:
        """The open comment."""
        widget = self.list.open_widget
        return widget if isinstance(widget, CommentCard) else None

    def show_feedback(self, found: ReceivedFeedback) -> None:
        """Show the comments as they are now; the open one stays open, with what is typed in it."""
        self.flush()
        same = self.found is not None and self.found.draft.id == found.draft.id
        kept = {name.removeprefix("reply "): words for name, words in found.unsent.items() if name.startswith("reply ")}
        self._unsent = {**kept, **self._unsent} if same else kept
        was_open, self.found = self.list.open_key if same else "", found
        self.list.show_rows(self._rows(found))
        self.empty.setVisible(not self.list.rows)
        self.list.setVisible(bool(self.list.rows))
        self.empty.say("message-square", "No comments", "The letter says it all this time.")
        if was_open:
            self.open(was_open)

    def open(self, comment_id: str) -> None:
        """Open a comment."""
        self.flush()
        comment = self.found.comment(comment_id) if self.found else None
        if comment is None or self.found is None:
            self.list.close_row()
            return
        if not self.list.has(comment_id):
            self._folded.clear()
            self.list.show_rows(self._rows(self.found))
        card = CommentCard(self.found, comment, self._unsent.get(comment_id, ""))
        card.replied.connect(lambda words: self.replied.emit(comment_id, words))
        card.typed.connect(lambda words: self._note(comment_id, words))
        card.addressed.connect(lambda on: self.addressed.emit(comment_id, on))
        card.second_look.connect(lambda words: self.second_look.emit(comment_id, words))
        card.left.connect(self.list.setFocus)
        self.list.open_row(comment_id, card)
        self.chosen.emit(comment_id)

    def forget(self, comment_id: str) -> None:
        """Forget the words that were typed to a comment: they were sent."""
        self._unsent.pop(comment_id, None)
        card = self.card
        if card is not None and self.list.open_key == comment_id:
            card.text.setPlainText("")
            card.flush()

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.card is not None:
            self.card.flush()

    def refuse(self, sentence: str) -> None:
        """Say in the open comment why something was not done; what is typed stays."""
        if self.card is not None:
            self.card.refuse(sentence)

    def _note(self, comment_id: str, words: str) -> None:
        self._unsent[comment_id] = words
        self.typed.emit(comment_id, words)

    def _rows(self, found: ReceivedFeedback) -> list[Row]:
        groups: dict[str, list[Row]] = {name: [] for name in _GROUPS}
        done = {one.target_id for one in found.marks if one.kind is MarkKind.ADDRESSED}
        for comment in found.comments:
            addressed = comment.id in done
            groups[_group(found, comment, addressed)].append(_row(found, comment, addressed))
        return in_groups(groups, self._folded)

    def _fold(self, key: str) -> None:
        self._folded ^= {key.removeprefix("group:")}
        if self.found is not None:
            self.show_feedback(self.found)


def _group(found: ReceivedFeedback, comment: Comment, addressed: bool) -> str:
    to_work_on, well_done, from_before, done = _GROUPS
    if addressed:
        return done
    if comment.draft_id != found.draft.id:
        return from_before
    return well_done if comment.kind is CommentKind.PRAISE else to_work_on


def _row(found: ReceivedFeedback, comment: Comment, addressed: bool) -> Row:
    look = KIND_LOOKS[comment.kind]
    words = " ".join((comment.body or comment.why or comment.good or comment.suggestion)[:300].split())
    quote = f"“{shown_quote(comment.anchor.exact)}”" if comment.anchor else "On the whole draft"
    answers = len(found.threads.get(comment.id, ()))
    place = "1 answer" if answers == 1 else f"{answers} answers" if answers else ""
    icon_name, colour = (ADDRESSED.icon, ADDRESSED.colour) if addressed else (look.icon, look.colour)
    spoken = f"{look.word}, {ADDRESSED.word.lower()}" if addressed else look.word
    return Row(comment.id, words, quote, place, icon_name, colour, spoken, quoted=comment.anchor is not None)
