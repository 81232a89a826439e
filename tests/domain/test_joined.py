"""What two computers of a person began is one, and nothing that was written is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.feedback import Letter, Score
from app.domain.joined import joined

EVIDENCE = st.lists(st.sampled_from(["c1", "c2", "c3"]), unique=True).map(tuple)


@st.composite
def letters(draw: st.DrawFn) -> list[Letter]:
    """Letters of one author about one draft."""
    words, found = st.text("ab c\n", max_size=6), []
    for number in range(draw(st.integers(1, 3))):
        parts = {name: draw(words) for name in ("strength", "improvement", "next_task")}
        found.append(Letter(f"{number}", "draft", "ben", 1, 1, **parts, strength_evidence=draw(EVIDENCE)))
    return draw(st.permutations(found))


@given(letters())
def test_every_word_stays_and_the_first_keeps_its_place(several: list[Letter]) -> None:
    one = joined(several)
    assert one.id == "0"
    for letter in several:
        assert letter.strength.strip() == "" or letter.strength in one.strength
        assert set(letter.strength_evidence) <= set(one.strength_evidence)
    assert joined([one, *(letter for letter in several if letter.id != "0")]) == one


def test_a_word_inside_another_is_said_too() -> None:
    both = [Letter(words, "draft", "ben", 1, 1, words) for words in ("No", "Nothing was hard.")]
    assert joined(both).strength == "No\n\nNothing was hard."


def test_one_alone_is_as_it_is_and_none_is_none() -> None:
    alone = Letter("0", "draft", "ben", 1, 1, strength="  ", seen=7)
    assert joined([alone]) is alone
    with pytest.raises(ValueError, match="not enough values"):
        joined([])


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [("meets", "", "meets"), ("", "meets", "meets"), ("meets", "partly", ""), ("", "", "")],
)
def test_two_levels_that_differ_are_chosen_anew(first: str, second: str, level: str) -> None:
    made = Score("0", "draft", "ben", "review", "ACC", 1, 1, first, "One source is missing.", seen=4)
    other = replace(made, id="1", review_id="another", level=second, comment="Look at page 3.", seen=3)
    one = joined([other, made])
    assert (one.id, one.level, one.seen) == ("0", level, 3)
    assert one.comment == "One source is missing.\n\nLook at page 3."
