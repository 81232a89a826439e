"""The application: theme, session and window together, from the start of the event loop to its end."""

import locale
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.shell.geometry import read_geometry, write_geometry
from app.shell.single_instance import SingleInstance
from widgets.main_window import MainWindow

if TYPE_CHECKING:
    from app.services.online import LookUps
    from app.services.ports import Workspace
    from app.services.sharing import SharedDatabase
    from app.services.sharing_copy import OpenRemote
    from app.shell.crash import Crash, CrashHandler
    from app.shell.session import Session
    from app.shell.sharing_listening import Ear


SAMPLE_FOLDER = "sample"
_SAMPLES = ("sample", "afresh")
_NEXT_MS = 10  # lets the queue be painted and a click arrive


@dataclass(frozen=True, slots=True)
class Servers:
    """How a shared database is reached by DSN and password: as one of its people, as its admin, and to hear of news."""

    open_remote: "OpenRemote"
    open_server: "Callable[[str, str], SharedDatabase]"
    open_ear: "Callable[[str, str], Ear]"


@dataclass(frozen=True, slots=True)
class Workspaces:
    """How a person's own workspace is opened, and the sample project beside it, in the background.

    ``open_sample(folder, afresh)`` makes the sample when it is not there, or makes it anew; ``is_new`` says that there
    is no work yet, so that the sample comes first. ``open_lookups(folder, contact)`` opens the online look-ups.
    """

    folder: Path
    open_own: "Callable[[Path], Workspace]"
    open_sample: "Callable[[Path, bool], Workspace] | None" = None
    is_new: bool = False
    open_lookups: "Callable[[Path, str], LookUps] | None" = None
    servers: Servers | None = None


def run_window(workspaces: Workspaces, files: Sequence[Path] = ()) -> int:
    """Show the window over a person's workspace with ``files`` open, and return the exit code when it closes.

    Without files the first start shows the sample project. Where a window over this workspace is open already, it
    takes the files instead. Raises StetError when that window does not answer.
    """
    app = _application()
    instance = SingleInstance(workspaces.folder)
    if not instance.claim(files):
        return 0
    first = "sample" if workspaces.is_new and workspaces.open_sample is not None and not files else "own"
    turns = _Turns(workspaces, instance, _Turn(first, tuple(files)))
    try:
        while turns.begin():
            code = app.exec()
        return code
    finally:
        turns.end()
        instance.release()
        _stop_collecting()


def _stop_collecting() -> None:
    from app.shell.collector import collector

    collector.stop()


@dataclass(frozen=True, slots=True)
class _Turn:
    """A window's time: over "own" work, the "sample", the sample made "afresh", or "joining"; and the files to open."""

    name: str
    files: tuple[Path, ...] = ()


class _Turns:
    """One window after the other: leaving the sample means closing its window for another one in the same place."""

    def __init__(self, workspaces: Workspaces, instance: SingleInstance, first: _Turn) -> None:
        self._workspaces, self._instance = workspaces, instance
        self._next: _Turn | None = first
        self._start: _Start | None = None
        self._window: MainWindow | None = None

    def begin(self) -> bool:
        """Show the next window; False when the last one was closed for good."""
        self.end()
        turn, self._next = self._next, None
        if turn is None:
            return False
        before, self._window = self._window, MainWindow()
        folder, opener = self._place(turn.name)
        if before is not None and (turn.name in _SAMPLES or self._workspaces.is_new):
            opener = _keeping_look(opener)
        parts = read_geometry(folder if folder.is_dir() else self._workspaces.folder)
        self._window.restore_parts(before.geometry_parts() if before is not None else parts)
        if before is not None:
            before.deleteLater()
        look = parts if before is None else _look_parts()
        self._start = start = _Start(self._window, folder, opener, turn, look, self._workspaces)
        self._instance.files_asked.connect(start.take_files)
        once = Qt.ConnectionType.SingleShotConnection
        self._window.painted.connect(start.show_queue, once)
        if before is None:
            self._window.painted.connect(lambda: QTimer.singleShot(0, self._instance.listen), once)
        window = self._window
        self._window.closed.connect(lambda: write_geometry(folder, window.geometry_parts() | _look_parts()))
        self._window.workspace_wanted.connect(self._change)
        self._window.show()
        return True

    def end(self) -> None:
        """End the work of the window that was closed."""
        if self._start is not None:
            self._instance.files_asked.disconnect(self._start.take_files)
            self._start.end()
            self._start = None

    def _place(self, name: str) -> "tuple[Path, Callable[[], Workspace]]":
        spaces = self._workspaces
        if name not in _SAMPLES or spaces.open_sample is None:
            return spaces.folder, lambda: spaces.open_own(spaces.folder)
        folder, open_sample = spaces.folder / SAMPLE_FOLDER, spaces.open_sample
        return folder, lambda: open_sample(folder, name == "afresh")

    def _change(self, name: str, files: Sequence[Path]) -> None:
        """Close the window for another one, unless it stays open because a change cannot be kept."""
        assert self._window is not None
        self._next = _Turn(name, tuple(files))
        if not self._window.close():
            self._next = None


