"""What the view of a PDF needs from whatever renders its pages."""

from collections.abc import Callable
from typing import Protocol

from app.documents.pages import PageBoxes, PageImage


class PageSource(Protocol):
    """Renders pages away from the window. Answers arrive in the window's thread; a page that fails answers None."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of every page in points, as far as known."""

    def request_page(self, page: int, scale: float, callback: Callable[[PageImage | None], None]) -> None:
        """Render page ``page`` with ``scale`` pixels a point, the last asked first."""

    def request_boxes(self, page: int, callback: Callable[[PageBoxes | None], None]) -> None:
        """Find where the characters of page ``page`` stand."""

    def close(self) -> None:
        """Let go of the file; nothing is answered after it."""
