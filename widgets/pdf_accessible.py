"""The words of a PDF for assistive technology: its pages are pictures, so the text is offered beside them.

Two limits of PySide6: ``interface_cast`` must answer with a null pointer, for ``None`` ends the program; and
``selection`` has no form in Python, so the count of selections is 0 and selected words are not told apart.
"""

import re
from functools import cache, lru_cache
from typing import Any, Protocol, cast
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleTextCursorEvent, QAccessibleTextInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken

from widgets.pdf_layout import Spot
from widgets.pdf_paper import PdfPaper

_kept: "WeakKeyDictionary[PdfPaper, PdfAccessible]" = WeakKeyDictionary()  # nobody else does
_BEYOND = re.compile("[\U00010000-\U0010ffff]")


class Pages(Protocol):
    """The view of a PDF: its sheet, and what can be done with it."""

    paper: PdfPaper

    def place(self) -> int:
        """Return the offset at which the page in sight begins."""

    def select(self, start: int, end: int) -> None:
        """Select a span of the text."""

    def clear_selection(self) -> None:
        """Select nothing."""

    def reveal(self, start: int, end: int) -> None:
        """Bring a span into view."""


class PdfWords(QAccessibleTextInterface):
    """The document's text as one run of characters, with the caret of the pages."""

    def __init__(self, view: Pages) -> None:
        super().__init__()
        self._view, self._paper = view, view.paper

    def text(self, start: int, end: int) -> str:
        """Return a part of the text."""
        return self._text()[start:end]

    def characterCount(self) -> int:
        """Return the length of the text."""
        return len(self._text())

    def cursorPosition(self) -> int:
        """Return where the caret stands; before the first click, where the page in sight begins."""
        content = self._paper.content
        head = content.caret.head if content is not None else None
        return head if head is not None else self._view.place()

    def setCursorPosition(self, position: int) -> None:
        """Put the caret somewhere else and bring it into view."""
        self._view.select(position, position)
        self._view.reveal(position, position)

    def scrollToSubstring(self, start: int, end: int) -> None:
        """Bring a part into view."""
        self._view.reveal(start, end)

    def characterRect(self, offset: int) -> QRect:
        """Return where a character stands on the screen; empty where its page has not been drawn yet."""
        content, paper = self._paper.content, self._paper
        spans = content.text.spans(offset, offset + 1) if content is not None else ()
        boxes = content.text.rects(spans[0]) if content is not None and spans else ()
        if not boxes:
            return QRect()
        page, box = spans[0].page, boxes[0]
        ends = (Spot(page, box.left, box.top), Spot(page, box.right, box.bottom))
        first, last = ((paper.layout_of_pages.point(spot) - paper.offset()).toPoint() for spot in ends)
        return QRect(paper.viewport().mapToGlobal(first), paper.viewport().mapToGlobal(last))

    def offsetAtPoint(self, point: QPoint) -> int:
        """Return the character at a point of the screen, -1 for none."""
        if self._paper.content is None:
            return -1
        spot = self._paper.spot_at(QPointF(self._paper.viewport().mapFromGlobal(point)))
        found = self._paper.content.text.offset_at(spot)
        return found if found is not None else -1

    def selectionCount(self) -> int:
        """Return 0: what is selected cannot be told from Python."""
        return 0

    def addSelection(self, start: int, end: int) -> None:
        """Select a part."""
        self._view.select(start, end)

    def setSelection(self, number: int, start: int, end: int) -> None:
        """Select a part instead of what is selected."""
        del number
        self._view.select(start, end)

    def removeSelection(self, number: int) -> None:
        """Select nothing."""
        del number
        self._view.clear_selection()

    def _text(self) -> str:
        return _in_units(self._paper.content.document.text) if self._paper.content is not None else ""


class PdfAccessible(QAccessibleWidget):
    """The sheet of a PDF as a document that can be read."""

    def __init__(self, view: Pages) -> None:
        super().__init__(view.paper, QAccessible.Role.Document)
        self._words = PdfWords(view)

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:  # noqa: ANN401 an address, as PySide6 takes it
        """Return the interface to the words, and nothing for the others."""
        return self._words if t is QAccessible.InterfaceType.TextInterface else Shiboken.VoidPtr(0)


@cache
def offer_words() -> None:
    """Offer the words of every PDF to whoever asks for them from now on."""
    QAccessible.installFactory(_interface_of)


def tell_caret(view: Pages) -> None:
    """Tell a listening reader where the caret has gone."""
    content = view.paper.content
    if QAccessible.isActive() and content is not None and content.caret.head is not None:
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view.paper, content.caret.head))


def _interface_of(key: str, of: QObject) -> QAccessibleInterface | None:
    del key
    if not isinstance(of, PdfPaper):
        return None
    made = PdfAccessible(cast("Pages", of.parent()))
    _kept[of] = made
    return made


@lru_cache(maxsize=2)
def _in_units(text: str) -> str:
    """Return the text with one unit of 16 bits for each character, as the system counts them."""
    return _BEYOND.sub("\N{REPLACEMENT CHARACTER}", text)
