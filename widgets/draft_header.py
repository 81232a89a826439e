"""The title bar of the draft: its name, what it is, its size on the screen, and where to look for things."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from app.domain.document import Kind
from app.shell.desk_draft import DeskDraft
from widgets.labels import Button, ElidedLabel, IconButton, label
from widgets.theme import px, theme

if TYPE_CHECKING:
    from widgets.compare_bar import CompareBar

_KINDS = {Kind.DOCX: "Word", Kind.PDF: "PDF", Kind.TEXT: "Plain text", Kind.MARKDOWN: "Markdown"}

_WORDS_ROOM = 280  # of the title and the facts, before the tools give way
_LEFT, _RIGHT, _SPACING = 18, 14, 6
_SEND, _SHORT = "Send feedback", "Send"
_GIVING_WAY = (
    (True, 0, True, _SEND),
    (False, 0, True, _SEND),
    (False, 1, True, _SEND),
    (False, 1, False, _SEND),
    (False, 2, False, _SEND),
    (False, 2, False, _SHORT),
)
"""What stays, from most to least: the zoom, how far comparing is folded, finding and commenting, the words to send."""


class DraftHeader(QFrame):
    """One line of title, one of facts, and the tools at the right."""

    zoom_requested = Signal(int)
    find_requested = Signal()
    comment_requested = Signal()
    panel_toggled = Signal()
    send_requested = Signal()
    disclosure_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self._opened: DeskDraft | None = None
        self._bar: CompareBar | None = None
        self._title, self._facts = ElidedLabel("", "title"), ElidedLabel("", "small", most=2000)
        self._zoom = label("100 %", "small")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._disclosure = Button("AI use", kind="link")
        self._disclosure.setToolTip("What the author says about AI use (Ctrl+I)")
        self._disclosure.clicked.connect(self.disclosure_requested)
        self._disclosure.hide()
        self.send = Button(_SEND)
        self.send.setToolTip("Show what the mentee gets, then send it (Ctrl+Enter)")
        self.send.clicked.connect(self.send_requested)
        self._parts, self._second = QHBoxLayout(), QHBoxLayout()
        self._texts, self._above, self._below = QVBoxLayout(), QSpacerItem(0, 0), QSpacerItem(0, 0)
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        second = self._second
        second.setSpacing(10)
        second.addWidget(self._facts)
        second.addWidget(self._disclosure)
        second.addStretch(1)
        texts = self._texts
        texts.setSpacing(1)
        texts.addStretch()
        texts.addWidget(self._title)
        texts.addSpacerItem(self._above)
        texts.addLayout(second)
        texts.addSpacerItem(self._below)
        texts.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT, 0, _RIGHT, 1)
        layout.setSpacing(_SPACING)
        layout.addLayout(texts, 1)
        layout.addLayout(self._parts)
        smaller = self._tool("minus", "Smaller", lambda: self.zoom_requested.emit(-1))
        larger = self._tool("plus", "Larger", lambda: self.zoom_requested.emit(1))
        find = self._tool("search", "Find in the draft (Ctrl+F)", self.find_requested.emit)
        comment = self._tool("message-square", "Comment on the selection (C)", self.comment_requested.emit)
        self._zooming, self._spare = (smaller, self._zoom, larger), (find, comment)
        for part in (*self._zooming, *self._spare):
            layout.addWidget(part)
        self._panel = self._tool("panel-right", "Show or hide the panel (F9)", self.panel_toggled.emit)
        layout.addWidget(self._panel)
        layout.addSpacing(_SPACING)
        layout.addWidget(self.send)

    def show_draft(self, opened: DeskDraft) -> None:
        """Show the name and the facts of a draft."""
        self._title.show_text(opened.name, tooltip=str(opened.path))
        self._opened = opened
        self.show_work([], False)

    def show_work(self, words: Sequence[str], has_disclosure: bool) -> None:
        """Show whose draft it is and where its work stands, before the facts."""
        if self._opened is not None:
            self._facts.show_text("   ".join((*words, *facts(self._opened))))
        self._disclosure.setVisible(has_disclosure)
        self._align()
        self.give_way()

    def add_compare(self, bar: "CompareBar") -> None:
        """Put reading or comparing between the words and the tools."""
        self._bar = bar
        self._parts.addWidget(bar)
        self.give_way()

    def show_pages(self, path: Path, count: int) -> None:
        """Show the name of a PDF whose text is still being read."""
        self._title.show_text(path.stem, tooltip=str(path))
        self._facts.show_text(f"PDF   {_pages(count)}   Reading the text …")
        self.give_way()

    def show_scored(self, is_scored: bool) -> None:
        """Make sending the next step once everything is scored, and only then."""
        kind = "primary" if is_scored else ""
        if kind == (self.send.property("kind") or ""):
            return
        self.send.setProperty("kind", kind)
        self.send.style().unpolish(self.send)
        self.send.style().polish(self.send)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the tools give way to the words."""
        super().resizeEvent(event)
        self.give_way()

    def give_way(self) -> None:
        """Let the tools make room for the title: all of them are at hand by key and menu too."""
        wanted = min(max(line.sizeHint().width() for line in (self._title, self._facts)), px(_WORDS_ROOM))
        fitting = (state for state in _GIVING_WAY if self._room(*state) >= wanted)
        zooms, folded, spares, send = next(fitting, _GIVING_WAY[-1])
        for part in self._zooming:
            part.setVisible(zooms)
        for part in self._spare:
            part.setVisible(spares)
        if self._bar is not None:
            self._bar.fold(folded)
        self.send.setText(send)

    def _room(self, zooms: bool, folded: int, spares: bool, send: str) -> int:
        """Return the width that is left for the title."""
        tools: list[QWidget] = [self._panel, self.send]
        tools += (*(self._zooming if zooms else ()), *(self._spare if spares else ()))
        taken = sum(tool.sizeHint().width() + _SPACING for tool in tools) + 2 * _SPACING + _LEFT + _RIGHT
        width_of = self.send.fontMetrics().horizontalAdvance
        taken += width_of(send) - width_of(self.send.text())
        if self._bar is not None:
            taken += self._bar.room(folded)
        return self.width() - taken

    def _align(self) -> None:
        """Keep the two lines as near with a link in the second, which is higher than its words to be easily hit."""
        high = 0 if self._disclosure.isHidden() else self._disclosure.sizeHint().height()
        over = max(0, high - self._facts.sizeHint().height())
        self._above.changeSize(0, -(over // 2))
        self._below.changeSize(0, over // 2 - over)
        self._texts.invalidate()

    def show_zoom(self, zoom: float) -> None:
        """Show the size in use."""
        self._zoom.setText(f"{round(zoom * 100)} %")

    def _fit(self) -> None:
        """Take the room that the size of the text needs."""
        self.setFixedHeight(px(52) + 1)
        self._zoom.setFixedWidth(px(48))
        self._align()
        self.give_way()

    def _tool(self, icon_name: str, name: str, asked: Callable[[], object]) -> IconButton:
        button = IconButton(icon_name, name, self)
        button.clicked.connect(lambda *_: asked())
        return button


def facts(opened: DeskDraft) -> list[str]:
    """Return what is known about a draft, shortest first: kind, words, pages, file name."""
    document = opened.document
    found = [_KINDS[document.kind], f"{opened.words:,} words"]
    if document.pages:
        found.append(_pages(len(document.pages)))
    if opened.draft.name and opened.draft.name != opened.name:
        found.append(opened.draft.name)
    return found


def _pages(count: int) -> str:
    return f"{count:,} page{'s' if count > 1 else ''}"
