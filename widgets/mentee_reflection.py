"""Three short questions before the scores show; the answers are kept as they are typed and are not scored."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.feedback import QUESTIONS
from app.shell.mine import ReceivedFeedback
from widgets.comment_editor import TYPING_PAUSE_MS, CommentText
from widgets.labels import Button, IconLabel, label
from widgets.theme import px

_LINES = 3.6
Answers = tuple[str, str, str]


class ReflectionBox(QWidget):
    """The questions with their fields, and what waits behind them."""

    typed = Signal(object)  # Answers
    scores_requested = Signal(object)  # Answers

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft_id, self._kept = "", ("", "", "")
        self._typed, self._showing = set[int](), False  # the fields whose words are not kept yet
        self._title = label("First, three short questions", "title", wrap=True)
        self._count = label("0 of 3", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        column.addLayout(head)
        self.fields = tuple(self._field(question, column) for question in QUESTIONS)
        self.problem = label("", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self._gate = self._gate_card()
        column.addSpacing(6)
        column.addWidget(self._gate)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    @property
    def answers(self) -> Answers:
        """The answers as they are now."""
        did, happened, next_time = (field.toPlainText() for field in self.fields)
        return did, happened, next_time

    def show_feedback(self, found: ReceivedFeedback) -> None:
        """Show the answers that are kept; those that are being typed stay."""
        known = found.reflection
        kept = (known.did, known.happened, known.next_time) if known else ("", "", "")
        if found.draft.id != self._draft_id:
            self._draft_id, self._kept = found.draft.id, kept
            self._pause.stop()
            self._typed.clear()
        self._show_answers(kept)
        waits = found.scores_wait
        self._title.setText("First, three short questions" if waits else "What you wrote")
        self._gate.setVisible(waits and found.has_scores)
        self._readers.setText(f"{found.authors} can read your answers. They are not scored.")
        self.refuse("")
        self._show_count()

    def _show_answers(self, kept: Answers) -> None:
        """Show what another computer of theirs may have brought, but where something newer is being typed."""
        self._showing = True
        shown = list(self._kept)
        for at, (field, words) in enumerate(zip(self.fields, kept, strict=True)):
            if at not in self._typed:
                shown[at] = words
                if field.toPlainText() != words:
                    field.setPlainText(words)
        self._showing = False
        did, happened, next_time = shown
        self._kept = did, happened, next_time

    def note_kept(self, answers: Answers) -> None:
        """Note that these answers are kept now; what was typed since is not."""
        self._typed = {at for at in self._typed if self.answers[at] != answers[at]}

    def flush(self) -> None:
        """Hand over what has been typed, if it is new."""
        self._pause.stop()
        if self.answers != self._kept:
            self._kept = self.answers
            self.typed.emit(self.answers)

    def refuse(self, sentence: str) -> None:
        """Say why the answers cannot be kept; they stay in the fields."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _ask_scores(self) -> None:
        self._pause.stop()
        self._kept = self.answers
        self.scores_requested.emit(self.answers)

    def _field(self, question: str, column: QVBoxLayout) -> CommentText:
        field = CommentText(self)
        field.setTabChangesFocus(True)
        field.setAccessibleName(question)
        field.setPlaceholderText("A sentence is enough")
        field.setFixedHeight(round(px(22) * _LINES))
        field.textChanged.connect(lambda: self._note_typing(field))
        field.left.connect(self.flush)
        column.addSpacing(6)
        column.addWidget(label(question, "strong", wrap=True))
        column.addWidget(field)
        return field

    def _note_typing(self, field: CommentText) -> None:
        if not self._showing:
            self._typed.add(self.fields.index(field))
            self._pause.start()
        self._show_count()

    def _show_count(self) -> None:
        done = sum(1 for words in self.answers if words.strip())
        self._count.setText(f"{done} of {len(QUESTIONS)}")
        self.show_scores.setEnabled(done == len(QUESTIONS))

    def _gate_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel("lock", "ink2", "Not open yet"))
        head.addWidget(label("Your scores open after the third answer.", wrap=True), 1)
        column.addLayout(head)
        self._readers = label("", "small", wrap=True)
        column.addWidget(self._readers)
        self.show_scores = Button("Show my scores", kind="primary")
        self.show_scores.clicked.connect(self._ask_scores)
        row = QHBoxLayout()
        row.addWidget(self.show_scores)
        row.addStretch()
        column.addLayout(row)
        return card
