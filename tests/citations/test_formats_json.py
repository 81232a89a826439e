import json

import pytest

from app.citations.formats_json import read_csl_json, read_jsonl
from app.domain.errors import BadInputError


def write(tmp_path, text):
    path = tmp_path / "list.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_broken_line_costs_that_line_alone(tmp_path):
    lines = ['{"title": "One"}', "", "{broken", "[1, 2]", '{"title": "Two"}']
    found = list(read_jsonl(write(tmp_path, "\n".join(lines))))
    assert [line for line, _, _ in found] == [1, 3, 4, 5]
    assert found[1][2] == "The line is not valid JSON."
    assert found[2][2] == "The entry is not an object with fields."


def test_fields_may_stand_inside(tmp_path):
    ((_, id_, work),) = read_jsonl(write(tmp_path, '{"id": 7, "fields": {"Title": "One", "booktitle": "B"}}'))
    assert (id_, work.title, work.container) == ("7", "One", "B")


@pytest.mark.parametrize(
    ("issued", "year"),
    [({"date-parts": [[1999, 1]]}, 1999), ({"date-parts": [["1999"]]}, 1999), ({"raw": "May 1999"}, 1999),
     ({"literal": "1999"}, 1999), ({"date-parts": [[]]}, None), ({}, None), ("1999-05", 1999)],
)  # fmt: skip
def test_the_dates_of_csl(tmp_path, issued, year):
    ((_, _, work),) = read_csl_json(write(tmp_path, json.dumps([{"title": "One", "issued": issued}])))
    assert work.year == year


def test_the_names_of_csl(tmp_path):
    authors = [
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"literal": "World Health Organization"},
        {"family": "Plato"},
    ]
    ((_, _, work),) = read_csl_json(write(tmp_path, json.dumps([{"title": "One", "author": authors}])))
    assert work.authors == ("van Gogh, Vincent", "World Health Organization", "Plato")


def test_items_may_stand_in_an_object(tmp_path):
    path = write(tmp_path, json.dumps({"items": [{"title": "One"}, "no", {"title": "Two"}]}))
    assert [line for line, _, _ in read_csl_json(path)] == [1, 2, 3]


def test_broken_json_is_one_sentence(tmp_path):
    with pytest.raises(BadInputError, match=r"list\.json is not valid JSON"):
        list(read_csl_json(write(tmp_path, "[{")))
