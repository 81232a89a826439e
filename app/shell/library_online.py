"""Asking online services about references: what a person agreed to, one run at a time, what was answered before.

The asking has a lane of its own, because a service may take minutes; nothing is asked unless a person asks for it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import DeniedError, StetError
from app.domain.reference import CheckedReference
from app.services.online import OnlineChoice, Outcome, is_open, keep_online_choice, online_choice, why_not_asked
from app.shell.desk_draft import DeskDraft
from app.shell.items import ReferenceItem
from app.shell.jobs import Handlers, Job, Lane
from app.shell.session import NOT_OPEN_YET, Session

if TYPE_CHECKING:
    from app.services.looking_up import LookingUp
    from app.services.online import Asked, Looked, LookUps
    from app.services.online_log import LogEntry
    from app.services.ports import Workspace

Span = tuple[int, int]
_KEEP_MS = 500
_ORDER = (Outcome.AGREES, Outcome.DIFFERS, Outcome.FAILED, Outcome.NOTE)
_WORDS = {
    Outcome.AGREES: "Confirmed",
    Outcome.DIFFERS: "With differences",
    Outcome.NOTE: "Link visited",
    Outcome.NOTHING: "Nothing found",
    Outcome.FAILED: "Could not be checked",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A reference that has been looked up: where it stands, what it is kept under, what was said."""

    span: Span
    key: str
    asked: "tuple[Asked, ...]"
    looked: "Looked"


@dataclass(slots=True)
class _Run:
    """What is being asked: about which draft, in which work, and what came back so far."""

    opened: DeskDraft
    work_id: str
    job: Job | None = None
    progress: "LookingUp | None" = None
    outcomes: Counter[Outcome] = field(default_factory=Counter)


class LibraryOnline(QObject):
    """What the window asks for; it changes the drafts on the desk and tells with the session's signals."""

    changed = Signal()  # the choice, or whether something is being asked
    progressed = Signal(object)  # LookingUp, or None when nothing is being asked
    ended = Signal(str)  # how the last run went, in a sentence
    consent_needed = Signal()  # something was asked for that a person has not agreed to
    refused = Signal(str)  # why nothing was asked

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.choice = OnlineChoice()
        self._run: _Run | None = None
        self._unkept: dict[str, dict[str, tuple[Asked, ...]]] = {}
        self._recalled: object = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_KEEP_MS)
        self._soon.timeout.connect(self._keep)
        session.workspace_opened.connect(self._read_choice)
        session.references_changed.connect(self._recall)
        session.draft_opened.connect(self._recall)

    @property
    def is_offered(self) -> bool:
        """Whether this window can ask anybody at all."""
        return self._session.engine.open_lookups is not None

    @property
    def is_asking(self) -> bool:
        """Whether services are being asked."""
        return self._run is not None

    @property
    def progress(self) -> "LookingUp | None":
        """How far the asking is."""
        return self._run.progress if self._run is not None else None

    def choose(self, choice: OnlineChoice) -> None:
        """Agree to this from now on; taking it back stops what is being asked."""
        self.choice = choice
        if not choice.on:
            self.stop()
        self._session.saves.put(lambda: keep_online_choice(self._workspace(), choice), lambda _: None, key="online")
        self.changed.emit()

    def open_items(self) -> list[ReferenceItem]:
        """Return the references of the draft on the desk that neither the lists nor an answer before could settle."""
        opened = self._session.draft
        return [item for item in opened.reference_items() if _is_open(item)] if opened is not None else []

    def look_up(self, items: Sequence[ReferenceItem], *, settled_too: bool = False) -> None:
        """Ask about references of the draft on the desk; ``settled_too`` for those that the lists settled."""
        opened, opener, choice = self._session.draft, self._session.engine.open_lookups, self.choice
        cited = [(item, opened.judged[_span(item)]) for item in items if opened and _span(item) in opened.judged]
        if opened is None or opener is None or not cited:
            self.refused.emit("Nothing is left to look up. G asks about one reference again.")
        elif self._run is not None:
            self.refused.emit("Services are being asked already. Wait for them, or stop it.")
        elif not choice.on:
            self.consent_needed.emit()
        else:
            self._start(opened, [checked for _, checked in cited], opener, settled_too=settled_too)

    def stop(self) -> None:
        """Ask nothing more; what was answered stays."""
        if self._run is not None and self._run.job is not None:
            self._run.job.cancel()

    def read_log(self, done: "Callable[[tuple[LogEntry, ...]], object]") -> None:
        """Hand the log of all requests to ``done``, the newest first."""

        def read(workspace: "Workspace") -> "tuple[LogEntry, ...]":
            from app.services.online_log import read_log

            return read_log(workspace.path)

        self._session.ask(read, done)

    def empty_log(self, done: Callable[[None], object]) -> None:
        """Delete the log."""

        def empty(workspace: "Workspace") -> None:
            from app.services.online_log import empty_log

            empty_log(workspace.path)

        self._session.ask(empty, done)

    # one run

    def _start(
        self,
        opened: DeskDraft,
        checked: Sequence[CheckedReference],
        opener: "Callable[[Path, str], LookUps]",
        *,
        settled_too: bool,
    ) -> None:
        run = self._run = _Run(opened, opened.draft.deliverable_id)
        workspace, choice, draft_id = self._workspace(), self.choice, opened.draft.id

        def task(job: Job) -> None:
            if why := why_not_asked(workspace, draft_id):
                raise DeniedError(why)
            lookups = opener(workspace.path, choice.contact)
            try:
                for event in _look_up(checked, lookups, choice, job, settled_too=settled_too):
                    job.report(event)
            finally:
                lookups.close()

        handlers: Handlers[None] = Handlers(
            event=lambda event: self._take(run, event),
            done=lambda _: self._end(_summary(run)),
            failed=self._fail,
            cancelled=lambda: self._end("Stopped. What was answered stays."),
        )
        run.job = self._session.runner.submit(Lane.ONLINE, task, handlers)
        self.changed.emit()

    def _take(self, run: _Run, event: "_Seen | LookingUp") -> None:
        if not isinstance(event, _Seen):
            run.progress = event
            self.progressed.emit(event)
            return
        run.outcomes[_outcome(event.looked)] += 1
        run.opened.add_online({event.span: event.looked})
        self._unkept.setdefault(run.work_id, {})[event.key] = event.asked
        self._soon.start()
        self._session.tell_soon()

    def _end(self, sentence: str) -> None:
        self._run = None
        self._keep()
        self.progressed.emit(None)
        self.changed.emit()
        self.ended.emit(sentence)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, StetError):
            self._end(str(error))
        else:
            self._end("Something in Stet went wrong while asking.")
            self._session.fail("The look-up ended", error)

    # what is kept

    def _keep(self) -> None:
        """Keep the new answers with the workspace."""
        self._soon.stop()
        unkept, self._unkept = self._unkept, {}

        def write() -> None:
            from app.services.lookup_answers import keep_answers

            for work_id, answers in unkept.items():
                keep_answers(self._workspace(), work_id, answers)

        if unkept:
            self._session.saves.put(write, lambda _: self._recall_anew())

    def _read_choice(self) -> None:
        self._session.ask(online_choice, self._use_choice)

    def _use_choice(self, choice: OnlineChoice) -> None:
        self.choice = choice
        self.changed.emit()

    def _recall_anew(self) -> None:
        """Look again once a run has ended: the lists may have been changed meanwhile."""
        if self._run is None:
            self._recalled = None
            self._recall()

    def _recall(self, _: object = None) -> None:
        """Show what was answered before, once the lists have said what they say now."""
        opened, workspace = self._session.draft, self._session.workspace
        if opened is None or workspace is None or opened.is_checking or not opened.judged:
            return
        state = (opened.draft.id, tuple(map(id, opened.judged.values())))
        if state == self._recalled:
            return
        self._recalled = state
        checked, work_id = tuple(opened.judged.values()), opened.draft.deliverable_id

        def task(_: Job) -> dict[Span, "Looked"]:
            return _answered_before(workspace, work_id, checked)

        def take(found: "Mapping[Span, Looked]") -> None:
            if found:
                opened.add_online(found)
                self._session.tell_soon()

        handlers: Handlers[dict[Span, Looked]] = Handlers(
            done=take, failed=lambda error: self._session.fail("Earlier answers cannot be shown", error)
        )
        self._session.runner.submit(Lane.NETWORK, task, handlers)

    def _workspace(self) -> "Workspace":
        workspace = self._session.workspace
        if workspace is None:
            raise StetError(NOT_OPEN_YET)
        return workspace


