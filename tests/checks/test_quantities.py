"""Quantities are read with their units, whether in figures or in words; rounding and hedges do not disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.quantities import disagree, find_quantities


def read(text):
    return list(find_quantities(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("412 people", 412, ""),
        ("12,000 people", 12_000, ""),
        ("twenty-six branches", 26, ""),
        ("two hundred and forty thousand euros", 240_000, "money-eur"),
        ("$4.2 million", 4_200_000, "money-usd"),
        ("£3m", 3_000_000, "money-gbp"),
        ("63 %", 63, "share"),
        ("95 per cent", 95, "share"),
        ("3.5 km", 3500, "length"),
        ("a 12-month plan", 12, "months"),
        ("90 minutes", 5400, "time"),
    ],
)
def test_values_are_in_the_measures_smallest_unit(text, value, measure):
    (quantity,) = read(text)
    assert (quantity.low, quantity.high, quantity.measure) == (value, value, measure)


def test_a_range_has_two_ends():
    (quantity,) = read("It grew by 5–7 % there.")
    assert (quantity.low, quantity.high) == (5, 7)


@pytest.mark.parametrize("text", ["in 2019", "A4 paper", "section 3.2.1", "[12]"[1:1], "12:30", "3rd", "x2"])
def test_years_and_labels_are_no_quantities(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("63 %", "62.7 %", False),
        ("63 %", "61.7 %", True),
        ("90 minutes", "1.5 hours", False),
        ("$4.2 million", "$4,213,000", False),
        ("about 400 people", "412 people", False),
        ("400 people", "412 people", True),
        ("5–7 %", "6 %", False),
        ("5–7 %", "9 %", True),
        ("two years", "24 months", False),
    ],
)
def test_values_disagree_beyond_rounding(one, other, expected):
    assert disagree(*read(one), *read(other)) is expected


@given(st.integers(min_value=2101, max_value=10**9))
def test_grouping_digits_changes_nothing(number):
    (plain,), (grouped,) = read(f"{number} people"), read(f"{number:,} people")
    assert plain.low == grouped.low == number


@given(st.text(alphabet="0123456789.,- %$€km twentyhundredand", max_size=60))
def test_spans_stand_in_the_text_in_order(text):
    last = 0
    for quantity in read(text):
        assert last <= quantity.start < quantity.end <= len(text)
        assert quantity.low <= quantity.high
        last = quantity.end
