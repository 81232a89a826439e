"""Sources named by their kind alone are asked about; those with a name, year or link near are not."""

import pytest

from app.checks.vague_attribution import CHECK
from app.domain.document import Link
from tests.checks.drafts import quotes


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Studies show that late opening helps.", "Studies show"),
        ("It works, and many experts agree that it will last.", "many experts agree"),
        ("Recent research has clearly shown that it helps.", "Recent research has clearly shown"),
        ("It is widely believed that books help.", "It is widely believed that"),
        ("According to experts, books help.", "According to experts"),
        ("Critics say it is dear.", "Critics say"),
        ("Research shows that people want libraries in the evening.", "Research shows"),
        ("Scientists have found that plants calm people.", "Scientists have found that"),
        ("Several studies have linked noise to stress.", "Several studies have linked"),
        ("A growing body of research highlights rest.", "A growing body of research highlights"),
    ],
)
def test_unnamed_sources_are_found(text, quote):
    assert quotes(CHECK, text) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "Studies show that late opening helps (Lindgren, 2023).",
        "Studies show that late opening helps. Lindgren found it in Malmö.",
        "This research shows that late opening helps.",
        "The studies show that late opening helps.",
        "Their research shows that late opening helps.",
        "Do studies show that late opening helps?",
        "He asked whether studies show that it helps.",
        "Phrases such as “studies show” name nobody.",
        "A 2019 review found more. In 2020 studies show less.",
        "She studies shows on television.",
    ],
)
def test_named_asked_and_quoted_ones_are_left_alone(text):
    assert quotes(CHECK, text) == []


def test_a_link_is_a_name():
    assert quotes(CHECK, "Studies show that it helps.", links=(Link(0, 7, "https://example.org"),)) == []


def test_blind_spot_other_wordings_pass():
    assert quotes(CHECK, "There is a consensus out there that it helps.") == []
