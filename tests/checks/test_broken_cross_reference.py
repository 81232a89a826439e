"""Broken fields and numbers that no caption has are found; other works' tables are not."""

import pytest

from app.checks.broken_cross_reference import CHECK
from app.domain.document import BlockKind, Kind
from tests.checks.drafts import quotes

CAPTION = (BlockKind.CAPTION, "Table 1: Costs of each site")


@pytest.mark.parametrize("error", ["Error! Reference source not found", "Fehler! Textmarke nicht definiert"])
def test_broken_fields_are_found(error):
    assert quotes(CHECK, f"The costs are shown in {error}. and are low.") == [error]


@pytest.mark.parametrize(
    "text", ["See Table 7 for more.", "The list (table 12) is long.", "As Table 3 shows, it grew."]
)
def test_numbers_without_a_caption_are_found(text):
    assert len(quotes(CHECK, CAPTION, text)) == 1


def test_a_paragraph_may_be_the_caption():
    assert quotes(CHECK, "Figure 1. The plan", "See Figure 1 and Fig. 9.") == ["Fig. 9"]
    assert quotes(CHECK, "Table 1: Sites", "Table 3 lists the costs of each site.") == ["Table 3"]


@pytest.mark.parametrize(
    "text",
    [
        "See Table 1.",
        "See Table 7 of the annual accounts.",
        "See Table 7 in Nolan (2021).",
        "See Figure 7.",
        "See Table S7 and Table 1a.",
        "The text said “Error! Reference source not found” twice.",
    ],
)
def test_other_mentions_are_left_alone(text):
    assert quotes(CHECK, CAPTION, text) == []


def test_without_captions_or_in_a_pdf_nothing_is_said():
    assert quotes(CHECK, "See Table 7.") == []
    assert quotes(CHECK, CAPTION, "See Table 7.", kind=Kind.PDF) == []


def test_an_uncaptioned_table_may_be_meant():
    assert quotes(CHECK, CAPTION, (BlockKind.TABLE_CELL, "a"), (BlockKind.TABLE_CELL, "b"), "See Table 2.") != []
