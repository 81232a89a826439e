"""Starting and ending: the window opens over a folder, and a bug is told once with its log."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.main import _open_later
from app.shell.crash import Crash
from app.shell.single_instance import SingleInstance
from tests.shell.making import write_draft, write_sources
from widgets.application import run_window, show_crash
from widgets.main_window import MainWindow

_SECOND_START = """
import sys
from app.main import main
sys.exit(main(["--workspace", *sys.argv[1:]]))
"""


def test_the_window_opens_a_file_and_ends_with_zero(qapp, workspace_folder, tmp_path):
    path, lists, seen = write_draft(tmp_path), write_sources(tmp_path), []

    def look(tries=1000):
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible())
        session = getattr(window, "session", None)  # the frame stands before the session is loaded
        if tries and (session is None or session.draft is None or not session.source_lists):
            QTimer.singleShot(20, lambda: look(tries - 1))
            return
        seen.append((window.session.queue, window.session.source_lists))
        window.close()

    QTimer.singleShot(0, look)
    assert run_window(workspace_folder, _open_later, [path, lists.path]) == 0
    assert seen == [([path], (lists,))]
    assert (workspace_folder / "stet.db").is_file()


def test_a_crash_is_told_with_its_log(qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    show_crash(parent, Crash("KeyError: 'x'", "Traceback", tmp_path / "stet.log"))
    box = parent.findChild(QMessageBox)
    assert "Your work is kept" in box.informativeText()
    assert str(tmp_path / "stet.log") in box.informativeText()
    next(button for button in box.buttons() if button.text() == "Copy details").click()
    assert QApplication.clipboard().text() == "Traceback"


def test_a_second_start_hands_its_files_to_the_window_that_is_there(qtbot, qapp, workspace_folder, tmp_path):
    first = SingleInstance(workspace_folder)
    assert first.claim([])
    first.listen()
    path, got = write_draft(tmp_path), []
    first.files_asked.connect(got.append)
    command = [sys.executable, "-c", _SECOND_START, str(workspace_folder), str(path)]
    second = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    first.release()
    assert second.returncode == 0
    assert got == [[path]]
