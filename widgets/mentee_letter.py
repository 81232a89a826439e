"""The letter: what is strong, what to improve, what to practise next, each with the comments it rests on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.services.letters import Part, evidence_of, words_of
from app.services.released import Feedback
from app.shell.items import shown_quote
from app.shell.mine import ReceivedFeedback
from widgets.labels import Button, label
from widgets.mentee_text import long_text
from widgets.mentee_words import day
from widgets.theme import px, theme

HEADS = {Part.STRENGTH: "What is strong", Part.IMPROVEMENT: "What to improve", Part.NEXT_TASK: "Next, to practise"}
_MEASURE = 600
_LONGEST_QUOTE = 70


class LetterView(QScrollArea):
    """The letters of all mentors on paper, one below the other."""

    evidence_requested = Signal(str)  # a comment's id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Letter")
        self._column = QVBoxLayout()
        theme().changed.connect(self._fit)

    def show_letters(self, found: ReceivedFeedback) -> None:
        """Show what each mentor wrote."""
        paper = QFrame()
        paper.setProperty("surface", "paper")
        outer = QVBoxLayout(paper)
        outer.setContentsMargins(40, 32, 40, 40)
        self._sheet = QWidget()
        outer.addWidget(self._sheet, 1)
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for number, one in enumerate(found.feedback):
            if number:
                self._column.addSpacing(28)
            self._add_letter(found, one)
        self._column.addStretch()
        place = self.verticalScrollBar().value()
        self.setWidget(paper)
        self.verticalScrollBar().setValue(place)
        self._fit()

    def _add_letter(self, found: ReceivedFeedback, feedback: Feedback) -> None:
        author, given = found.name(feedback.author_id), found.given_ms[feedback.author_id]
        mentee = found.names.get(found.work.mentee_id, "")
        title = f"For {mentee}, on {found.work.title}" if mentee else found.work.title
        self._column.addWidget(label(title, "display", wrap=True))
        self._column.addWidget(label(f"From {author}, {day(given)}. Draft {found.draft.number}", "muted", wrap=True))
        for one in found.corrections:
            if one.author_id == feedback.author_id:
                words = f"Corrected {day(one.released_ms)}: {one.what or 'the outcome'}. {one.note}"
                self._column.addWidget(label(words.strip(), "small", wrap=True))
        letter, any_words = feedback.letter, False
        for part, head in HEADS.items():
            words = words_of(letter, part) if letter else ""
            if letter and words.strip():
                any_words = True
                self._column.addSpacing(12)
                self._column.addWidget(label(head, "heading", wrap=True))
                self._column.addWidget(long_text(words, "reading"))
                for comment_id in evidence_of(letter, part):
                    self._add_evidence(found, comment_id)
        if not any_words:
            self._column.addSpacing(12)
            self._column.addWidget(
                label(f"{author} wrote no letter. Their comments stand in the draft.", "reading", wrap=True)
            )

    def _add_correction(self, words: str) -> None:
        line = QWidget()
        row = QVBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(words.strip(), "small", wrap=True))
        self._column.addWidget(line)

    def _add_evidence(self, found: ReceivedFeedback, comment_id: str) -> None:
        comment = found.comment(comment_id)
        if comment is None:
            return
        words = shown_quote(comment.anchor.exact) if comment.anchor else shown_quote(comment.body)
        words = words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rstrip()}…"
        link = Button(f"“{words}”", kind="link", icon_name="message-square")
        link.setAccessibleName(f"Show the comment on “{words}”")
        link.clicked.connect(lambda: self.evidence_requested.emit(comment_id))
        self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _fit(self) -> None:
        if self.widget() is not None:
            self._sheet.setMaximumWidth(px(_MEASURE))
