"""What a comment can say further: why, what good looks like, words to put instead, and the criterion it speaks to."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.review import Comment
from widgets.labels import label
from widgets.theme import px

FIELDS = {"why": "Why it matters", "good": "What good looks like", "suggestion": "Put instead"}
_LINES = 2.6


class CommentText(QPlainTextEdit):
    """The words of a comment; Escape is done, losing the keyboard keeps what is typed."""

    left = Signal()
    done = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what is typed."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as done."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)


class CommentMore(QWidget):
    """The further fields of a comment."""

    typed = Signal()
    left = Signal()
    done = Signal()

    def __init__(self, comment: Comment, criteria: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = {name: getattr(comment, name) for name in (*FIELDS, "criterion")}
        self.fields = {name: self._field(title, self._kept[name]) for name, title in FIELDS.items()}
        self.criterion = self._choice(criteria)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(3)
        for name, field in self.fields.items():
            layout.addWidget(label(FIELDS[name], "small"))
            layout.addWidget(field)
        self._criterion_title = label("Criterion", "small")
        for part in (self._criterion_title, self.criterion):
            layout.addWidget(part)
            part.setVisible(self.criterion.count() > 1)

    @property
    def says_something(self) -> bool:
        """Whether any field is filled in."""
        return any(self._kept.values())

    def changed_fields(self) -> dict[str, str]:
        """Return what is new since it was asked last, by the name of the field."""
        now = {name: field.toPlainText() for name, field in self.fields.items()}
        now["criterion"] = str(self.criterion.currentData() or "")
        new = {name: words for name, words in now.items() if words != self._kept[name]}
        self._kept |= new
        return new

    def focus_first(self) -> None:
        """Give the first empty field the keyboard."""
        fields = list(self.fields.values())
        next((one for one in fields if not one.toPlainText()), fields[0]).setFocus()

    def _field(self, title: str, words: str) -> CommentText:
        field = CommentText(self)
        field.setPlainText(words)
        field.setTabChangesFocus(True)
        field.setAccessibleName(title)
        field.setFixedHeight(round(px(22) * _LINES))
        field.textChanged.connect(self.typed)
        field.left.connect(self.left)
        field.done.connect(self.done)
        return field

    def _choice(self, criteria: Mapping[str, str]) -> QComboBox:
        """Return the criteria of the rubric in use; one that a comment has from elsewhere stays choosable."""
        box = QComboBox(self)
        box.setAccessibleName("Criterion")
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem("None", "")
        own = self._kept["criterion"]
        for name, title in {**criteria, **({own: criteria.get(own, own)} if own else {})}.items():
            box.addItem(f"{name}  {title}" if title != name else name, name)
        box.setCurrentIndex(max(0, box.findData(own)))
        box.activated.connect(lambda _: self.left.emit())
        return box
