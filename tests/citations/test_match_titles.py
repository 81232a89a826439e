import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.citations.match_titles import Relation, is_close, match_titles

FOUND = "Learning to route cargo through crowded harbours: a field experiment"


@pytest.mark.parametrize(
    ("cited", "relation"),
    [
        ("Learning to Route Cargo through Crowded Harbours: A Field Experiment.", Relation.SAME),
        ("Learning to route cargo through crowded harbors — a field experiment", Relation.SAME),
        ("Learning to route cargo through the crowded harbours: field experiment", Relation.WORDING),
        ("Learning to route cargo through crowded-harbours: a field experiment", Relation.WORDING),
        ("Learning to route cargo through crowded harbour: a field experiment", Relation.SPELLING),
        ("Leraning to route cargo through crowded harbours: a field experiment", Relation.SPELLING),
        ("Learning to route cargo through crowded harbours", Relation.SHORTENED),
        ("Learning to route cargo through crowded harbours: a field experiment in Oslo", Relation.EXTENDED),
        ("Learning to route people through crowded harbours: a field experiment", Relation.NEAR),
        ("Learning to route cargo through quiet harbours: a field experiment", Relation.NEAR),
        ("On the taste of bread", Relation.OTHER),
        ("", Relation.OTHER),
        ("???", Relation.OTHER),
    ],
)
def test_how_titles_stand(cited, relation):
    assert match_titles(cited, FOUND).relation is relation


def test_the_exchanged_word_is_named():
    match = match_titles("Learning to route people through crowded harbours: a field experiment", FOUND)
    assert (match.cited_only, match.found_only) == (("people",), ("cargo",))


@pytest.mark.parametrize(
    ("one", "other"),
    [("learning", "lerning"), ("model", "models"), ("network", "netwrok"), ("analyses", "analysis"), ("dog", "dogs")],
)
def test_one_word_misspelt(one, other):
    assert is_close(one, other)
    assert is_close(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("supervised", "unsupervised"), ("2019", "2018"), ("gpt2", "gpt3"), ("ii", "iii"), ("cat", "car"),
     ("symmetric", "asymmetric"), ("convex", "nonconvex"), ("linear", "nonlinear"), ("macro", "micro")],
)  # fmt: skip
def test_two_words(one, other):
    assert not is_close(one, other)
    assert not is_close(other, one)


def test_a_split_word_is_the_same_title():
    assert match_titles("Improving estimatio n of bounds", "Improving estimation of bounds").relation in {
        Relation.SAME,
        Relation.WORDING,
    }


titles = st.lists(st.text("abcdefghijklmno", min_size=3, max_size=9), min_size=5, max_size=9)


@given(titles)
def test_a_title_is_itself(words):
    assert match_titles(" ".join(words).title(), " ".join(words)).relation is Relation.SAME


@given(titles, st.data())
def test_another_word_is_never_the_same_title(words, data):
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], "xylophone", *words[place + 1 :]]
    relation = match_titles(" ".join(changed), " ".join(words)).relation
    assert relation in {Relation.NEAR, Relation.OTHER}


def test_very_long_titles_are_compared():
    assert match_titles("word " * 20_000, "word " * 20_000 + "end").relation is not Relation.SAME
