import json

import pytest

from app.domain.errors import BadInputError
from app.services.checking import SourceSpec
from app.services.matching import match_rows, open_lists, parse_rows

RECORD = {"id": "harbour", "title": "Learning to route cargo through crowded harbours", "authors": ["Kim, Ana"]}
RECORD |= {"year": 2019, "journal": "Journal of Ports"}
RAW = "Kim, A. (2019). Learning to route cargo through crowded harbours. Journal of Ports."


@pytest.fixture
def sources(tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps(RECORD), encoding="utf-8")
    with open_lists([SourceSpec("list", (path,))], None) as opened:
        yield opened


def fields(**changes):
    return {name: value for name, value in (RECORD | changes).items() if name != "id"}


def test_a_row_is_answered_with_the_published_keys(sources):
    (answer,) = match_rows([{"id": "a", "fields": fields(year=2012)}], sources)
    assert set(answer) >= {"id", "verdict", "reasons", "record_id", "library", "parsed", "fields"}
    assert (answer["id"], answer["verdict"], answer["reasons"]) == ("a", "mismatch", ["year"])
    assert (answer["record_id"], answer["library"], answer["parsed"]["year"]) == ("harbour", "list", 2012)
    assert answer["fields"]["year"] == {"cited": ["2012"], "found": ["2019"], "status": "differs"}
    json.dumps(answer)


def test_printed_text_is_parsed(sources):
    (answer,) = match_rows([{"id": 7, "raw": RAW}], sources)
    assert (answer["id"], answer["verdict"]) == (7, "verified")


@pytest.mark.parametrize("name", ["journal", "booktitle", "container", "venue", "Journal"])
def test_the_names_for_where_it_appeared(sources, name):
    row = {name: "Journal of Ports", "title": RECORD["title"], "author": "Kim, Ana", "year": "2019"}
    (answer,) = match_rows([{"fields": row}], sources)
    assert (answer["verdict"], answer["parsed"]["container"]) == ("verified", "Journal of Ports")


def test_answers_come_in_order_over_many_rows(sources):
    rows = ({"id": number, "fields": fields(year=2019 if number % 3 else 1950)} for number in range(200))
    answers = list(match_rows(rows, sources))
    assert [answer["id"] for answer in answers] == list(range(200))
    assert {answer["verdict"] for answer in answers[::3]} == {"mismatch"}


@pytest.mark.parametrize("row", [{"id": "a"}, {"raw": None}, {"raw": 5}, {"fields": [1]}])
def test_a_row_with_nothing_to_read_is_named_by_its_place(sources, row):
    with pytest.raises(BadInputError, match=r'Reference 66 has neither "raw" text nor "fields"'):
        list(match_rows([{"raw": RAW}] * 65 + [row], sources))
    with pytest.raises(BadInputError, match="Reference 2"):
        list(parse_rows([{"raw": RAW}, row]))


def test_parsing_keeps_the_fields_of_a_row_without_text():
    first, second = parse_rows([{"id": "a", "fields": fields()}, {"id": "b", "raw": RAW}])
    assert (first["id"], first["parsed"]["title"], first["parsed"]["year"]) == ("a", RECORD["title"], 2019)
    assert (second["id"], second["parsed"]["title"], second["parsed"]["year"]) == ("b", RECORD["title"], 2019)


def test_text_is_parsed_even_where_fields_stand_beside_it():
    (answer,) = parse_rows([{"raw": RAW, "fields": {"title": "Another"}}])
    assert answer["parsed"]["title"] == RECORD["title"]


def test_strange_values_are_judged_not_crashed(sources):
    rows = [{"fields": row} for row in ({}, {"title": None, "year": []}, {"authors": [None, {}, 3], "year": 10**400})]
    assert {answer["verdict"] for answer in match_rows(rows, sources)} <= {"unverifiable", "not_found"}
