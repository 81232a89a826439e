"""What every view of a draft can do, whatever the file format."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.document import Reading
from widgets.marks import Mark


class DraftView(QWidget):
    """A read-only draft with marks over its text. Every offset counts code points of the canonical text.

    ``shows_pages`` says whether pages are shown as they are, and not text in the product's own type.
    """

    shows_pages = False

    mark_clicked = Signal(str)
    """The key of the mark whose words or icon were clicked."""
    selection_changed = Signal(object)
    """The selected span as ``(start, end)``, or None."""
    selection_menu_requested = Signal(object)
    """The global position (QPoint) at which a menu for the selection is wanted."""
    filled = Signal()
    """Everything is shown; until then a long draft grows from the top."""
    zoom_changed = Signal(float)
    """The size of the text or the pages has changed, by whatever means."""

    @property
    def shows_words(self) -> bool:
        """Whether something can be read already."""
        raise NotImplementedError

    def show_reading(self, reading: Reading, path: Path | None = None, password: str | None = None) -> None:
        """Show the document, from its beginning unless it was made ready.

        ``path`` and ``password`` open the original where its own pages are shown.
        """
        raise NotImplementedError

    def make_ready(self, reading: Reading, path: Path, password: str | None = None) -> None:
        """Begin to show the document out of sight, before it is known whether it will be asked for."""
        raise NotImplementedError

    def is_ready_for(self, reading: Reading) -> bool:
        """Whether something of this reading is there already."""
        raise NotImplementedError

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks and no others."""
        raise NotImplementedError

    def set_current(self, key: str | None) -> None:
        """Tint the mark with this key, or none."""
        raise NotImplementedError

    def reveal(self, start: int, end: int) -> None:
        """Scroll so that the span stands in the upper third of the view."""
        raise NotImplementedError

    def selection(self) -> tuple[int, int] | None:
        """Return the selected span, or None."""
        raise NotImplementedError

    def clear_selection(self) -> None:
        """Select nothing."""
        raise NotImplementedError

    def find_text(self, text: str, backwards: bool = False) -> bool:
        """Select and reveal the next occurrence of ``text``, ignoring case, from the selection on and round."""
        raise NotImplementedError

    def show_found(self, spans: Sequence[tuple[int, int]]) -> None:
        """Frame these spans, in order, as places that ``find_text`` goes to."""
        raise NotImplementedError

    def set_zoom(self, zoom: float) -> None:
        """Set the size of the text or the pages; 1.0 is the normal size."""
        raise NotImplementedError

    def place(self) -> int:
        """Return the offset of the first line, or of the page, in sight."""
        raise NotImplementedError

    def fit_width(self) -> None:
        """Give the draft the width there is; text has its measure, whatever the width."""
        self.set_zoom(1.0)

    def fit_page(self) -> None:
        """Show a whole page; text has none, and takes its normal size."""
        self.set_zoom(1.0)

    def zoom(self) -> float:
        """Return the size of the text or the pages; 1.0 is the normal size."""
        raise NotImplementedError
