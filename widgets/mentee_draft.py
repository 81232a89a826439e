"""The draft as it was handed in, with the released comments marked in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.domain.document import Document, Kind, Reading
from app.domain.review import Comment
from app.shell.mine import ReceivedFeedback
from widgets.draft_view import DraftView
from widgets.empty_state import EmptyState
from widgets.looks import COMMENT_LOOK
from widgets.marks import Line, Mark


class MenteeDraft(QFrame):
    """Shows one draft; its reading is asked for with ``reading_requested`` and answered with ``show_reading``."""

    mark_clicked = Signal(str)
    reading_requested = Signal(object)  # ReceivedFeedback

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Draft")
        self.view: DraftView | None = None
        self._found: ReceivedFeedback | None = None
        self._document: Document | None = None
        self.empty = EmptyState(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def show_feedback(self, found: ReceivedFeedback) -> None:
        """Show the draft of this feedback; it is read when it is first looked at."""
        same = self._found is not None and self._found.draft.id == found.draft.id
        self._found = found
        if same:
            self._mark()
            return
        self._document = None
        self.empty.say("file-text", found.draft.name, "Reading…")
        self._pages.setCurrentWidget(self.empty)
        if self.isVisible():
            self.reading_requested.emit(found)

    def look(self) -> None:
        """Ask for the draft unless it is there."""
        if self._found is not None and self._document is None:
            self.reading_requested.emit(self._found)

    def show_reading(self, draft_id: str, reading: Reading) -> None:
        """Show the draft, unless another one is wanted by now."""
        found, old = self._found, self.view
        if found is None or found.draft.id != draft_id or self._document is not None:
            return
        self._document = reading.document
        view = _make_view(reading.document.kind)
        view.setAccessibleName(f"Draft: {found.work.title}")
        view.mark_clicked.connect(self.mark_clicked)
        self.view = view
        self._pages.addWidget(view)
        self._pages.setCurrentWidget(view)  # first, so that it is laid out for the width it has
        view.show_reading(reading, found.original)
        if old is not None:
            self._pages.removeWidget(old)
            old.close()
            old.deleteLater()
        self._mark()

    def refuse(self, sentence: str) -> None:
        """Say why the draft cannot be shown; its comments can be read all the same."""
        words = f"{sentence} Its comments stand at the right."
        self.empty.say("file-exclamation-point", "The draft cannot be shown", words)

    def show_current(self, comment_id: str) -> None:
        """Tint the words of a comment and bring them into view."""
        comment = self._found.comment(comment_id) if self._found else None
        if self.view is None or self._document is None or comment is None:
            return
        self.view.set_current(comment_id)
        if comment.anchor is not None and _stands(comment, self._document):
            self.view.reveal(comment.anchor.start, comment.anchor.end)

    def _mark(self) -> None:
        if self.view is None or self._document is None or self._found is None:
            return
        document = self._document
        self.view.set_marks(tuple(_mark(one) for one in self._found.comments if _stands(one, document)))


def _stands(comment: Comment, document: Document) -> bool:
    """Whether the words that a comment is about stand where it says, in the text as it was read now."""
    anchor = comment.anchor
    return (
        anchor is not None
        and not anchor.is_orphan
        and anchor.end > anchor.start
        and document.text[anchor.start : anchor.end] == anchor.exact
    )


def _mark(comment: Comment) -> Mark:
    assert comment.anchor is not None
    look, words = COMMENT_LOOK, (comment.body or comment.why)[:200]
    anchor = comment.anchor
    return Mark(comment.id, anchor.start, anchor.end, Line.SOLID, look.icon, look.colour, f"Comment: {words}")


def _make_view(kind: Kind) -> DraftView:
    """Return the view for a file format; each loads its drawing library only when used."""
    if kind is Kind.PDF:
        from widgets.pdf_view import PdfView

        return PdfView()
    from widgets.rich_view import RichView

    return RichView()
