from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.load import parse_rubric
from rubrics.marking import arithmetic, shown, total
from tests.rubrics.making import TEXT, rubrics

BRIEF = parse_rubric(TEXT, "brief.yaml")


@st.composite
def marked(draw):
    rubric = draw(rubrics())
    chosen = {criterion.id: draw(st.sampled_from(criterion.levels)).id for criterion in rubric.criteria}
    return rubric, chosen


def test_shares_add_up_and_say_how():
    result = total(BRIEF, {"ACC": "meets", "TON": "partly"})
    assert (result.value, result.is_complete) == (80, True)
    assert arithmetic(result) == "Sources exist 60 (60 × 4/4) + Plain words 20 (40 × 1.5/3) = 80"


def test_a_gate_caps_the_total_and_says_so():
    strict = parse_rubric(TEXT.replace("caps_total_at: 50", "caps_total_at: 30"), "brief.yaml")
    result = total(strict, {"ACC": "fails", "TON": "meets"})
    assert (result.sum, result.value) == (40, 30)
    assert arithmetic(result).endswith("= 40. Sources exist is below Meets, so the total cannot pass 30.")


def test_what_has_no_level_yet_is_open():
    result = total(BRIEF, {"TON": "meets"})
    assert [criterion.id for criterion in result.open_criteria] == ["ACC"]
    assert (result.value, result.is_complete) == (40, False)
    assert arithmetic(total(BRIEF, {})) == "No level is chosen yet."


def test_a_level_that_the_rubric_has_not_is_an_error():
    with pytest.raises(KeyError):
        total(BRIEF, {"TON": "superb"})


@given(marked())
def test_a_total_lies_between_0_and_100_and_never_above_its_sum(made):
    result = total(*made)
    assert 0 <= result.value <= result.sum <= 100


@given(marked(), st.data())
def test_a_better_level_never_lowers_the_total(made, data):
    rubric, chosen = made
    criterion = data.draw(st.sampled_from(rubric.criteria))
    better = data.draw(st.sampled_from(criterion.levels))
    if better.points >= criterion.level(chosen[criterion.id]).points:
        assert total(rubric, chosen | {criterion.id: better.id}).value >= total(rubric, chosen).value


@given(rubrics())
def test_the_highest_levels_give_exactly_100(rubric):
    assert total(rubric, {criterion.id: criterion.levels[-1].id for criterion in rubric.criteria}).value == 100


@pytest.mark.parametrize(
    ("value", "text"), [((1, 2), "0.5"), ((1, 200), "0.01"), ((20, 1), "20"), ((45, 4), "11.25"), ((200, 3), "66.67")]
)
def test_numbers_are_shown_with_two_places_at_most(value, text):
    assert shown(Fraction(*value)) == text
