"""Checking the current draft: starting, following and stopping it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.documents.guard import Worker
from app.domain.finding import CheckDone
from app.shell.collector import collector
from app.shell.desk_draft import DeskDraft
from app.shell.engine import Engine
from app.shell.items import FindingItem, WorkProgress
from app.shell.jobs import Handlers, Job, JobRunner, Lane
from app.shell.source_lists import SourceList

if TYPE_CHECKING:
    from app.services.checking import CheckEvent
    from app.services.ports import Workspace

_PROGRESS_SECONDS = 0.1
# Checks of a long draft begin once its first words are on the screen: handing it over would hold them up.
_LONG, _FIRST_PAINT_SECONDS = 20_000, 0.15
_Check = tuple[Callable[..., Iterator[object]], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A check has ended; its findings with their words and places were made on the lane."""

    done: CheckDone
    items: list[FindingItem]


class CheckingRun(QObject):
    """The one run of checks at a time."""

    changed = Signal()  # the draft has new results, or its run began or ended
    progressed = Signal(object)  # WorkProgress, or None when the run has ended
    failed = Signal(object)  # Exception

    def __init__(self, runner: JobRunner, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._engine = engine
        self._job: Job | None = None
        self._draft: DeskDraft | None = None
        self._quiet_until = 0.0

    def start(
        self, opened: DeskDraft, lists: tuple[SourceList, ...], workspace: "Workspace | None", *, anew: bool = False
    ) -> None:
        """Check ``opened``; what is known of its text is shown at once, unless it is asked ``anew``."""
        self.stop()
        opened.forget_checks()
        opened.is_checking = True
        self._draft = opened
        check = self._engine.check(opened.document, lists, workspace.cache if workspace else None)
        worker = self._runner.worker(Lane.CHECKING)
        handlers: Handlers[None] = Handlers(
            event=lambda event: self._take(opened, event),
            done=lambda _: self._end(opened),
            failed=lambda error: self._fail(opened, error),
        )
        task = partial(_check, worker, workspace, opened, check, anew)
        self._job = self._runner.submit(Lane.CHECKING, task, handlers, waits=True)
        self.changed.emit()

    def stop(self) -> None:
        """End the run, if there is one; the results so far stay and the draft counts as stopped."""
        if self._job is None or self._draft is None:
            return
        self._job.cancel()
        self._draft.stopped = True
        self._end(self._draft)

    def _take(self, opened: DeskDraft, event: object) -> None:
        from app.services.checking import (
            LanguageKnown,
            Progress,
            ReferencesFound,
            ReferencesJudged,
            SourcesOpened,
            StyleMeasured,
        )

        match event:
            case _Found(done, items):
                opened.add_check(done, items)
            case LanguageKnown(language):
                opened.language = language
            case ReferencesFound(references):
                opened.add_references(references)
            case SourcesOpened(records, rejected, left_out):
                opened.source_records, opened.rejected, opened.left_out = records, rejected, left_out
            case ReferencesJudged(checked):
                opened.add_judged(checked)
            case StyleMeasured():
                opened.measured = event
            case Progress(what, done, total):
                self._tell_progress(WorkProgress(what, done, total))
                return
        self.changed.emit()

    def _tell_progress(self, progress: WorkProgress) -> None:
        """Tell how far the run is, a few times a second: showing it paints."""
        if time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + _PROGRESS_SECONDS
            self.progressed.emit(progress)

    def _end(self, opened: DeskDraft) -> None:
        self._job = self._draft = None
        opened.is_checking = False
        self.progressed.emit(None)
        self.changed.emit()

    def _fail(self, opened: DeskDraft, error: Exception) -> None:
        opened.stopped = True
        self._end(opened)
        self.failed.emit(error)


def load() -> None:
    """Load what checking and reviewing need; heavy, so that it is done away from the window before they are used."""
    import app.services.check_choice
    import app.services.check_results
    import app.services.checking
    import app.services.reviewing
    import app.shell.library_files  # noqa: F401 loading it is what is wanted

    collector.set_aside()


def _check(
    worker: Worker, workspace: "Workspace | None", opened: DeskDraft, check: _Check, anew: bool, job: Job
) -> None:
    """Report what is known of the text, then what checking the rest gives, and keep that; runs on the checking lane."""
    from app.services.check_choice import as_chosen
    from app.services.check_results import recall, remember
    from app.services.checking import CheckRequest
    from app.shell.library_files import with_libraries

    def tell(event: object) -> None:
        job.report(_Found(event, opened.items_of(event)) if isinstance(event, CheckDone) else event)

    function, arguments = check
    revision_id = opened.draft.revision_id
    request = arguments[0] if arguments else None
    if workspace is not None and isinstance(request, CheckRequest):
        request = as_chosen(workspace, opened.draft.id, with_libraries(workspace, request))
        if not anew:
            recalled = recall(workspace, revision_id, request)
            for event in recalled.events:
                tell(event)
            if recalled.request is None:
                return
            request = recalled.request
        arguments = (request, *arguments[1:])
    job.pause(_FIRST_PAINT_SECONDS if len(opened.document.text) > _LONG else 0)
    events = []
    for found in worker.run(function, *arguments, cancelled=lambda: job.is_cancelled):
        events.append(found)
        tell(found)
    if workspace is not None and isinstance(request, CheckRequest):
        remember(workspace, revision_id, request, cast("list[CheckEvent]", events))
