"""The window's place survives a restart, and nothing in the file can stop a start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shell.geometry import read_geometry, write_geometry


@given(parts=st.dictionaries(st.text(max_size=10), st.binary(max_size=50), max_size=4))
def test_what_was_kept_is_read(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("geometry")
    write_geometry(folder, parts)
    assert read_geometry(folder) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "parts": {}}',
        '{"version": 1, "parts": {"a": "§"}}',
        '{"version": 1, "parts": []}',
    ],
)
def test_anything_else_counts_as_nothing(tmp_path, text):
    (tmp_path / "window.json").write_text(text, encoding="utf-8")
    assert read_geometry(tmp_path) == {}


def test_a_folder_that_is_not_there_is_no_error(tmp_path):
    write_geometry(tmp_path / "nowhere", {"window": b"x"})
    assert read_geometry(tmp_path / "nowhere") == {}
