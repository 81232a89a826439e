"""The panel goes where it is put and is remembered there; presets; the draft alone on the whole screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.theme import set_text_scale


@pytest.fixture
def panes(window, opened):
    window.resize(1280, 800)
    window.panels.show_tab("findings")
    window.panels.show()
    yield window.panes
    window.panes.put_panel("right")
    window.panels.show()
    window.sidebar.show()


def test_the_panel_stands_right_left_or_below(window, panes):
    for place, beyond in (("right", "x"), ("left", "x"), ("bottom", "y")):
        window.tools.layouts.put_panel(place)
        QTest.qWait(1)
        panel, draft = window.panels.geometry(), window.desk.geometry()
        assert (getattr(panel, beyond)() > getattr(draft, beyond)()) == (place != "left")


def test_an_unknown_place_is_refused(panes):
    with pytest.raises(ValueError, match="no place 'attic'"):
        panes.put_panel("attic")


def test_a_window_of_its_own_goes_with_the_panel_and_gives_it_back(window, panes):
    window.tools.layouts.put_panel("bottom")
    window.tools.layouts.put_panel("window")
    own = window.panels.window()
    assert own is not window
    assert own.isVisible()
    window.panels.hide()
    assert own.isHidden()
    window.panels.show()
    assert own.isVisible()
    own.close()
    assert panes.place == "bottom"
    assert window.panels.window() is window
    assert window.panels.isVisible()


def test_keys_work_in_the_window_of_the_panel(window, panes):
    window.tools.layouts.put_panel("window")
    assert window.keys.by_name["next_item"] in window.panels.window().actions()


def test_the_place_is_remembered_with_a_version(window, panes):
    panes.put_panel("left")
    kept = panes.widths()
    panes.put_panel("right")
    panes.restore_widths({**kept, "panel": b"0:bottom"})
    assert panes.place == "right"
    panes.restore_widths(kept)
    assert panes.place == "left"


def test_presets_show_what_the_work_needs(window, panes):
    window.keys.by_name["read_preset"].trigger()
    assert window.sidebar.isHidden()
    assert window.panels.isHidden()
    window.keys.by_name["score_preset"].trigger()
    assert window.panels.tab == "rubric"
    window.keys.by_name["check_preset"].trigger()
    assert window.sidebar.isVisible()
    assert window.panels.tab == "findings"


def test_the_whole_screen_is_left_with_escape(window, panes):
    window.keys.by_name["full_screen"].trigger()
    assert window.isFullScreen()
    assert window.menuBar().isHidden()
    assert window.panels.isHidden()
    QTest.keyClick(window.desk.view, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.panels.isVisible()


def test_f6_goes_round_the_panes(window, panes):
    window.activateWindow()
    window.sidebar.list.setFocus()
    held = []
    for _ in range(3):
        panes.next_pane(1)
        focus = window.focusWidget()
        parts = (window.sidebar, window.desk, window.panels)
        held.append(next(part for part in parts if part is focus or part.isAncestorOf(focus)))
    assert held == [window.desk, window.panels, window.sidebar]


def test_a_preset_leaves_the_queue_folded_in_a_narrow_window(qtbot, window, panes):
    width = window.sidebar.width()
    window.resize(900, 700)
    assert window.sidebar.isHidden()
    window.keys.by_name["check_preset"].trigger()
    assert window.sidebar.isHidden()
    qtbot.waitUntil(lambda: window.desk.width() > window.panels.width())
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.sidebar.isVisible() and window.sidebar.width() == width)


def test_the_queue_opens_in_a_narrow_window_for_who_asks(window, panes):
    window.resize(900, 700)
    window.keys.by_name["toggle_sidebar"].trigger()
    assert window.sidebar.isVisible()
    window.keys.by_name["toggle_sidebar"].trigger()
    window.resize(1280, 800)
    assert window.sidebar.isHidden()


def test_the_queue_is_as_wide_as_its_text_needs(qtbot, qapp, window, panes):
    window.resize(1920, 1080)
    before = window.sidebar.width()
    set_text_scale(qapp, 2.0)
    qtbot.waitUntil(lambda: abs(window.sidebar.width() - 2 * before) <= 2)
    set_text_scale(qapp, 1.0)
    qtbot.waitUntil(lambda: window.sidebar.width() == before)


def test_the_width_of_the_queue_is_remembered(window, panes):
    kept = panes.widths()
    panes.restore_widths({**kept, "drafts": b"260"})
    assert window.sidebar.width() == 260
    panes.restore_widths(kept)
    assert panes.widths() == kept


def test_larger_text_leaves_the_draft_the_widest_column(qtbot, qapp, window, panes):
    before = panes.widths()
    set_text_scale(qapp, 2.0)
    for tab in ("findings", "rubric", "references"):
        window.panels.show_tab(tab)
        qtbot.waitUntil(lambda: window.panels.width() == window.panels.minimumWidth() < window.desk.width())
    assert panes.widths() == before
    set_text_scale(qapp, 1.0)
    window.panels.show_tab("findings")
    qtbot.waitUntil(lambda: window.panels.width() == int(before["findings"]))


def test_a_width_that_is_chosen_at_a_size_of_text_holds_there(qtbot, qapp, window, panes):
    before = panes.widths()
    set_text_scale(qapp, 2.0)
    qtbot.waitUntil(lambda: window.panels.width() == window.panels.minimumWidth() < window.desk.width())
    room = sum(panes._body.sizes())
    panes._body.moveSplitter(room - 635, 1)
    chosen = window.panels.width()
    assert chosen > window.panels.minimumWidth() + 30
    window.panels.show_tab("comments")
    window.panels.show_tab("findings")
    assert window.panels.width() == pytest.approx(chosen, abs=2)
    set_text_scale(qapp, 1.0)
    panes.restore_widths(before)
    panes.fit_panel()
