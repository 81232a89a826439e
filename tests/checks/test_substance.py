"""Shares, near-duplicates, acronyms, sections, conclusions and quotations that need something of the author."""

import pytest

from app.checks import (
    hollow_conclusion,
    near_duplicate,
    shares_sum,
    undefined_acronym,
    unsourced_quotation,
    unspecific_section,
)
from app.domain.document import BlockKind
from tests.checks.drafts import findings, quotes

VAGUE = "Leaders shape the culture and inspire people to give their best at all times. " * 10


@pytest.mark.parametrize(
    "text",
    [
        "Of the respondents, 45% said yes, 30% said no and 20% were not sure.",
        "The budget is split as follows: 40% for staff, 35% for rent and 30 per cent for travel.",
        "The class is 55% girls and 50% boys.",
    ],
)
def test_shares_of_one_whole_that_miss_100_are_found(text):
    assert len(quotes(shares_sum.CHECK, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Of the respondents, 45% said yes, 30% said no and 25% were not sure.",
        "Of the respondents, 33% said yes, 33% said no and 33% were not sure.",
        "Sales rose by 45% in May, 30% in June and 20% in July.",
        "It was used by 45% of men, 30% of women and 20% of children.",
        "Of the respondents, 45% said yes and 30% said no.",
        "He said “of the cake, 45% was flour, 30% sugar and 20% fat”.",
    ],
)
def test_other_shares_are_left_alone(text):
    assert quotes(shares_sum.CHECK, text) == []


def test_a_sentence_said_again_is_found_with_the_first_beside_it():
    first = "Early feedback gives writers time to mend the weak parts of a draft."
    again = "Early feedback gives writers enough time to mend weak parts of their draft."
    (finding,) = findings(near_duplicate.CHECK, first, "Other words stand here.", again)
    assert finding.related == ((0, len(first)),)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("The branch in Leeds gives new writers free coffee.", "The branch in York gives new writers free coffee."),
        ("In 2019 the branch gave new writers free coffee.", "In 2020 the branch gave new writers free coffee."),
        ("Early feedback helps.", "Early feedback helps."),
        (
            "The prototype of branch.org helps readers find books.",
            "The prototype of town.org helps readers find books.",
        ),
        ("We plan research goals, then count visits.", "Later we plan research questions, then count pages."),
        ("Would early feedback give new writers more courage?", "Would early feedback give new writers more courage?"),
        (
            "Investigation: Ada Nolan, Bea Quill, Cem Aydin, Dora Wexmoor, Emil Olsen.",
            "Methodology: Ada Nolan, Bea Quill, Cem Aydin, Dora Wexmoor, Emil Olsen.",
        ),
    ],
)
def test_other_cases_and_short_sentences_may_look_alike(first, again):
    assert quotes(near_duplicate.CHECK, first, again) == []


def test_a_contract_says_the_same_of_several_things_on_purpose():
    clause = "The supplier shall keep a record of each delivery for seven years."
    others = [f"The buyer shall answer notice {number} by post." for number in range(10)]
    assert quotes(near_duplicate.CHECK, clause, *others, clause[:-1] + " in full.") == []
    assert quotes(near_duplicate.CHECK, clause, clause[:-1] + " in full.") != []


def test_an_acronym_used_twice_is_found_once():
    parts = ("The LOH initiative is new.", "We like the LOH initiative.")
    assert quotes(undefined_acronym.CHECK, *parts) == ["LOH"]


@pytest.mark.parametrize(
    "text",
    [
        "The Later Opening Hours (LOH) trial is new. We like LOH.",
        "Later opening hours are new. LOH it is. Yes, LOH.",
        "LOH stands for open evenings. We like LOH.",
        "The LOH initiative is new.",
        "STRONG evidence and STRONG proof; a strong one.",
        "We use LOH-NET. Then LOH-NET fails.",
        "The USA and the USA again; NASA and NASA.",
        "Chapter XII and Chapter XII.",
        "DO NOT RUN HERE. WE SAID DO NOT RUN HERE.",
    ],
)
def test_known_defined_and_single_acronyms_are_left_alone(text):
    assert quotes(undefined_acronym.CHECK, text) == []


def test_a_long_section_that_names_nothing_is_found_at_its_heading():
    parts = ((BlockKind.HEADING, "# Why it matters"), VAGUE)
    assert quotes(unspecific_section.CHECK, *parts) == ["Why it matters"]


@pytest.mark.parametrize(
    "more", ["It began in Leeds.", "It took 12 weeks.", "She said “go on”.", "It took three weeks."]
)
def test_one_name_or_number_is_enough(more):
    assert quotes(unspecific_section.CHECK, (BlockKind.HEADING, "# Why it matters"), VAGUE + more) == []


def test_short_sections_and_texts_without_headings_are_left_alone():
    assert quotes(unspecific_section.CHECK, (BlockKind.HEADING, "# Why"), "Leaders matter.") == []
    assert quotes(unspecific_section.CHECK, VAGUE) == []


HOLLOW = "In the end, the benefits are clear. With the right approach, the future looks bright for all people involved."


def test_a_conclusion_that_adds_nothing_is_found():
    parts = ("It ran in Leeds.", (BlockKind.HEADING, "# 5. Conclusion"), HOLLOW)
    assert quotes(hollow_conclusion.CHECK, *parts) == [HOLLOW]


@pytest.mark.parametrize(
    "more", ["The board should keep it.", "It costs 40 euros.", "Now York wants it too.", "We recommend more of it."]
)
def test_an_action_number_or_new_name_is_enough(more):
    parts = ("It ran in Leeds.", (BlockKind.HEADING, "# Conclusion"), f"{HOLLOW} {more}")
    assert quotes(hollow_conclusion.CHECK, *parts) == []


QUOTE = "“The road to good writing is paved with many drafts that nobody ever sees.”"


@pytest.mark.parametrize("text", [f"As someone once said, {QUOTE}", QUOTE, f"One resident put it well: {QUOTE}"])
def test_a_quotation_that_nobody_said_is_found(text):
    assert quotes(unsourced_quotation.CHECK, "It began well and went on for a long time until the end.", text) == [
        QUOTE
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"Nolan (2021) writes: {QUOTE}",
        f"“Go on.” Mary Nolan nodded. {QUOTE}",
        f"She smiled. {QUOTE}",
        f"The button reads {QUOTE}",
        f"{QUOTE} [3]",
        f"In a statement, the town council said, {QUOTE}",
        "People asked, “Who will read all the drafts that we write in these long winter nights?”",
        "It is called “the short one”.",
    ],
)
def test_attributed_short_and_other_quotations_are_left_alone(text):
    assert quotes(unsourced_quotation.CHECK, text) == []


def test_a_line_below_may_name_the_speaker():
    assert quotes(unsourced_quotation.CHECK, QUOTE, "Ada Nolan, librarian") == []
