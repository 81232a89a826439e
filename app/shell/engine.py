"""What the session sets to work on a file: reading and checking. A value, so that tests can put their own in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.guard import Worker
from app.domain.document import Document, Reading
from app.shell.collector import collector
from app.shell.items import WorkProgress
from app.shell.jobs import Job
from app.shell.source_lists import SourceList

if TYPE_CHECKING:
    from app.services.online import LookUps

Check = Callable[..., Iterator[object]]


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A file to read. ``original`` is the kept copy to read instead of what the file holds now, or when it has gone.

    ``work_id`` is the deliverable that another text of the file is the next draft of, or empty.
    """

    path: Path
    password: str | None = None
    original: Path | None = None
    work_id: str = ""

    @property
    def source(self) -> Path:
        """Where the bytes are."""
        return self.original or self.path


@dataclass(frozen=True, slots=True)
class Engine:
    """Reading and checking as the session calls them.

    ``read(request, worker, job)`` returns what stands in the file; it runs on the reading lane and reports
    :class:`~app.shell.items.WorkProgress` through the job.
    ``check(document, lists, cache)`` returns the importable generator function to run in the checking worker, and
    its arguments. ``titles()`` gives each check's title by its id.
    ``open_lookups(folder, contact)`` opens the online look-ups on the lane that asks; None where there are none.
    """

    read: Callable[[ReadRequest, Worker, Job], Reading]
    check: Callable[[Document, tuple[SourceList, ...], Path | None], tuple[Check, tuple[object, ...]]]
    titles: Callable[[], Mapping[str, str]]
    open_lookups: "Callable[[Path, str], LookUps] | None" = None


def standard_engine() -> Engine:
    """Return the engine of the product. Nothing heavy is imported before it is used."""
    return Engine(_read, _check, _titles)


def _read(request: ReadRequest, worker: Worker, job: Job) -> Reading:
    from app.documents.reader import ReadProgress, read_guarded

    def report(progress: ReadProgress) -> None:
        job.report(WorkProgress(f"Reading {request.path.name}", progress.done, progress.total))

    reading = read_guarded(
        request.source,
        request.password,
        name=request.path.name,
        worker=worker,
        progress=report,
        cancelled=lambda: job.is_cancelled,
    )
    collector.set_aside()
    return reading


def _check(document: Document, lists: tuple[SourceList, ...], cache: Path | None) -> tuple[Check, tuple[object, ...]]:
    from app.services.checking import CheckRequest, SourceSpec, check_document

    sources = tuple(SourceSpec(one.name, () if one.library else (one.path,), one.complete) for one in lists)
    return check_document, (CheckRequest(document, sources, cache=cache),)


def _titles() -> Mapping[str, str]:
    from app.services.check_titles import check_titles

    return check_titles()
