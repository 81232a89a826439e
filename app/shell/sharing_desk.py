"""Sharing beside the work: syncs at the start, after edits and by the clock, on a thread of its own; never in the way.

It is offline from the first start until a sync goes well, and nothing depends on it. A failure waits longer each time.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from app.domain.errors import CancelledError, ServerError, StetError
from app.domain.ids import now_ms
from app.shell.session import Session
from app.shell.sharing_listening import Ear, Listening
from app.shell.sharing_news import Came, Found, after, where
from app.shell.sharing_standing import Mood, Standing
from app.shell.sharing_thread import Errands, LaneLocal

if TYPE_CHECKING:
    from app.services.arrivals import Arrival
    from app.services.ports import Workspace
    from app.services.sharing import SharedDatabase
    from app.services.sharing_copy import CopyReader, OpenRemote
    from app.services.sharing_details import Choice, Clash, Details
    from app.services.syncing import Synced, Waiting

T = TypeVar("T")
_AFTER_EDIT_MS, _ACTIVE_MS, _RESTING_MS, _LONGEST_MS = 1_000, 15_000, 60_000, 300_000
_ASKS = ("needs its password", "password is wrong")
_ELSEWHERE = "Another Stet is syncing"
_WAITS_FOR_A_PERSON = ("needs a newer Stet", "access was closed", "belongs to nobody")


class SharingDesk(QObject):
    """``standing`` is how it stands now; ``changed`` follows each change of it."""

    changed = Signal()
    came = Signal(object)  # Came: the screens read it
    catching_up = Signal()  # what came counts as shown from here on: what is being typed is handed over before
    joined = Signal(bool)  # whether the password is kept in the keyring
    left = Signal()
    copied = Signal(str)  # why the copy for reading was not taken, "" when it was
    tested = Signal(object)  # Found
    detailed = Signal(object)  # Details
    refused = Signal(str)  # why a request of the person was not done

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.standing = Standing()
        self.is_busy = False
        self._session = session
        self._open_remote: OpenRemote | None = None
        self.open_server: Callable[[str, str], SharedDatabase] | None = None
        self._remote: CopyReader | None = None
        self._password = ""
        self._active, self._failures, self._again = True, 0, False
        self._errands = Errands(self, self._let_go)
        self._open_ear: Callable[[str, str], Ear] | None = None
        self._listening = Listening(self)
        self._listening.heard.connect(self._hear)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.sync)
        session.workspace_opened.connect(self._start)
        session.saves.kept.connect(lambda _: self._edited())
        session.runner.closing.connect(self._stop)

    def use(
        self,
        open_remote: "OpenRemote",
        open_server: "Callable[[str, str], SharedDatabase]",
        open_ear: Callable[[str, str], Ear] | None = None,
    ) -> None:
        """Reach servers by these: each takes a DSN and a password, "" for the one that is kept."""
        self._open_remote, self.open_server, self._open_ear = open_remote, open_server, open_ear

    @property
    def is_shared(self) -> bool:
        """Whether the workspace is shared with a server."""
        return bool(self.standing.address)

    # syncing

    def set_active(self, active: bool) -> None:
        """Look often while somebody works here, else now and then."""
        if active and not self._active and self.is_shared and not self._failures:
            self._timer.start(_AFTER_EDIT_MS)
        self._active = active
        self._listen()

    def _listen(self) -> None:
        """Hear of changes at once while somebody works here and the server answers; else polling has to do."""
        opener, address, password = self._open_ear, self.standing.address, self._password
        if opener is not None and self._active and self.standing.mood is Mood.WELL:
            self._listening.start(lambda: opener(address, password))
        else:
            self._listening.stop()

    def _hear(self) -> None:
        if self.is_shared and not self._failures:
            self.sync()

    def sync(self) -> None:
        """Sync now; once more when asked while one runs."""
        workspace, standing = self._session.workspace, self.standing
        if workspace is None or self._open_remote is None or not standing.address:
            return
        self._timer.stop()
        if self.is_busy:
            self._again = True
            return
        self._set_busy(True)
        local = LaneLocal(self._session.runner, workspace, lambda: self._errands.is_stopped)

        def task() -> "tuple[Synced, str]":
            self._remote = self._remote or self._reach(standing.address, self._password, standing.copy)
            try:
                return self._run(local, self._remote)
            except ServerError:
                if self._failures:
                    raise
                # The computer slept, or something on the way forgot the connection: at once over another one.
                return self._run(local, self._remote)

        def done(found: "tuple[Synced, str]") -> None:
            synced, trouble = found
            self._failures = 0
            self._stand(replace(self.standing, mood=Mood.WELL, why="", since_ms=0, copy_trouble=trouble))
            self._listen()
            self._finish(local, lost=bool(synced.lost_scopes))

        def failed(error: Exception) -> None:
            self._fail(error)
            self._listen()
            self._finish(local, lost=False)

        self._errands.run(task, done, failed)

    def _run(self, local: LaneLocal, remote: "CopyReader") -> "tuple[Synced, str]":
        """Sync, and return why the copy was not read. On the thread of the errands."""
        from app.services.syncing import sync_once

        synced = sync_once(local.local, remote)
        if not self._active:
            remote.close()
        return synced, remote.trouble

    def _finish(self, local: LaneLocal, *, lost: bool) -> None:
        self._set_busy(False)
        kinds = (
            {row.kind for row in local.rows} | ({"people"} if local.people else set()) | ({"lost"} if lost else set())
        )
        rows = (
            local.new if self.standing.counts.synced_ms else []
        )  # the first time everything is new, so nothing is news
        self._session.ask(lambda ws: after(ws, rows), lambda found: self._tell(frozenset(kinds), *found))
        if self.standing.mood is not Mood.PASSWORD:
            self._timer.start(_AFTER_EDIT_MS if self._again else self._pause_ms())
        self._again = False

    def _tell(self, kinds: frozenset[str], counts: "Waiting", news: "tuple[Arrival, ...]", seen: int) -> None:
        self._stand(replace(self.standing, counts=counts))
        if kinds:
            self.came.emit(Came(kinds, news))
            # After what the screens ask for now: a save put before they show it is merged with what came.
            self._session.ask(lambda ws: ws, lambda ws: self._count_as_shown(ws, seen))

    def _count_as_shown(self, workspace: "Workspace", seen: int) -> None:
        """Count what came as shown; a field that somebody types in shows none of it, so its words are kept before."""
        self.catching_up.emit()
        if self._session.saves.pending:
            self._session.saves.put(lambda: workspace.show(seen), lambda _: None)
        else:
            self._session.ask(lambda ws: ws.show(seen), lambda _: None)

    def _pause_ms(self) -> int:
        usual = _ACTIVE_MS if self._active else _RESTING_MS
        longer = min(usual << min(self._failures, 5), _LONGEST_MS)
        return int(longer * random.uniform(0.8, 1.2)) if self._failures else usual  # noqa: S311 so that not all come back at once

    def _fail(self, error: Exception) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, StetError):
            self._session.broke.emit(error)
        self._failures += 1
        asks = any(sign in str(error) for sign in _ASKS)
        why = str(error) if isinstance(error, StetError) else "Something in Stet went wrong while syncing."
        if _ELSEWHERE in why:
            self._stand(replace(self.standing, why=why))
            return
        mood = Mood.PASSWORD if asks else Mood.OFFLINE if isinstance(error, ServerError) else Mood.STUCK
        self._stand(replace(self.standing, mood=mood, why=why, since_ms=self.standing.since_ms or now_ms()))
        if any(sign in why for sign in _WAITS_FOR_A_PERSON):
            self._failures = max(self._failures, 5)

    def _start(self) -> None:
        def take(found: "tuple[str, str, Waiting]") -> None:
            address, copy, counts = found
            mood = Mood.OFFLINE if address else Mood.ALONE
            self._stand(Standing(mood, address, counts, "", counts.synced_ms or now_ms() if address else 0, copy))
            self.sync()

        self._session.ask(where, take)

    def _edited(self) -> None:
        if self.is_shared:
            self._session.ask(lambda ws: ws.share.waiting(), self._count)
            if not self._failures:
                self._timer.start(_AFTER_EDIT_MS)

    def _count(self, counts: "Waiting") -> None:
        if self.is_shared:
            self._stand(replace(self.standing, counts=counts))

    # joining and leaving

    def test(self, address: str, password: str, copy: str = "") -> None:
        """Try an address, and a copy for reading; ``tested`` or ``refused`` follows."""

        def task() -> Found:
            remote = self._reach(address, password, copy)
            try:
                person_id, directory = remote.person_id(), remote.directory()
                remote.try_copy()
            finally:
                remote.close()
            names = {one.id: one.name for one in directory.people}
            teams = tuple(one.name for one in directory.teams)
            return Found(names.get(person_id, ""), len(names), teams, copy)

        self._errands.run(task, self.tested.emit, self._refuse)

    def join(self, address: str, password: str, copy: str = "") -> None:
        """Share the workspace with a server; ``joined`` or ``refused`` follows, then the first sync."""
        workspace = self._session.workspace
        if workspace is None:
            return
        local = LaneLocal(self._session.runner, workspace, lambda: self._errands.is_stopped)

        def task() -> tuple[str, bool]:
            from app.services.sharing_copy import keep_reading_copy
            from app.services.syncing import join

            remote = self._reach(address, password, copy)
            self._hold(remote)
            remote.try_copy()
            join(local.local, remote)
            local.step(lambda: keep_reading_copy(workspace, copy))
            return remote.address(), remote.remember()

        def done(found: tuple[str, bool]) -> None:
            kept_address, remembered = found
            self._password = password
            self._stand(Standing(Mood.OFFLINE, kept_address, since_ms=now_ms(), copy=copy))
            self._session.start_over()  # the person is that of the server from now on
            self.joined.emit(remembered)
            self.sync()

        self._errands.run(task, done, self._refuse)

    def sign_in(self, password: str) -> None:
        """Go on with a password; it is kept where there is a keyring."""
        standing = self.standing

        def task() -> bool:
            remote = self._reach(standing.address, password, standing.copy)
            remote.person_id()  # an error ends the connection
            self._hold(remote)
            return remote.remember()

        def done(remembered: bool) -> None:
            self._password, self._failures = password, 0
            self.joined.emit(remembered)
            self.sync()

        self._errands.run(task, done, self._refuse)

    def read_from(self, copy: str) -> None:
        """Read new work from this copy, "" for the server alone; ``copied`` follows."""
        address = self.standing.address

        def task() -> None:
            remote = self._reach(address, self._password, copy)
            try:
                remote.try_copy()
            except StetError:
                remote.close()
                raise
            self._hold(remote)

        def write(workspace: "Workspace") -> None:
            from app.services.sharing_copy import keep_reading_copy

            keep_reading_copy(workspace, copy)

        def done(_: None) -> None:
            self._stand(replace(self.standing, copy=copy, copy_trouble=""))
            self.copied.emit("")

        self._errands.run(task, lambda _: self._change(write, done), lambda error: self._refuse(error, self.copied))

    def leave(self) -> None:
        """Share no longer; everything here stays, and ``left`` follows."""
        from app.services.sharing_copy import leave

        def gone(_: None) -> None:
            self._password = ""
            self._errands.run(lambda: self._hold(None), lambda _: None)
            self._timer.stop()
            self._stand(Standing())
            self._listen()
            self._session.start_over()
            self.left.emit()

        self._errands.run(lambda: None, lambda _: self._change(leave, gone))  # after a sync

    # what a person looks at and decides

    def read_details(self) -> None:
        """Read what waits, was refused or clashes; ``detailed`` follows."""
        self._session.ask(lambda ws: ws.share.details(), self._show_details)

    def send_again(self, op_id: str) -> None:
        """Let a refused change wait again."""
        self._decide(lambda ws: ws.share.send_again(op_id))

    def drop(self, op_id: str) -> None:
        """Forget a refused change; what the server has takes its place."""
        self._decide(lambda ws: ws.share.drop(op_id))

    def settle(self, clash: "Clash", choice: "Choice", text: str = "") -> None:
        """Keep one of two values, or a third."""

        def write(workspace: "Workspace") -> None:
            from app.services.settling import settle

            settle(workspace, clash, choice, text)

        self._decide(write)

    def _show_details(self, found: "Details") -> None:
        self._count(found.counts)
        self.detailed.emit(found)

    def _decide(self, write: "Callable[[Workspace], None]") -> None:
        def done(_: None) -> None:
            self.read_details()
            self.came.emit(Came(frozenset({"settled"})))
            self.sync()

        self._change(write, done)

    def _change(self, write: "Callable[[Workspace], T]", done: Callable[[T], object]) -> None:
        from app.shell.people_here import change

        change(self._session, write, done, self.refused.emit)

    def _reach(self, address: str, password: str, copy: str) -> "CopyReader":
        if self._open_remote is None:
            raise ServerError("Sharing is not part of this Stet.")
        return self._open_remote(address, password, copy)

    def _refuse(self, error: Exception, signal: SignalInstance | None = None) -> None:
        if isinstance(error, StetError):
            (signal or self.refused).emit(str(error))
        else:
            self._session.fail("That did not work", error)

    def _stand(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            self.changed.emit()

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.changed.emit()

    def _stop(self) -> None:
        self._timer.stop()
        self._listening.close()
        self._errands.stop()

    def _hold(self, remote: "CopyReader | None") -> None:
        """Go on with this connection, or with none. On the thread of the errands, as the next."""
        self._let_go()
        self._remote = remote

    def _let_go(self) -> None:
        if self._remote is not None:
            self._remote.close()


def sharing_desk(session: Session) -> SharingDesk:
    """Return the one of the session."""
    return session.findChild(SharingDesk) or SharingDesk(session, session)
