"""The open row of a comment that is not written in place: one that lost its words, one of another mentor."""

from PySide6.QtCore import Signal

from app.shell.items import CommentItem
from widgets.labels import Button
from widgets.looks import KIND_LOOKS, Look
from widgets.mentee_text import long_text
from widgets.open_card import OpenCard

LOST_LOOK = Look("Lost its place", "unlink", "ask")


class LostComment(OpenCard):
    """A comment whose words are gone from this draft: resolve it, see where it was, or place it anew."""

    resolved = Signal()
    removed = Signal()
    place_requested = Signal()

    def __init__(self, item: CommentItem, origin: Button) -> None:
        super().__init__(LOST_LOOK, "Its words are gone", f"was {item.place}")
        self.add_text(f"“{item.quote}”", "quote")
        self.column.addWidget(long_text(item.comment.body or "No words yet"))
        resolve, place, remove = Button("Resolve", "E", "primary"), Button("Place on the selection"), Button("Remove")
        resolve.clicked.connect(self.resolved)
        place.clicked.connect(self.place_requested)
        remove.clicked.connect(self.removed)
        self.add_buttons([resolve, origin, place, remove])


class OthersComment(OpenCard):
    """A comment of another mentor, to read."""

    def __init__(self, item: CommentItem, author: str) -> None:
        look, comment = KIND_LOOKS[item.comment.kind], item.comment
        super().__init__(look, f"{author}, {look.word.lower()}", item.place)
        self.add_text(f"“{item.quote}”" if item.quote else "", "quote")
        for words in (comment.body, comment.why, comment.good, comment.suggestion):
            if words:
                self.column.addWidget(long_text(words))
