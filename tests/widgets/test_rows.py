"""Rows as a model: new rows replace old ones where they differ, and say themselves to a screen reader."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from widgets.rows import Row, RowModel

ROWS = st.lists(st.builds(Row, st.sampled_from("abcdefgh"), st.sampled_from(["x", "y"])), unique_by=lambda row: row.key)


@given(ROWS, ROWS)
def test_the_model_shows_the_new_rows_whatever_the_old(old, new):
    model = RowModel()
    model.show(old)
    model.show(new)
    assert model.rows == new
    assert model.rowCount() == len(new)
    assert [model.place_of(row.key) for row in new] == list(range(len(new)))


def test_what_is_shared_stays_and_nothing_else_moves(qtbot):
    model = RowModel()
    model.show([Row("a", "A"), Row("b", "B"), Row("c", "C")])
    removed, inserted = [], []
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    model.show([Row("a", "A"), Row("n", "N"), Row("c", "C")])
    assert (removed, inserted) == ([(1, 1)], [(1, 1)])


def test_a_row_says_itself():
    row = Row("k", "Vague attribution", "“Studies show”", "p. 1", spoken="Ask")
    assert row.sentence == "Ask, Vague attribution, “Studies show”, p. 1"
    assert Row("g", "Fix", count=2, folded=True).sentence == "Fix, 2, folded"
    model = RowModel()
    model.show([row])
    assert model.index_of("k").data(Qt.ItemDataRole.AccessibleTextRole) == row.sentence
    assert not model.index_of("other").isValid()
