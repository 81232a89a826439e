"""A clash on the screen: both values with what is new in them, and the three ways out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.sharing_details import Choice
from tests.widgets.sharing_states import DETAILS
from widgets.conflict_view import ConflictView, new_spans

LETTER, DUE = DETAILS.clashes


@pytest.fixture
def view(qtbot):
    made = ConflictView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_mine_stands_at_the_left_whoever_came_first(view):
    view.show_clash(LETTER, DETAILS.names, "p1")
    assert (view.mine.title.text(), view.theirs.title.text()) == ("Yours", "Maren Holt")
    assert view.mine.words.toPlainText().startswith("“Studies show”")
    assert view.theirs.when.text().endswith("arrived first")
    assert view.theirs.button.text() == "Keep Maren Holt’s"
    view.show_clash(LETTER, DETAILS.names, "p2")
    assert view.mine.words.toPlainText() == "Please name the study. Both stand alone."
    assert view.theirs.title.text() == "Ben"


def test_each_way_out_is_told(qtbot, view):
    view.show_clash(LETTER, DETAILS.names, "p1")
    told = []
    view.decided.connect(lambda *said: told.append(said))
    view.theirs.button.click()
    view.mine.button.click()
    view.take.click()
    assert view.text.toPlainText() == "Please name the study. Both stand alone."
    view.text.setFocus()
    QTest.keyClicks(view.text, "So: ")
    QTest.keyClick(view.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    third = "So: Please name the study. Both stand alone."
    assert told == [(Choice.KEPT, ""), (Choice.OTHER, ""), (Choice.NEW, third)]


def test_a_third_text_that_is_being_written_stays(view):
    view.show_clash(LETTER, DETAILS.names, "p1")
    view.text.setPlainText("Half a sent")
    view.show_clash(LETTER, DETAILS.names, "p1")
    assert view.text.toPlainText() == "Half a sent"


def test_a_date_is_chosen_and_not_written(view):
    view.show_clash(DUE, DETAILS.names, "p1")
    assert not view._third.isVisible()
    assert view.mine.words.toPlainText().endswith("2026")
    assert not view.origin.isVisible()


def test_what_is_new_is_marked():
    text = "Clear and short, 𝔸 man."
    assert [text[start:end] for start, end in new_spans("Clear.", "Clear and short.")] == [" and short"]
    assert new_spans("Clear and short, man.", text) == [(17, 20)]  # two units for the letter beyond the first plane


@given(st.text(max_size=40), st.text(max_size=40))
def test_marks_lie_in_the_text_one_after_the_other(before, text):
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    spans = new_spans(before, text)
    assert all(0 <= start < end <= units for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert not new_spans(text, text)
