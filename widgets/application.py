"""The application: theme, session and window together, from the start of the event loop to its end."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.shell.geometry import read_geometry, write_geometry
from app.shell.single_instance import SingleInstance
from widgets.main_window import MainWindow

if TYPE_CHECKING:
    from app.services.ports import Workspace
    from app.shell.crash import Crash, CrashHandler
    from app.shell.session import Session


_NEXT_MS = 10  # lets the queue be painted and a click arrive


def run_window(
    folder: Path,
    open_workspace: "Callable[[Path], Workspace]",
    files: Sequence[Path] = (),
    sample: Callable[[], Sequence[Path]] = tuple,
) -> int:
    """Show the window over the workspace in ``folder`` with ``files`` open, and return the exit code when it closes.

    ``open_workspace`` is called in the background, after the window has appeared; ``sample`` gives the files of the
    sample project. Where a window over this workspace is open already, it takes the files instead. Raises StetError
    when that window does not answer.
    """
    app = _application()
    instance = SingleInstance(folder)
    if not instance.claim(files):
        return 0
    window = MainWindow()
    window.restore_parts(read_geometry(folder))
    start = _Start(window, folder, open_workspace, files, sample)
    instance.files_asked.connect(start.take_files)
    once = Qt.ConnectionType.SingleShotConnection
    window.painted.connect(start.show_queue, once)
    window.painted.connect(lambda: QTimer.singleShot(0, instance.listen), once)
    window.closed.connect(lambda: write_geometry(folder, window.geometry_parts()))
    window.show()
    try:
        return app.exec()
    finally:
        start.end()
        instance.release()


class _Start:
    """Loads the window step by step, each after the last one is on the screen: frame, queue, everything, workspace."""

    def __init__(
        self,
        window: MainWindow,
        folder: Path,
        open_workspace: "Callable[[Path], Workspace]",
        files: Sequence[Path],
        sample: Callable[[], Sequence[Path]],
    ) -> None:
        self._window, self._folder, self._files, self._sample = window, folder, list(files), sample
        self._open_workspace = open_workspace
        self._is_whole = False
        self._session: Session | None = None
        self._crashes: CrashHandler | None = None

    def show_queue(self) -> None:
        """Load the look, the session and the queue as the last start knew it."""
        from app.shell.session import Session
        from widgets.theme import apply_theme

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, "system")
        recent = self._folder / "cache" / "recent.json"
        self._session = Session(lambda: self._open_workspace(self._folder), recent_file=recent)
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

        session, window = self._session, self._window
        assert session is not None
        if not window.isVisible() and not window.isMinimized():  # closed before it was whole
            return
        self._crashes = CrashHandler(self._folder / "logs")
        self._crashes.crashed.connect(lambda crash: show_crash(window, crash))
        self._crashes.install()
        session.broke.connect(self._crashes.take)
        window.show_all(self._sample())
        self._is_whole = True
        session.start()
        if self._files:
            window.open_at_start(self._files)


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
    app.setApplicationName("Stet")
    app.setDesktopFileName("stet")
    return app
