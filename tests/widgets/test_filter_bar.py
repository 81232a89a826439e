"""The line above a list: what is typed and chosen becomes one view; Escape leads back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.widgets.test_entries import ENTRIES
from widgets.entries import View
from widgets.filter_bar import FilterBar


@pytest.fixture
def bar(qtbot):
    made = FilterBar("Findings", {"": "State", "tier": "Tier"})
    qtbot.addWidget(made)
    made.offer(ENTRIES)
    made.open_bar()
    return made


def choose(button, words):
    button.menu().aboutToShow.emit()
    actions = list(button.menu().actions())
    actions += [one for action in actions if action.menu() for one in action.menu().actions()]
    next(action for action in actions if action.text().startswith(words)).trigger()


def test_typing_narrows(qtbot, bar):
    with qtbot.waitSignal(bar.changed) as news:
        QTest.keyClicks(bar.field, "s")
    assert news.args == [View(text="s")]


def test_a_grouping_is_chosen_and_said(bar):
    choose(bar.group, "Tier")
    assert bar.view.grouping == "tier"
    assert bar.group.text() == "By tier"


def test_groups_are_offered_with_their_counts(bar):
    choose(bar.show_only, "Fix  2")
    assert bar.view.only == (("tier", "fix"),)
    assert bar.show_only.text() == "Only 1"
    choose(bar.show_only, "Open")
    choose(bar.show_only, "Show everything")
    assert bar.view == View()


def test_escape_clears_then_closes_and_keeps_the_grouping(qtbot, bar):
    choose(bar.group, "Tier")
    choose(bar.show_only, "Decided")
    bar.field.setText("x")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.view.text
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.view == View("tier")
    assert bar.isHidden()
