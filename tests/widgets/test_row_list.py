"""A list in which one row opens: by mouse, by keys, and keeps its place when rows change."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from widgets.queue_list import QueueList
from widgets.row_list import RowList
from widgets.rows import Row
from widgets.theme import colour

ROWS = [Row("group:a", "A", count=2), Row("1", "One", "detail", "p. 1"), Row("2", "Two"), Row("3", "Three")]


@pytest.fixture
def rows(qtbot):
    made = RowList("Things")
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show_rows(ROWS)
    made.show()
    return made


def card(height=80):
    made = QWidget()
    QVBoxLayout(made).addWidget(QLabel("open"))
    made.setMinimumHeight(height)
    return made


def test_stepping_goes_over_heads_and_stops_at_the_ends(rows):
    chosen = []
    rows.chosen.connect(chosen.append)
    for by in (1, 1, 1, 1, -1):
        rows.step(by)
    assert chosen == ["1", "2", "3", "3", "2"]


def test_a_click_chooses_an_item_and_folds_a_group(qtbot, rows):
    def click(place):
        spot = rows.visualRect(rows.model().index(place, 0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    with qtbot.waitSignal(rows.chosen) as chosen:
        click(2)
    assert chosen.args == ["2"]
    with qtbot.waitSignal(rows.folded) as folded:
        click(0)
    assert folded.args == ["group:a"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Left])
def test_a_group_folds_by_key(qtbot, rows, key):
    rows.set_current_quietly(rows.model().index(0, 0))
    with qtbot.waitSignal(rows.folded):
        QTest.keyClick(rows, key)


def test_the_open_row_makes_room_and_survives_other_rows(rows):
    rows.open_row("2", card())
    assert rows.visualRect(rows.model().index(2, 0)).height() >= 32
    assert rows.open_widget.geometry().top() == rows.visualRect(rows.model().index(2, 0)).top()
    rows.show_rows([ROWS[0], ROWS[2]])
    assert rows.open_key == "2"
    rows.show_rows([ROWS[0], ROWS[3]])
    assert rows.open_key == ""
    assert rows.open_widget is None


def test_opening_what_is_not_listed_opens_nothing(rows):
    rows.open_row("nowhere", card())
    assert rows.open_key == ""


def test_letters_are_no_search(rows):
    before = rows.currentIndex()
    QTest.keyClicks(rows, "Tw")
    assert rows.currentIndex() == before


def test_the_ring_of_a_chosen_draft_lies_on_its_ground(qtbot):
    made = QueueList("Drafts")
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show_rows(ROWS)
    with qtbot.waitExposed(made):
        made.show()
    made.mark("2")
    made.setFocus()
    picture, place = made.viewport().grab().toImage(), made.visualRect(made.model().index(2, 0)).center().y()
    ratio = made.devicePixelRatioF()
    far_out, outside, ring = (picture.pixelColor(round(x * ratio), round(place * ratio)).name() for x in (1, 5, 9))
    assert outside == far_out
    assert ring == colour("accent").name()