def library_online(session: Session) -> LibraryOnline:
    """Return the one of the session: asking goes on whatever is on the desk."""
    return session.findChild(LibraryOnline) or LibraryOnline(session, session)


def _look_up(
    checked: Sequence[CheckedReference], lookups: "LookUps", choice: OnlineChoice, job: Job, *, settled_too: bool
) -> "Iterator[_Seen | LookingUp]":
    """Yield what comes back, ready to show; runs on the lane. Raises CancelledError."""
    from app.services.looking_up import LookedUp, look_up, looked
    from app.services.lookup_answers import key_of

    cited = [(one.reference.parsed, one.reference.raw) for one in checked]
    offline = [one.judgement for one in checked]
    events = look_up(cited, offline, lookups, choice, settled_too=settled_too, cancelled=lambda: job.is_cancelled)
    for event in events:
        if isinstance(event, LookedUp):
            one = checked[event.place]
            span, raw = (one.reference.start, one.reference.end), one.reference.raw
            yield _Seen(span, key_of(raw), event.asked, looked(one.reference.parsed, raw, one.judgement, event.asked))
        else:
            yield event


def _answered_before(workspace: "Workspace", work_id: str, checked: Sequence[CheckedReference]) -> "dict[Span, Looked]":
    from app.services.lookup_answers import kept_answers, key_of

    kept = kept_answers(workspace, work_id)
    if not kept:
        return {}
    from app.services.looking_up import looked

    found = {}
    for one in checked:
        reference = one.reference
        if asked := kept.get(key_of(reference.raw)):
            found[reference.start, reference.end] = looked(reference.parsed, reference.raw, one.judgement, asked)
    return found


def _outcome(looked: "Looked") -> Outcome:
    """Return what the answers say taken together: the best of them counts."""
    said = {one.outcome for one in looked.evidence}
    return next((outcome for outcome in _ORDER if outcome in said), Outcome.NOTHING)


def _summary(run: _Run) -> str:
    """Return how a run went, in a sentence."""
    progress, outcomes = run.progress, run.outcomes
    if progress is None or not outcomes:
        return "Nothing to ask: no service you chose can be asked about it. Searching by title may help."
    counted = [f"{words}: {outcomes[one]}." for one, words in _WORDS.items() if outcomes[one]]
    return " ".join((f"Asked about {progress.total} reference{'s' if progress.total != 1 else ''}.", *counted))


def _is_open(item: ReferenceItem) -> bool:
    """Whether the lists left a reference open, and nobody has been asked or somebody did not answer."""
    if item.checked is None:
        return False
    if item.online is None:
        return is_open(item.checked.judgement)
    return is_open(item.online.offline) and any(one.outcome is Outcome.FAILED for one in item.online.evidence)


def _span(item: ReferenceItem) -> Span:
    return item.reference.start, item.reference.end
