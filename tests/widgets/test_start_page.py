"""The first look: one step to begin with, and what was noticed while the workspace was opened."""

import pytest
from PySide6.QtCore import QPoint

from widgets.labels import Button
from widgets.start_page import StartPage
from widgets.theme import set_text_scale


@pytest.fixture
def page(qtbot):
    made = StartPage()
    qtbot.addWidget(made)
    made.show()
    return made


def button(page, name):
    return next(one for one in page.findChildren(Button) if one.accessibleName() == name)


def test_the_sample_says_where_to_begin_and_how_to_leave(qtbot, page):
    start, own = button(page, "Start with the first draft"), button(page, "Start my own")
    page.show_sample(is_open=False)
    assert not start.isVisible()
    assert not own.isVisible()
    with qtbot.waitSignal(page.workspace_requested, check_params_cb=lambda name: name == "sample"):
        button(page, "Sample project").click()
    page.show_sample(is_open=True)
    assert not button(page, "Sample project").isVisible()
    with qtbot.waitSignal(page.first_requested):
        start.click()
    with qtbot.waitSignal(page.workspace_requested, check_params_cb=lambda name: name == "own"):
        own.click()
    page.show_sample(is_open=True, has_drafts=False)
    assert not start.isEnabled()


def test_the_keyboard_begins_where_the_page_does(qtbot, page):
    start, own = button(page, "Start with the first draft"), button(page, "Open a draft…")
    page.show_sample(is_open=True, has_drafts=False)
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(own.hasFocus)
    page.show_sample(is_open=True)
    assert start.hasFocus()


def test_own_work_is_one_click_away(qtbot, page):
    with qtbot.waitSignal(page.open_requested):
        button(page, "Open a draft…").click()
    with qtbot.waitSignal(page.sources_requested):
        button(page, "Add a source list…").click()


def test_notices_are_shown_in_full(page):
    page.show_notices(["The workspace file was damaged.", "The newest backup is in use."])
    assert page._notice.isVisible()
    assert page._notice_words.text() == "The workspace file was damaged. The newest backup is in use."
    page.show_notices([])
    assert not page._notice.isVisible()


def test_at_large_text_the_next_step_is_in_sight_and_descriptions_line_up(qtbot, qapp, page):
    page.show_sample(is_open=True)
    page.resize(1280, 680)
    set_text_scale(qapp, 2.0)
    start = button(page, "Start with the first draft")
    qtbot.waitUntil(lambda: 0 < start.mapTo(page, QPoint()).y() < page.height() - start.height())
    assert len({one.x() for _, one in (page._join_link, page._own_link)}) == 1
    set_text_scale(qapp, 1.0)
