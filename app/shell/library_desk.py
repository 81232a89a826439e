"""The source libraries of the workspace: listed, searched, filled from files, declared, used and removed.

Filling and searching may take long, so they stand where they hold up no change that waits for the disk.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.errors import CancelledError, StetError
from app.domain.reference import LibraryInfo, Record
from app.shell.items import WorkProgress
from app.shell.jobs import Handlers, Job, Lane
from app.shell.people_here import change
from app.shell.session import NOT_OPEN_YET, Session
from app.shell.source_lists import with_library, without_library

if TYPE_CHECKING:
    from app.services.checking import Progress
    from app.services.libraries import ImportReport
    from app.services.ports import Workspace

T = TypeVar("T")

MOST_FOUND = 100
"""How many records a search shows."""


class LibraryDesk(QObject):
    """What the screen of the libraries asks for; the answers come as signals."""

    listed = Signal(object)  # tuple of LibraryInfo
    found = Signal(str, object)  # the library's name and a tuple of Record, the best first
    progressed = Signal(object)  # WorkProgress, or None when nothing is read
    imported = Signal(object)  # ImportReport
    stopped = Signal()  # an import was cancelled; nothing was changed
    refused = Signal(str)  # why something was not done

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.last_report: ImportReport | None = None
        self._import: Job | None = None
        self._search: Job | None = None

    @property
    def is_importing(self) -> bool:
        """Whether files are being read."""
        return self._import is not None

    def refresh(self) -> None:
        """List the libraries; ``listed`` follows."""

        def read(workspace: "Workspace") -> tuple[LibraryInfo, ...]:
            from app.services.libraries import list_libraries

            return list_libraries(workspace)

        self._session.ask(read, self.listed.emit)

    def search(self, name: str, text: str) -> None:
        """Search one library, the first records for no text; ``found`` follows, for the newest search alone."""
        if self._search is not None:
            self._search.cancel()

        def task(_: Job) -> tuple[Record, ...]:
            from app.services.libraries import search_library

            return search_library(self._workspace(), name, text, MOST_FOUND)

        handlers: Handlers[tuple[Record, ...]] = Handlers(done=partial(self.found.emit, name), failed=self._refuse)
        self._search = self._session.runner.submit(Lane.NETWORK, task, handlers)

    def add_files(self, name: str, files: Sequence[Path]) -> None:
        """Add the records of files to a library, which is made when there is none; ``imported`` follows."""
        if self._import is not None:
            self.refused.emit("Files are being read already. Wait for them, or stop it.")
            return

        def task(job: Job) -> "ImportReport":
            from app.services.libraries import add_library

            return add_library(self._workspace(), name, files, None, partial(_report, job))

        handlers: Handlers[ImportReport] = Handlers(
            done=self._added, failed=self._not_added, cancelled=self._cancelled, event=self.progressed.emit
        )
        names = files[0].name if len(files) == 1 else f"{len(files)} files"
        self.progressed.emit(WorkProgress(f"Reading {names}", 0, 0))
        self._import = self._session.runner.submit(Lane.NETWORK, task, handlers)

    def stop(self) -> None:
        """Stop reading files; the library stays as it was."""
        if self._import is not None:
            self._import.cancel()

    def use(self, info: LibraryInfo, on: bool) -> None:
        """Check references against a library from now on, or no longer."""
        lists = self._session.source_lists
        used = with_library(lists, info.name, complete=info.complete) if on else without_library(lists, info.name)
        self._session.set_sources(used)

    def uses(self, name: str) -> bool:
        """Whether references are checked against a library."""
        return any(one.library == name for one in self._session.source_lists)

    def declare(self, name: str, complete: bool) -> None:
        """Say whether absence from a library counts as evidence."""

        def write(workspace: "Workspace") -> LibraryInfo:
            from app.services.libraries import declare

            return declare(workspace, name, complete=complete)

        self._change(write, self._use_anew)

    def rename(self, name: str, to: str) -> None:
        """Give a library another name; it stays in use."""

        def write(workspace: "Workspace") -> LibraryInfo:
            from app.services.libraries import rename_library

            return rename_library(workspace, name, to)

        def done(info: LibraryInfo) -> None:
            if self.uses(name) and info.name != name:
                lists = without_library(self._session.source_lists, name)
                self._session.set_sources(with_library(lists, info.name, complete=info.complete))

        self._change(write, done)

    def remove(self, name: str) -> None:
        """Remove a library; the files it came from stay."""

        def write(workspace: "Workspace") -> None:
            from app.services.libraries import remove_library

            remove_library(workspace, name)

        def done(_: None) -> None:
            if self.uses(name):
                self._session.set_sources(without_library(self._session.source_lists, name))

        self._change(write, done)

    def _change(self, write: "Callable[[Workspace], T]", done: Callable[[T], object]) -> None:
        def tell(made: T) -> None:
            done(made)
            self.refresh()

        change(self._session, write, tell, self.refused.emit)

    def _use_anew(self, info: LibraryInfo) -> None:
        if self.uses(info.name):
            self.use(info, on=True)

    def _workspace(self) -> "Workspace":
        workspace = self._session.workspace
        if workspace is None:
            raise StetError(NOT_OPEN_YET)
        return workspace

    def _added(self, report: "ImportReport") -> None:
        self._end()
        self.last_report = report
        self._use_anew(report.info)
        self.imported.emit(report)
        self.refresh()

    def _not_added(self, error: Exception) -> None:
        self._end()
        self._refuse(error)

    def _cancelled(self) -> None:
        self._end()
        self.stopped.emit()

    def _end(self) -> None:
        self._import = None
        self.progressed.emit(None)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StetError):
            self.refused.emit(str(error))
        else:
            self._session.fail("That did not work", error)


def library_desk(session: Session) -> LibraryDesk:
    """Return the one of the session: an import goes on when its screen is closed."""
    return session.findChild(LibraryDesk) or LibraryDesk(session, session)


def _report(job: Job, progress: "Progress") -> None:
    """Tell how far the reading is, and stop it where a person asked for that."""
    if job.is_cancelled:
        raise CancelledError
    job.report(WorkProgress(progress.what, progress.done, progress.total))
