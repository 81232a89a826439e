"""A whole review without a mouse, on the real window over a real workspace, and all of it there after a restart."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.domain.review import Choice
from tests.shell.making import DRAFT, until, wait_idle, write_draft
from tests.widgets.test_main_path import popup, press, start_window

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOTE = "From which day to which? Jk x"


@pytest.fixture
def own_dialogs(qapp):
    """Qt's own file dialog, where the platform would bring one that no test can type into."""
    before = QCoreApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, before)


def answer_file_dialog(path):
    """Type the file's name into the dialog that opens next; return the titles of the dialogs that were answered."""
    seen = []

    def answer():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not isinstance(QApplication.focusWidget(), QLineEdit):
            QTimer.singleShot(20, answer)
            return
        seen.append(dialog.windowTitle())
        QTest.keyClicks(QApplication.focusWidget(), str(path))
        press(Key.Key_Return)

    QTimer.singleShot(0, answer)
    return seen


def open_with_dialog(window, path):
    """Press Ctrl+O and type the file's name into the dialog; it has answered when this returns."""
    seen = answer_file_dialog(path)
    press(Key.Key_O, Ctrl)
    assert seen == ["Open a draft"]
    come_back(window)


def come_back(window):
    """Give the window the keyboard again, as a window manager does when a dialog closes."""
    window.activateWindow()
    until(lambda: QApplication.focusWidget() is not None)


def go_to(holds):
    """Go from pane to pane with F6 until the keyboard is where it should be."""
    for _ in range(4):
        if holds(QApplication.focusWidget()):
            return
        press(Key.Key_F6)
    raise AssertionError("F6 never got there")


def select_words(window):
    """Put the caret before the second paragraph and take two words with Shift."""
    go_to(window.desk.isAncestorOf)
    press(Key.Key_Home, Ctrl)
    for _ in range(2):
        press(Key.Key_Down, Ctrl)
    for _ in range(2):
        press(Key.Key_Right, Ctrl | Shift)


def decisions_of(opened):
    return {key: (decision.choice, decision.reason) for key, decision in opened.decisions.items()}


def comments_of(opened):
    return sorted((comment.body, comment.kind) for comment in opened.comments)


@pytest.mark.usefixtures("own_dialogs")
def test_a_whole_review_without_a_mouse(qtbot, tmp_path, workspace_folder):
    window = start_window(qtbot, workspace_folder)
    session = window.session
    text = DRAFT.replace(
        "## References", "Experts agree that this is good. Research shows that nobody minds.\n\n## References"
    )
    open_with_dialog(window, write_draft(tmp_path, text=text))
    until(lambda: session.draft is not None)
    wait_idle(qtbot, session)
    opened = session.draft
    count = len(opened.open_findings())

    go_to(window.panels.isAncestorOf)
    read = []
    for _ in range(count):
        press(Key.Key_J)
        read.append(session.current)
        assert window.panels.findings.list.open_key == session.current
    assert len(set(read)) == count >= 3
    for _ in range(count - 1):
        press(Key.Key_K)
    assert session.current == read[0]

    for _ in range(2):
        press(Key.Key_A)
        wait_idle(qtbot, session)
    press(Key.Key_X)
    QTest.keyClick(popup(), Key.Key_2)
    wait_idle(qtbot, session)
    choices = [choice for choice, _ in decisions_of(opened).values()]
    assert sorted(choices) == sorted([Choice.ACCEPTED, Choice.ACCEPTED, Choice.DISMISSED])
    assert (Choice.DISMISSED, "The check is wrong here") in decisions_of(opened).values()

    select_words(window)
    words = opened.document.text[slice(*window.desk.selection())]
    assert len(words.split()) == 2
    press(Key.Key_C)
    until(lambda: window.panels.comments.editor is not None)
    QTest.keyClicks(QApplication.focusWidget(), NOTE)
    press(Key.Key_Escape)
    wait_idle(qtbot, session)
    before = comments_of(opened)
    assert NOTE in [body for body, _ in before]
    assert len(before) == 3

    press(Key.Key_Z, Ctrl)
    wait_idle(qtbot, session)
    assert comments_of(opened) != before
    press(Key.Key_Y, Ctrl)
    wait_idle(qtbot, session)
    assert comments_of(opened) == before
    decided = decisions_of(opened)
    press(Key.Key_Q, Ctrl)
    until(lambda: not window.isVisible())

    again = start_window(qtbot, workspace_folder)
    go_to(lambda widget: widget is again.sidebar.list)
    if again.sidebar.list.currentIndex().row() != 1:  # below the head of its group
        press(Key.Key_Home)
        press(Key.Key_Down)
    until(lambda: again.session.draft is not None)
    wait_idle(qtbot, again.session)
    found = again.session.draft
    assert comments_of(found) == before
    assert decisions_of(found) == decided
    assert words in [found.document.text[item.start : item.end] for item in found.comment_items()]
    assert again.close()
