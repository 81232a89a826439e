"""Words of a PDF are selected by mouse and keyboard, and the keyboard reaches all of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.widgets.pdf_views import PAGES, WORDS, click, make_draft, make_view, point_of, press, wait_for_page

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return make_draft(tmp_path_factory.mktemp("pdf"))


@pytest.fixture
def view(qtbot, qapp, draft):
    return make_view(qtbot, qapp, draft)


def test_dragging_selects_the_words_between(qtbot, view, draft):
    text = draft[0].document.text
    start = text.index("two evenings")
    viewport = view.paper.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=point_of(view, start, start + 1, at=0.1))
    qtbot.mouseMove(viewport, point_of(view, start + 11, start + 12, at=0.9))
    with qtbot.waitSignal(view.selection_changed):
        qtbot.mouseMove(viewport, point_of(view, start + 11, start + 12, at=0.95))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=point_of(view, start + 11, start + 12, at=0.95))
    assert view.selection() == (start, start + 12)
    view.clear_selection()
    assert view.selection() is None


def test_a_double_click_selects_the_word(qtbot, view, draft):
    start = draft[0].document.text.index("evenings")
    qtbot.mouseDClick(view.paper.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, start + 3, start + 4))
    assert view.selection() == (start, start + 8)


def test_the_keyboard_selects_and_copies(qtbot, view, draft):
    text = draft[0].document.text
    start = text.index("pilot")
    click(qtbot, view, point_of(view, start, start + 1, at=0.1))
    press(qtbot, view, Qt.Key.Key_Right, SHIFT)
    assert view.selection() == (start, start + 1)
    press(qtbot, view, Qt.Key.Key_Right, SHIFT | CONTROL)
    assert text[slice(*view.selection())] == "pilot "
    press(qtbot, view, Qt.Key.Key_Down, SHIFT)
    assert text[slice(*view.selection())].startswith("pilot ran on two")
    assert text[slice(*view.selection())].endswith("The pilot ")
    press(qtbot, view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == text[slice(*view.selection())]
    press(qtbot, view, Qt.Key.Key_Up, SHIFT)
    press(qtbot, view, Qt.Key.Key_End, SHIFT)
    assert text[slice(*view.selection())] == f"{WORDS} first 0."[4:]
    press(qtbot, view, Qt.Key.Key_Home)
    assert view.selection() is None


def test_the_keyboard_reaches_both_ends_and_everything(qtbot, view, draft):
    press(qtbot, view, Qt.Key.Key_End, CONTROL)
    assert view.page == PAGES - 1
    press(qtbot, view, Qt.Key.Key_Home, CONTROL)
    assert view.page == 0
    press(qtbot, view, Qt.Key.Key_A, CONTROL)
    assert view.selection() == (0, len(draft[0].document.text))


def test_lines_lead_over_the_edge_of_a_page(qtbot, view, draft):
    wait_for_page(qtbot, view, 1)
    last = draft[0].document.text.index("kept first 39.")
    view.select(last, last)
    press(qtbot, view, Qt.Key.Key_Down)
    assert draft[0].document.page_at(view.paper.content.caret.head) == 1
