"""A rubric is made from fields: a ready one comes back as it was, and faults are said at their criterion."""

import pytest
from PySide6.QtCore import QPoint

from app.services.assignments import kept_rubrics
from rubrics.load import library, parse_rubric
from tests.shell.making import is_idle, until
from widgets.rubric_form import RubricForm


@pytest.fixture
def form(qtbot, session):
    made = RubricForm(session)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("rubric", library(), ids=lambda rubric: rubric.id)
def test_a_ready_rubric_comes_back_as_it_was(qtbot, session, rubric):
    made = RubricForm(session, rubric)
    qtbot.addWidget(made)
    assert parse_rubric(made.text, "again.yaml") == rubric


def test_a_rubric_is_made_and_kept(form, session):
    form.about.widgets["title"].setText("Ours")
    form.levels.add_record()
    assert "must run from the lowest points" in form.criteria.fault.text()
    assert not form.keep.isEnabled()
    form.levels.form.widgets["label"].setText("Exceeds")
    form.levels.form.widgets["points"].setText("6")
    form.criteria.form.widgets["gate.below"].setText("Meets")
    form.criteria.form.widgets["gate.caps_total_at"].setText("50")
    assert (form.criteria.fault.text(), form.said.text()) == ("", "The weights add up to 100.")
    form.keep.click()
    until(lambda: is_idle(session) and not form.isVisible())
    (kept,) = kept_rubrics(session.workspace)
    rubric = parse_rubric(kept.text, "kept.yaml")
    assert [level.label for level in rubric.criteria[0].levels] == ["Not yet", "Meets", "Exceeds"]
    assert rubric.criteria[0].gate.below == rubric.criteria[0].levels[1].id


def test_weights_that_do_not_add_up_are_told(form):
    form.criteria.add_record()
    assert "add up to 200; they must add up to 100" in form.said.text()
    form.criteria.remove_record()
    assert form.keep.isEnabled()


def test_the_columns_stand_under_each_other_where_they_have_no_room(qtbot, form):
    form.resize(1000, 700)
    with qtbot.waitExposed(form):
        form.show()
    parts = (form.about, form.criteria, form.levels)
    assert len({part.mapTo(form, QPoint()).y() for part in parts}) == 1
    form.resize(700, 700)
    qtbot.waitUntil(lambda: len({part.mapTo(form, QPoint()).x() for part in parts}) == 1)
    assert all(part.width() > 600 for part in parts)
