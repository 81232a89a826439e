"""Where to go in a draft: its headings by their words, a page by its number."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.document import BlockKind, Document
from widgets.labels import label
from widgets.sizing import begin_at, row_size

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_INDENT = "\u2003"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the draft: its words, how deep it stands (from 0), and the span of the text to show."""

    words: str
    depth: int
    start: int
    end: int


def headings_of(document: Document) -> list[Place]:
    """Return the headings in text order; those inside tables are none."""
    found = [block for block in document.blocks if block.kind is BlockKind.HEADING and block.cell is None]
    top = min((block.level for block in found), default=1)
    words = [" ".join(f"{block.label} {document.text_of(block)}".split()) for block in found]
    return [
        Place(text, block.level - top, block.start, block.end) for block, text in zip(found, words, strict=True) if text
    ]


def page_place(document: Document, typed: str) -> Place | None:
    """Return the page whose printed number was typed, or whose place it is, counted from 1; None without one."""
    wanted = typed.strip().casefold()
    labels = [page.label.casefold() for page in document.pages]
    if wanted in labels:
        index = labels.index(wanted)
    elif wanted.isdecimal() and 1 <= int(wanted) <= len(labels):
        index = int(wanted) - 1
    else:
        return None
    page = document.pages[index]
    return Place(f"Page {page.label}", 0, page.start, page.start)


class OutlineDialog(QDialog):
    """A field over the headings: words narrow the list, a number is a page, Enter goes there."""

    def __init__(self, document: Document, here: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Go to")
        begin_at(self, 440, 400)
        self.chosen: Place | None = None
        self._document = document
        self._headings = headings_of(document)
        asks = "A heading, or a page number" if document.pages else "A heading"
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(asks)
        self.field.setAccessibleName(asks)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Headings")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = label("This draft has no headings.", "muted")
        self._none.setVisible(not self._headings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for part in (self.field, self._none, self.list):
            layout.addWidget(part)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._choose)
        self.list.itemActivated.connect(lambda _: self._choose())
        self.list.itemClicked.connect(lambda _: self._choose())
        self._fill("")
        self._mark(here)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list with the arrows while the field has the keyboard."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def _places(self, typed: str) -> Iterator[Place]:
        page = page_place(self._document, typed)
        if page is not None:
            yield page
        words = typed.casefold().split()
        yield from (place for place in self._headings if all(word in place.words.casefold() for word in words))

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for place in self._places(typed):
            item = QListWidgetItem(_INDENT * place.depth + place.words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, place)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, place.words)
            item.setSizeHint(row_size())
        self.list.setCurrentRow(0)

    def _mark(self, here: int) -> None:
        """Begin at the heading above the place in sight."""
        above = [row for row, place in enumerate(self._headings) if place.start <= here]
        if above:
            self.list.setCurrentRow(above[-1])

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