class _Start:
    """Loads the window step by step, each after the last one is on the screen: frame, queue, everything, workspace."""

    def __init__(
        self,
        window: MainWindow,
        folder: Path,
        open_workspace: "Callable[[], Workspace]",
        turn: _Turn,
        look: Mapping[str, bytes],
        spaces: Workspaces,
    ) -> None:
        self._window, self._folder, self._turn, self._look = window, folder, turn, look
        self._open_lookups, self._servers = spaces.open_lookups, spaces.servers
        self._files = list(turn.files)
        self._open_workspace = open_workspace
        self._is_whole = False
        self._session: Session | None = None
        self._crashes: CrashHandler | None = None

    def show_queue(self) -> None:
        """Load the look, the session and the queue as the last start knew it."""
        from app.shell.collector import collector
        from app.shell.engine import standard_engine
        from app.shell.session import Session

        collector.spare_window()
        _use_look(self._look)
        recent = self._folder / "cache" / "recent.json"
        engine = replace(standard_engine(), open_lookups=self._open_lookups)
        self._session = Session(self._open_workspace, engine, recent_file=recent)
        self._window.show_queue(self._session)
        QTimer.singleShot(_NEXT_MS, self._show_all)

    def take_files(self, files: Sequence[Path]) -> None:
        """Open what another start brought, and come to the front."""
        if self._is_whole:
            self._window.open_files(files)
        else:
            self._files += files
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()

    def end(self) -> None:
        """End all work."""
        if self._session is not None:
            self._session.close_anyway()
        if self._crashes is not None:
            self._crashes.restore()

    def _show_all(self) -> None:
        from app.shell.crash import CrashHandler
        from widgets.sharing_requests import JOINING

        session, window = self._session, self._window
        assert session is not None
        if not window.isVisible() and not window.isMinimized():  # closed before it was whole
            return
        self._crashes = CrashHandler(self._folder / "logs")
        self._crashes.crashed.connect(lambda crash: show_crash(window, crash))
        self._crashes.install()
        session.broke.connect(self._crashes.take)
        window.show_all(self._turn.name in _SAMPLES)
        self._is_whole = True
        if self._servers is not None:
            from app.shell.sharing_desk import sharing_desk

            servers = self._servers
            sharing_desk(session).use(servers.open_remote, servers.open_server, servers.open_ear)
        session.start()
        if self._turn.name == JOINING:
            session.workspace_opened.connect(
                window.keys.by_name["share"].trigger, Qt.ConnectionType.SingleShotConnection
            )
        if self._files:
            window.open_at_start(self._files)


def _look_parts() -> dict[str, bytes]:
    """Return the look in use for the next start, which reads the settings only after its first paint."""
    from widgets.theme import theme

    return {"theme": theme().name.encode(), "scale": b"%d" % round(theme().scale * 100)}


def _use_look(parts: Mapping[str, bytes]) -> None:
    """Show the look that the last window closed with, the system's at 100 % where there was none."""
    from widgets.theme import NAMES, apply_theme, set_text_scale

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    name, scale = parts.get("theme", b"").decode("ascii", "replace"), parts.get("scale", b"")
    apply_theme(app, name if name in NAMES else "system")
    set_text_scale(app, int(scale) / 100 if scale.isdigit() else 1.0)


def _keeping_look(opener: "Callable[[], Workspace]") -> "Callable[[], Workspace]":
    """Open a workspace that is to look as the window before it did: what is chosen in the sample is chosen for good."""
    from app.services.settings import keep_preferences, preferences
    from widgets.theme import theme

    name, scale = theme().name, theme().scale

    def open_it() -> "Workspace":
        workspace = opener()
        keep_preferences(workspace, replace(preferences(workspace), theme=name, text_scale=scale))
        return workspace

    return open_it


def show_crash(parent: QWidget, crash: "Crash") -> None:
    """Say once that something in Stet went wrong, and that the work goes on."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setWindowTitle("Stet")
    box.setText("Something in Stet went wrong.")
    box.setInformativeText(f"Your work is kept and you can go on. The details are in {crash.log}.\n\n{crash.summary}")
    copy = box.addButton("Copy details", QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(crash.details))
    box.addButton("Go on", QMessageBox.ButtonRole.AcceptRole)
    box.setModal(False)
    box.finished.connect(box.deleteLater)
    box.show()


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    locale.setlocale(locale.LC_TIME, "C")  # Qt took the system's, and months in another language than the words
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app.setApplicationName("Stet")
    app.setDesktopFileName("stet")
    return app
