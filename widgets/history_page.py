"""The history of a mentee's work: scores over time, what comes back, and everything that was said."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.shell.items import shown_quote
from app.shell.my_history import NO_HISTORY, Filters, History, find_said, history_of
from app.shell.session import Session
from widgets.history_comes_back import ComesBackList
from widgets.history_said import HistorySaid
from widgets.history_scores import HistoryScores
from widgets.labels import Button, label, rule
from widgets.mentee_header import MenteeHeader
from widgets.mentee_words import day
from widgets.theme import px, theme

_BESIDE, _WIDEST = 290, 400
_MEASURE = 900
_SIDE_BY_SIDE = 740  # from this width on, at 100 % text
_LINES = 2  # of a comment that waits


class HistoryPage(QFrame):
    """An overview, or a list with search. With ``mentee_id`` a mentor reads the history of that mentee."""

    feedback_requested = Signal(str)  # a draft's id

    def __init__(self, session: Session, parent: QWidget | None = None, mentee_id: str = "") -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("History")
        self._session, self._mentee_id = session, mentee_id
        self.found: History | None = None
        self.scores, self.comes_back = HistoryScores(), ComesBackList(session.engine.titles())
        self.said = HistorySaid(self)
        self._tabs = QButtonGroup(self)
        tabs = [self._tab("Overview", 0), self._tab("Everything said", 1)]
        self.paper = Button("Print…")
        self.paper.setAccessibleName("Print the history, or save it as PDF")
        self.paper.clicked.connect(self.print_history)
        self.header = MenteeHeader("History", [*tabs, self.paper], self)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._overview())
        self._pages.addWidget(self.said)
        self._tabs.idClicked.connect(self._pages.setCurrentIndex)
        self._tabs.button(0).setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(rule())
        layout.addWidget(self._pages, 1)
        self.said.search_requested.connect(self._search)
        for part in (self.said, self.comes_back):
            part.feedback_requested.connect(self.feedback_requested)
        theme().changed.connect(self._fit)
        self._fit()

    def put_away(self) -> None:
        """Show nothing: somebody else works here now."""
        self.show_history(NO_HISTORY)
        self.found = None
        self.said.show_found(self.said.filters, ())

    def refresh(self) -> None:
        """Read the history afresh."""
        mentee_id = self._mentee_id
        self._session.ask(lambda ws: history_of(ws, mentee_id), self.show_history)

    def stops(self) -> list[QWidget]:
        """Return where the keyboard goes on this page, one place for each part."""
        if self._pages.currentIndex():
            return [self.said.field, self.said.list]
        return [self._area] if self._beside.isHidden() else [self._area, self._beside]

    def print_history(self) -> None:
        """Ask for a printer, or a PDF file, and print everything."""
        from widgets.history_printing import ask_to_print_history

        ask_to_print_history(self._session, self._mentee_id, self.window())

    def search(self) -> None:
        """Show the list and give its search the keyboard."""
        self._tabs.button(1).setChecked(True)
        self._pages.setCurrentIndex(1)
        self.said.field.setFocus()

    def show_history(self, found: History) -> None:
        """Show what was read."""
        self.found = found
        count = len({one.draft_id for one in found.points})
        drafts = f"{count} scored draft{'s' if count != 1 else ''}"
        self.header.say(f"{found.name}   {drafts}".strip())
        self.scores.show_history(found)
        self.comes_back.show_history(found)
        self._show_beside(found)
        self.said.show_history(found)

    def _search(self, wanted: Filters) -> None:
        found = self.found
        if found is not None:
            mentee_id = found.mentee_id
            self._session.ask(
                lambda ws: find_said(ws, mentee_id, wanted), lambda said: self.said.show_found(wanted, said)
            )

    def _overview(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("clear", "yes")
        self._measure = QWidget()
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(28, 20, 28, 28)
        outer.addWidget(self._measure, 1)
        outer.addStretch(0)
        column = QVBoxLayout(self._measure)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addWidget(self.scores)
        column.addWidget(self.comes_back)
        self._below = QVBoxLayout()
        column.addLayout(self._below)
        column.addStretch()
        self._sheet = QFrame()
        self._sheet.setProperty("surface", "panel")
        self._beside_column = QVBoxLayout(self._sheet)
        self._beside_column.setContentsMargins(20, 20, 16, 20)
        self._beside = _scrolled(self._sheet, "Open comments and thoughts")
        self._notes: QWidget | None = None
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._area = _scrolled(inside, "Overview")
        self._line = rule("v")
        row.addWidget(self._area, 1)
        row.addWidget(self._line)
        row.addWidget(self._beside)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands beside below the rest where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        stacked = self.width() < px(_SIDE_BY_SIDE)
        if stacked == self._beside.isHidden():
            return
        for part in (self._line, self._beside):
            part.setVisible(not stacked)
        if stacked:
            self._below.addWidget(self._beside.takeWidget())
            self._sheet.show()
        else:
            self._below.removeWidget(self._sheet)
            self._beside.setWidget(self._sheet)
        if self.found is not None:
            self._show_beside(self.found)  # its lines have another width

    def _show_beside(self, found: History) -> None:
        if self._notes is not None:
            self._notes.deleteLater()
        self._notes = QWidget()
        column = QVBoxLayout(self._notes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if found.is_own:
            column.addWidget(label("Open comments", "title", wrap=True))
            for one in found.waiting:
                link = Button(self._cut(one.words), kind="link", icon_name="message-square")
                link.setAccessibleName(shown_quote(one.words))
                link.setToolTip(shown_quote(one.words))
                link.clicked.connect(lambda _=False, id_=one.draft_id: self.feedback_requested.emit(id_))
                column.addWidget(link)
                column.addWidget(label(one.work, "small", wrap=True))
            if not found.waiting:
                column.addWidget(label("None wait for you.", "muted", wrap=True))
            column.addSpacing(16)
        thought = found.last_thought
        if thought is not None:
            column.addWidget(
                label("What I wrote last time" if found.is_own else "Their last thought", "title", wrap=True)
            )
            column.addWidget(label(f"“{shown_quote(thought.next_time)}”", "quote", wrap=True))
            column.addWidget(label(f"{day(thought.updated_ms)}, {found.place(thought.draft_id)}", "small", wrap=True))
        column.addStretch()
        self._beside_column.addWidget(self._notes, 1)

    def _tab(self, words: str, place: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "segment")
        button.setText(words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tabs.addButton(button, place)
        return button

    def _cut(self, words: str) -> str:
        """Return the beginning of a comment, as much as stands beside an icon in two lines."""
        width = self._area.width() - 56 if self._beside.isHidden() else self._beside.width()
        room, metrics = width - px(24) - 40, self.fontMetrics()
        left = shown_quote(words).split()
        lines: list[str] = []
        while left and len(lines) < _LINES - 1:
            count = 1
            while count < len(left) and metrics.horizontalAdvance(" ".join(left[: count + 1])) <= room:
                count += 1
            lines.append(" ".join(left[:count]))
            left = left[count:]
        lines += [" ".join(left)] if left else []
        return "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines)

    def _fit(self) -> None:
        self._beside.setFixedWidth(min(px(_BESIDE), _WIDEST))
        self._measure.setMaximumWidth(px(_MEASURE))
        self._arrange()


def _scrolled(inside: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
