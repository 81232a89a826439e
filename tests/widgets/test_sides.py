"""Who works here and which side is shown: by key, by role, and after somebody else came."""

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.store.workspace import open_workspace
from tests.services.team import make_team
from tests.shell.making import is_idle, until, write_draft
from tests.widgets.test_main_path import start_window

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def team(workspace_folder):
    with closing(open_workspace(workspace_folder)) as store:
        return make_team(store)


@pytest.fixture
def window(qtbot, team, workspace_folder):
    made = start_window(qtbot, workspace_folder)
    until(lambda: is_idle(made.session))
    yield made
    made.close()


def menu_words(window):
    window.tools.person._fill()
    return [action.text() for action in window.tools.person.menu().actions() if action.text()]


def switch(window, name):
    menu_words(window)
    next(one for one in window.tools.person.menu().actions() if one.text() == name).trigger()
    until(lambda: is_idle(window.session) and window.sides.people.here.me.name == name)


def test_each_person_comes_to_a_side_of_their_own(window):
    assert window.sides.name == "team"
    assert menu_words(window)[:2] == ["Lea, team lead, admin", "Team"]
    assert window.tools.person.accessibleName() == "Who works here: Lea, team lead, admin"
    switch(window, "Ben")
    assert window.sides.name == "review"
    switch(window, "Ana")
    assert window.sides.name == "mine"
    switch(window, "Mo")
    assert window.sides.name == "review"
    assert "Mo, no mentor or mentee yet" in menu_words(window)


def test_sides_have_keys_and_the_desk_s_keys_work_on_the_desk_alone(window, tmp_path):
    switch(window, "Mo")
    window.open_files([write_draft(tmp_path)])
    until(lambda: window.session.draft is not None and is_idle(window.session))
    assert window.keys.by_name["comment"].isEnabled()
    QTest.keyClick(window, Key.Key_T, Alt)
    until(lambda: window.sides.name == "team" and is_idle(window.session))
    assert not window.keys.by_name["comment"].isEnabled()
    QTest.keyClick(window, Key.Key_R, Alt)
    assert window.sides.name == "review"
    assert window.keys.by_name["comment"].isEnabled()


def test_nothing_of_one_person_stays_for_the_next(window, tmp_path):
    switch(window, "Mo")
    window.open_files([write_draft(tmp_path)])
    until(lambda: window.session.draft is not None and is_idle(window.session))
    switch(window, "Ben")
    assert window.session.draft is None
    assert not window.desk.shows_draft
    assert window.windowTitle() == "Stet"
    assert not window.panels.isVisible()


def test_a_deleted_assignment_comes_back_with_undo(window):
    side = window.sides
    QTest.keyClick(window, Key.Key_A, Alt)
    until(lambda: is_idle(window.session))
    page = side.page("team").page_named("Assignments")
    page.title.setText("Brief")
    page.title.returnPressed.emit()
    until(lambda: is_idle(window.session) and len(page.choices.assignments) == 1)
    page.area.widget().remove.click()
    until(lambda: is_idle(window.session) and not page.choices.assignments)
    window.keys.by_name["undo"].trigger()
    until(lambda: is_idle(window.session) and len(page.choices.assignments) == 1)
    assert window.status_line.said == "Undone: Delete assignment."
    window.keys.by_name["redo"].trigger()
    until(lambda: is_idle(window.session) and not page.choices.assignments)
    QTest.keyClick(window, Key.Key_T, Alt)
    side.page("team").show_page("Scores")
    assert not window.keys.by_name["undo"].isEnabled()
    QTest.keyClick(window, Key.Key_F6)
    assert side.page("team").nav.hasFocus() or side.page("team").page_named("Scores").filters.period.hasFocus()


def test_my_work_is_shown_whatever_page_of_the_side_was_left(window):
    switch(window, "Ana")
    side = window.sides.page("mine")
    QTest.keyClick(window, Key.Key_H, Alt)
    assert side.page == "history"
    QTest.keyClick(window, Key.Key_M, Alt)
    assert side.page == "work"
