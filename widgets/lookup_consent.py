"""Consent to online look-ups: what is sent where, service by service; off until a person agrees, taken back here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.services.online import ALSO_SENT, NEVER_SENT, SERVICES, OnlineChoice, OnlineService
from widgets.labels import Button, label, rule
from widgets.sizing import begin_at, scrolled
from widgets.theme import px

_INTRO = "Off until you agree. Stet asks only the services you tick, only about references, only when told to."

_LINE_UP = 3  # the words of a switch stand lower than those of a label


class ConsentDialog(QDialog):
    """A line for each service with its switch; nothing is agreed before the button is pressed."""

    chosen = Signal(object)  # OnlineChoice

    def __init__(self, choice: OnlineChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Online look-ups")
        begin_at(self, 820, 850)
        self._was_on = choice.on
        self.services = {one.name: QCheckBox(one.name) for one in SERVICES}
        self.all = QCheckBox("All of them")
        self.titles = QCheckBox("Search by title too, where there is no identifier")
        self.contact = QLineEdit(choice.contact)
        self.agree = Button("Agree", kind="primary")
        self.take_back = Button("Ask nobody any more")
        for name, box in self.services.items():
            box.setChecked(name in choice.services)
            box.toggled.connect(self._enable)
        self.all.clicked.connect(self._tick_all)
        self.titles.setChecked(choice.titles)
        self.titles.toggled.connect(self._show_titles)
        self._gets: dict[str, QLabel] = {}
        self._lay_out()
        self._show_titles()
        self._enable()

    @property
    def choice(self) -> OnlineChoice:
        """What is ticked."""
        ticked = frozenset(name for name, box in self.services.items() if box.isChecked())
        return OnlineChoice(ticked, self.titles.isChecked(), self.contact.text().strip())

    def _tick_all(self, on: bool) -> None:
        for box in self.services.values():
            box.setChecked(on)

    def _enable(self) -> None:
        ticked = [box.isChecked() for box in self.services.values()]
        self.all.setChecked(all(ticked))
        self.agree.setEnabled(any(ticked))

    def _show_titles(self) -> None:
        """Say what each service gets, with the title where it is searched by."""
        for one in SERVICES:
            self._gets[one.name].setText(_gets(one, titles=self.titles.isChecked()))

    def _agree(self) -> None:
        self.chosen.emit(self.choice)
        self.accept()

    def _take_back(self) -> None:
        self.chosen.emit(OnlineChoice(contact=self.contact.text().strip()))
        self.accept()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("Look references up online", "title"))
        layout.addWidget(label(_INTRO, "muted", wrap=True))
        layout.addWidget(label("Never sent", "caption"))
        layout.addWidget(label(NEVER_SENT, "", wrap=True))
        area = scrolled(self._page())
        area.setAccessibleName("Services, and what each gets")
        layout.addWidget(area, 1)
        buttons, cancel = QHBoxLayout(), Button("Cancel")
        cancel.clicked.connect(self.reject)
        self.agree.clicked.connect(lambda _: self._agree())
        self.take_back.clicked.connect(lambda _: self._take_back())
        self.take_back.setVisible(self._was_on)
        self.agree.setDefault(True)
        buttons.addWidget(self.take_back)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.agree)
        layout.addLayout(buttons)

    def _page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self._table())
        column.addWidget(self.titles)
        words = "It shows more of the draft: the title of each cited work leaves this computer."
        column.addWidget(label(words, "small", wrap=True))
        column.addWidget(label("Contact", "caption"))
        self.contact.setAccessibleName("Contact for online look-ups")
        self.contact.setPlaceholderText("e-mail address, or empty")
        column.addWidget(self.contact)
        words = "Crossref and others answer sooner when they know whom to write to. Cited links never get it."
        column.addWidget(label(words, "small", wrap=True))
        column.addWidget(label("Always seen", "caption"))
        column.addWidget(label(ALSO_SENT, "", wrap=True))
        column.addStretch()
        return page

    def _table(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        grid.addWidget(self.all, 0, 0)
        grid.addWidget(label("For", "caption"), 0, 1)
        grid.addWidget(label("Gets", "caption"), 0, 2)
        grid.addWidget(rule(), 1, 0, 1, 3)
        for row, one in enumerate(SERVICES, start=2):
            box, gets = self.services[one.name], label("", "", wrap=True)
            box.setAccessibleDescription(f"{one.purpose}. {one.host}")
            gets.setContentsMargins(0, px(_LINE_UP), 0, 0)
            self._gets[one.name] = gets
            grid.addWidget(box, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_purpose(one), row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(gets, row, 2, Qt.AlignmentFlag.AlignTop)
        return holder


def _purpose(one: OnlineService) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, px(_LINE_UP), 0, 0)
    column.setSpacing(0)
    column.addWidget(label(one.purpose, "", wrap=True))
    column.addWidget(label(one.host or "the cited sites themselves", "small", wrap=True))
    return holder


def _gets(one: OnlineService, *, titles: bool) -> str:
    """Return what a service gets, as a sentence."""
    sends = " or ".join(one.sends)
    also = " and ".join(one.sends_titles) if titles else ""
    return f"{sends[:1].upper()}{sends[1:]}{f'; or {also}' if also else ''}"
