"""The application: theme, session and window together, from the start of the event loop to its end."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.services.ports import Workspace
from app.shell.crash import Crash, CrashHandler
from app.shell.geometry import read_geometry, write_geometry
from app.shell.session import Session
from app.shell.single_instance import SingleInstance
from widgets.main_window import MainWindow
from widgets.theme import apply_theme


def run_window(
    folder: Path,
    open_workspace: Callable[[Path], Workspace],
    files: Sequence[Path] = (),
    sample: Sequence[Path] = (),
) -> int:
    """Show the window over the workspace in ``folder`` with ``files`` open, and return the exit code when it closes.

    ``open_workspace`` is called in the background, after the window has appeared. Where a window over this workspace
    is open already, it takes the files instead. Raises StetError when that window does not answer.
    """
    app = _application()
    instance = SingleInstance(folder)
    if not instance.claim(files):
        return 0
    apply_theme(app, "system")
    crashes = CrashHandler(folder / "logs")
    crashes.install()
    session = Session(lambda: open_workspace(folder))
    session.broke.connect(crashes.take)
    window = MainWindow(session, sample)
    crashes.crashed.connect(lambda crash: show_crash(window, crash))
    instance.files_asked.connect(lambda asked: _come_forward(window, asked))
    window.restore_parts(read_geometry(folder))
    window.closed.connect(lambda: write_geometry(folder, window.geometry_parts()))
    window.show()
    QTimer.singleShot(0, session.start)
    QTimer.singleShot(0, instance.listen)
    if files:
        QTimer.singleShot(0, lambda: window.open_at_start(files))
    try:
        return app.exec()
    finally:
        session.close_anyway()
        crashes.restore()
        instance.release()


def _come_forward(window: MainWindow, files: Sequence[Path]) -> None:
    """Open what another start brought, and come to the front."""
    window.open_files(files)
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()


def show_crash(parent: QWidget, crash: Crash) -> None:
    """Say once that something in Stet went wrong, and that the work goes on."""
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
