"""Checking the current draft: starting, following and stopping it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.finding import CheckDone
from app.shell.desk_draft import DeskDraft
from app.shell.items import WorkProgress
from app.shell.jobs import Handlers, Job, Lane

if TYPE_CHECKING:
    from app.shell.session import Session


class CheckingRun(QObject):
    """The one run of checks at a time, on the session's current draft."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._job: Job | None = None
        self._draft: DeskDraft | None = None

    def start(self, opened: DeskDraft) -> None:
        """Check ``opened`` from the start."""
        self.stop()
        session = self._session
        opened.forget_checks()
        opened.is_checking = True
        self._draft = opened
        cache = session.workspace.cache if session.workspace else None
        function, arguments = session.engine.check(opened.document, session.source_lists, cache)
        handlers: Handlers[None] = Handlers(
            event=lambda event: self._take(opened, event),
            done=lambda _: self._end(opened),
            failed=lambda error: self._fail(opened, error),
        )
        self._job = session.runner.stream(Lane.CHECKING, function, arguments, handlers)
        session.tell_soon()

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
                self._session.progressed.emit(WorkProgress(what, done, total))
        self._session.tell_soon()

    def _end(self, opened: DeskDraft) -> None:
        self._job = self._draft = None
        opened.is_checking = False
        self._session.progressed.emit(None)
        self._session.tell_soon()

    def _fail(self, opened: DeskDraft, error: Exception) -> None:
        opened.stopped = True
        self._end(opened)
        self._session.fail("Checking stopped", error)
