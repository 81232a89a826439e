"""The list of the last start: given back as it was, left out when it makes no sense."""

import json

import pytest

from app.domain.review import Draft
from app.shell.recent import read_recent, write_recent

DRAFT = Draft("d1", "w1", 1, "00", "md", "report.md", "/home/mo/report.md", "r1", 1_700_000_000_000)


def test_what_was_kept_is_given_back(tmp_path):
    path = tmp_path / "cache" / "recent.json"
    write_recent(path, [DRAFT, DRAFT])
    assert read_recent(path) == (DRAFT, DRAFT)


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '[{"id": 1}]', json.dumps([dict.fromkeys(Draft.__slots__, "x")]), "\x00"]
)
def test_what_makes_no_sense_is_left_out(tmp_path, text):
    path = tmp_path / "recent.json"
    path.write_text(text, encoding="utf-8")
    assert read_recent(path) == ()


def test_a_folder_that_takes_no_file_is_no_error(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    write_recent(tmp_path / "cache" / "recent.json", [DRAFT])
    assert read_recent(tmp_path / "cache" / "recent.json") == ()
