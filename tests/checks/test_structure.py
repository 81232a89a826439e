"""Headings with nothing under them, and paragraphs that stand twice."""

import pytest

from app.checks import empty_heading, repeated_paragraph
from app.domain.document import BlockKind, Image, Kind
from tests.checks.drafts import draft, findings, findings_in, quotes, quotes_of

LONG = "The trial ran on two evenings a week from March to May, and the door count of each evening was kept."


def heading(text):
    return (BlockKind.HEADING, text)


def test_a_heading_before_its_equal_or_the_end_is_empty():
    parts = (heading("# Report"), LONG, heading("## Method"), heading("## Results"), LONG, heading("## Outlook"))
    assert quotes(empty_heading.CHECK, *parts) == ["Method", "Outlook"]


@pytest.mark.parametrize(
    "parts",
    [
        (heading("# Report"), heading("# A subtitle"), LONG),
        (LONG, heading("# Method"), heading("## Counting"), LONG),
        (LONG, heading("### 4.1 Rules"), heading("### 4.1.1 Names"), LONG),
        (LONG, heading("# Part II"), heading("# Results"), LONG),
        (LONG, heading("# “On Reading”"), heading("# “On Sleep”"), LONG),
        (LONG, heading("# Thank you!")),
        (heading("# Report"), LONG + " " + LONG, heading("# Report"), heading("# On rooms"), LONG),
        ("Ann Lee", heading("# Report"), heading("# On rooms"), "May 2025", LONG + " " + LONG),
    ],
)
def test_titles_parents_dividers_and_farewells_are_left_alone(parts):
    assert quotes(empty_heading.CHECK, *parts) == []


def test_a_picture_is_something():
    parts = (LONG, heading("# Plan"), heading("# Results"), LONG)
    start = draft(*parts).blocks[1].end
    assert quotes(empty_heading.CHECK, *parts, images=(Image(start, "a"),)) == []


def test_in_a_pdf_only_numbered_headings_count():
    parts = (LONG, heading("# A long heading"), heading("# on two lines"), LONG)
    numbered = (LONG, heading("# 1 Method"), heading("# 2 Results"), LONG)
    assert quotes(empty_heading.CHECK, *parts, kind=Kind.PDF) == []
    assert quotes(empty_heading.CHECK, *numbered, kind=Kind.PDF) == ["1 Method"]


def test_a_paragraph_that_stands_twice_is_found_with_its_first_place():
    (finding,) = findings(repeated_paragraph.CHECK, LONG, "Between.", LONG.replace(" on ", "  on "))
    assert finding.related == ((0, len(LONG)),)
    assert finding.start > len(LONG)


def test_other_scripts_count_their_signs():
    assert (
        len(
            quotes(
                repeated_paragraph.CHECK,
                "図書館は夜も開いていて多くの人が静かな部屋で本を読むことができる。" * 2,
                "x",
                "図書館は夜も開いていて多くの人が静かな部屋で本を読むことができる。" * 2,
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    "parts",
    [
        ("A short line again.", "A short line again."),
        (LONG, LONG.replace("two", "three")),
        ((BlockKind.TABLE_CELL, LONG), (BlockKind.TABLE_CELL, LONG)),
        (LONG, LONG, "It SHALL be so. " * 10),
    ],
)
def test_short_changed_tabular_and_normative_text_is_left_alone(parts):
    assert quotes(repeated_paragraph.CHECK, *parts) == []


def test_a_running_head_of_a_pdf_is_left_alone():
    document = draft(*[LONG] * 5, kind=Kind.PDF)
    assert quotes_of(document, findings_in(repeated_paragraph.CHECK, document)) == []
