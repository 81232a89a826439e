"""Checking the current draft: starting, following and stopping it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.finding import CheckDone
from app.shell.desk_draft import DeskDraft
from app.shell.engine import Engine
from app.shell.items import WorkProgress
from app.shell.jobs import Handlers, Job, JobRunner, Lane
from app.shell.source_lists import SourceList


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

    def start(self, opened: DeskDraft, lists: tuple[SourceList, ...], cache: Path | None) -> None:
        """Check ``opened`` from the start; ``cache`` is the folder that keeps prepared source lists."""
        self.stop()
        opened.forget_checks()
        opened.is_checking = True
        self._draft = opened
        function, arguments = self._engine.check(opened.document, lists, cache)
        handlers: Handlers[None] = Handlers(
            event=lambda event: self._take(opened, event),
            done=lambda _: self._end(opened),
            failed=lambda error: self._fail(opened, error),
        )
        self._job = self._runner.stream(Lane.CHECKING, function, arguments, handlers)
        self.changed.emit()

    def stop(self) -> None:
        """End the run, if there is one; the results so far stay and the draft counts as stopped."""
        if self._job is None or self._draft is None:
            return
        self._job.cancel()
        self._draft.stopped = True
        self._end(self._draft)

    def _take(self, opened: DeskDraft, event: object) -> None:
        from app.services.checking import LanguageKnown, Progress, ReferencesFound, ReferencesJudged, SourcesOpened

        match event:
            case CheckDone():
                opened.add_check(event)
            case LanguageKnown(language):
                opened.language = language
            case ReferencesFound(references):
                opened.references = references
            case SourcesOpened(records, rejected):
                opened.source_records, opened.rejected = records, rejected
            case ReferencesJudged(checked):
                opened.add_judged(checked)
            case Progress(what, done, total):
                self.progressed.emit(WorkProgress(what, done, total))
        self.changed.emit()

    def _end(self, opened: DeskDraft) -> None:
        self._job = self._draft = None
        opened.is_checking = False
        self.progressed.emit(None)
        self.changed.emit()

    def _fail(self, opened: DeskDraft, error: Exception) -> None:
        opened.stopped = True
        self._end(opened)
        self.failed.emit(error)
