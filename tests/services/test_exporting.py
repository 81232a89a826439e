"""A preview shows what the file will hold, and says what it will not."""

import csv
import io
import json
from dataclasses import replace

import pytest

from app.domain.errors import BadInputError
from app.services.exporting import PREVIEW_ROWS, Format, preview_scores, scores_file
from tests.exports.test_scores import FIRST, SECOND

ROWS = (FIRST, SECOND)


@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX, Format.CANVAS])
def test_the_preview_of_a_table_is_its_first_rows(format_):
    shown = preview_scores(ROWS, format_)
    of_table = Format.CSV if format_ is Format.XLSX else format_
    head, *rows = csv.reader(io.StringIO(scores_file(ROWS, of_table).decode(), newline=""))
    if format_ is Format.XLSX:  # names first, the two ids last
        head, *rows = [[*row[2:], *row[:2]] for row in (head, *rows)]
    assert (list(shown.head), [list(row) for row in shown.rows], shown.count) == (head, rows, len(rows))


@pytest.mark.parametrize("format_", [Format.JSON, Format.XAPI])
def test_the_preview_of_a_text_is_its_first_lines(format_):
    shown = preview_scores(ROWS, format_)
    lines = scores_file(ROWS, format_).decode().splitlines()
    assert [row[0] for row in shown.rows] == lines[: len(shown.rows)]
    assert shown.count == (2 if format_ is Format.JSON else 4)


def test_a_long_file_is_shown_in_part_and_counted_whole():
    many = [replace(FIRST, review_id=str(number), mentee_id=str(number)) for number in range(200)]
    for format_, count in ((Format.XLSX, 600), (Format.CANVAS, 200), (Format.JSON, 200), (Format.XAPI, 400)):
        shown = preview_scores(many, format_)
        assert (len(shown.rows), shown.count) == (PREVIEW_ROWS, count)


def test_what_a_format_leaves_out_is_said():
    assert preview_scores(ROWS, Format.XLSX).left_out == ()
    assert "no mentor" in preview_scores(ROWS, Format.CANVAS).left_out[0]
    again = [FIRST, replace(FIRST, review_id="later", scored_ms=FIRST.scored_ms + 1)]
    assert "1 earlier review is left out" in preview_scores(again, Format.CANVAS).left_out[1]
    assert "2 criteria are left out" in preview_scores(ROWS, Format.XAPI).left_out[1]


@pytest.mark.parametrize("format_", list(Format))
def test_without_names_no_name_is_in_the_file(format_):
    data = scores_file(ROWS, format_, names=False)
    if format_ is not Format.XLSX:
        assert FIRST.mentee not in data.decode()
        assert FIRST.mentor not in data.decode()
    assert "Names" in preview_scores(ROWS, format_, names=False).left_out[-1]


@pytest.mark.parametrize("address", ["", "people", "ftp://x.example", "https://"])
def test_xapi_needs_a_web_address(address):
    with pytest.raises(BadInputError, match="web address"):
        scores_file(ROWS, Format.XAPI, home_page=address)
    made = json.loads(scores_file(ROWS, Format.XAPI, home_page="https://a.example/p"))
    assert made[0]["actor"]["account"]["homePage"] == "https://a.example/p"
