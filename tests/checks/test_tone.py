"""Each tone check finds its words, outside quotations, with a message that says what the reader may feel."""

import pytest

from app.checks.tone import TONE_CHECKS
from app.domain.finding import Tier
from tests.checks.drafts import findings, quotes

BY_ID = {check.id.removeprefix("tone-"): check for check in TONE_CHECKS}


@pytest.mark.parametrize(
    ("name", "text", "quote"),
    [
        ("absolutes", "We guarantee success.", "guarantee success"),
        ("hedging", "It may possibly help.", "may possibly"),
        ("condescension", "Obviously, it works.", "Obviously"),
        ("blame", "You failed to answer.", "You failed to"),
        ("contractions", "We don’t know.", "don’t"),
        ("slang", "It is gonna work.", "gonna"),
        ("exclamation", "It is done now!", "It is done now!"),
        ("dodges", "Mistakes were made.", "Mistakes were made"),
        ("inclusive", "Ask the chairman.", "chairman"),
    ],
)
def test_each_tone_check_finds_its_words(name, text, quote):
    assert quotes(BY_ID[name], text) == [quote]
    assert quotes(BY_ID[name], f"The letter said “{text}” to us.") == []


def test_a_better_word_is_offered():
    (finding,) = findings(BY_ID["inclusive"], "The policemen came.")
    assert finding.question == "Does “police officers” fit?"


@pytest.mark.parametrize("text", ["It may help.", "You should answer by Friday.", "The plan works."])
def test_plain_words_are_left_alone(text):
    assert not any(quotes(check, text) for check in TONE_CHECKS)


def test_contractions_are_facts_because_second_language_writers_use_more():
    facts = [check.id for check in TONE_CHECKS if check.tier is Tier.CONTEXT]
    assert facts == ["tone-contractions"]
    (fact,) = findings(BY_ID["contractions"], "We don’t know.")
    assert fact.tier is Tier.CONTEXT
