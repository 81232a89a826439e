"""The draft on the desk beside an earlier one of the same work: read, compared, with its comments as they stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Comparison
from app.domain.document import Reading
from app.domain.errors import StetError
from app.domain.finding import CheckDone, Finding
from app.domain.review import Anchor, Draft
from app.services import versions
from app.services.versions import MatchedFindings
from app.shell.desk_draft import DeskDraft
from app.shell.engine import ReadRequest
from app.shell.jobs import Handlers, Job, Lane
from app.shell.session import Session

if TYPE_CHECKING:
    from app.services.ports import Workspace

ONLY_ONE = "This is the first draft of this work, so there is none to compare it with."


@dataclass(frozen=True, slots=True)
class Beside:
    """An earlier draft beside the one on the desk.

    ``findings`` say what became of those of the earlier draft, None where they are not known. ``places`` are where
    comments stood on it, by comment.
    """

    draft: Draft
    reading: Reading
    comparison: Comparison
    findings: MatchedFindings | None
    places: Mapping[str, Anchor]


@dataclass(frozen=True, slots=True)
class _Earlier:
    draft: Draft
    source: Path
    places: Mapping[str, Anchor]


class Comparing(QObject):
    """Compares on request; the answer is ``ready`` or ``refused``, unless it was stopped."""

    ready = Signal(object)  # Beside
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: DeskDraft | None = None
        self._job: Job | None = None

    def start(self, opened: DeskDraft, earlier: Draft | None = None) -> None:
        """Compare with an earlier draft, the one before where none is given."""
        self.stop()
        self._wanted = opened
        self._session.ask(lambda ws: _earlier(ws, opened, earlier), lambda found: self._read(opened, found))

    def stop(self) -> None:
        """Give up what was asked for last."""
        self._wanted = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _read(self, opened: DeskDraft, found: _Earlier | None) -> None:
        if self._wanted is not opened:
            return
        if found is None:
            self.refused.emit(ONLY_ONE)
            return
        handlers: Handlers[Beside] = Handlers(done=self._tell, failed=lambda error: self._fail(found, error))
        self._job = self._session.runner.submit(
            Lane.READING, lambda job: _compare(self._session, opened, found, job), handlers
        )

    def _tell(self, beside: Beside) -> None:
        self._job = None
        self.ready.emit(beside)

    def _fail(self, found: _Earlier, error: Exception) -> None:
        self._job = None
        if isinstance(error, StetError):
            self.refused.emit(f"Draft {found.draft.number} cannot be shown beside this one: {error}")
        else:
            self._session.fail("The drafts cannot be compared", error)


def _earlier(workspace: "Workspace", opened: DeskDraft, draft: Draft | None) -> _Earlier | None:
    """Find the draft to compare with, on the disk lane."""
    draft = draft or versions.previous(workspace, opened.draft)
    if draft is None:
        return None
    ids = [one.id for one in opened.comments if one.anchor is not None]
    places = {
        comment: anchor
        for comment, anchors in workspace.placements(ids).items()
        for anchor in anchors
        if anchor.revision_id == draft.revision_id
    }
    return _Earlier(draft, workspace.original(draft.sha256), places)


def _compare(session: Session, opened: DeskDraft, found: _Earlier, job: Job) -> Beside:
    """Read and compare in the reading lane's worker process, so that the window stays free."""
    worker = session.runner.worker(Lane.READING)
    request = ReadRequest(Path(found.draft.name), opened.password, original=found.source)
    reading = session.engine.read(request, worker, job)
    old = _old_findings(session, found.draft, reading)
    new = [item.finding for item in opened.findings]
    texts = reading.document.text, opened.document.text
    ((comparison, matched),) = worker.run(versions.compared, *texts, old or [], new, cancelled=lambda: job.is_cancelled)
    known = old is not None and not opened.is_checking and not opened.stopped
    return Beside(found.draft, reading, comparison, matched if known else None, found.places)


def _old_findings(session: Session, draft: Draft, reading: Reading) -> list[Finding] | None:
    """Return what the checks found on the earlier draft, None where that is not kept."""
    from app.services.check_results import recall
    from app.services.checking import CheckRequest

    workspace = session.workspace
    _, arguments = session.engine.check(reading.document, session.source_lists, workspace.cache if workspace else None)
    request = arguments[0] if arguments else None
    if workspace is None or not isinstance(request, CheckRequest):
        return None
    events = recall(workspace, draft.revision_id, request).events
    checks = [event for event in events if isinstance(event, CheckDone)]
    return [finding for done in checks for finding in done.findings] if checks else None
