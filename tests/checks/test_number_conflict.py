"""One quantity with two values is found; other times, places, plans and roundings are left alone."""

import pytest

from app.checks.number_conflict import CHECK
from app.domain.document import BlockKind
from tests.checks.drafts import draft, findings, quotes


@pytest.mark.parametrize(
    ("first", "second", "quote"),
    [
        ("The total budget is $4.2 million.", "The trial has a total budget of $3.8 million.", "$3.8 million"),
        ("The pilot reached 1,200 households.", "In the end, the pilot reached 1,400 households.", "1,400"),
        ("We surveyed 412 staff members.", "In sum, we surveyed 380 staff members.", "380"),
        ("A total of 24 branches took part.", "The report covers a total of twenty-six branches.", "twenty-six"),
        ("The project costs $50,000.", "The project costs $65,000 in all.", "$65,000"),
        ("The grant was £75,000.", "The £57,000 grant was spent by May.", "£57,000"),
        ("All 18 schools replied.", "The answers of all 21 schools were read.", "21"),
        ("It ran and attracted 268 visitors a day.", "The trial attracted 241 visitors a day.", "241"),
        ("The response rate was 63 %.", "That is a response rate of 58 percent.", "58 percent"),
        ("The 12-month pilot ended in May.", "A 9-month pilot costs little.", "9-month"),
    ],
)
def test_two_values_are_found_at_the_later_with_the_earlier_beside_it(first, second, quote):
    document = draft(first, "Something else stands here.", second)
    (finding,) = findings(CHECK, first, "Something else stands here.", second)
    assert document.text[finding.start : finding.end] == quote
    ((start, end),) = finding.related
    assert end <= len(first)
    assert document.text[start:end].strip()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The response rate was 63 %.", "The response rate was 62.7 %."),
        ("The response rate was about 60 %.", "The response rate was 62 %."),
        ("The response rate was 63 % in 2019.", "The response rate was 53 % in 2020."),
        ("The response rate in Kenya was 63 %.", "The response rate in Ghana was 53 %."),
        ("The budget is $4.2 million.", "The planned budget is $3.8 million."),
        ("The visit lasted 90 minutes that day.", "The visit lasted 1.5 hours that day."),
        ("Of the men, 43 % wanted more.", "Of the women, 52 % wanted more."),
        ("It cost $5 in all.", "It cost $7 in all."),
        ("The budget is $4.2 million.", "She said “the budget is $3.8 million” there."),
        ("See the plan in Table 4.", "See the plan in Table 5."),
        ("Was the budget of $4 million enough?", "The budget was $5 million."),
    ],
)
def test_other_things_are_left_alone(first, second):
    assert quotes(CHECK, first, second) == []


def test_tables_are_left_alone():
    cells = [(BlockKind.TABLE_CELL, "The budget is $4 million."), (BlockKind.TABLE_CELL, "The budget is $5 million.")]
    assert quotes(CHECK, *cells) == []


def test_a_quantity_with_many_values_differs_by_case():
    assert quotes(CHECK, *[f"The response rate was {rate} %." for rate in (10, 20, 30, 40)]) == []


def test_blind_spot_another_name_is_not_seen():
    assert quotes(CHECK, "The budget is $4 million.", "The programme costs $5 million.") == []
