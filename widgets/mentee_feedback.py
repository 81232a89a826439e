"""Feedback on one draft: the letter with the questions beside it, or the draft with the comments beside it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.document import Reading
from app.services import reading_feedback
from app.services.ports import Workspace
from app.shell.mine import Mine, ReceivedFeedback, answer, feedback_on, forget_unsent, keep_unsent
from widgets.empty_state import EmptyState
from widgets.labels import Button, IconLabel, label, rule
from widgets.mentee_clock import ReadingClock
from widgets.mentee_comments import MenteeComments
from widgets.mentee_draft import MenteeDraft
from widgets.mentee_header import MenteeHeader
from widgets.mentee_letter import LetterView
from widgets.mentee_reflection import Answers
from widgets.mentee_thoughts import ThoughtsPanel
from widgets.theme import px, theme

T = TypeVar("T")
_WIDTH, _LEAST, _SHARE = 376, 460, 0.4  # of the window, for a right side that is wider because its text is


class FeedbackPage(QFrame):
    """Reads one draft's feedback and keeps what the mentee answers; ``changed`` tells that something new is kept."""

    changed = Signal()
    current_changed = Signal()

    def __init__(self, mine: Mine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Feedback")
        self._mine = mine
        self.found: ReceivedFeedback | None = None
        self._wanted = ""
        self.letter, self.draft = LetterView(self), MenteeDraft(self)
        self.thoughts, self.comments = ThoughtsPanel(self), MenteeComments(self)
        self.clock = ReadingClock(self._is_read, self)
        self.turn = Button("Open the draft with comments", icon_name="file-text")
        self.turn.clicked.connect(lambda: self.show_draft(not self.shows_draft))
        self.header = MenteeHeader("Feedback", [self.turn], self)
        self.empty = EmptyState(self)
        self._notice = self._notice_line()
        self._lay_out()
        self._connect()
        self._say_empty()
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def shows_draft(self) -> bool:
        """Whether the draft is shown instead of the letter."""
        return self._middle.currentWidget() is self.draft

    def ask_for(self, draft_id: str) -> None:
        """Show the feedback on a draft as it is now."""
        self._wanted = draft_id
        if self.found is not None and self.found.draft.id != draft_id:
            self.leave()
            self.show_draft(False)
        self._mine.act(lambda ws: feedback_on(ws, draft_id), self.show_feedback, self._refuse_page)

    def show_feedback(self, found: ReceivedFeedback) -> None:
        """Show feedback that was read, unless another one is wanted by now."""
        if found.draft.id != self._wanted:
            return
        before, self.found = self.found, found
        is_other = before is None or before.draft.id != found.draft.id
        news = "" if before is None or is_other else _news(before, found)
        if is_other or news:
            self.letter.show_letters(found)
        self.thoughts.show_feedback(found)
        self.comments.show_feedback(found)
        self.draft.show_feedback(found)
        self.header.say(_facts(found))
        self._show_body(True)
        if is_other:
            self._say("")
            self.clock.start(found.read_seconds)
        if news:
            self._say(news)
        self.current_changed.emit()

    def show_draft(self, shown: bool) -> None:
        """Show the draft with the comments, or the letter with the questions."""
        self.leave()
        self._middle.setCurrentWidget(self.draft if shown else self.letter)
        self._right.setCurrentWidget(self.comments if shown else self.thoughts)
        words = "Back to the letter" if shown else "Open the draft with comments"
        self.turn.setText(words)
        self.turn.setAccessibleName(words)
        if shown:
            self.draft.look()
            self.comments.list.setFocus()
        self.current_changed.emit()

    def open_comment(self, comment_id: str) -> None:
        """Show a comment beside its words."""
        self.show_draft(True)
        self.comments.open(comment_id)

    def stops(self) -> list[QWidget]:
        """Return where the keyboard goes on this page, one place for each part."""
        if self.shows_draft:
            return [self.draft.view or self.draft, self.comments.list]
        return [self.letter, self.thoughts.reflection.fields[0]]

    def leave(self) -> None:
        """Keep what is being typed, and the seconds of reading so far."""
        self.comments.flush()
        self.thoughts.reflection.flush()
        self.clock.flush()

    def start_over(self) -> None:
        """Show nothing: another person works here now, or there is no feedback."""
        self.leave()
        self.clock.stop()
        self.found, self._wanted = None, ""
        self._say_empty()

    def focus_reply(self) -> None:
        """Give the answer to the open comment the keyboard."""
        if self.comments.card is not None:
            self.show_draft(True)
            self.comments.card.text.setFocus()

    def toggle_addressed(self) -> None:
        """Mark the open comment as addressed, or not after all."""
        if self.comments.card is not None:
            self.comments.card.toggle_addressed()

    def ask_second_look(self) -> None:
        """Ask for a second look at the open comment, or say first at what of the whole feedback."""
        if self.shows_draft and self.comments.card is not None:
            self.comments.card.ask_second_look()
        else:
            self.show_draft(False)
            self.thoughts.focus_look()

    def focus_rating(self) -> None:
        """Give the rating the keyboard."""
        self.show_draft(False)
        self.thoughts.focus_rating()

    # what the mentee does

    def _connect(self) -> None:
        self.letter.evidence_requested.connect(self.open_comment)
        self.draft.mark_clicked.connect(self.comments.open)
        self.draft.reading_requested.connect(self._read_draft)
        self.comments.chosen.connect(self._show_current)
        self.comments.replied.connect(self._reply)
        self.comments.typed.connect(lambda id_, words: self._keep_unsent(f"reply {id_}", words))
        self.comments.addressed.connect(self._mark_addressed)
        self.comments.second_look.connect(self._ask_on_comment)
        self.thoughts.reflection.typed.connect(self._reflect)
        self.thoughts.reflection.scores_requested.connect(self._show_scores)
        self.thoughts.rated.connect(self._rate)
        self.thoughts.second_look.connect(self._ask_on_all)
        self.thoughts.typed_look.connect(lambda words: self._keep_unsent(f"look {self._wanted}", words))
        self.clock.passed.connect(self._note_reading)

    def _reflect(self, answers: Answers) -> None:
        draft_id, box = self._wanted, self.thoughts.reflection
        self._mine.keep(
            f"reflect {draft_id}",
            lambda ws: reading_feedback.reflect(ws, draft_id, *answers),
            box.refuse,
            lambda _: box.note_kept(answers),
        )

    def _show_scores(self, answers: Answers) -> None:
        draft_id, box = self._wanted, self.thoughts.reflection

        def change(store: Workspace) -> ReceivedFeedback:
            reading_feedback.reflect(store, draft_id, *answers)
            return feedback_on(store, draft_id)

        def kept(found: ReceivedFeedback) -> None:
            box.note_kept(answers)
            self._show_changed(found)

        self._mine.keep(f"reflect {draft_id}", change, box.refuse, kept)

    def _reply(self, comment_id: str, words: str) -> None:
        self._do(
            lambda ws, draft_id: answer(ws, draft_id, comment_id, words),
            self.comments.refuse,
            lambda: self._sent(f"reply {comment_id}", lambda: self.comments.forget(comment_id)),
        )

    def _mark_addressed(self, comment_id: str, addressed: bool) -> None:
        self._do(
            lambda ws, draft_id: reading_feedback.mark_addressed(ws, draft_id, comment_id, addressed=addressed),
            self.comments.refuse,
        )

    def _ask_on_comment(self, comment_id: str, words: str) -> None:
        self._do(
            lambda ws, draft_id: reading_feedback.ask_second_look(ws, draft_id, words, comment_id),
            self.comments.refuse,
            lambda: self._sent(f"reply {comment_id}", lambda: self.comments.forget(comment_id)),
        )

    def _ask_on_all(self, words: str) -> None:
        self._do(
            lambda ws, draft_id: reading_feedback.ask_second_look(ws, draft_id, words),
            self.thoughts.refuse,
            lambda: self._sent(f"look {self._wanted}", self.thoughts.forget_look),
        )

    def _rate(self, stars: int) -> None:
        self._do(lambda ws, draft_id: reading_feedback.rate(ws, draft_id, stars), self.thoughts.refuse)

    def _note_reading(self, seconds: int) -> None:
        draft_id = self.found.draft.id if self.found else ""
        if draft_id:
            self._mine.keep("", lambda ws: reading_feedback.note_reading(ws, draft_id, seconds), done=self._tell)

    def _do(
        self,
        change: Callable[[Workspace, str], object],
        refuse: Callable[[str], object],
        done: Callable[[], object] = lambda: None,
    ) -> None:
        """Make a change of the shown draft's feedback once, then show it as it is now."""
        draft_id = self._wanted

        def act(store: Workspace) -> ReceivedFeedback:
            change(store, draft_id)
            return feedback_on(store, draft_id)

        def show(found: ReceivedFeedback) -> None:
            done()
            self._show_changed(found)

        self._mine.act(act, show, refuse)

    def _sent(self, name: str, forget: Callable[[], object]) -> None:
        """Forget words that were sent, also where they are still on their way to the disk as unsent."""
        forget()
        self._mine.keep(name, lambda ws: forget_unsent(ws, name))

    def _keep_unsent(self, name: str, words: str) -> None:
        self._mine.keep(name, lambda ws: keep_unsent(ws, name, words))

    def _show_changed(self, found: ReceivedFeedback) -> None:
        self.show_feedback(found)
        self._tell()

    def _tell(self, _: object = None) -> None:
        self.changed.emit()

    # the draft

    def _read_draft(self, found: ReceivedFeedback) -> None:
        draft_id, path = found.draft.id, found.original.with_name(found.draft.name)

        def show(reading: Reading) -> None:
            self.draft.show_reading(draft_id, reading)
            if self.comments.list.open_key:
                self.draft.show_current(self.comments.list.open_key)

        self._mine.read(path, found.original, show, self.draft.refuse)

    def _show_current(self, comment_id: str) -> None:
        self.draft.show_current(comment_id)
        self.current_changed.emit()

    def _is_read(self) -> bool:
        return self.isVisible() and self.window().isActiveWindow()

    # the page itself

    def _refuse_page(self, sentence: str) -> None:
        self.start_over()
        self.empty.say("message-square", "This feedback cannot be shown", sentence)

    def _say_empty(self) -> None:
        self.empty.say("message-square", "No feedback yet", "It appears here when your mentor gives it to you.")
        self.header.say("")
        self._show_body(False)

    def _show_body(self, shown: bool) -> None:
        self._body.setVisible(shown)
        self.turn.setVisible(shown)
        self.empty.setVisible(not shown)

    def _say(self, sentence: str) -> None:
        self._notice_words.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _notice_line(self) -> QFrame:
        line = QFrame()
        line.setProperty("surface", "tint")
        row = QHBoxLayout(line)
        row.setContentsMargins(18, 6, 18, 6)
        self._notice_words = label("", wrap=True)
        row.addWidget(IconLabel("pencil-line", "accent", "Corrected"))
        row.addWidget(self._notice_words, 1)
        line.hide()
        return line

    def _lay_out(self) -> None:
        self._middle, self._right = QStackedWidget(), QStackedWidget()
        for stack, pages in ((self._middle, (self.letter, self.draft)), (self._right, (self.thoughts, self.comments))):
            for page in pages:
                stack.addWidget(page)
        self._body = QSplitter(Qt.Orientation.Horizontal)
        self._body.setHandleWidth(1)
        self._body.setChildrenCollapsible(False)
        self._body.addWidget(self._middle)
        self._body.addWidget(self._right)
        self._body.setStretchFactor(0, 1)
        self._is_dragged = False
        self._body.splitterMoved.connect(self._drag)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(rule())
        layout.addWidget(self._notice)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self._body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share another width, unless somebody chose how."""
        super().resizeEvent(event)
        if not self._is_dragged and event.size().width() != event.oldSize().width():
            self._fit()

    def _drag(self) -> None:
        self._is_dragged = True

    def _fit(self) -> None:
        """Give the right side the room that the size of the text needs, but not more than its share."""
        width = min(px(_WIDTH), max(_LEAST, round(self.width() * _SHARE)))
        self._right.setMinimumWidth(min(px(_WIDTH), _LEAST) - 60)
        self._body.setSizes([10_000, width])


def _news(before: ReceivedFeedback, found: ReceivedFeedback) -> str:
    """Say who has released something while the feedback was on the screen."""
    corrected = [found.name(one) for one, at in found.given_ms.items() if before.given_ms.get(one, at) != at]
    added = [found.name(one) for one in found.given_ms if one not in before.given_ms]
    said = [f"{' and '.join(corrected)} has corrected this feedback just now."] if corrected else []
    return " ".join([*said, *([f"{' and '.join(added)} has given you feedback, too."] if added else [])])


def _facts(found: ReceivedFeedback) -> str:
    count = len(found.comments)
    facts = [f"{found.work.title}, draft {found.draft.number}", "1 comment" if count == 1 else f"{count} comments"]
    facts += ["scores after your answers"] if found.scores_wait and found.has_scores else []
    return "   ".join(facts)
