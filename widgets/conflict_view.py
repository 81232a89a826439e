"""One clash: what was there before both, the two values side by side with what is new in each, and a third way."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import accumulate

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.services.settling import can_choose, is_text, value_words
from app.services.sharing_details import Choice, Clash
from app.shell.sharing_standing import clock
from widgets.labels import Button, label, rule
from widgets.theme import colour, font, text_scale, theme

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_GONE = "Someone who has left"
_LEAST_TEXT = QSize(80, 40)  # of a text that has little room: it scrolls
_LARGE = 1.3  # from this text scale on there is no room for a button beside a head


class ConflictView(QFrame):
    """``decided`` tells which value was chosen, with the text of a third one."""

    decided = Signal(object, str)  # Choice, text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self._clash: Clash | None = None
        self.origin_head, self.origin = label("Before both of you", "caption"), label("", "reading", wrap=True)
        self.mine, self.theirs = Side(self), Side(self)
        self.text = ThirdText(self)
        self.text.setAccessibleName("Or write it together")
        self.text.setTabChangesFocus(True)
        self.take = Button("", kind="link")
        self.keep = Button("Keep this text", "Ctrl+Enter")
        self.note = label("", "small", wrap=True)
        self._third = QFrame(self)
        self._lay_out()
        self.mine.chosen.connect(lambda: self.decided.emit(self._choice(mine=True), ""))
        self.theirs.chosen.connect(lambda: self.decided.emit(self._choice(mine=False), ""))
        self.take.clicked.connect(lambda _: self.text.setPlainText(self._text(mine=False)))
        for asked in (self.keep.clicked, self.text.done):
            asked.connect(lambda *_: self.decided.emit(Choice.NEW, self.text.toPlainText()))
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def focus_place(self) -> QWidget:
        """Where the keyboard begins."""
        return self.mine.button if self.mine.button.isEnabled() else self.mine.words

    def show_clash(self, clash: Clash, names: Mapping[str, str], me: str) -> None:
        """Show a clash; a third text that is being written stays while it is about the same one."""
        is_other = self._clash is None or self._clash.id != clash.id
        self._clash = clash
        self._me_came_first = clash.kept_by == me and clash.lost_by != me
        two = clash.kept_by == clash.lost_by
        other = names.get(clash.lost_by if self._me_came_first else clash.kept_by) or _GONE
        first, second = "arrived first", "arrived second"
        mine_when, their_when = (first, second) if self._me_came_first else (second, first)
        mine_ms, their_ms = (clash.kept_ms, clash.lost_ms) if self._me_came_first else (clash.lost_ms, clash.kept_ms)
        title = "Yours, from another computer" if two else other
        before = value_words(clash, clash.before) if clash.before is not None else ""
        can = can_choose(clash) and clash.is_open
        self.mine.show_value("Yours", _when(mine_when, mine_ms), self._text(mine=True), before, can)
        self.theirs.show_value(title, _when(their_when, their_ms), self._text(mine=False), before, can)
        self.mine.name_button("Keep mine", "Alt+Left")
        self.theirs.name_button("Keep the other" if two else f"Keep {other}’s", "Alt+Right")
        for part in (self.origin_head, self.origin):
            part.setVisible(clash.before is not None)
        self.origin.setText(before)
        self._third.setVisible(is_text(clash) and clash.is_open)
        self.take.setText("Take the other text in" if two else f"Take {other}’s text in")
        self.take.setAccessibleName(self.take.text())
        self.note.setText("" if two else f"{other} sees what you chose.")
        if is_other:
            self.text.setPlainText(self._text(mine=True))

    def _text(self, *, mine: bool) -> str:
        clash = self._clash
        assert clash is not None
        return value_words(clash, clash.kept if mine is self._me_came_first else clash.lost)

    def _choice(self, *, mine: bool) -> Choice:
        return Choice.KEPT if mine is self._me_came_first else Choice.OTHER

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(22, 10, 22, 12)
        top.addWidget(self.origin_head)
        top.addWidget(self.origin)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.addWidget(self.mine, 1)
        sides.addWidget(rule("v"))
        sides.addWidget(self.theirs, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(rule())
        layout.addLayout(sides, 3)
        layout.addWidget(rule())
        layout.addWidget(self._third, 2)
        self._lay_out_third()

    def _lay_out_third(self) -> None:
        self._third.setProperty("surface", "panel")
        third = QVBoxLayout(self._third)
        third.setContentsMargins(22, 14, 22, 14)
        words = QHBoxLayout()
        words.addWidget(label("Or write it together", "strong"))
        words.addWidget(label("starts from yours", "small"))
        words.addStretch()
        self._third_head = head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.addLayout(words, 1)
        head.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        foot = QHBoxLayout()
        foot.addWidget(self.keep)
        foot.addStretch()
        foot.addWidget(self.note, 1)
        third.addLayout(head)
        third.addWidget(self.text, 1)
        third.addLayout(foot)

    def _fit(self) -> None:
        self.text.setFont(font("reading"))
        self._third_head.setDirection(_direction())


class ThirdText(QPlainTextEdit):
    """The text that is written of the two; ``done`` follows Ctrl+Enter."""

    done = Signal()

    def sizeHint(self) -> QSize:
        """Return the size of a line or two."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size of a line or two."""
        return _LEAST_TEXT * text_scale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be done with Ctrl+Enter."""
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.done.emit()
        else:
            super().keyPressEvent(event)


class Side(QWidget):
    """One of the two values: whose, when, its words with what is new in them marked, and the button that keeps it."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ("", "")
        self.title, self.when = label("", "strong", wrap=True), label("", "small", wrap=True)
        self.button = Button("Keep")
        self.button.clicked.connect(lambda _: self.chosen.emit())
        self.words = SideText(self)
        self.words.setOpenLinks(False)
        self.words.document().setDocumentMargin(0)
        heads = QVBoxLayout()
        heads.setSpacing(1)
        heads.addWidget(self.title)
        heads.addWidget(self.when)
        self._top = QBoxLayout(_direction())
        self._top.addLayout(heads, 1)
        self._top.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 14, 18, 10)
        layout.setSpacing(10)
        layout.addLayout(self._top)
        layout.addWidget(self.words, 1)
        theme().changed.connect(self._draw)

    def show_value(self, title: str, when: str, text: str, before: str, can: bool) -> None:
        """Show a value; ``before`` is what it came from, "" where that is not known."""
        self.title.setText(title)
        self.when.setText(when)
        self.words.setAccessibleName(f"{title}, {when}")
        self.button.setVisible(can)
        if (text, before) != self._shown:  # a sync that brings nothing about it leaves it as it was scrolled
            self._shown = text, before
            self._draw()

    def name_button(self, words: str, key: str) -> None:
        """Give the button its words and key."""
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setToolTip(f"{words} ({key})")
        self.button.setShortcut(key)

    def _draw(self) -> None:
        self._top.setDirection(_direction())
        text, before = self._shown
        self.words.setFont(font("reading"))
        self.words.setPlainText(text)
        new = QTextCharFormat()
        new.setBackground(colour("accent_soft"))
        new.setFontUnderline(True)
        cursor = QTextCursor(self.words.document())
        for start, end in new_spans(before, text) if before else ():
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(new)


class SideText(QTextBrowser):
    """The words of a side."""

    def sizeHint(self) -> QSize:
        """Return the size of a line or two."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size of a line or two."""
        return _LEAST_TEXT * text_scale()


def new_spans(before: str, text: str) -> list[tuple[int, int]]:
    """Return where a text has words that the one before it had not, as UTF-16 positions of Qt."""
    old, new = _WORD.findall(before), _WORD.findall(text)
    ends = list(accumulate(len(word.encode("utf-16-le")) // 2 for word in new))
    spans = []
    for tag, _, _, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in {"insert", "replace"} and "".join(new[first:last]).strip():
            spans.append((ends[first - 1] if first else 0, ends[last - 1]))
    return spans


def _direction() -> QBoxLayout.Direction:
    return QBoxLayout.Direction.TopToBottom if text_scale() >= _LARGE else QBoxLayout.Direction.LeftToRight


def _when(arrived: str, at_ms: int) -> str:
    return f"{clock(at_ms)}, {arrived}" if at_ms else arrived.capitalize()
