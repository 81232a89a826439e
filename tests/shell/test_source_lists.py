"""Source lists survive the settings, and nonsense in the settings costs nothing."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.shell.source_lists import SourceList, from_setting, to_setting, with_files, with_library, without_library

LISTS = st.lists(
    st.builds(SourceList, st.from_regex(r"/[a-z]{1,8}\.bib", fullmatch=True).map(Path), st.booleans()),
    unique_by=lambda one: one.path,
).map(tuple)


@given(LISTS)
def test_lists_survive_the_settings(lists):
    assert from_setting(to_setting(lists)) == lists


def test_nonsense_is_left_out():
    assert from_setting(None) == ()
    assert from_setting([1, {"path": 2}, {"complete": True}, {"path": "/a.bib", "complete": "yes"}]) == (
        SourceList(Path("/a.bib")),
    )


@given(LISTS)
def test_a_file_is_added_once_as_a_partial_list(lists):
    new = Path("/added/once.ris")
    added = with_files(lists, [new, new])
    assert added == (*lists, SourceList(new))
    assert with_files(added, [new]) == added


def test_a_list_is_called_by_its_file():
    assert SourceList(Path("/somewhere/housing.bib")).name == "housing.bib"


def test_a_library_is_kept_by_its_name_and_used_once():
    lists = with_library((SourceList(Path("/a.bib")),), "Housing")
    assert from_setting(to_setting(lists)) == lists
    assert lists[1].name == "Housing"
    declared = with_library(lists, "Housing", complete=True)
    assert [one.complete for one in declared] == [False, True]
    assert without_library(declared, "Housing") == lists[:1]
