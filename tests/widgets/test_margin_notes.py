"""Notes beside the text: near their icon, never over one another, a person's first, and cut to their width."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from tests.shell.making import is_idle, until
from widgets.margin_notes import Notes, note_lines
from widgets.mark_paint import PlacedIcon
from widgets.marks import Line, Mark
from widgets.theme import font

WIDTH = 240.0


def icon(top, line=Line.DASH, title="Source not named", note="Which study shows this?", key="one"):
    return PlacedIcon(QRectF(0, top, 16, 16), Mark(key, 0, 4, line, "lightbulb", "ask", "", title, note))


@given(words=st.text(max_size=400), width=st.floats(80, 400))
def test_lines_fit_their_width_and_lose_only_the_end(qapp, words, width):
    lines = note_lines(words, width, 1.0)
    assert len(lines) <= 2
    metrics = QFontMetricsF(font("small"))
    whole = " ".join(words.split())
    assert bool(lines) == bool(whole)
    for line in lines[:1]:
        assert whole.startswith(line.removesuffix("…").rstrip()) or metrics.horizontalAdvance(line) <= width
    assert all(metrics.horizontalAdvance(line) <= width + 1 for line in lines if line.endswith("…"))


@given(tops=st.lists(st.integers(0, 400), max_size=20), people=st.sets(st.integers(0, 19)))
def test_notes_never_stand_over_one_another(qapp, tops, people):
    icons = [icon(top, Line.SOLID if n in people else Line.DASH, key=str(n)) for n, top in enumerate(sorted(tops))]
    notes = sorted(Notes(icons, 50, WIDTH).notes, key=lambda one: one.area.top())
    assert all(one.area.bottom() <= two.area.top() for one, two in pairwise(notes))


def test_a_persons_note_comes_first(qapp):
    (note,) = Notes([icon(0, key="check"), icon(1, Line.SOLID, note="Who? " * 40, key="person")], 50, WIDTH).notes[:1]
    assert note.mark.key == "person"
    assert len(note.lines) == 2
    assert note.lines[1].endswith("…")


def test_a_mark_without_a_title_has_no_note(qapp):
    notes = Notes([icon(0, title="")], 50, WIDTH)
    assert notes.notes == []
    assert notes.at(QPointF(60, 5)) is None


@pytest.fixture
def wide(window):
    window.panels.hide()
    window.resize(1920, 1080)
    QTest.qWait(300)
    yield window
    window.resize(1280, 800)
    window.panels.show()


def test_a_click_on_a_note_opens_its_finding(qtbot, wide, session, opened):
    until(lambda: is_idle(session) and wide.desk.view.is_filled)
    paper = wide.desk.view._paper
    wide.grab()
    until(lambda: bool(paper._notes.notes))
    note = paper._notes.notes[0]
    QTest.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=note.area.center().toPoint() + QPoint(0, 2))
    assert session.current == note.mark.key


def test_a_narrow_window_has_icons_alone(wide, session, opened):
    wide.resize(1000, 700)
    QTest.qWait(300)
    wide.grab()
    assert wide.desk.view._paper._notes.notes == []
