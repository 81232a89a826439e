"""Terms are found as whole words in any case, the longest at a place, whatever their number."""

import pytest

from rubrics.policy_terms import find_terms, index_terms


def found(text, *terms):
    return [text[start:end] for start, end, _ in find_terms(text, index_terms(terms))]


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("We Guarantee it.", ["guarantee"], ["Guarantee"]),
        ("We guaranteed it.", ["guarantee"], []),
        ("We guaranteed it.", ["guarante*"], ["guaranteed"]),
        ("It is up to date now.", ["up to", "up to date"], ["up to date"]),
        ("It is up\nto  date.", ["up to date"], ["up\nto  date"]),
        ("Don’t do it.", ["don't"], ["Don’t"]),
        ("Use (a.*)+$ here.", ["(a.*)+$"], []),
        ("State-of-the-art work", ["state-of-the-art"], ["State-of-the-art"]),
    ],
)
def test_terms_are_found(text, terms, expected):
    assert found(text, *terms) == expected


def test_a_hundred_thousand_terms_cost_no_more_than_a_few():
    terms = [f"word{number} other{number}" for number in range(100_000)]
    assert found("a word7 other7 b " * 1000, *terms) == ["word7 other7"] * 1000
