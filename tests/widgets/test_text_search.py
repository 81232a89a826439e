from hypothesis import given
from hypothesis import strategies as st

from widgets.text_search import find_in, spans_of

TEXT = "The pilot ran. The\npilot cost (€ 5) more."


def test_goes_on_and_round():
    first = find_in(TEXT, "the pilot", 0)
    second = find_in(TEXT, "the pilot", first[1])
    assert [TEXT[slice(*span)] for span in (first, second)] == ["The pilot", "The\npilot"]
    assert find_in(TEXT, "the pilot", second[1]) == first


def test_goes_back_and_round():
    last = find_in(TEXT, "pilot", 0, backwards=True)
    assert last == (19, 24)
    assert find_in(TEXT, "pilot", 19, backwards=True) == (4, 9)


def test_signs_stand_for_themselves():
    assert TEXT[slice(*find_in(TEXT, "(€ 5)", 0))] == "(€ 5)"


def test_nothing_and_absent_words_are_nowhere():
    assert find_in(TEXT, "  ", 0) is None
    assert find_in(TEXT, "absent", 0) is None
    assert find_in(TEXT, "absent", 10, backwards=True) is None


@given(st.text("ab \n", max_size=30), st.text("ab ", min_size=1, max_size=4), st.integers(0, 40), st.booleans())
def test_what_is_found_are_the_words(text, words, start, backwards):
    found = find_in(text, words, start, backwards)
    if found is not None:
        assert text[slice(*found)].split() == words.split()
    elif words.split():
        assert words.strip() not in text


@given(st.text("ab \n", max_size=30), st.text("ab ", min_size=1, max_size=4))
def test_all_that_is_found_is_what_going_on_finds(text, words):
    spans, start = spans_of(text, words), 0
    for span in spans:
        assert find_in(text, words, start) == span
        start = span[1]
    assert bool(spans) == (find_in(text, words, 0) is not None)
