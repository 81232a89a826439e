"""What the actions about the shared database ask for, and how news from it reaches the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from app.shell.sharing_desk import SharingDesk, sharing_desk
from app.shell.sharing_news import Came
from app.shell.sharing_standing import Mood
from app.shell.side_names import SHARING
from widgets.sharing_refresh import Refresher
from widgets.sharing_status import SharingStatus

if TYPE_CHECKING:
    from widgets.window_frame import WindowParts

JOINING = "joining"
"""The name of the workspace to change to: one's own, with the question which team to join."""
_ALONE = "This workspace is not shared. File → Sharing → Share with your team… does that."


class Sharing(QObject):
    """Joins the shared database to the window: the status in the bar, what came, and the password when it is needed."""

    def __init__(self, window: "WindowParts") -> None:
        super().__init__(window)
        self._window = window
        self.desk = sharing_desk(window.session)
        self.refresher = Refresher(window)
        line = window.status_line
        self.status = SharingStatus(self.desk, line)
        line.put_first(self.status)
        self.status.clicked.connect(lambda *_: self._press())
        window.start_page.join_requested.connect(self._join)
        self.desk.came.connect(self._tell)
        self.desk.catching_up.connect(self._hand_over)
        self.desk.changed.connect(self._rest)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._follow_system)

    def _follow_system(self, state: Qt.ApplicationState) -> None:
        self.desk.set_active(state is Qt.ApplicationState.ApplicationActive)

    def _join(self) -> None:
        """Ask for the address; the sample project is left first: own work is what one shares."""
        if self._window.is_sample:
            self._window.workspace_wanted.emit(JOINING, [])
        else:
            show_sign_in(self._window)

    def _press(self) -> None:
        standing = self.desk.standing
        if standing.mood is Mood.PASSWORD:
            ask_password(self._window)
        elif standing.counts.conflicts:
            show_conflicts(self._window)
        else:
            show_details(self._window)

    def _tell(self, came: Came) -> None:
        self.refresher.show(came)
        if came.news:
            more = len(came.news) - 1
            words = f"{came.news[-1].sentence}" + (f" And {more:,} more." if more else "")
            self._window.status_line.say(words, "Show", lambda: show_details(self._window))

    def _hand_over(self) -> None:
        """Keep what is being typed."""
        self._window.panels.flush()
        self._window.sides.flush()

    def _rest(self) -> None:
        """Say “on this computer only” while that is so, and nothing otherwise."""
        self._window.start_page.show_sharing(self.desk.is_shared)
        if not self._window.is_sample:
            self._window.status_line.rest_quietly(shared=self.desk.is_shared)


def sharing_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Join the shared database to the window and return what to call for each of these actions, by its name."""
    Sharing(window)
    return {
        "share": lambda: show_sign_in(window),
        "show_sharing": lambda: show_details(window),
        "show_conflicts": lambda: show_conflicts(window),
        "sync_now": lambda: sync_now(window),
        "administer": lambda: show_admin(window),
    }


def show_sign_in(window: "WindowParts") -> None:
    """Ask which database to share with, or show how it is shared and how to leave."""
    from widgets.sharing_dialog import SignInDialog

    dialog = SignInDialog(sharing_desk(window.session), window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_password(window: "WindowParts") -> None:
    """Ask for the password of the login."""
    from widgets.sharing_dialog import LoginDialog

    dialog = LoginDialog(sharing_desk(window.session), window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_copy(window: "WindowParts") -> None:
    """Ask for the copy of the server that is read from."""
    from widgets.sharing_copy import CopyDialog

    dialog = CopyDialog(sharing_desk(window.session), window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def show_details(window: "WindowParts") -> None:
    """Show what waits, what was not taken, what clashes and what came."""
    desk = sharing_desk(window.session)
    if not _is_shared(window, desk):
        return
    from widgets.sharing_details import SharingDialog

    dialog = SharingDialog(desk, window.session, window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.decide_requested.connect(lambda: show_conflicts(window))
    dialog.address_requested.connect(lambda: show_sign_in(window))
    dialog.password_requested.connect(lambda: ask_password(window))
    dialog.copy_requested.connect(lambda: ask_copy(window))
    dialog.show()


def show_conflicts(window: "WindowParts") -> None:
    """Show what two people changed at once."""
    if _is_shared(window, sharing_desk(window.session)):
        window.panels.flush()
        window.show_side(SHARING)


def sync_now(window: "WindowParts") -> None:
    """Send and read at once."""
    desk = sharing_desk(window.session)
    if _is_shared(window, desk):
        window.panels.flush()
        desk.sync()


def show_admin(window: "WindowParts") -> None:
    """Manage the people on a shared database."""
    from widgets.sharing_admin import AdminDialog

    dialog = AdminDialog(window.session, window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()


def _is_shared(window: "WindowParts", desk: SharingDesk) -> bool:
    if not desk.is_shared:
        window.status_line.say(_ALONE)
    return desk.is_shared
