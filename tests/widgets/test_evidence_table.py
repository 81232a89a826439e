"""Cited beside found: what differs is bold, long identifiers may break, the true value is what is copied."""

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.reference import FieldMatch, FieldStatus, Judgement, Record, Verdict, Work
from widgets.evidence_table import Cell, EvidenceTable

OTHER = Record("other", "sources.bib", Work(title="Another work", year=2019))
FIELDS = (
    FieldMatch("title", ("Split incentives",), ("Split incentives",), FieldStatus.AGREES),
    FieldMatch("year", ("2020",), ("2018",), FieldStatus.DIFFERS),
    FieldMatch("doi", (), ("10.5555/abc.2018.1",), FieldStatus.ABSENT),
    FieldMatch("isbn", (), (), FieldStatus.ABSENT),
)


def table(qtbot, other=None, room=0):
    judgement = Judgement(Verdict.MISMATCH, record=OTHER, fields=FIELDS, other_record=other)
    made = EvidenceTable(judgement, room)
    qtbot.addWidget(made)
    return made


def test_a_difference_is_bold_and_agreement_is_quiet(qtbot):
    made = table(qtbot)
    cells = {cell.value: cell.property("role") for cell in made.findChildren(Cell)}
    assert cells["2018"] == "strong"
    assert cells["2020"] == ""
    assert cells["none given"] == "muted"


def test_a_field_that_neither_has_is_left_out(qtbot):
    made = table(qtbot)
    assert made._grid.rowCount() == 2 + 3


def test_a_second_record_has_its_own_column(qtbot):
    made = table(qtbot, OTHER)
    assert made._grid.columnCount() == 4
    assert "Another work" in [cell.value for cell in made.findChildren(Cell)]


@pytest.mark.parametrize(
    ("cited", "recorded", "word"),
    [
        ("van der Berg, J.", "Jan van der Berg", "agrees"),
        ("Müller, K.", "Karl Mueller", "agrees"),
        ("Orrin, K.", "K. Orrin", "agrees"),
        ("Orrin, K.", "Lea Quist", "differs"),
        ("Orrin, K.", "Orrin, B.", "differs"),
    ],
)
def test_people_are_the_same_where_the_judgement_takes_them_so(qtbot, cited, recorded, word):
    """The record whose authors are right stands beside them as agreeing, however it writes their names."""
    fields = (FieldMatch("authors", (cited,), ("Somebody Else",), FieldStatus.DIFFERS),)
    other = Record("other", "sources.bib", Work(title="Another work", authors=(recorded,)))
    made = EvidenceTable(Judgement(Verdict.MISMATCH, record=OTHER, fields=fields, other_record=other))
    qtbot.addWidget(made)
    assert made._grid.itemAtPosition(2, 0).widget().accessibleName().endswith(f"; {word}")


def test_with_little_room_the_name_stands_above_its_values(qtbot):
    made = table(qtbot, OTHER, room=300)
    assert made._grid.rowCount() == 2 + 2 * 3
    assert made._grid.itemAtPosition(2, 0).widget().text() == "Title"
    assert made._grid.itemAtPosition(2, 3).widget().text() == "Title"
    assert made._grid.itemAtPosition(3, 1).widget().value == "Split incentives"


@pytest.mark.parametrize("value", ["10.5555/abc.2018.1", "plain", "https://example.org/a_b"])
def test_a_cell_breaks_but_copies_the_value(qtbot, value):
    cell = Cell(value)
    qtbot.addWidget(cell)
    assert cell.text().replace("\u200b", "") == value
    cell.actions()[0].trigger()
    assert QApplication.clipboard().text() == value
