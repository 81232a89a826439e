"""The window: dropping files, the panel's width for each tab, the queue that folds away, panes by F6."""

from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.shell.making import until, wait_idle, write_draft, write_sources
from widgets.labels import Button
from widgets.main_window import MainWindow
from widgets.panes import TABLE_WIDTH


@pytest.fixture
def fresh(qtbot, workspace_folder):
    session = Session(partial(open_workspace, workspace_folder))
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(session.workspace_opened):
        session.start()
    yield made
    made.close()


def drop(window, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPoint(5, 5), action, data, buttons, Qt.KeyboardModifier.NoModifier))


def test_dropped_lists_join_the_lists_and_drafts_open(qtbot, fresh, tmp_path):
    draft, lists = write_draft(tmp_path), write_sources(tmp_path)
    drop(fresh, [lists.path, draft])
    until(lambda: fresh.session.draft is not None)
    wait_idle(qtbot, fresh.session)
    assert fresh.session.source_lists == (lists,)
    assert fresh.session.draft.path == draft
    assert fresh.windowTitle() == "Evening opening — Stet"


def test_own_work_leaves_the_sample(qtbot, fresh, tmp_path):
    fresh.is_sample = True
    path = write_draft(tmp_path)
    with qtbot.waitSignal(fresh.workspace_wanted) as told:
        fresh.open_files([path])
    assert told.args == ["own", [path]]
    assert fresh.session.queue == []
    for action, name in (("start_own", "own"), ("reset_sample", "afresh"), ("show_sample", "sample")):
        with qtbot.waitSignal(fresh.workspace_wanted) as told:
            fresh.keys.by_name[action].setEnabled(True)
            fresh.keys.by_name[action].trigger()
        assert told.args == [name, []]


def test_each_tab_keeps_its_width(window, opened):
    window.resize(1280, 800)
    window.panels.show_tab("findings")
    narrow = window.panels.width()
    window.panels.show_tab("references")
    assert window.panels.width() >= min(TABLE_WIDTH, narrow + 1)
    window.panels.show_tab("findings")
    assert window.panels.width() == narrow


def test_the_place_of_the_window_is_given_back(fresh):
    fresh.resize(790, 610)
    fresh.panes._widths["findings"] = 444
    parts = fresh.geometry_parts()
    fresh.resize(790, 700)
    fresh.panes._widths["findings"] = 333
    fresh.restore_parts({**parts, "comments": b"wide"})
    assert fresh.height() == 610
    assert fresh.panes._widths["findings"] == 444
    fresh.restore_parts({})


def test_the_queue_folds_away_when_the_window_is_narrow(qtbot, window):
    window.resize(1000, 700)
    qtbot.waitUntil(window.sidebar.isHidden)
    window.resize(1280, 800)
    qtbot.waitUntil(window.sidebar.isVisible)


def test_a_comment_without_a_selection_says_what_to_do(window, opened):
    window.desk.view.clear_selection()
    window.comment_on_selection()
    assert window.status_line.said.startswith("Select the words first")


def test_actions_are_on_for_what_is_current(window, session, opened):
    assert window.panels.offered
    assert window.keys.by_name["accept"].isEnabled()
    session.set_current(opened.findings[0].key)
    assert window.keys.by_name["accept"].isEnabled()
    assert not window.keys.by_name["resolve"].isEnabled()
    session.set_current(None)
    assert not window.panels.offered
    assert not window.keys.by_name["accept"].isEnabled()


def test_a_file_that_cannot_be_read_hides_the_evidence_of_another_draft(qtbot, window, session, opened, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    window.open_files([empty])
    until(lambda: empty in session.unreadable)
    assert window.panels.isHidden()
    assert not window.keys.by_name["accept"].isEnabled()
    assert not window.keys.by_name["comment"].isEnabled()
    window.sidebar.step(-1)
    until(lambda: window.desk.shows_draft)
    assert window.panels.isVisible()
    assert window.keys.by_name["comment"].isEnabled()


def test_the_panel_can_be_hidden(window):
    window.toggle_panel()
    assert window.panels.isHidden()
    window.toggle_panel()
    assert window.panels.isVisible()


def test_a_workspace_that_could_not_be_opened_is_tried_again(qtbot, workspace_folder):
    workspace_folder.write_text("a file where the folder should be")
    session = Session(partial(open_workspace, workspace_folder))
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(session.failed):
        session.start()
    again = next(one for one in window.desk.notice.findChildren(Button) if one.accessibleName() == "Try again")
    assert again.isVisible()
    workspace_folder.unlink()
    with qtbot.waitSignal(session.workspace_opened):
        again.click()
    assert window.start_page.isVisible()
    assert window.close()


def test_a_window_from_a_screen_that_is_gone_comes_back(qtbot, fresh):
    fresh.move(9000, 7000)
    parts = fresh.geometry_parts()
    fresh.restore_parts(parts)
    assert fresh.screen().availableGeometry().intersects(fresh.geometry())
