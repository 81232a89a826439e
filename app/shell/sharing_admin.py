"""Managing a shared database beside the work: its own connection as its admin, asked on a thread of its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.errors import NotSetUpError, ServerError, StetError
from app.shell.session import Session
from app.shell.sharing_desk import sharing_desk
from app.shell.sharing_thread import Errands

if TYPE_CHECKING:
    from app.services.sharing import Account, SharedDatabase

_ASKS = "needs its password"
NEEDS_PASSWORD = "This login needs its password. It is used for this window and kept nowhere."  # noqa: S105 a sentence


class AdminDesk(QObject):
    """One thing after the other; everything that was changed is followed by the roster."""

    connected = Signal()
    rostered = Signal(object)  # Roster
    made = Signal(object)  # Account: a new password, shown once and kept nowhere
    told = Signal(object)  # list of sentences: what was set up, or would be
    unset = Signal()  # the database has to be set up first
    audited = Signal(object)  # Audit
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._opener = sharing_desk(session).open_server
        self._server: SharedDatabase | None = None
        self._errands = Errands(self, self._let_go)
        session.runner.closing.connect(self.close)

    def connect_to(self, dsn: str, password: str) -> None:
        """Connect as the admin; ``connected`` or ``refused`` follows."""

        def task() -> None:
            if self._opener is None:
                raise ServerError("Managing a shared database is not part of this Stet.")
            self._let_go()
            self._server = self._opener(dsn, password)

        self._errands.run(task, lambda _: self.connected.emit(), self._refuse)

    def read(self) -> None:
        """Read who is on the database; ``rostered`` follows."""
        self._errands.run(lambda: self._require().roster(), self.rostered.emit, self._refuse)

    def change(self, act: "Callable[[SharedDatabase], None]") -> None:
        """Change something about people, teams or pairings; ``rostered`` follows."""
        self._errands.run(lambda: act(self._require()), lambda _: self.read(), self._refuse)

    def make(self, act: "Callable[[SharedDatabase], Account]") -> None:
        """Change something that gives a new password; ``made`` and ``rostered`` follow."""

        def done(account: "Account") -> None:
            self.made.emit(account)
            self.read()

        self._errands.run(lambda: act(self._require()), done, self._refuse)

    def set_up(self, *, dry_run: bool) -> None:
        """Set the database up, or try it and take it back; ``told`` follows, and ``rostered`` where it was done."""

        def task() -> tuple[list[str], bool]:
            server = self._require()
            lacking = list(server.missing_privileges())
            if lacking:
                return lacking, False
            done = list(server.init(dry_run=dry_run))
            return done or ["Everything is in place already."], bool(done) and not dry_run

        def tell(found: tuple[list[str], bool]) -> None:
            sentences, is_changed = found
            self.told.emit(sentences)
            if is_changed:
                self.read()

        self._errands.run(task, tell, self._refuse)

    def audit(self) -> None:
        """Ask who can see whom and why; ``audited`` follows."""
        self._errands.run(lambda: self._require().audit(), self.audited.emit, self._refuse)

    def close(self) -> None:
        """End the connection and this desk."""
        self._errands.stop()

    def _let_go(self) -> None:
        """End the connection. On the thread of the errands."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _require(self) -> "SharedDatabase":
        if self._server is None:
            raise ServerError("Connect to the database first.")
        return self._server

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, StetError):
            self._session.broke.emit(error)
            return
        if isinstance(error, NotSetUpError):
            self.unset.emit()
        self.refused.emit(NEEDS_PASSWORD if _ASKS in str(error) else str(error))
