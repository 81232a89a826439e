"""Cited beside found, field by field; what agrees is quiet, what differs is bold."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.citations.match_names import same_person
from app.domain.reference import FieldMatch, FieldStatus, Judgement, Record
from app.services.online import NAMES
from widgets.labels import IconLabel, label, rule
from widgets.looks import FIELD_LOOKS, Look
from widgets.reference_words import FIELD_NAMES, field_of, shown
from widgets.theme import px

_NARROW = 460
_PUNCTUATION = re.compile(r"(?<=\S)([/._-])(?=\S)")
_SAME = Look("agrees", "check", "ok")
_OTHER = Look("differs", "equal-not", "ask")


class EvidenceTable(QWidget):
    """A grid with a column for the draft and one for each record.

    Where there is little ``room`` (in pixels; 0 for enough) the name of a field stands above its values.
    """

    def __init__(self, judgement: Judgement, room: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stacked = 0 < room < px(_NARROW)
        self.setAccessibleName("Cited in the draft beside the record")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        heads = ["", "Cited in the draft", *_heads(judgement)]
        for column, text in enumerate(heads):
            if text:
                self._grid.addWidget(label(text, "caption", wrap=True), 0, column)
                self._grid.setColumnStretch(column, 1)
        self._grid.addWidget(rule(), 1, 0, 1, len(heads))
        if self._stacked:
            self._grid.setColumnMinimumWidth(0, 0)
            self._grid.setHorizontalSpacing(8)
        lines = 2 if self._stacked else 1
        for place, one in enumerate(_worth_showing(judgement)):
            self._add(2 + place * lines, one, judgement.other_record)

    def _add(self, row: int, one: FieldMatch, other: Record | None) -> None:
        name = FIELD_NAMES.get(one.name, one.name)
        cited, found = shown(one.cited), shown(one.found) if one.found else "not recorded"
        head = label(name, "small")
        if self._stacked:
            self._grid.addWidget(head, row, 0, 1, -1)
            row += 1
        else:
            self._put(row, 0, head)
        self._put(row, 1, _cell(cited, quiet=not one.cited))
        look = FIELD_LOOKS[one.status]
        self._put(row, 2, _with_icon(found, look, one.status is FieldStatus.DIFFERS))
        spoken = f"{name}: cited {cited}; found {found}; {FIELD_LOOKS[one.status].word}"
        if other is not None:
            values = field_of(other.work, one.name)
            same = _plain(values) == _plain(one.cited) or (one.name == "authors" and _same_people(values, one.cited))
            text = shown(values) if values else "not recorded"
            look = FIELD_LOOKS[FieldStatus.UNCONFIRMED] if not values or not one.cited else _SAME if same else _OTHER
            self._put(row, 3, _with_icon(text, look, look is _OTHER))
            spoken += f"; the other record {text}; {look.word}"
        head.setAccessibleName(spoken)

    def _put(self, row: int, column: int, widget: QWidget) -> None:
        self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop)


def _heads(judgement: Judgement) -> list[str]:
    """Return what stands over the records: where each comes from, of a chimera what each gives to it."""
    if judgement.other_record is not None:
        gives = ("the title", "the authors") if "chimera" in judgement.reasons else ("", "")
        return [f"Record {place} of 2{f': {what}' if what else ''}" for place, what in enumerate(gives, start=1)]
    record = judgement.record
    return [f"At {record.library}" if record is not None and record.library in NAMES else "In your list"]


def _same_people(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two lists name the same people, as the judgement takes them."""
    return len(names) == len(others) and all(map(same_person, names, others))


def _worth_showing(judgement: Judgement) -> list[FieldMatch]:
    return [one for one in judgement.fields if one.status is not FieldStatus.ABSENT or one.cited or one.found]


class Cell(QLabel):
    """A value that can be copied; a long identifier may break after its punctuation."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__(_PUNCTUATION.sub("\\1\u200b", text))
        self.value = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction("Copy", self)
        copy.triggered.connect(lambda: QApplication.clipboard().setText(self.value))
        self.addAction(copy)


def _cell(text: str, quiet: bool = False, strong: bool = False) -> Cell:
    return Cell(text, "strong" if strong else "muted" if quiet else "")


def _with_icon(text: str, look: Look, strong: bool) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    row.addWidget(IconLabel(look.icon, look.colour, look.word, 14), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(_cell(text, quiet=not strong, strong=strong), 1)
    return holder


def _plain(values: tuple[str, ...]) -> list[str]:
    return ["".join(value.casefold().split()) for value in values]
