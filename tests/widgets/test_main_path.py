"""The main job, by keyboard alone: open, look at the findings, decide, comment, close, and find everything again."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.review import Choice
from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.shell.making import until, wait_idle, write_draft, write_sources
from widgets.main_window import MainWindow
from widgets.reason_popup import ReasonPopup

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def start_window(qtbot, folder):
    session = Session(partial(open_workspace, folder))
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(session.workspace_opened):
        session.start()
    return window


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def open_and_check(qtbot, window, path):
    window.open_files([path])
    until(lambda: window.session.draft is not None)
    wait_idle(qtbot, window.session)


def popup():
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ReasonPopup))


def accept_and_dismiss(qtbot, window):
    """Accept the first finding with A, dismiss the next with X and a digit; return their keys."""
    session = window.session
    press(Key.Key_J)
    first = session.current
    assert session.draft.finding(first) is not None
    press(Key.Key_A)
    wait_idle(qtbot, session)
    second = session.current  # deciding goes on to the next
    assert second not in {None, first}
    press(Key.Key_X)
    QTest.keyClick(popup(), Key.Key_2)
    wait_idle(qtbot, session)
    return first, second


def comment_on_words(qtbot, window, words, text):
    """Find the words with Ctrl+F, comment on them with C, and be done with Escape."""
    session = window.session
    press(Key.Key_F, Ctrl)
    QTest.keyClicks(QApplication.focusWidget(), words)
    press(Key.Key_Return)
    press(Key.Key_Escape)
    assert window.desk.selection() is not None
    press(Key.Key_C)
    until(lambda: window.panels.comments.editor is not None)
    QTest.keyClicks(QApplication.focusWidget(), text)
    press(Key.Key_Escape)
    wait_idle(qtbot, session)


def test_a_review_by_keyboard_survives_a_restart(qtbot, tmp_path, workspace_folder):
    path, lists = write_draft(tmp_path), write_sources(tmp_path)
    window = start_window(qtbot, workspace_folder)
    window.session.set_sources([lists])
    open_and_check(qtbot, window, path)
    accepted, dismissed = accept_and_dismiss(qtbot, window)
    comment_on_words(qtbot, window, "Visits rose", "From which day to which? Jk x")
    opened = window.session.draft
    assert opened.was_accepted(accepted)
    assert opened.decisions[dismissed].choice is Choice.DISMISSED
    assert opened.decisions[dismissed].reason == "The check is wrong here"
    assert "From which day to which? Jk x" in [comment.body for comment in opened.comments]
    assert window.close()

    again = start_window(qtbot, workspace_folder)
    assert again.sidebar.list.rows[1].key == f"draft:{opened.draft.id}"
    again.sidebar.list.setFocus()
    press(Key.Key_Down)
    until(lambda: again.session.draft is not None)
    wait_idle(qtbot, again.session)
    found = again.session.draft
    assert found.was_accepted(accepted)
    assert dismissed in found.decisions
    assert {comment.body for comment in found.comments} == {comment.body for comment in opened.comments}
    assert again.panels.comments.count == 2
    assert again.close()


def test_a_comment_is_edited_removed_and_brought_back(qtbot, tmp_path, workspace_folder):
    window = start_window(qtbot, workspace_folder)
    open_and_check(qtbot, window, write_draft(tmp_path))
    comment_on_words(qtbot, window, "everybody", "Whom?")
    session = window.session
    press(Key.Key_J)
    press(Key.Key_Delete)
    wait_idle(qtbot, session)
    assert session.draft.comments == ()
    assert "removed" in window.status_line.said
    press(Key.Key_Z, Ctrl)
    wait_idle(qtbot, session)
    assert [comment.body for comment in session.draft.comments] == ["Whom?"]
    press(Key.Key_Y, Ctrl)
    wait_idle(qtbot, session)
    assert session.draft.comments == ()
    assert window.close()


def test_text_and_panel_find_each_other(qtbot, tmp_path, workspace_folder):
    window = start_window(qtbot, workspace_folder)
    open_and_check(qtbot, window, write_draft(tmp_path))
    opened, session = window.session.draft, window.session
    key = opened.findings[-1].key
    window.panels.show_tab("comments")
    window.desk.view.mark_clicked.emit(key)
    assert session.current == key
    assert window.panels.tab == "findings"
    assert window.panels.findings.list.open_key == key
    reference = opened.reference_items()[0].key
    window.desk.view.mark_clicked.emit(reference)
    assert window.panels.tab == "references"
    assert window.panels.references.list.open_key == reference

    window.panels.show_tab("findings")
    rows = window.panels.findings.list
    place = next(place for place, row in enumerate(rows.rows) if row.key == opened.findings[0].key)
    QTest.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(place, 0)).center()
    )
    assert session.current == opened.findings[0].key
    assert window.close()
