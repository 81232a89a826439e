"""Cards of dense style habits beside the stored baseline; short, other-language and human-like texts have none."""

from app.checks.density import densities_of, habits, read_baseline, spans_of
from tests.checks.drafts import draft
from tests.checks.test_engine import GERMAN

PLAIN = "The branch kept its door open on two nights of the week and somebody counted who came in. " * 20
DENSE = "We leverage synergies, ensuring a robust and seamless ecosystem for every stakeholder. "


def test_a_dense_habit_gets_a_card_with_its_spans():
    document = draft(PLAIN + DENSE)
    (buzzwords,) = [card for card in densities_of(document) if card.rule == "buzzwords"]
    quotes = [document.text[start:end] for start, end in buzzwords.spans]
    assert quotes == ["leverage", "synergies", "robust", "seamless", "ecosystem", "stakeholder"]
    assert buzzwords.per_1000_words > buzzwords.baseline_p95
    assert buzzwords.baseline_n == read_baseline().texts


def test_short_german_and_plain_texts_have_none():
    assert densities_of(draft(DENSE * 3)) == ()
    assert densities_of(draft(GERMAN * 20)) == ()
    assert densities_of(draft(PLAIN)) == ()


def test_quoted_words_do_not_count():
    assert densities_of(draft(PLAIN + f"They wrote “{DENSE}” in the plan.")) == ()


def test_unseen_characters_hide_no_word():
    document = draft(PLAIN + DENSE.replace("leverage", "lever\u200bage"))
    (card,) = [card for card in densities_of(document) if card.rule == "buzzwords"]
    assert document.text[slice(*card.spans[0])] == "lever\u200bage"


def test_each_habit_sees_its_shape():
    text = (
        "It plays a vital role. A groundbreaking plan came, highlighting the need. It was clear, calm, and kind. "
        "Not only did it help, but it grew. This leverage is fine."
    )
    document = draft(text)
    assert {habit.id: len(spans_of(document, habit)) for habit in habits()} == dict.fromkeys(
        ["buzzwords", "filler", "promotional", "ing-tails", "negative-parallelism", "rule-of-three"], 1
    )


def test_the_baselines_name_their_texts():
    for genre in ("government", "essay"):
        stored = read_baseline(genre)
        assert stored.texts > 100
        assert stored.sources
        assert set(stored.p95) == {habit.id for habit in habits()}
