"""Starting and ending: the window opens over a folder, and a bug is told once with its log."""

import locale
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.main import _open_later, _open_sample
from app.services.settings import preferences
from app.shell.crash import Crash
from app.shell.geometry import read_geometry, write_geometry
from app.shell.single_instance import SingleInstance
from tests.shell.making import write_draft, write_sources
from widgets.application import Workspaces, _application, run_window, show_crash
from widgets.main_window import MainWindow
from widgets.theme import apply_theme, set_text_scale, text_scale, theme

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
    assert run_window(Workspaces(workspace_folder, _open_later, is_new=True), [path, lists.path]) == 0
    assert seen == [([path], (lists,))]
    assert (workspace_folder / "stet.db").is_file()


@pytest.fixture
def light_again(qapp):
    yield
    apply_theme(qapp, "light")
    set_text_scale(qapp, 1.0)


def windows():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]


def when(holds, then, tries=1000):
    """Do ``then`` as soon as there is a window for which ``holds``."""

    def look(tries):
        found = next((one for one in windows() if getattr(one, "_is_whole", False) and holds(one)), None)
        if found is not None or not tries:
            then(found)
        else:
            QTimer.singleShot(20, lambda: look(tries - 1))

    QTimer.singleShot(0, lambda: look(tries))


def test_the_first_start_shows_the_sample_and_own_work_leaves_it(qapp, workspace_folder, tmp_path, light_again):
    path, seen, looks = write_draft(tmp_path), [], []

    def in_sample(window):
        seen.append((window.is_sample, [draft.name for draft in window.session.recent], window.status_line.said))
        when(lambda one: one.session.draft is not None, in_its_first_draft)
        window.start_page.first_requested.emit()

    def in_its_first_draft(window):
        seen[0] += (window.session.draft.draft.name,)
        window.resize(790, 555)
        window.tools.preferences.change(theme="dark", text_scale=1.25)
        when(lambda one: not one.is_sample and one.session.draft is not None, in_own)
        window.open_files([path])

    def in_own(window):
        seen.append((window.session.draft.path, window.session.source_lists, window.size().toTuple()))
        looks.append((theme().name, text_scale()))
        when(lambda one: one.is_sample and one.session.recent, in_sample_again)
        window.keys.by_name["show_sample"].trigger()

    def in_sample_again(window):
        seen.append(len(window.session.recent))
        window.close()

    when(lambda one: one.is_sample and one.session.recent and one.session.source_lists, in_sample)
    assert run_window(Workspaces(workspace_folder, _open_later, _open_sample, is_new=True)) == 0
    (is_sample, names, said, first), own, count = seen
    assert is_sample
    assert names[0] == first == "workslop.md"
    assert "sample" in said
    assert own == (path, (), (790, 555))
    assert count == 4
    assert looks == [("dark", 1.25)]
    assert read_geometry(workspace_folder)["theme"] == b"dark"
    with closing(_open_later(workspace_folder)) as workspace:
        assert [draft.name for draft in workspace.drafts()] == [path.name]
        assert len(workspace.directory().people) == 1
        assert preferences(workspace).theme == "dark"


def test_the_first_paint_has_the_look_of_the_last_window(qapp, workspace_folder, light_again):
    workspace_folder.mkdir()
    write_geometry(workspace_folder, {"theme": b"contrast", "scale": b"150", "palette": b"contrast"})
    seen = []

    def look():
        found = next((one for one in windows() if getattr(one, "session", None)), None)
        if found is None:
            QTimer.singleShot(0, look)
        else:  # the queue has just been loaded, and nothing of the workspace
            seen.append((theme().palette_name, text_scale()))
            when(lambda one: one.session.workspace is not None, MainWindow.close)

    QTimer.singleShot(0, look)
    assert run_window(Workspaces(workspace_folder, _open_later)) == 0
    assert seen == [("contrast", 1.5)]


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
    qtbot.waitUntil(lambda: second.poll() is not None)
    first.release()
    assert second.returncode == 0
    assert got == [[path]]


def test_months_are_in_the_language_of_the_words(qapp, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    locale.setlocale(locale.LC_TIME, "")  # as Qt does with whatever the system speaks
    _application()
    assert locale.setlocale(locale.LC_TIME) == "C"
    assert QLocale().monthName(12) == "December"
