"""Totals that differ from the sum of their parts are found, beyond rounding and in plain tables only."""

import pytest

from app.checks.table_total import CHECK
from app.documents import markdown
from tests.checks.drafts import findings_in, quotes_of


def table(*rows, note=""):
    head, *body = (f"| {row} |" for row in rows)
    line = "|" + "---|" * (head.count("|") - 1)
    return markdown.read("\n".join([head, line, *body, "", note]).encode()).document


def found(*rows, note=""):
    document = table(*rows, note=note)
    return quotes_of(document, findings_in(CHECK, document))


@pytest.mark.parametrize(
    ("rows", "quote"),
    [
        (("Item | Cost", "Rent | 1,200", "Staff | 3,400", "Total | 4,500"), "4,500"),
        (("Item | Cost", "Rent | £120.50", "Staff | £79.50", "**Total** | £210.00"), "£210.00"),
        (("Item | Share", "Rent | 40%", "Staff | 45%", "Other | 10%", "Total | 100%"), "100%"),
        (("Team | A | B | Total", "North | 10 | 20 | 35", "South | 5 | 6 | 11"), "35"),
        (("Item | 2023 | 2024", "Pens | 100 | 120", "Paper | 80 | 90", "Total | 180 | 220"), "220"),
    ],
)
def test_a_wrong_total_is_found(rows, quote):
    assert found(*rows) == [quote]


@pytest.mark.parametrize(
    "rows",
    [
        ("Item | Cost", "Rent | 1,200", "Staff | 3,400", "Total | 4,600"),
        ("Item | Share", "Rent | 33%", "Staff | 33%", "Other | 33%", "Total | 100%"),
        ("Item | Cost (million)", "Rent | 1", "Staff | 3", "Total | 5"),
        ("Item | Cost", "Rent | 1", "Staff | n/a", "Total | 5"),
        ("Item | Average", "Rent | 4", "Staff | 5", "Total | 10"),
        ("Item | Cost", "Rent | 10", "Subtotal | 10", "Staff | 3", "Total | 14"),
        ("Item | Cost", "Rent | 10", "Staff | 30", "Total | 400"),
        ("Item | Cost", "Rent | 10", "Staff | 30", "Light | 41"),
    ],
)
def test_right_rounded_and_other_tables_are_left_alone(rows):
    assert found(*rows) == []


def test_a_note_may_say_why():
    assert found("Item | n", "A | 50", "B | 60", "Total | 100", note="Several answers were possible.") == []


def test_the_next_paragraph_is_no_note():
    after = (
        "Midterm we look at five parts of the budget, all of which are connected, and nobody should stress about them."
    )
    assert found("Item | n", "A | 50", "B | 60", "Total | 100", note=after) == ["100"]
    note = f"Note: {after}"
    assert found("Item | n", "A | 50", "B | 60", "Total | 100", note=note) == []


def test_the_parts_are_related():
    (finding,) = findings_in(CHECK, table("Item | n", "A | 50", "B | 60", "Total | 100"))
    assert len(finding.related) == 2
    assert "110" in finding.message
