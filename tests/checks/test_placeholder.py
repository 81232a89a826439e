"""Blanks of a template are found; brackets that people use for other ends are not."""

import pytest

from app.checks.placeholder import CHECK
from app.domain.document import BlockKind, Link
from tests.checks.drafts import quotes


@pytest.mark.parametrize(
    "quote",
    [
        "[Your Name]",
        "[insert date]",
        "[Insert chart of monthly rents here]",
        "[Company Name]",
        "[email address]",
        "[DATE]",
        "[Client's Name]",
        "[Name of the Company]",
        "[add source]",
        "[citation needed]",
        "<Insert Name>",
        "<Company Name>",
        "{{client_name}}".title(),
        "[Ihr Name]",
        "[Datum]",
        "[votre nom]",
    ],
)
def test_blanks_are_found(quote: str) -> None:
    assert quotes(CHECK, f"We write to {quote} about the plan.") == [quote]


def test_blanks_in_tables_headers_and_headings_are_found() -> None:
    parts = [
        (BlockKind.HEADER, "[Company Name]"),
        (BlockKind.HEADING, "# Plan for [Client]"),
        (BlockKind.TABLE_CELL, "XX%"),
        "Costs of $XX were saved. Lorem ipsum dolor sit amet.",
    ]
    assert quotes(CHECK, *parts) == ["[Company Name]", "[Client]", "XX%", "$XX", "Lorem ipsum dolor"]


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that “[the company] will pay [its] share”.",
        "He [the author] was right [sic], see [3], [12–14] and [Smith 2020].",
        "She told me [name withheld] had left [email protected].",
        "See [Name](https://example.org) and [Title][1].",
        "Vector<String> and <title> and <name> are technical.",
        "We use [your-agency].gov and a [provide services] clause.",
        "Templates with blanks such as [Your Name] are common.",
        "The letter began with “Dear [Your Name],” which was odd.",
        "Superbowl XX was in 1986; section XX of the law; chromosome xx percent.",
        "[x] done, [ ] open",
    ],
)
def test_other_brackets_are_left_alone(text: str) -> None:
    assert quotes(CHECK, text) == []


def test_links_of_the_document_do_not_matter() -> None:
    assert quotes(CHECK, "Ask [Your Name].", links=(Link(0, 3, "https://example.org"),)) == ["[Your Name]"]
