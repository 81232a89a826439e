"""Marks by position, and icons in the margin that step aside for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QImage, QPainter

from widgets.mark_index import MarkIndex, Placed
from widgets.mark_paint import Margin, draw_line
from widgets.mark_scroll_bar import MarkScrollBar
from widgets.marks import Line, Mark
from widgets.theme import apply_theme, colour


@pytest.fixture(autouse=True)
def light(qapp):
    apply_theme(qapp, "light")


def mark(key="one", start=0, end=5, line=Line.WAVE, icon="info"):
    return Mark(key, start, end, line, icon, "fix", "What it means")


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(SPANS, max_size=20), SPANS)
def test_between_finds_what_a_look_at_all_finds(spans, wanted):
    placed = [Placed(*span, mark(str(number), *span), True) for number, span in enumerate(spans)]
    found = {entry.mark.key for entry in MarkIndex(placed).between(*wanted)}
    assert found == {entry.mark.key for entry in placed if entry.last >= wanted[0] and entry.first <= wanted[1]}


@given(st.lists(SPANS, max_size=20), st.integers(0, 90))
def test_the_shortest_mark_at_a_position_wins(spans, position):
    placed = [Placed(*span, mark(str(number), *span), True) for number, span in enumerate(spans)]
    found = MarkIndex(placed).at(position)
    lengths = [last - first for first, last in spans if first <= position < last]
    assert (found.end - found.start if found else None) == min(lengths, default=None)


@given(st.lists(st.integers(0, 300), max_size=25).map(sorted))
def test_icons_never_lie_upon_one_another(heights):
    margin = Margin(10)
    for number, height in enumerate(heights):
        margin.add(mark(str(number)), height, 0, is_current=False)
    areas = [placed.area for placed in margin.icons]
    assert len(areas) == len(heights)
    assert not any(one.intersects(other) for at, one in enumerate(areas) for other in areas[:at])


def test_dots_have_one_icon_a_paragraph_which_stands_for_the_current_one():
    margin = Margin(0)
    for number in range(3):
        margin.add(mark(str(number), line=Line.DOTS), 20 * number, 7, is_current=number == 1)
    margin.add(mark("other", line=Line.DOTS), 90, 8, is_current=False)
    assert [placed.mark.key for placed in margin.icons] == ["1", "other"]
    assert margin.at(margin.icons[0].area.center()).key == "1"
    assert margin.at(QPointF(500, 500)) is None


def test_a_mark_without_icon_stays_out_of_the_margin():
    margin = Margin(0)
    margin.add(mark(icon=""), 10, 0, is_current=False)
    assert margin.icons == []


@pytest.mark.parametrize("line", Line)
def test_every_line_is_drawn_its_own_way(line):
    picture = QImage(60, 12, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    draw_line(painter, QLineF(2, 6, 58, 6), mark(line=line), colour("fix"))
    painter.end()
    coloured = sum(picture.pixelColor(x, y).lightness() < 200 for x in range(60) for y in range(12))
    assert (coloured == 0) == (line is Line.NONE)


def test_the_scroll_bar_shows_the_gravest_mark_of_a_place(qtbot):
    bar = MarkScrollBar(None)
    qtbot.addWidget(bar)
    bar.resize(16, 100)
    bar.show_ticks([(0.5, "fix"), (0.5, "consider"), (0.1, "accent")])
    bar.show()
    picture = bar.grab().toImage()
    shown = [
        picture.pixelColor(round(3 * bar.devicePixelRatioF()), round(y * bar.devicePixelRatioF())).name()
        for y in (49, 10, 80)
    ]
    assert shown[:2] == [colour("fix").name(), colour("accent").name()]
    assert shown[2] not in {colour(token).name() for token in ("fix", "consider", "accent")}


def test_where_nothing_scrolls_there_is_no_handle(qtbot):
    bar = MarkScrollBar(None)
    qtbot.addWidget(bar)
    bar.resize(16, 100)
    bar.show()
    bar.setRange(0, 0)
    without = bar.grab().toImage()
    bar.setRange(0, 100)
    assert bar.grab().toImage() != without
