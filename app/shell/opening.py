"""The way of a file to the desk: read, or taken from what was read ahead, then kept in the workspace."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.errors import BadInputError
from app.shell.ahead import ReadAhead
from app.shell.desk_draft import DeskDraft
from app.shell.engine import Engine, ReadRequest
from app.shell.jobs import Handlers, Job, JobRunner, Lane
from app.shell.keeping import keep_draft

if TYPE_CHECKING:
    from app.domain.document import Reading
    from app.services.ports import Workspace


class Opening(QObject):
    """Brings one file at a time; ``request`` is the one that is being read, None while none is in sight of it."""

    began = Signal(object)  # Path
    came = Signal(object)  # DeskDraft
    unread = Signal(object, object)  # ReadRequest, and the error: the file cannot be read
    unkept = Signal(object, object)  # ReadRequest, and the error: what was read cannot be kept
    stopped = Signal()
    progressed = Signal(object)  # WorkProgress
    read_ahead = Signal(object, object)  # ReadRequest, and Reading

    def __init__(
        self,
        runner: JobRunner,
        engine: Callable[[], Engine],
        workspace: "Callable[[], Workspace]",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.request: ReadRequest | None = None
        self._runner, self._engine, self._workspace = runner, engine, workspace
        self._job: Job | None = None
        self._ahead = ReadAhead(self._read, self.read_ahead.emit)

    @property
    def is_busy(self) -> bool:
        """Whether a file is on its way."""
        return self._job is not None

    def open(self, request: ReadRequest) -> None:
        """Bring a file; ``began`` follows unless it was read ahead, then ``came`` or why it did not come."""
        ready = self._ahead.reading(request)
        if ready is not None:
            self._keep(request, ready, is_ahead=True)
            return
        self.request = request
        self.began.emit(request.path)
        handlers: Handlers[Reading] = Handlers(
            done=lambda reading: self._keep(request, reading),
            failed=lambda error: self._fail(request, error),
            cancelled=lambda: self._stopped(request),
            event=self.progressed.emit,
        )
        self._job = self._ahead.take_over(request, handlers) or self._read(request, handlers)

    def look_ahead(self, request: ReadRequest) -> None:
        """Read a file that may be wanted next."""
        self._ahead.start(request)

    def cancel(self) -> None:
        """Stop what is on its way; ``stopped`` follows once it has."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def leave(self) -> None:
        """Forget what is on its way: nobody waits for it any more."""
        self.cancel()
        self.request = None

    def _read(self, request: ReadRequest, handlers: "Handlers[Reading]") -> Job:
        worker = self._runner.worker(Lane.READING)
        return self._runner.submit(Lane.READING, lambda job: self._engine().read(request, worker, job), handlers)

    def _keep(self, request: ReadRequest, reading: "Reading", *, is_ahead: bool = False) -> None:
        def come(opened: DeskDraft) -> None:
            self._job = self.request = None
            opened.password, opened.titles = request.password, self._engine().titles()
            self.came.emit(opened)

        def fail(error: Exception) -> None:
            self._job = self.request = None
            if is_ahead and isinstance(error, BadInputError):  # the file has changed since
                self.open(request)
            else:
                self.unkept.emit(request, error)

        handlers = Handlers(done=come, failed=fail, cancelled=lambda: self._stopped(request))
        self._job = self._runner.submit(Lane.DISK, lambda _: keep_draft(self._workspace(), request, reading), handlers)

    def _fail(self, request: ReadRequest, error: Exception) -> None:
        self._job = self.request = None
        self.unread.emit(request, error)

    def _stopped(self, request: ReadRequest) -> None:
        if self.request is request:  # else another file is on its way to the desk already
            self.request = None
            self.stopped.emit()
