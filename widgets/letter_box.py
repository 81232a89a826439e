"""The letter to the mentee: one strength, one thing to improve, the next practice task, each tied to comments."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.services.letters import Part, evidence_of
from app.shell.items import CommentItem
from app.shell.scoring_desk import ScoringDesk
from widgets.emptying import empty_out
from widgets.labels import Button, ElidedLabel, IconButton, IconLabel, label
from widgets.letter_field import KeptText
from widgets.looks import KIND_LOOKS

_TITLES = {
    Part.STRENGTH: ("One strength", "What worked, in their own words"),
    Part.IMPROVEMENT: ("One thing to improve", "What, why, and what good looks like"),
    Part.NEXT_TASK: ("Next, to practise", "A task of twenty minutes"),
}
_MOST, _WORDS = 30, 60


class LetterBox(QFrame):
    """Three fields, kept as they are typed, and the comments that each of them is tied to."""

    left = Signal()  # Escape

    def __init__(self, desk: ScoringDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Letter")
        self._desk = desk
        self.parts = {part: LetterPart(part, desk, self) for part in Part}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        self._title = label("Letter", "title")
        column.addWidget(self._title)
        for part in self.parts.values():
            column.addWidget(part)
            part.words.done.connect(self.left)

    def follow(self, before: QWidget) -> None:
        """Let Tab come from ``before`` into the three parts, then to what ties them."""
        parts = self.parts.values()
        order = [before, *(part.words for part in parts), *(part.tie for part in parts)]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def show_letter(self) -> None:
        """Show the letter as it is kept, or as it was typed last."""
        scores = self._desk.scores
        mentee = scores.mentee if scores is not None else ""
        self._title.setText(f"Letter to {mentee}" if mentee else "Letter")
        for part in self.parts.values():
            part.show_part()

    def take_keyboard(self, first: bool = False) -> None:
        """Put the keyboard into the first part that says nothing yet, else (or on request) into the first."""
        fields = [part.words for part in self.parts.values()]
        wanted = next((field for field in fields if not field.toPlainText().strip()), fields[0])
        (fields[0] if first else wanted).setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def has_room(self) -> bool:
        """Whether a part says nothing yet."""
        return not all(part.words.toPlainText().strip() for part in self.parts.values())

    def flush(self) -> None:
        """Keep what is being typed."""
        for part in self.parts.values():
            part.words.flush()


class LetterPart(QFrame):
    """One part with its words and its evidence."""

    def __init__(self, part: Part, desk: ScoringDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._part, self._desk = part, desk
        title, hint = _TITLES[part]
        self.words = KeptText(title, hint, parent=self)
        self.words.typed.connect(lambda words: desk.write(part, words))
        self.tie = Button("Tie to a comment…", kind="link", icon_name="link", parent=self)
        self.tie.setAccessibleName(f"Tie to a comment: {title}")
        self.tie.clicked.connect(self.ask_comment)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._tied: tuple[CommentItem, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 4)
        column.setSpacing(4)
        column.addWidget(label(title, "caption"))
        column.addWidget(self.words)
        column.addLayout(self._rows)
        column.addWidget(self.tie, 0, Qt.AlignmentFlag.AlignLeft)

    def show_part(self) -> None:
        """Show the words, and what they are tied to."""
        self.words.show_words(self._desk.words_of(self._part))
        opened, ids = self._desk.opened, self._ids()
        found = [opened.comment(one) for one in ids] if opened is not None else []
        tied = tuple(item for item in found if item is not None)
        if tied == self._tied:
            return
        self._tied = tied
        empty_out(self._rows)
        for item in tied:
            self._rows.addWidget(self._row(item))

    def ask_comment(self) -> None:
        """Ask which comments this part is tied to; one that is tied already is let go."""
        menu = QMenu(self)
        menu.setAccessibleName("Comments")
        ids = self._ids()
        for item in self._comments()[:_MOST]:
            words = _line(item)
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(item.key in ids)
            action.triggered.connect(lambda _=False, key=item.key: self._toggle(key))
        if menu.isEmpty():
            menu.addAction("No comments yet").setEnabled(False)
        menu.exec(self.tie.mapToGlobal(self.tie.rect().bottomLeft()))
        menu.deleteLater()

    def _comments(self) -> list[CommentItem]:
        """Return the comments that say something, the current one first."""
        opened = self._desk.opened
        items = [item for item in opened.comment_items() if item.comment.body.strip()] if opened is not None else []
        return sorted(items, key=lambda item: item.key != self._desk.current)

    def _ids(self) -> tuple[str, ...]:
        return evidence_of(self._desk.scores.letter, self._part) if self._desk.scores is not None else ()

    def _toggle(self, key: str) -> None:
        ids = self._ids()
        self._desk.tie(self._part, tuple(one for one in ids if one != key) if key in ids else (*ids, key))

    def _row(self, item: CommentItem) -> QWidget:
        look, row = KIND_LOOKS[item.comment.kind], QFrame()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(IconLabel(look.icon, look.colour, look.word))
        line.addWidget(ElidedLabel(_line(item), ""), 1)
        line.addWidget(ElidedLabel(item.place, "small", most=120))
        let_go = IconButton("x", f"Untie {_line(item)}", row)
        let_go.clicked.connect(lambda: self._toggle(item.key))
        line.addWidget(let_go)
        return row


def _line(item: CommentItem) -> str:
    words = " ".join(item.comment.body.split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS].rstrip()} …"
