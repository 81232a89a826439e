import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from widgets.fonts import ROLES, face_families
from widgets.palettes import palettes
from widgets.theme import NAMES, apply_theme, colour, font, px, set_text_scale, style_sheet, text_scale, theme


@pytest.fixture(autouse=True)
def plain_theme(qapp):
    yield
    apply_theme(qapp, "light")
    set_text_scale(qapp, 1.0)


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_a_theme_colours_what_asks_by_token(qapp, name):
    apply_theme(qapp, name)
    assert theme().palette_name == name
    assert colour("ink").name().upper() == palettes()[name]["ink"]
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == palettes()[name]["chrome"]


def test_system_is_one_of_the_palettes(qapp):
    apply_theme(qapp, "system")
    assert theme().name == "system"
    assert theme().palette_name in palettes()


def test_a_change_is_told_once(qapp, qtbot):
    apply_theme(qapp, "light")
    with qtbot.waitSignal(theme().changed):
        apply_theme(qapp, "dark")
    with qtbot.assertNotEmitted(theme().changed):
        apply_theme(qapp, "dark")


def test_an_unknown_theme_is_refused(qapp):
    with pytest.raises(ValueError, match="sepia"):
        apply_theme(qapp, "sepia")


def test_text_grows_with_its_scale(qapp, qtbot):
    label = QLabel("Words")
    qtbot.addWidget(label)
    set_text_scale(qapp, 2.0)
    assert text_scale() == 2.0
    assert (px(14), font("body").pixelSize(), qapp.font().pixelSize()) == (28, 28, 28)
    set_text_scale(qapp, 9.0)
    assert text_scale() == 2.0


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"system"}))
def test_the_style_sheet_is_filled_in(qapp, name):
    filled = style_sheet(name, 1.5)
    assert "$" not in filled
    assert "tx" not in filled.replace("text", "")


def test_every_role_has_a_font_and_the_author_a_serif(qapp):
    assert all(font(role).pixelSize() == ROLES[role].size for role in ROLES)
    assert face_families("serif") != face_families("sans")
    assert font("reading").families() == face_families("serif")
    with pytest.raises(KeyError):
        font("nothing")
