"""The caret and the selection of a PDF, moved through the canonical text by keyboard and mouse."""

import re
from enum import Enum

from app.domain.document import Document
from app.shell.pages import Rect
from widgets.pdf_layout import Spot
from widgets.pdf_text import PdfText

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]+")
_LINES_TRIED = 12


class Step(Enum):
    """How far a key moves the caret."""

    CHARACTER = "character"
    WORD = "word"
    LINE = "line"
    LINE_EDGE = "line edge"
    TEXT_EDGE = "text edge"


class PdfCaret:
    """Where the caret stands and from where the selection reaches to it, as offsets; None before the first click."""

    def __init__(self, document: Document, text: PdfText) -> None:
        self._document = document
        self._text = text
        self._x: float | None = None
        self.anchor: int | None = None
        self.head: int | None = None

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected span, or None."""
        if self.anchor is None or self.head is None or self.anchor == self.head:
            return None
        return min(self.anchor, self.head), max(self.anchor, self.head)

    def place(self, offset: int, *, selects: bool = False) -> None:
        """Put the caret before ``text[offset]``; with ``selects`` the selection reaches there from its old start."""
        self._x = None
        self._go(offset, selects)

    def select(self, start: int, end: int) -> None:
        """Select a span, the caret at its end."""
        self._x, self.anchor, self.head = None, start, end

    def select_word(self, offset: int) -> None:
        """Select the word at an offset."""
        block = self._document.block_at(offset)
        low, high = (block.start, block.end) if block else (0, len(self._document.text))
        for found in _WORD.finditer(self._document.text, low, high):
            if found.start() <= offset < found.end():
                self.select(*found.span())

    def clear(self) -> None:
        """Select nothing; the caret stays."""
        self.anchor = self.head

    def move(self, step: Step, forward: bool, *, selects: bool = False) -> None:
        """Move the caret by one step."""
        if self.head is None:
            return
        if step is Step.LINE:
            self._move_line(forward, selects)
        else:
            self.place(self._target(self.head, step, forward), selects=selects)

    def _target(self, here: int, step: Step, forward: bool) -> int:
        text = self._document.text
        if step is Step.CHARACTER:
            return here + (1 if forward else -1)
        if step is Step.TEXT_EDGE:
            return len(text) if forward else 0
        if step is Step.LINE_EDGE:
            return self._line_edge(here, forward)
        if forward:
            found = re.compile(r"\s*(?:\w+|[^\w\s]+)?\s*").match(text, here)
            return found.end() if found else here
        before = re.search(r"(?:\w+|[^\w\s]+)\s*\Z", text[max(0, here - 200) : here])
        return here - len(before[0]) if before else here - 1

    def _line_edge(self, here: int, forward: bool) -> int:
        """Return the offset at the end (or start) of the printed line."""
        line, step = self._text.caret(here), 1 if forward else -1
        while line is not None and 0 <= here + step <= len(self._document.text):
            beside = self._text.caret(here + step)
            if beside is None or not _is_same_line(line, beside):
                break
            here += step
        return here

    def _move_line(self, forward: bool, selects: bool) -> None:
        assert self.head is not None
        place = self._text.caret(self.head)
        if place is None:
            return
        page, box = place
        x = self._x if self._x is not None else box.left
        height = max(4.0, box.bottom - box.top)
        y, sign = (box.top + box.bottom) / 2, 1 if forward else -1
        for tried in range(1, _LINES_TRIED):
            found = self._text.caret_at(Spot(page, x, y + sign * tried * height * 0.6))
            there = self._text.caret(found) if found is not None else None
            if found is not None and there and sign * ((there[1].top + there[1].bottom) / 2 - y) > height / 2:
                self._go(found, selects)
                self._x = x
                return
        self._cross_page(page, x, forward, selects)

    def _cross_page(self, page: int, x: float, forward: bool, selects: bool) -> None:
        beside = page + (1 if forward else -1)
        if not 0 <= beside < len(self._document.pages):
            return
        found = self._text.caret_at(Spot(beside, x, 0.0 if forward else self._document.pages[beside].height))
        if found is not None:
            self._go(found, selects)
            self._x = x

    def _go(self, offset: int, selects: bool) -> None:
        self.head = max(0, min(offset, len(self._document.text)))
        if not selects or self.anchor is None:
            self.anchor = self.head


def _is_same_line(one: tuple[int, Rect], other: tuple[int, Rect]) -> bool:
    """Say whether two carets stand beside one another: the middle of one lies within the height of the other."""
    (page, box), (other_page, other_box) = one, other
    middle, other_middle = (box.top + box.bottom) / 2, (other_box.top + other_box.bottom) / 2
    return page == other_page and (other_box.top < middle < other_box.bottom or box.top < other_middle < box.bottom)
