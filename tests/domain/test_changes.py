"""What changed between two versions, in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.changes import Change, ChangeKind, compare

LONG = "The library opened on two evenings a week from March to May. In the evenings 212 people came. "
MORE = "Staff counted everyone at the door and wrote the number down by hand. The heating was on for three hours more. "


def words(old, new):
    return [(one.kind, old[one.old_start : one.old_end], new[one.start : one.end]) for one in compare(old, new).changes]


def test_equal_texts_have_no_changes():
    assert compare(LONG, LONG).changes == ()
    assert compare("", "").changes == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (LONG, LONG.replace("212", "268"), [("reworded", "212", "268")]),
        (LONG, LONG.replace("people came", "people at most came"), [("added", "", "at most")]),
        (LONG, LONG.replace("from March to May", "all year"), [("reworded", "from March to May", "all year")]),
        (LONG, LONG.replace("people came.", "people came; form HG-2."), [("added", "", "; form HG-2")]),
        (LONG, LONG.replace("The library", "the library"), [("reworded", "The", "the")]),
        (LONG + MORE, LONG, [("removed", MORE.strip(), "")]),
        ("", "All is new.", [("added", "", "All is new.")]),
    ],
)
def test_what_changed_is_said_in_whole_words(old, new, expected):
    assert words(old, new) == expected


def test_white_space_alone_is_no_change():
    assert words(LONG, LONG.replace(" ", "\n", 5)) == []


def test_a_moved_paragraph_is_told_from_a_removed_one():
    parts = [f"{LONG}{number} {MORE}" for number in ("One.", "Two.", "Three.")]
    tail = "A sentence about quite another thing, which nobody had expected to find in such a place at all."
    old, new = "\n".join([tail, *parts]), "\n".join([*parts, tail])
    assert {kind for kind, _, _ in words(old, new)} == {ChangeKind.MOVED}


def test_another_document_is_one_change_of_everything():
    other = " ".join(f"word{number}" for number in range(400))
    found = compare(LONG * 10, other)
    assert found.is_other_document
    assert [(one.start, one.end) for one in found.changes] == [(0, len(other))]


def test_places_beside_each_other_are_found_both_ways():
    new = "A new beginning.\n" + LONG
    found = compare(LONG, new)
    assert found.new_offset(LONG.index("March")) == new.index("March")
    assert found.old_offset(new.index("March")) == LONG.index("March")
    assert found.old_offset(len(new)) == len(LONG)


TEXT = st.lists(st.sampled_from(["one", "two", "the", "Haus", "שלום", "number", "a", ".", ",", "\n"]), max_size=40).map(
    " ".join
)


@settings(max_examples=150)
@given(old=TEXT, new=TEXT)
def test_the_changes_make_the_new_text_of_the_old_one(old, new):
    """Law: putting each change into the old text gives the new one, white space aside."""
    made, at = [], 0
    for one in compare(old, new).changes:
        assert isinstance(one, Change)
        made += [old[at : one.old_start], " ", new[one.start : one.end], " "]
        at = one.old_end
    assert "".join("".join([*made, old[at:]]).split()) == "".join(new.split())
