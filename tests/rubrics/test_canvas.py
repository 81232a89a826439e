import pytest
from hypothesis import given

from rubrics.canvas import from_canvas, to_canvas
from rubrics.load import RubricFileError, library
from tests.rubrics.making import rubrics

HEAD = (
    "Rubric Name,Criteria Name,Criteria Description,Criteria Enable Range,Rating Name,Rating Description,Rating Points"
)


def test_ready_rubrics_survive_the_round_trip():
    for rubric in library():
        text = to_canvas(rubric)
        back = from_canvas(text, "canvas.csv")
        assert to_canvas(back) == text
        assert [one.weight for one in back.criteria] == [one.weight for one in rubric.criteria]


@given(rubrics())
def test_any_rubric_is_written_as_rows_that_hold_no_formula(rubric):
    for row in to_canvas(rubric).splitlines()[1:]:
        assert not row.startswith(("=", "+", "-", "@"))
        assert row.count(",") >= 9


def test_points_become_weights_and_a_decimal_comma_is_read():
    rows = [HEAD, 'Lab,Method,,false,Good,,"7,5",Poor,,0', "Lab,Result,,false,Good,,2.5,Poor,,0"]
    rubric = from_canvas("\n".join(rows), "lab.csv")
    assert [criterion.weight for criterion in rubric.criteria] == [75, 25]
    assert [level.label for level in rubric.criteria[0].levels] == ["Poor", "Good"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b\n", "lab.csv:1: The first columns must be"),
        (HEAD, "lab.csv:1: The file holds no criteria."),
        (HEAD + "\nLab,Method,,false,Good,,ten,Poor,,0", "lab.csv:2: “ten” is not a number of points."),
        (HEAD + "\nLab,Method,,false,Good,,10", "lab.csv:2: Method: "),
        (HEAD + "\nLab,Method,,false,Good,,0,Poor,,0", "lab.csv:2: Method: "),
    ],
)
def test_a_broken_row_is_named_with_its_line(text, problem):
    with pytest.raises(RubricFileError) as caught:
        from_canvas(text, "lab.csv")
    assert str(caught.value).startswith(problem)
