"""The lead's walk by keyboard on a real window: from the start to a workbook of scores, which is opened again."""

import zipfile
from contextlib import closing

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.citations.formats_xlsx import read_rows
from app.store.workspace import open_workspace
from tests.services.team import make_team
from tests.services.test_history import released
from tests.shell.making import until, wait_idle
from tests.widgets.test_main_path import press, start_window

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier
Ctrl, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def own_dialogs(qapp):
    """Qt's own file dialog, where the platform would bring one that no test can type into."""
    before = QCoreApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, before)


@pytest.fixture
def folder(workspace_folder):
    """A workspace with six reviews that were released to one mentee."""
    with closing(open_workspace(workspace_folder)) as store:
        team = make_team(store)
        for number in range(6):
            released(team, number, ("vague-attribution",))
    return workspace_folder


def take_keyboard(window):
    """Give the window the keyboard, where there is no window manager to do it."""
    window.activateWindow()
    until(lambda: QApplication.focusWidget() is not None)


def save_as(path):
    """Type the file's name into the dialog that Return opens; it has answered when this returns."""
    seen = []

    def answer():
        dialog = QApplication.activeModalWidget()
        field = QApplication.focusWidget()
        if not isinstance(dialog, QFileDialog) or not isinstance(field, QLineEdit):
            QTimer.singleShot(20, answer)
            return
        seen.append(dialog.windowTitle())
        field.selectAll()
        QTest.keyClicks(field, str(path))
        press(Key.Key_Return)

    QTimer.singleShot(0, answer)
    press(Key.Key_Space)
    assert seen == ["Export scores"]


@pytest.mark.usefixtures("own_dialogs")
def test_from_the_start_to_a_workbook_without_a_mouse(qtbot, tmp_path, folder):
    window = start_window(qtbot, folder)
    session = window.session
    wait_idle(qtbot, session)
    take_keyboard(window)
    assert window.sides.name == "team"  # it is the lead's first side
    page = window.sides.page("team")._pages["Scores"]
    assert page.counts.text() == "6 drafts, 1 person"

    press(Key.Key_A, Alt)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    QTest.keyClicks(QApplication.focusWidget(), "Evening opening")
    press(Key.Key_Return)
    wait_idle(qtbot, session)
    assert [one.title for one in window.sides.page("team")._pages["Assignments"].choices.assignments] == [
        "Evening opening"
    ]

    press(Key.Key_T, Alt)
    press(Key.Key_S, Ctrl | Shift)
    wait_idle(qtbot, session)
    assert QApplication.focusWidget() is page.export.go
    assert page.grid.cells.grid.lines[0].title == "Sources exist"
    target = tmp_path / "scores.xlsx"
    save_as(target)
    wait_idle(qtbot, session)
    assert page.export.said.accessibleName() == f"Written: {target}"

    rows = [cells for _, cells in read_rows(target)]
    head, first = rows[0], rows[1]
    assert dict(zip(head, first, strict=False))["Mentee"] == "Ana"
    assert len(rows) == 7
    with zipfile.ZipFile(target) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "sheet" in name)
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []

    take_keyboard(window)
    assert QApplication.focusWidget() is page.export.go
    press(Key.Key_R, Alt)
    assert window.sides.name == "review"
    press(Key.Key_Q, Ctrl)
    until(lambda: not window.isVisible())
