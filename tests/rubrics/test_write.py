"""A rubric that is written is the rubric that is read again."""

import pytest

from rubrics.canvas import from_canvas, to_canvas
from rubrics.load import library, parse_rubric
from rubrics.write import to_yaml


@pytest.mark.parametrize("rubric", library(), ids=lambda rubric: rubric.id)
def test_a_written_rubric_reads_the_same(rubric):
    assert parse_rubric(to_yaml(rubric), "again.yaml") == rubric
    through_canvas = from_canvas(to_canvas(rubric), "canvas.csv")
    assert parse_rubric(to_yaml(through_canvas), "again.yaml") == through_canvas
