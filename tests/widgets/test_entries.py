"""Entries are narrowed and grouped as asked, and none is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st

from widgets.entries import Entry, Group, View, counted, grouped, place_groups
from widgets.rows import Row

FIX, ASK = Group(0, "fix", "Fix"), Group(1, "ask", "Ask")


def entry(key, group=FIX, title="Title", decided=False):
    return Entry(Row(key, title), {"": group, "tier": group}, decided)


ENTRIES = [entry("1", ASK, "Source not named"), entry("2", FIX, "Blank", decided=True), entry("3", FIX, "Blank")]


def keys(view):
    return [one.row.key for one in ENTRIES if view.lets_through(one)]


def test_words_in_any_order_narrow():
    assert keys(View(text="NAMED sour")) == ["1"]
    assert keys(View(text="   ")) == ["1", "2", "3"]


def test_open_and_decided():
    assert keys(View(state="open")) == ["1", "3"]
    assert keys(View(state="decided")) == ["2"]


def test_one_group_or_several_of_them():
    only_fix = View().toggled("tier", "fix")
    assert keys(only_fix) == ["2", "3"]
    assert keys(only_fix.toggled("tier", "ask")) == ["1", "2", "3"]
    assert only_fix.toggled("tier", "fix") == View()
    assert keys(View(only=(("criterion", "sources"),))) == []


def test_groups_come_in_order_with_their_counts():
    assert [group.name for group, _ in grouped(ENTRIES, "")] == ["fix", "ask"]
    assert counted(ENTRIES, "tier") == [(FIX, 2), (ASK, 1)]
    assert counted(ENTRIES, "criterion") == []


def test_what_has_no_group_stands_last():
    assert [(group.title, len(rows)) for group, rows in grouped(ENTRIES, "criterion", "No criterion")] == [
        ("No criterion", 3)
    ]


def test_places_come_as_they_are_first_named():
    assert [group.order for group in place_groups(["p. 2", "p. 1", "p. 2"])] == [0, 1, 0]


@given(st.lists(st.tuples(st.sampled_from([FIX, ASK]), st.booleans()), max_size=20))
def test_grouping_loses_nothing(made):
    entries = [entry(str(place), group, decided=decided) for place, (group, decided) in enumerate(made)]
    for facet in ("", "tier", "unknown"):
        rows = [row.key for _, members in grouped(entries, facet) for row in members]
        assert sorted(rows, key=int) == [one.row.key for one in entries]
