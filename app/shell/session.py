"""The session: which workspace and which drafts are open, and every change a person asks for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import Shiboken

from app.domain.errors import NotFoundError, PasswordNeededError, StetError
from app.shell.checking_run import CheckingRun, load
from app.shell.desk_draft import DeskDraft
from app.shell.engine import Engine, ReadRequest, standard_engine
from app.shell.items import failure_of
from app.shell.jobs import Handlers, JobRunner, Lane
from app.shell.keeping import request_for
from app.shell.opening import Opening
from app.shell.recent import newest_drafts, read_recent
from app.shell.saves import Saves
from app.shell.source_lists import SETTING, SourceList, from_setting, to_setting
from app.shell.watching import DraftWatch

if TYPE_CHECKING:
    from app.domain.review import Draft
    from app.services.ports import Workspace
    from app.shell.review import Review

NOT_OPEN_YET = "The workspace is not open yet. Wait a moment and try again."

T = TypeVar("T")
_Opened = tuple[tuple["Draft", ...], tuple[SourceList, ...]]
_BACK_UP_MS = 3_600_000
_NEWS_MS = 40
_AHEAD_MS = 400
_SHOWING_MS = 100  # until a draft that came to the desk is painted


class Session(QObject):
    """What is open, and the one way to change it. Signals are news in the past tense; methods are requests.

    Everything runs on the window's thread; the work itself runs on the lanes of the job runner.
    """

    workspace_opened = Signal()
    queue_changed = Signal()
    draft_left = Signal()  # another draft was asked for; what is being typed belongs to the one on the desk
    draft_opening = Signal(object)  # Path
    draft_opened = Signal(object)  # DeskDraft
    read_ahead = Signal(object, object)  # ReadRequest and Reading of the file that comes next
    open_stopped = Signal()
    findings_changed = Signal()
    references_changed = Signal()
    current_changed = Signal(object)  # key or None
    sources_changed = Signal()
    person_changed = Signal()  # somebody else works here now
    progressed = Signal(object)  # Progress, or None when nothing runs
    password_needed = Signal(object, bool)  # Path, and whether a password was given and is wrong
    failed = Signal(object)  # Failure
    broke = Signal(object)  # Exception: a bug of ours, for the crash handler

    def __init__(
        self,
        workspace_opener: "Callable[[], Workspace]",
        engine: Engine | None = None,
        parent: QObject | None = None,
        recent_file: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.engine = engine or standard_engine()
        self.runner = JobRunner(self)
        self.saves = Saves(self.runner, self)
        self.saves.broke.connect(self.broke)
        self.draft: DeskDraft | None = None
        self.queue: list[Path] = []
        self.unreadable: set[Path] = set()
        self._recent_file = recent_file
        self.recent: tuple[Draft, ...] = read_recent(recent_file) if recent_file else ()
        self.source_lists: tuple[SourceList, ...] = ()
        self.current: str | None = None
        self.workspace: Workspace | None = None
        self._opener = workspace_opener
        self._trouble: StetError | None = None
        self._wanted: Draft | None = None
        self._locked: ReadRequest | None = None
        self._opened: dict[Path, DeskDraft] = {}
        self._opening = self._make_opening()
        self._checking = CheckingRun(self.runner, self.engine, self)
        self._checking.changed.connect(self.tell_soon)
        self._checking.progressed.connect(self.progressed)
        self._checking.failed.connect(lambda error: self.fail("Checking stopped", error))
        self._news = self._timer(_NEWS_MS, self._tell_results, once=True)
        self._backups = self._timer(_BACK_UP_MS, self._back_up)
        self._spare = self._timer(_AHEAD_MS, self._read_ahead, once=True)

    @cached_property
    def review(self) -> "Review":
        """What a person decides and writes about the draft on the desk; loaded when it is first asked for."""
        from app.shell.review import Review

        made = Review(self.saves, self._require, self)
        made.comments_changed.connect(self._tell_results)
        return made

    @cached_property
    def watch(self) -> DraftWatch:
        """Looks after the file of the draft on the desk."""
        return DraftWatch(self.runner, self.broke.emit, self)

    # the workspace

    def start(self) -> None:
        """Open the workspace in the background; ``workspace_opened`` or ``failed`` follows."""
        handlers = Handlers(done=self._workspace_ready, failed=self._workspace_missing)
        self.runner.submit(Lane.DISK, lambda _: self._open_workspace(), handlers)

    def close(self) -> StetError | None:
        """Keep every change, then end all work and close the workspace; return why not when a change cannot be kept."""
        problem = self.saves.finish()
        if problem is None:
            self.close_anyway()
        return problem

    def close_anyway(self) -> None:
        """End all work and close the workspace, also when a change could not be kept."""
        for timer in (self._news, self._backups, self._spare):
            timer.stop()
        self.watch.leave()
        self.saves.stop()
        if self.workspace is not None:
            workspace = self.workspace
            closed: Handlers[None] = Handlers(failed=self.broke.emit)
            self.runner.submit(Lane.DISK, lambda _: workspace.close(), closed, waits=True)  # behind reads that wait
            self.workspace = None
        self.runner.shut_down()

    # drafts

    def queue_files(self, paths: Sequence[Path]) -> None:
        """Put files into the queue without opening them."""
        wanted = dict.fromkeys(path.absolute() for path in paths)
        self.queue += [path for path in wanted if path not in self.queue]
        self.queue_changed.emit()

    def open_files(self, paths: Sequence[Path]) -> None:
        """Queue the files and open the first of them."""
        self.queue_files(paths)
        if paths:
            self.open_path(paths[0].absolute())

    @property
    def opening(self) -> ReadRequest | None:
        """The file that is being read for the desk, or None."""
        return self._opening.request

    def opened(self, path: Path) -> DeskDraft | None:
        """Return what is known of a file that was opened since the start, or None."""
        return self._opened.get(path)

    def open_recent(self, draft: "Draft") -> None:
        """Open a draft from an earlier day as it was then: its file may have gone or hold another draft by now.

        Before the workspace is open the draft waits for it; only the one asked for last is opened then.
        """
        path = Path(draft.path)
        if self.workspace is None and self._trouble is None:
            self._wanted = draft
            self.draft_opening.emit(path)
            return
        try:
            self._open(request_for(self._require(), draft))
        except NotFoundError:
            self.open_path(path)

    def open_path(self, path: Path, password: str | None = None) -> None:
        """Show the file as the current draft, reading it when it is not open already; ``password`` answers a request.

        What was asked for then is tried again with it.
        """
        locked = self._locked if password is not None else None
        request = locked if locked is not None and locked.path == path else ReadRequest(path)
        self._open(replace(request, password=password))

    def _open(self, request: ReadRequest) -> None:
        self.draft_left.emit()
        self.stop()
        known = self._opened.get(request.path)
        anew = request.password is not None or request.work_id
        if known is not None and not anew and request.original in {None, known.source}:
            self._show(known)
            return
        self._opening.open(request)

    def _read_ahead(self) -> None:
        """Read the next file of the queue, once there is nothing else to do for the draft on the desk."""
        if self.draft is None or self.draft.path not in self.queue:
            return
        if self._opening.is_busy or self.draft.is_checking:
            self._spare.start()
            return
        after = self.queue[self.queue.index(self.draft.path) + 1 :]
        path = next((one for one in after if one not in self._opened and one not in self.unreadable), None)
        if path is not None:
            self._opening.look_ahead(ReadRequest(path))

    def reload(self, work_id: str = "") -> None:
        """Read the current draft's file again: another text in it is the next draft of its work, or of ``work_id``."""
        if self.draft is not None:
            work_id = work_id or self.draft.draft.deliverable_id
            self._open(ReadRequest(self.draft.path, self.draft.password, work_id=work_id))

    def start_over(self) -> None:
        """Put every draft away, for another person; ``person_changed`` follows once their drafts are listed."""
        self.stop()
        self._opening.leave()
        self.watch.leave()
        self.draft = self.review.draft = None
        for known in (self._opened, self.unreadable, self.queue):
            known.clear()
        self.set_current(None)
        self.refresh_recent(self.person_changed.emit)

    def stop(self) -> None:
        """Stop reading and checking; what has been found so far stays."""
        self._opening.cancel()
        self._checking.stop()

    def recheck(self) -> None:
        """Check the current draft again from the start."""
        if self.draft is not None:
            self._check(self.draft, anew=True)

    def set_current(self, key: str | None) -> None:
        """Make a finding, reference or comment the current one."""
        if key != self.current:
            self.current = key
            self.current_changed.emit(key)

    # source lists

    def set_sources(self, lists: Iterable[SourceList]) -> None:
        """Use these source lists from now on and judge the references of the current draft again."""
        self.source_lists = tuple(lists)
        value = to_setting(self.source_lists)
        self.saves.put(lambda: self._require().put_setting(SETTING, value), lambda _: None, key=SETTING)
        self.sources_changed.emit()
        if self.draft is not None:
            self._check(self.draft)

    # what screens read

    def ask(self, read: "Callable[[Workspace], T]", done: Callable[[T], object]) -> None:
        """Read something of the workspace on the disk lane and hand it to ``done``; ``failed`` follows instead.

        An answer for a method of an object that has been deleted meanwhile, as a dialog is, is left alone.
        """
        asker = getattr(done, "__self__", None)

        def tell(found: T) -> None:
            if not isinstance(asker, QObject) or Shiboken.isValid(asker):
                done(found)

        handlers: Handlers[T] = Handlers(done=tell, failed=lambda error: self.fail("That cannot be shown", error))
        self.runner.submit(Lane.DISK, lambda _: read(self._require()), handlers, waits=True)

    # news for the panels

    def tell_soon(self) -> None:
        """Emit the signals about results shortly: many results of checks make one update of the panels."""
        if not self._news.isActive():
            self._news.start()

    def fail(self, title: str, error: Exception, path: Path | None = None) -> None:
        """Tell about an error: a plain failure of the world, or a bug for the crash handler."""
        if not isinstance(error, StetError):
            self.broke.emit(error)
        self.failed.emit(failure_of(title, error, path))

    def _timer(self, pause_ms: int, call: Callable[[], object], *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(once)
        timer.setInterval(pause_ms)
        timer.timeout.connect(call)
        return timer

    def _tell_results(self) -> None:
        self.findings_changed.emit()
        self.runner.call_soon(self._tell_references)

    def _tell_references(self) -> None:
        self.references_changed.emit()

    def _tell_queue(self) -> None:
        self.queue_changed.emit()

    def _require(self) -> "Workspace":
        if self.workspace is None:
            raise self._trouble or StetError(NOT_OPEN_YET)
        return self.workspace

    def _open_workspace(self) -> _Opened:
        """Open the workspace on the disk lane, where the next job may need it before the window hears of it."""
        self.workspace = workspace = self._opener()
        return newest_drafts(workspace, self._recent_file), from_setting(workspace.setting(SETTING))

    def _back_up(self) -> None:
        """Make the day's copy of the workspace, where it stands for no change that waits for the disk."""
        failed: Handlers[object] = Handlers(failed=lambda error: self.fail("The daily backup was not made", error))
        self.runner.submit(Lane.NETWORK, lambda _: self._require().back_up_if_due(), failed)

    def _workspace_missing(self, error: Exception) -> None:
        self._trouble = error if isinstance(error, StetError) else None
        self.fail("The workspace cannot be opened", error)

    def _workspace_ready(self, found: _Opened) -> None:
        self.recent, self.source_lists = found
        self.workspace_opened.emit()
        self.sources_changed.emit()
        self.queue_changed.emit()
        self.runner.warm_up(Lane.CHECKING)
        self.runner.submit(Lane.CHECKING, lambda _: load(), Handlers(failed=self.broke.emit))
        self._back_up()
        self._backups.start()
        if self._wanted is not None:
            draft, self._wanted = self._wanted, None
            self.open_recent(draft)

    def _make_opening(self) -> Opening:
        made = Opening(self.runner, lambda: self.engine, self._require, self)
        made.began.connect(self.draft_opening)
        made.came.connect(self._take)
        made.unread.connect(self._unreadable)
        made.unkept.connect(self._not_kept)
        made.stopped.connect(self.open_stopped)
        made.progressed.connect(self.progressed)
        made.read_ahead.connect(self.read_ahead)
        return made

    def _unreadable(self, request: ReadRequest, error: Exception) -> None:
        self.progressed.emit(None)
        if isinstance(error, PasswordNeededError):
            self._locked = request
            self.password_needed.emit(request.path, request.password is not None)
        else:
            stays = self.draft is not None and self.draft.path == request.path  # it was to be read again
            self.open_stopped.emit() if stays else self.unreadable.add(request.path)
            self.queue_changed.emit()
            title = "Not read again" if stays else f"{request.path.name} cannot be read"
            self.fail(title, error, None if stays else request.path)

    def _not_kept(self, request: ReadRequest, error: Exception) -> None:
        self.progressed.emit(None)
        self.fail(f"{request.path.name} cannot be opened", error, request.path)

    def _take(self, opened: DeskDraft) -> None:
        self._opened[opened.path] = opened
        self._show(opened)
        self.refresh_recent()

    def _show(self, opened: DeskDraft) -> None:
        self._opening.leave()
        self.unreadable.discard(opened.path)
        self.draft, self.current = opened, None
        self.review.draft = opened
        self.runner.give_way(_SHOWING_MS)
        self.watch.watch(opened.path, opened.draft.sha256)
        if opened.path not in self.queue:
            self.queue.append(opened.path)
        self.draft_opened.emit(opened)
        self.runner.call_soon(self._tell_queue)
        if not opened.checks or opened.stopped:
            self._check(opened)
        self._spare.start()

    def _check(self, opened: DeskDraft, *, anew: bool = False) -> None:
        self._checking.start(opened, self.source_lists, self.workspace, anew=anew)

    def refresh_recent(self, then: Callable[[], object] = lambda: None) -> None:
        """List the drafts of earlier days again, then call ``then``."""

        def take(found: "tuple[Draft, ...]") -> None:
            self.recent = found
            self.queue_changed.emit()
            then()

        handlers = Handlers(done=take, failed=self.broke.emit)
        if (workspace := self.workspace) is not None:  # it is closed on the same lane, after this
            self.runner.submit(Lane.DISK, lambda _: newest_drafts(workspace, self._recent_file), handlers, waits=True)
