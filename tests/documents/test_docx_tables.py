"""The grid of a table, also of odd and damaged ones."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.documents.docx_tables import read_grid
from tests.documents.making_docx import p, r, table, xml

DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(columns):
    return f'<w:gridSpan w:val="{columns}"/>'


def grid(made):
    (element,) = etree.fromstring(xml("w:body", made))
    return [(cell.row, cell.column, cell.rows, cell.columns) for cell in read_grid(element).cells]


def test_cells_merged_both_ways():
    rows = [[(wide(2) + DOWN, p(r("a"))), p(r("b"))], [(wide(2) + ON, p("")), p(r("c"))], [p(""), p(""), p("")]]
    assert grid(table(*rows)) == [(0, 0, 2, 2), (0, 2, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]


def test_a_row_may_begin_further_right():
    row = '<w:tr><w:trPr><w:gridBefore w:val="{}"/></w:trPr><w:tc/></w:tr>'
    assert grid(f"<w:tbl>{row.format(2)}{row.format(-2)}</w:tbl>") == [(0, 2, 1, 1), (1, 0, 1, 1)]


def test_a_merge_that_goes_on_from_nothing_is_a_cell():
    assert grid(table([(ON, p(r("x")))])) == [(0, 0, 1, 1)]


def test_a_merge_ends_with_the_next_one():
    assert grid(table([(DOWN, p(""))], [(DOWN, p(""))], [(ON, p(""))])) == [(0, 0, 1, 1), (1, 0, 2, 1)]


def test_damaged_numbers_do_no_harm():
    cells = [(wide(number), p("")) for number in ("999999999", "-4", "many", "0")]
    assert grid(table(cells)) == [(0, 0, 1, 1000), (0, 1000, 1, 1), (0, 1001, 1, 1), (0, 1002, 1, 1)]


@given(st.lists(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["", DOWN, ON])), max_size=4), max_size=5))
def test_no_two_cells_of_a_row_begin_in_one_place(rows):
    made = table(*[[(wide(columns) + merge, p(r("x"))) for columns, merge in row] for row in rows])
    cells = grid(made)
    assert len({cell[:2] for cell in cells}) == len(cells)
    assert all(row + height <= len(rows) for row, _, height, _ in cells)
