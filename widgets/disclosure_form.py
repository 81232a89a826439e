"""What an author says about AI use when a draft is handed in: how much, which tools, where, and what it saved."""

import json
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.deliverable import AiUse, DataClass
from app.domain.errors import BadInputError
from app.services.submitting import Disclosure
from widgets.labels import Button, label
from widgets.theme import px

LEVELS = {
    AiUse.NONE: "None",
    AiUse.LANGUAGE: "For language only: spelling, grammar, translation",
    AiUse.PARTS: "For parts: it planned or wrote some passages",
    AiUse.MOST: "For most of it: it wrote, and I edited",
}
DATA_CLASSES = {
    DataClass.PUBLIC: "Public: anyone may read it",
    DataClass.INTERNAL: "Internal: for colleagues",
    DataClass.CONFIDENTIAL: "Confidential: only for those who need it",
    DataClass.PERSONAL: "Personal: about people who can be told apart",
}
_PROMPT_LINES = 4


class DisclosureForm(QWidget):
    """The fields, from top to bottom in the order of Tab; what is typed is told by ``edited``."""

    edited = Signal()
    attach_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong: QWidget | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 24, 8)
        column.setSpacing(6)
        column.addWidget(label("How much did AI tools do?", "strong"))
        self.levels = self._level_buttons(column)
        self._used = QWidget()
        column.addWidget(self._used)
        self._inside = inside = QVBoxLayout(self._used)
        inside.setContentsMargins(0, 8, 0, 0)
        inside.setSpacing(6)
        self.tools = _line(inside, "Which tools?", "Names, with commas between them")
        self.sections = _line(inside, "In which sections?", "Summary, section 3, everywhere")
        self.minutes = _line(inside, "How many minutes did it save you?", "A guess is fine; empty when you do not know")
        self.prompts = self._prompts(inside)
        column.addSpacing(8)
        column.addWidget(label("How private is the text?", "strong"))
        self.data_class = QComboBox()
        self.data_class.setAccessibleName("How private is the text?")
        self.data_class.addItems(list(DATA_CLASSES.values()))
        self.data_class.setCurrentIndex(list(DATA_CLASSES).index(DataClass.INTERNAL))
        column.addWidget(self.data_class)
        column.addStretch()
        self._used.hide()
        self._connect()

    @property
    def level(self) -> AiUse | None:
        """How much AI did, or None while nothing is chosen: nobody is taken to have said what they did not say."""
        place = self.levels.checkedId()
        return tuple(LEVELS)[place] if place >= 0 else None

    def disclosure(self) -> Disclosure:
        """Return what is said. Raises BadInputError, with the field marked and given the keyboard."""
        level = self.level
        self._mark(None)
        if level is None:
            self._mark(self.levels.button(0), below=self.levels.button(len(LEVELS) - 1))
            raise BadInputError("Say how much AI tools did. “None” is an answer, too.")
        data_class = self._data_class
        if level is AiUse.NONE:
            return Disclosure(data_class=data_class)
        tools = tuple(tool.strip() for tool in self.tools.text().split(",") if tool.strip())
        if not tools:
            self._mark(self.tools)
            raise BadInputError("Name at least one tool that was used.")
        return Disclosure(
            level, tools, self.sections.text().strip(), data_class, self._minutes(), self.prompts.toPlainText()
        )

    def hold(self, trouble: QWidget) -> bool:
        """Put what says what is wrong below the field that is; False where no field is."""
        if self._wrong is None:
            return False
        column = self._inside if self._inside.indexOf(self._wrong) >= 0 else self._column
        column.insertWidget(column.indexOf(self._wrong) + 1, trouble)
        return True

    def kept(self) -> str:
        """Return what is typed so far as JSON, for ``use_kept``."""
        texts = {name: field.text() for name, field in self._lines().items()}
        level = self.level
        return json.dumps(
            {
                **texts,
                "prompts": self.prompts.toPlainText(),
                "level": level.value if level else "",
                "data_class": self._data_class.value,
            }
        )

    def use_kept(self, kept: str) -> None:
        """Fill in what was typed before; what makes no sense is left out."""
        try:
            found = json.loads(kept) if kept else {}
        except ValueError:
            return
        if not isinstance(found, Mapping):
            return
        for name, field in self._lines().items():
            field.setText(str(found.get(name, "")))
        self.prompts.setPlainText(str(found.get("prompts", "")))
        for place, level in enumerate(LEVELS):
            if found.get("level") == level.value:
                self.levels.button(place).setChecked(True)
        for place, data_class in enumerate(DATA_CLASSES):
            if found.get("data_class") == data_class.value:
                self.data_class.setCurrentIndex(place)

    def attach(self, text: str) -> None:
        """Add the text of a file after the prompts that are typed."""
        before = self.prompts.toPlainText().rstrip()
        self.prompts.setPlainText(f"{before}\n\n{text}" if before else text)

    @property
    def _data_class(self) -> DataClass:
        return tuple(DATA_CLASSES)[self.data_class.currentIndex()]

    def _minutes(self) -> int | None:
        words = self.minutes.text().strip()
        if not words:
            return None
        if not words.isdecimal() or len(words) > 6:  # noqa: PLR2004 more minutes than a year of work has
            self._mark(self.minutes)
            raise BadInputError("Minutes saved is a whole number, 0 or more. Leave it empty if you do not know.")
        return int(words)

    def _mark(self, wrong: QWidget | None, below: QWidget | None = None) -> None:
        self._wrong = below or wrong
        for field in self._lines().values():
            field.setProperty("wrong", "yes" if field is wrong else "")
            field.style().polish(field)
        if wrong is not None:
            wrong.setFocus()

    def _lines(self) -> dict[str, QLineEdit]:
        return {"tools": self.tools, "sections": self.sections, "minutes": self.minutes}

    def _level_buttons(self, column: QVBoxLayout) -> QButtonGroup:
        group = QButtonGroup(self)
        for place, words in enumerate(LEVELS.values()):
            button = QRadioButton(words)
            button.setAccessibleName(words)
            group.addButton(button, place)
            column.addWidget(button)
        return group

    def _prompts(self, column: QVBoxLayout) -> QPlainTextEdit:
        column.addWidget(label("Prompts or transcript, if you want to show them", "strong", wrap=True))
        field = QPlainTextEdit()
        field.setAccessibleName("Prompts or transcript")
        field.setTabChangesFocus(True)
        field.setFixedHeight(px(22) * _PROMPT_LINES)
        column.addWidget(field)
        attach = Button("Take from a text file…", kind="link")
        attach.clicked.connect(self.attach_requested)
        row = QHBoxLayout()
        row.addWidget(attach)
        row.addStretch()
        column.addLayout(row)
        return field

    def _connect(self) -> None:
        self.levels.idToggled.connect(self._show_used)
        self.data_class.currentIndexChanged.connect(lambda _: self.edited.emit())
        for field in self._lines().values():
            field.textChanged.connect(lambda _: self.edited.emit())
        self.prompts.textChanged.connect(self.edited)

    def _show_used(self) -> None:
        self._used.setVisible(self.level not in {None, AiUse.NONE})
        self.edited.emit()


def _line(column: QVBoxLayout, caption: str, hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(caption)
    field.setPlaceholderText(hint)
    column.addWidget(label(caption, "strong"))
    column.addWidget(field)
    return field
