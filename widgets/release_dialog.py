"""Sending feedback: exactly what leaves, what is not there yet, how it ends; one draft or several at once."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.feedback import Outcome, Release
from app.exports.feedback_report import FeedbackReport
from app.services.releasing import Waiting
from app.shell.scoring_desk import ScoringDesk, ToSend
from widgets.labels import Button, IconButton, IconLabel, label, rule
from widgets.preview_page import PreviewPage
from widgets.sizing import begin_at
from widgets.theme import px

Say = Callable[[str], object]
_OUTCOMES = {Outcome.RETURNED: "Return it for another draft", Outcome.ACCEPTED: "Accept it as it is"}


def ask_to_release(desk: ScoringDesk, say: Say, parent: QWidget) -> None:
    """Show what would be sent as soon as everything typed is kept; the dialog sends it and ``say`` tells."""

    def show(found: ToSend) -> None:
        dialog = ReleaseDialog(desk, found, say, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    desk.ask_to_send(show)


class ReleaseDialog(QDialog):
    """The preview at the left; at the right the outcome, what is missing, what was sent before, what goes with it."""

    def __init__(self, desk: ScoringDesk, found: ToSend, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._found, self._say = desk, found, say
        self._is_sending = self._is_over = False
        self.setWindowTitle(f"Send feedback to {found.report.mentee}" if found.report.mentee else "Finish the feedback")
        self.preview = PreviewPage(self)
        self.preview.show_report(found.report)
        self.outcomes = QButtonGroup(self)
        self.note = QLineEdit(self)
        self.note.setPlaceholderText("What changed, in a few words")
        self.note.setAccessibleName("Why it is sent again")
        self.others: dict[str, QCheckBox] = {}
        self.send = Button("Send feedback", kind="primary")
        self.send.setDefault(True)
        self.send.clicked.connect(self._send)
        self._wrong, self._wrong_words = QWidget(self), label("", "", wrap=True)
        self._lay_out()
        begin_at(self, 940, 640)
        self.send.setFocus()

    @property
    def outcome(self) -> Outcome:
        """How it ends for the mentee."""
        return tuple(_OUTCOMES)[self.outcomes.checkedId()]

    @property
    def draft_ids(self) -> tuple[str, ...]:
        """The drafts whose feedback is sent: this one and those that were ticked."""
        return (self._found.draft_id, *(one for one, box in self.others.items() if box.isChecked()))

    def done(self, result: int) -> None:
        """End; an answer that comes later is left alone."""
        self._is_over = True
        super().done(result)

    def reject(self) -> None:
        """Leave it, unless it is being sent."""
        if not self._is_sending:
            super().reject()

    def _send(self) -> None:
        self._is_sending = True
        self.send.setEnabled(False)
        self._desk.release(self.draft_ids, self.outcome, self.note.text().strip(), self._sent)

    def _sent(self, refusal: str) -> None:
        self._is_sending = False
        self.send.setEnabled(True)
        if refusal:
            self._wrong_words.setText(refusal)
            self._wrong.show()
            return
        count, mentee = len(self.draft_ids), self._found.report.mentee
        what = "Feedback" if count == 1 else f"Feedback on {count} drafts"
        outcome = "accepted" if self.outcome is Outcome.ACCEPTED else "returned"
        to = f" to {mentee}" if mentee and count == 1 else ""
        self._say(f"{what} sent{to}, {outcome}, {datetime.now().astimezone():%H:%M}. Ctrl+PgDown is the next draft.")
        self.accept()

    def _show_other(self, report: FeedbackReport) -> None:
        if not self._is_over:
            self.preview.show_report(report)

    def _lay_out(self) -> None:
        side = QWidget()
        side.setProperty("clear", "yes")
        self._column = QVBoxLayout(side)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(4)
        self._add_outcomes()
        self._add_missing()
        self._add_trace()
        self._add_others()
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(side)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(px(300))
        scroll.setMaximumWidth(px(340))
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self.preview, 1)
        upper.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(10)
        column.addLayout(upper, 1)
        column.addWidget(rule())
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout(self._wrong)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("octagon-alert", "fix", "Not sent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._wrong_words, 1)
        self._wrong.hide()
        cancel = Button("Not yet")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._wrong, 1)
        foot.addStretch(0)
        foot.addWidget(cancel)
        foot.addWidget(self.send)
        return foot

    def _add_outcomes(self) -> None:
        self._column.addWidget(label("This draft", "caption"))
        last = self._found.releases[-1].outcome if self._found.releases else Outcome.RETURNED
        for number, (outcome, words) in enumerate(_OUTCOMES.items()):
            button = QRadioButton(words)
            button.setChecked(outcome is last)
            self.outcomes.addButton(button, number)
            self._column.addWidget(button)
        if self._found.report.criteria and self._found.report.mentee:
            words = f"{self._found.report.mentee} sees the scores after answering three short questions."
            self._column.addWidget(label(words, "muted", wrap=True))

    def _add_missing(self) -> None:
        if self._found.missing:
            self._column.addSpacing(12)
            self._column.addWidget(label("Not there yet; you decide", "caption"))
        for sentence in self._found.missing:
            self._column.addWidget(label(sentence, "muted", wrap=True))

    def _add_trace(self) -> None:
        self.note.setVisible(bool(self._found.releases))
        if not self._found.releases:
            return
        self._column.addSpacing(12)
        self._column.addWidget(label("Sent before; the mentee can see that it changed", "caption", wrap=True))
        for one in self._found.releases:
            self._column.addWidget(label(trace_words(one), "muted", wrap=True))
        self._column.addWidget(self.note)

    def _add_others(self) -> None:
        if not self._found.waiting:
            return
        self._column.addSpacing(12)
        self._column.addWidget(label("Send with it", "caption"))
        for one in self._found.waiting:
            self._column.addWidget(self._other(one))

    def _other(self, one: Waiting) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        box = QCheckBox(f"{one.mentee}, {one.title}".replace("&", "&&"))
        box.setAccessibleDescription(_how_far(one))
        self.others[one.draft_id] = box
        look = IconButton("eye", f"Show what {one.mentee} reads on {one.title}")
        look.clicked.connect(lambda: self._desk.ask_report(one.draft_id, self._show_other))
        row.addWidget(box, 1)
        row.addWidget(label(_how_far(one), "small"))
        row.addWidget(look)
        return line


def trace_words(release: Release) -> str:
    """Return when and how something was sent, with its note."""
    when = datetime.fromtimestamp(release.created_ms / 1000).astimezone()
    outcome = "accepted" if release.outcome is Outcome.ACCEPTED else "returned"
    note = f": {release.note}" if release.note else ""
    return f"{when.day} {when:%B, %H:%M}, {outcome}{note}"


def _how_far(one: Waiting) -> str:
    return f"{one.scored} of {one.criteria} scored" if one.criteria else "no scores"
