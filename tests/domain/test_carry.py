import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.carry import Carrier, State
from app.domain.word_map import WordMap, Words

DRAFT = """\
1 Summary
The library opened on two evenings a week from March to May. In the evenings 212 people came, most of them students.
Staff counted everyone at the door and wrote the number down by hand.

2 What it cost
Two people worked each evening, and the heating was on for three hours more. The trial cost 4,300 pounds in all.
We think that the trial should go on until the winter, since nobody has asked the people who did not come.
"""
WORDS = ("the", "library", "opened", "evening", "door", "count", "cost", "trial", "winter")
words = st.lists(st.sampled_from(WORDS), max_size=60)


def carried(new, quote, old=DRAFT):
    start = old.index(quote)
    placement = Carrier(old, new).place(start, start + len(quote))
    return placement.state, new[placement.start : placement.end]


def test_an_unchanged_quote_is_placed_although_text_came_before_it():
    assert carried("A new first line of some words.\n" + DRAFT, "212 people came") == (State.PLACED, "212 people came")


def test_a_quote_moves_with_its_paragraph():
    summary, cost = DRAFT.split("\n\n")
    assert carried(f"{cost}\n{summary}\n", "wrote the number down by hand")[0] is not State.ORPHAN
    states = {carried(f"{cost}\n{summary}\n", quote)[0] for quote in ("212 people came", "The trial cost 4,300")}
    assert states == {State.PLACED, State.MOVED}


def test_a_reworded_quote_is_changed_and_still_found():
    new = DRAFT.replace("counted everyone at the door", "counted nearly everyone at the front door")
    expected = "counted nearly everyone at the front door and wrote"
    assert carried(new, "counted everyone at the door and wrote") == (State.CHANGED, expected)


def test_a_deleted_quote_is_an_orphan_that_remembers_its_place():
    gone = "Staff counted everyone at the door and wrote the number down by hand.\n"
    new = DRAFT.replace(gone, "")
    start = DRAFT.index(gone)
    placement = Carrier(DRAFT, new).place(start, start + len(gone))
    assert placement.state is State.ORPHAN
    assert abs(placement.near - new.index("2 What it cost")) < 40


def test_a_heading_with_another_number_is_found_as_a_line():
    new = DRAFT.replace("2 What it cost", "3 What it cost").replace("In the evenings", "2 Visits\nIn the evenings")
    assert carried(new, "2 What it cost")[1] in {"What it cost", "3 What it cost"}


def test_a_repeated_phrase_stays_with_its_own_sentence():
    old = "\n".join(f"In group {name} the count was taken at the door by {name} alone." for name in "abcdef")
    start = old.index("at the door", old.index("group d"))
    placement = Carrier(old, "In short:\n" + old).place(start, start + 11)
    assert placement.start == start + len("In short:\n")


def test_another_document_takes_no_comment():
    other = " ".join(
        f"Chapter {n} speaks of ships, harbours and the weather at sea in the year {1700 + n}." for n in range(20)
    )
    long = DRAFT * 3
    carrier = Carrier(long, other)
    assert carrier.is_other_document
    assert carrier.place(0, 40).state is State.ORPHAN


@pytest.mark.parametrize("new", ["", "…", "\n\n", "多语言文本 без слов"])
def test_an_empty_or_foreign_text_makes_orphans(new):
    assert carried(new, "212 people came")[0] is State.ORPHAN


def test_a_quote_without_words_is_an_orphan():
    assert Carrier("a — b", "a — c").place(2, 3).state is State.ORPHAN


@given(words, st.data())
def test_the_same_text_places_every_span_where_it_was(tokens, data):
    text = " ".join(tokens)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    placement = Carrier(text, text).place(start, end)
    assert (placement.state, placement.start, placement.end) == (State.PLACED, start, end)


@given(words, words)
def test_the_map_pairs_each_word_at_most_once_and_both_ways(old, new):
    pairs = WordMap(Words(" ".join(old)), Words(" ".join(new)))
    for i, j in enumerate(pairs.new_of):
        assert j == -1 or pairs.old_of[j] == i
    assert sum(j >= 0 for j in pairs.new_of) == sum(i >= 0 for i in pairs.old_of)


@given(words, words, st.data())
def test_a_placement_lies_within_the_new_text_and_an_orphan_has_none(old, new, data):
    before, after = " ".join(old), " ".join(new)
    start = data.draw(st.integers(0, len(before)))
    placement = Carrier(before, after).place(start, data.draw(st.integers(start, len(before))))
    if placement.state is State.ORPHAN:
        assert (placement.start, placement.end) == (-1, -1)
    else:
        assert 0 <= placement.start <= placement.end <= len(after)


def test_two_long_texts_without_a_run_in_common_are_told_apart_without_aligning_them():
    one, two = (" ".join(f"{side}{number % 997}" for number in range(12_000)) for side in ("a", "b"))
    carrier = Carrier(one, two)
    assert carrier.is_other_document
    assert carrier.place(0, 20).state is State.ORPHAN
