"""What two people changed at once, in words."""

import json

import pytest

from app.services.settling import value_words
from app.services.sharing_details import About, Clash


def clash(field, kind="assignment"):
    return Clash("k", About(kind, "r"), field, '""', "p1", '""', "p2", '""')


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "Nothing"),
        (True, "Yes"),
        (False, "No"),
        (0, "0"),
        (1, "1"),
        (1200, "1,200"),
        (0.5, "0.5"),
        ("", "Nothing"),
        ("Bus lane", "Bus lane"),
        ([], "Nothing"),
        (["a", 2], "a, 2"),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_every_value_has_words(value, words):
    assert value_words(clash("title"), json.dumps(value)) == words


def test_a_due_date_that_one_of_them_took_away():
    assert value_words(clash("due_ms"), "null") == "Nothing"
    assert value_words(clash("due_ms"), "1790000000000").endswith("September 2026")


def test_some_fields_have_words_of_their_own():
    assert [value_words(clash("deleted"), value) for value in ("true", "false")] == ["Deleted", "There"]
    assert value_words(clash("kind", "comment"), '"praise"') == "Praise"
