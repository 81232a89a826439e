"""Reading the file that comes next while a person works on the one before."""

from collections.abc import Callable
from functools import partial

from app.domain.document import Reading
from app.shell.engine import ReadRequest
from app.shell.jobs import Handlers, Job

Read = Callable[[ReadRequest, Handlers[Reading]], Job]


class ReadAhead:
    """Holds one reading. Nothing is kept in the workspace and nobody hears of trouble before the file is asked for.

    ``tell`` hears of a reading that is there, so that its view can be made ready.
    """

    def __init__(self, read: Read, tell: Callable[[ReadRequest, Reading], object]) -> None:
        self._read = read
        self._tell = tell
        self._request: ReadRequest | None = None
        self._job: Job | None = None
        self._reading: Reading | None = None
        self._tried: set[ReadRequest] = set()

    def start(self, request: ReadRequest) -> None:
        """Read this file instead of what was read before, unless that is under way already or has failed."""
        if request == self._request or request in self._tried:
            return
        self.cancel()
        self._request = request
        handlers = Handlers(done=partial(self._take, request), failed=lambda _: self._give_up(request))
        self._job = self._read(request, handlers)

    def reading(self, request: ReadRequest) -> Reading | None:
        """Hand over what was read of this file, once; None when it was not, or not to the end."""
        if request != self._request or self._reading is None:
            return None
        found = self._reading
        self._forget()
        return found

    def take_over(self, request: ReadRequest, handlers: Handlers[Reading]) -> Job | None:
        """Let ``handlers`` hear the rest of this file's reading when it is under way; else end what is."""
        if request != self._request or self._job is None:
            self.cancel()
            return None
        job = self._job
        job.handlers = handlers
        self._forget()
        return job

    def cancel(self) -> None:
        """End what is under way and forget what was read."""
        if self._job is not None:
            self._job.cancel()
        self._forget()

    def _take(self, request: ReadRequest, reading: Reading) -> None:
        self._job, self._reading = None, reading
        self._tell(request, reading)

    def _give_up(self, request: ReadRequest) -> None:
        self._tried.add(request)
        self._forget()

    def _forget(self) -> None:
        self._request = self._job = self._reading = None
