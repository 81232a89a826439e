"""Levels of a criterion: in lines of the same length, cut when there is no room, and gone when their row is gone."""

import pytest

from rubrics.load import parse_rubric
from tests.services.team import RUBRIC
from widgets.rubric_levels import LevelRow
from widgets.theme import set_text_scale

CRITERION = parse_rubric(RUBRIC, "brief.yaml").criteria[0]


@pytest.fixture
def row(qtbot):
    made = LevelRow(CRITERION)
    qtbot.addWidget(made)
    return made


def lines(row):
    return sorted({button.y() for button in row.buttons})


def test_levels_take_as_many_lines_as_they_need(qtbot, row):
    row.resize(450, 50)
    row.show()
    qtbot.waitUntil(lambda: len(lines(row)) == 1)
    row.resize(150, 200)
    qtbot.waitUntil(lambda: len(lines(row)) == 3)
    row.resize(220, 200)
    qtbot.waitUntil(lambda: len(lines(row)) == 2)


def test_a_level_says_what_it_is_and_whether_it_is_chosen_or_suggested(row):
    row.show_state("partly", "fails")
    assert [button.accessibleName() for button in row.buttons] == [
        "1 Fails, 0 of 4, suggested",
        "2 Partly, 2 of 4, chosen",
        "3 Meets, 4 of 4",
    ]
    row.show_state("fails", "fails")
    assert [button.is_suggested for button in row.buttons] == [False, False, False]


def test_a_row_that_is_gone_hears_of_no_new_size(qtbot, qapp):
    gone = LevelRow(CRITERION)
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    set_text_scale(qapp, 1.5)
    set_text_scale(qapp, 1.0)
