"""What is typed about AI use comes back as it was typed, whatever it is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.deliverable import AiUse, DataClass
from app.domain.errors import BadInputError
from app.services.submitting import Disclosure
from widgets.disclosure_form import LEVELS, DisclosureForm

LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)


@pytest.fixture(scope="module")
def form(qapp):
    return DisclosureForm()


@given(level=st.integers(0, 3), data_class=st.integers(0, 3), tools=LINES, sections=LINES, minutes=LINES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_what_is_typed_comes_back(form, level, data_class, tools, sections, minutes):
    form.levels.button(level).setChecked(True)
    form.data_class.setCurrentIndex(data_class)
    for field, words in ((form.tools, tools), (form.sections, sections), (form.minutes, minutes)):
        field.setText(words)
    again = DisclosureForm()
    again.use_kept(form.kept())
    assert again.kept() == form.kept()
    again.deleteLater()


@pytest.mark.parametrize("kept", ["", "{", "[1]", "7", '{"level": "all", "data_class": 3}'])
def test_what_makes_no_sense_is_left_out(qapp, kept):
    fresh = DisclosureForm()
    fresh.use_kept(kept)
    assert fresh.level is None
    fresh.deleteLater()


def test_none_says_nothing_about_tools(form):
    form.tools.setText("DeepL")
    form.minutes.setText("nonsense")
    form.levels.button(list(LEVELS).index(AiUse.NONE)).setChecked(True)
    form.data_class.setCurrentIndex(0)
    assert form.disclosure() == Disclosure(data_class=DataClass.PUBLIC)


@pytest.mark.parametrize("minutes", ["-1", "1.5", "ten", "9" * 40])
def test_minutes_are_a_whole_number(form, minutes):
    form.levels.button(1).setChecked(True)
    form.tools.setText("DeepL")
    form.minutes.setText(minutes)
    with pytest.raises(BadInputError, match="whole number"):
        form.disclosure()
