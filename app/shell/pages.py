"""The pages of PDFs for their views: rendered one at a time in a guarded process, which all views share."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject

from app.documents.pages import PageBoxes, PageImage, PageSize, Rect, page_boxes, page_sizes, render_page
from app.domain.errors import StetError, UnreadableFileError
from app.shell.jobs import Handlers, Job, JobRunner, Lane

__all__ = ["OpenPdf", "PageBoxes", "PageImage", "PageService", "PageSize", "Rect", "page_service"]

T = TypeVar("T")
_log = logging.getLogger(__name__)


class PageService(QObject):
    """Renders pages away from the window. Its process stays ready from one PDF to the next."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = JobRunner(self)
        self._ends = False

    def warm_up(self) -> None:
        """Start the process ahead of the first page."""
        self._runner.warm_up(Lane.READING)

    def submit(self, function: Callable[..., Iterator[T]], arguments: tuple[object, ...], handlers: Handlers[T]) -> Job:
        """Call a function that yields once, in the process; what it yields goes to ``handlers.done``."""

        def task(_: Job) -> T:
            worker = self._runner.worker(Lane.READING)
            (made,) = worker.run(function, *arguments, cancelled=lambda: self._ends)
            return made

        return self._runner.submit(Lane.READING, task, handlers)

    def close(self) -> None:
        """Stop what is being rendered and end the process; nothing is answered after it."""
        self._ends = True
        self._runner.shut_down()
        self.setParent(None)  # an event loop that starts again gets a service of its own


class OpenPdf:
    """One PDF of the service, by its path or its bytes.

    Answers arrive on the window's thread: what was asked for, or why it is not there.
    """

    def __init__(self, service: PageService, source: Path | bytes, password: str | None = None) -> None:
        self._service = service
        self._source = source
        self._password = password
        self._jobs: list[Job] = []

    def request_sizes(self, answer: Callable[[tuple[PageSize, ...] | StetError], object]) -> None:
        """Find the sizes and the printed numbers of all pages."""
        self._submit(page_sizes, (self._source, self._password), answer)

    def request_page(self, page: int, scale: float, answer: Callable[[PageImage | StetError], object]) -> None:
        """Render page ``page`` (from 0) with ``scale`` pixels a point."""
        self._submit(render_page, (self._source, self._password, page, scale), answer)

    def request_boxes(self, page: int, answer: Callable[[PageBoxes | StetError], object]) -> None:
        """Find where the characters of page ``page`` (from 0) stand."""
        self._submit(page_boxes, (self._source, self._password, page), answer)

    def close(self) -> None:
        """Let go of the file; nothing is answered after it."""
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()

    def _submit(
        self,
        function: Callable[..., Iterator[T]],
        arguments: tuple[object, ...],
        answer: Callable[[T | StetError], object],
    ) -> None:
        def end(result: T | Exception) -> None:
            self._jobs.remove(job)
            answer(_explained(result) if isinstance(result, Exception) else result)

        job = self._service.submit(function, arguments, Handlers(done=end, failed=end))
        self._jobs.append(job)


def page_service() -> PageService:
    """Return the application's page service, made on first use and ended with the application."""
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChild(PageService)
    if found is None:
        found = PageService(app)
        app.aboutToQuit.connect(found.close)
    return found


def _explained(error: Exception) -> StetError:
    """Return the sentence for a page; a bug of ours is logged, because one page must not stop the reading."""
    if isinstance(error, StetError):
        return error
    _log.error("A page could not be shown", exc_info=error)
    return UnreadableFileError("This page cannot be shown.")
