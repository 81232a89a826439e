"""Beside the letter: the three questions, the scores behind them, how useful it was, and asking for a second look."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.feedback import MarkKind
from app.shell.mine import ReceivedFeedback
from widgets.labels import Button, label, rule
from widgets.mentee_reflection import ReflectionBox
from widgets.mentee_scores import ScoresBox
from widgets.sizing import scrolled

_STARS = ("Not useful", "A little useful", "Useful", "Very useful", "It changed how I work")

_WHAT_AGAIN = "Say in a sentence what should be looked at again."


class ThoughtsPanel(QFrame):
    """What the mentee makes of the feedback as a whole."""

    rated = Signal(int)
    second_look = Signal(str)
    typed_look = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAccessibleName("Your side")
        self.reflection, self.scores = ReflectionBox(), ScoresBox()
        top = QVBoxLayout()
        top.setContentsMargins(20, 16, 20, 16)
        top.addWidget(self.scores)
        top.addWidget(self.reflection)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addStretch()
        column.addWidget(rule())
        column.addLayout(self._foot())
        self._area = scrolled(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self._draft_id = ""

    def show_feedback(self, found: ReceivedFeedback) -> None:
        """Show answers, scores and marks as they are now."""
        self.reflection.show_feedback(found)
        self.scores.show_feedback(found)
        useful = found.mark(MarkKind.USEFUL, found.draft.id)
        self._stars.setExclusive(False)
        for place, button in enumerate(self._stars.buttons(), start=1):
            button.setChecked(useful is not None and useful.value == place)
        self._stars.setExclusive(True)
        self._useful.setText(_STARS[useful.value - 1] if useful else "")
        look = found.mark(MarkKind.SECOND_LOOK, found.draft.id)
        self._look.setText("Ask again for a second look" if look else "Ask for a second look")
        self._look.setToolTip(f"You asked: {look.words}" if look and look.words else "")
        if found.draft.id != self._draft_id:
            self._draft_id = found.draft.id
            self.why.setText(found.unsent.get(f"look {found.draft.id}", ""))
            self.refuse("")

    def focus_rating(self) -> None:
        """Give the rating the keyboard."""
        self._go_to(self._stars.checkedButton() or self._stars.button(1))

    def focus_look(self) -> None:
        """Give the words that go with asking for a second look the keyboard."""
        self._go_to(self.why)

    def forget_look(self) -> None:
        """Forget the words that went with asking: they were sent."""
        self.why.setText("")

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            QTimer.singleShot(0, self.problem, lambda: self._area.ensureWidgetVisible(self.problem))

    def _go_to(self, widget: QWidget) -> None:
        widget.setFocus()
        self._area.ensureWidgetVisible(widget)

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 10, 20, 12)
        foot.setSpacing(6)
        foot.addWidget(label("How useful is this feedback?", "caption", wrap=True))
        foot.addLayout(self._rating())
        self.why = QLineEdit()
        self.why.setAccessibleName("What should be looked at again?")
        self.why.setPlaceholderText("What should be looked at again?")
        self.why.textEdited.connect(self.typed_look)
        self._look = Button("Ask for a second look", kind="link", icon_name="repeat")
        for asked in (self.why.returnPressed, self._look.clicked):
            asked.connect(self._ask_again)
        foot.addWidget(self.why)
        foot.addWidget(self._look, 0, Qt.AlignmentFlag.AlignLeft)
        self.problem = label("", "small", wrap=True)
        self.problem.hide()
        foot.addWidget(self.problem)
        return foot

    def _ask_again(self) -> None:
        words = self.why.text().strip()
        self.refuse("" if words else _WHAT_AGAIN)
        if words:
            self.second_look.emit(words)
        else:
            self.why.setFocus()

    def _rating(self) -> QHBoxLayout:
        self._stars = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for stars, words in enumerate(_STARS, start=1):
            button = QToolButton()
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setText(str(stars))
            button.setToolTip(words)
            button.setAccessibleName(f"{stars} of 5: {words}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._stars.addButton(button, stars)
            row.addWidget(button)
        self._stars.idClicked.connect(self.rated)
        self._useful = label("", "small", wrap=True)
        row.addSpacing(6)
        row.addWidget(self._useful, 1)
        return row
