"""What is packed quickly comes out as it went in, also from the state that dataclasses would make of it."""

import pickle

import pytest

from app.domain.document import Block, BlockKind, Cell, Link, NoteMark, Segment, Style

CELL = Cell(0, 1, 2)
VALUES = (
    CELL,
    Block(BlockKind.PARAGRAPH, 0, 12, cell=CELL),
    Style(3, 9, bold=True),
    Link(1, 4, "https://example.org/"),
    NoteMark(5, 6, 2),
    Segment(0, 12, "word/document.xml", 1, 0, 12),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_survives(value):
    assert pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)) == value


def test_the_state_is_taken_as_a_list_too():
    made = object.__new__(NoteMark)
    made.__setstate__([5, 6, 2])
    assert made == NoteMark(5, 6, 2)
