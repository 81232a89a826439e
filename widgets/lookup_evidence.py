"""What online services said about one reference, beside what the lists said: who, when, and where to look."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.days import day_of
from app.services.online import Evidence, Looked
from widgets.labels import Button, IconLabel, label, on_line
from widgets.looks import VERDICT_LOOKS
from widgets.lookup_words import OUTCOME_LOOKS


class LookUpEvidence(QWidget):
    """The lists' own verdict, then a line for each service that was asked."""

    open_requested = Signal(str)  # an address

    def __init__(self, looked: Looked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What online services said")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(label("Online", "caption"), 0, 0, 1, -1)
        self._say_offline(looked)
        for one in looked.evidence:
            self._add(one)

    def _say_offline(self, looked: Looked) -> None:
        before = looked.offline.verdict
        if before is looked.judgement.verdict:
            return
        listless = "no-list" in looked.offline.reasons
        words = "You have no source list to check it against." if listless else f"By your lists: {before.shown_as}."
        look = VERDICT_LOOKS[before]
        self._grid.addWidget(IconLabel(look.icon, look.colour, look.word), 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label(words, "", wrap=True), 1, 1, 1, 2)

    def _add(self, one: Evidence) -> None:
        row, look = self._grid.rowCount(), OUTCOME_LOOKS[one.outcome]
        words = label(f"{one.service}, {day_of(one.asked_ms)}. {one.words}", "", wrap=True)
        words.setAccessibleName(f"{one.service}: {look.word}. {one.words} Asked on {day_of(one.asked_ms)}.")
        self._grid.addWidget(IconLabel(look.icon, look.colour, look.word), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
        if one.address:
            opening = Button("Open…", kind="link")
            opening.setAccessibleName(f"Open the record at {one.service}")
            opening.setToolTip(one.address)
            opening.clicked.connect(lambda _=False, address=one.address: self.open_requested.emit(address))
            self._grid.addLayout(on_line(opening), row, 2)
