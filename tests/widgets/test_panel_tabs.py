"""All tabs are in sight: counts give way where there is no room, and are heard all the same."""

import pytest

from widgets.panel_tabs import PanelTabs
from widgets.theme import set_text_scale

NAMES = ("Findings", "References", "Comments", "Rubric")


@pytest.fixture
def tabs(qtbot):
    made = PanelTabs()
    qtbot.addWidget(made)
    for place, name in enumerate(NAMES):
        made.add(name)
        made.show_count(place, str(10 + place))
    made.resize(600, 40)
    made.show()
    return made


def texts(tabs):
    return tuple(tabs.tabText(place) for place in range(tabs.count()))


def test_counts_stand_beside_the_names_while_there_is_room(tabs):
    assert texts(tabs) == ("Findings 10", "References 11", "Comments 12", "Rubric 13")
    tabs.show_count(0, "")
    assert texts(tabs)[0] == "Findings"


def test_the_tab_in_front_keeps_its_count_in_a_narrow_place(tabs):
    tabs.resize(300, 40)
    assert texts(tabs) == ("Findings 10", "References", "Comments", "Rubric")
    tabs.setCurrentIndex(3)
    assert texts(tabs) == ("Findings", "References", "Comments", "Rubric 13")
    assert tabs.tabToolTip(0) == tabs.accessibleTabName(0) == "Findings 10"
    tabs.resize(600, 40)
    assert texts(tabs) == ("Findings 10", "References 11", "Comments 12", "Rubric 13")


def test_a_long_count_at_the_end_takes_none_from_those_before_it(tabs):
    tabs.show_count(3, "0 of 4")
    tabs.resize(340, 40)
    assert texts(tabs) == ("Findings 10", "References 11", "Comments 12", "Rubric")
    assert tabs.tabToolTip(3) == tabs.accessibleTabName(3) == "Rubric 0 of 4"
    assert tabs.tabRect(3).right() <= tabs.width()


def test_large_text_needs_more_room(qapp, tabs):
    tabs.resize(420, 60)
    assert texts(tabs)[1] == "References 11"
    set_text_scale(qapp, 1.6)
    assert texts(tabs)[1] == "References"
    set_text_scale(qapp, 1.0)
    assert texts(tabs)[1] == "References 11"


def test_its_count_gives_way_before_a_name_is_cut(tabs):
    tabs.resize(tabs.sizeHint().width(), 40)
    names = sum(tabs.tabSizeHint(place).width() for place in range(4))
    names -= sum(tabs.fontMetrics().horizontalAdvance(f" {10 + place}") for place in range(4))
    tabs.resize(names + 2, 40)
    assert texts(tabs) == NAMES
    assert tabs.accessibleTabName(0) == "Findings 10"
