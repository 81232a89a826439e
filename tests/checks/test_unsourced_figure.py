"""Figures that somebody counted are asked about where nothing near says who; a study's own results are not."""

import pytest

from app.checks.unsourced_figure import CHECK
from app.domain.document import BlockKind, Link, NoteMark
from tests.checks.drafts import quotes


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Today 73 % of teachers use it every day.", "Today 73 % of teachers use it every day."),
        ("It is popular; about 40 percent of pupils like it.", "about 40 percent of pupils like it."),
        ("The market is worth $4.5 billion a year.", "The market is worth $4.5 billion a year."),
        ("One in five households lacks a desk.", "One in five households lacks a desk."),
        ("Two-thirds of all pupils read at night.", "Two-thirds of all pupils read at night."),
        ("It should grow, and 20 % of firms have it now.", "and 20 % of firms have it now."),
        ("Training could cut errors by 50%.", "Training could cut errors by 50%."),
        ("Readers learn 2.4 times as much as others.", "Readers learn 2.4 times as much as others."),
    ],
)
def test_figures_without_a_source_are_found_with_their_clause(text, quote):
    assert quotes(CHECK, text) == [quote]


def test_one_finding_a_paragraph():
    assert len(quotes(CHECK, "Some 73 % of teachers use it. And 40 % of pupils do. Then 9 % of parents do.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Today 73 % of teachers use it (Smith, 2020).",
        "Today 73 % of teachers use it [3].",
        "Shares in the company rose 12 % on Monday.",
        "Consider two projects that each need $4 million.",
        "According to the Ministry of Education, 73 % of teachers use it.",
        "Teachers use it. Wexmoor Libraries reported 73 % in May. It grows.",
        "Today 73 % of teachers use it, see https://example.org/report for more.",
        "As Table 2 shows, 73 % of teachers use it.",
        "We counted 73 % of teachers in our survey.",
        "The sample was small (n = 40; 73 % women).",
        "The plan should reach 73 % of teachers.",
        "She said: “It is 73 % of teachers at least.”",
        "I am 100 % sure of it.",
        "There are 412 branches.",
    ],
)
def test_sourced_own_planned_and_quoted_figures_are_left_alone(text):
    assert quotes(CHECK, text) == []


def test_links_and_notes_are_sources():
    text = "Today 73 % of teachers use it."
    assert quotes(CHECK, text, links=(Link(8, 12, "https://example.org"),)) == []
    parts = (text, (BlockKind.FOOTNOTE, "Ministry of Education."))
    assert quotes(CHECK, *parts, note_marks=(NoteMark(29, 30, 1),)) == []


@pytest.mark.parametrize("kind", [BlockKind.TABLE_CELL, BlockKind.CAPTION, BlockKind.QUOTE, BlockKind.CODE])
def test_tables_captions_quotations_and_code_are_not_judged(kind):
    assert quotes(CHECK, (kind, "Today 73 % of teachers use it.")) == []


def test_the_list_of_references_is_not_judged():
    assert quotes(CHECK, (BlockKind.HEADING, "# References"), "Smith. Why 73 % of teachers use it.") == []


def test_a_source_line_below_settles_the_paragraph():
    assert quotes(CHECK, "Today 73 % of teachers use it.", "Source: Ministry of Education") == []


def test_a_study_has_its_results_in_itself_but_not_its_introduction():
    study = [
        (BlockKind.HEADING, "# Introduction"),
        "Today 73 % of teachers use it.",
        (BlockKind.HEADING, "# 2. Methods"),
        "Forms went to all schools (n = 412).",
        (BlockKind.HEADING, "# Results"),
        "Daily use was found among 61 % of teachers. Table 2 gives more (p < 0.01).",
        "Use was rare among 9 % of parents.",
    ]
    assert quotes(CHECK, *study) == ["Today 73 % of teachers use it."]
    assert len(quotes(CHECK, *study[:2], *study[4:5], study[6])) == 2
