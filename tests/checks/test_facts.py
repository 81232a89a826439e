"""Facts of a text are numbers with their unit; a short text has none."""

from app.checks.facts import facts_of, reading_grade
from tests.checks.drafts import draft


def test_facts_are_counted():
    text = "However, it may rain — or not. The dog ran home. It was late. We all slept. Nobody came."
    facts = {fact.id: fact.value for fact in facts_of(draft(text))}
    assert facts["sentence-rhythm"] == "4 words, give or take 2"
    assert facts["transitions"] == "52.6 per 1,000 words"
    assert facts["hedges"] == facts["dashes"] == "52.6 per 1,000 words"


def test_long_words_and_sentences_raise_the_grade():
    plain = ["The cat sat.", "The dog ran."]
    assert reading_grade(plain) < 2 < 12 < reading_grade(["Institutional considerations necessitate reorganisation."])
    assert reading_grade([]) == 0


def test_a_short_text_has_none():
    assert facts_of(draft("It is short.")) == ()
