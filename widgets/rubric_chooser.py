"""Which rubric a draft is scored by: those that come with Stet, those in use, or a file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from app.shell.scoring_desk import RubricChoice
from widgets.emptying import empty_out
from widgets.labels import Button, label

_NUMBERED = 9


class RubricChooser(QFrame):
    """One button for each rubric, with its digit; the file last."""

    chosen = Signal(object)  # RubricChoice
    file_chosen = Signal(object)  # Path
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Choose a rubric")
        self.buttons: list[Button] = []
        self._choices: tuple[RubricChoice, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 16, 16, 8)
        self._column.setSpacing(4)

    def show_choices(self, choices: Sequence[RubricChoice], in_use: str = "") -> None:
        """Offer these rubrics; ``in_use`` is the title of the one that can stay."""
        self.buttons = []
        empty_out(self._column)
        self._choices = tuple(choices)
        self._column.addWidget(label("Score this draft by", "strong"))
        self._column.addWidget(
            label("Scores stay with the version of the rubric they were given by.", "small", wrap=True)
        )
        self._column.addSpacing(6)
        for number, choice in enumerate(self._choices, start=1):
            self._add(number, choice)
        file = Button("From a file…", kind="link", icon_name="file-text")
        file.clicked.connect(self._ask_file)
        self._column.addWidget(file, 0, Qt.AlignmentFlag.AlignLeft)
        if in_use:
            stay = Button(f"Stay with {in_use}", kind="link")
            stay.clicked.connect(self.left)
            self._column.addWidget(stay, 0, Qt.AlignmentFlag.AlignLeft)

    def choose(self, number: int) -> None:
        """Choose the rubric with this digit, if there is one."""
        if 0 < number <= len(self._choices):
            self.chosen.emit(self._choices[number - 1])

    def _add(self, number: int, choice: RubricChoice) -> None:
        digit = f"{number}   " if number <= _NUMBERED else ""
        button = Button(f"{digit}{choice.title}")
        button.setAccessibleName(choice.title)
        button.setAccessibleDescription(choice.describes)
        button.clicked.connect(lambda: self.chosen.emit(choice))
        facts = f"{choice.criteria} {'criterion' if choice.criteria == 1 else 'criteria'}. {choice.describes}"
        self.buttons.append(button)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(label(facts, "small", wrap=True))
        self._column.addSpacing(8)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Choose a rubric", "", "Rubrics (*.yaml *.yml);;All files (*)")
        if name:
            self.file_chosen.emit(Path(name))
