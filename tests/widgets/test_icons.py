import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from widgets.icons import icon, pixmap
from widgets.theme import apply_theme, colour, set_text_scale


@pytest.fixture(autouse=True)
def light(qapp):
    apply_theme(qapp, "light")


def colours_in(image):
    found = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in found if pixel.alpha() == 255}


def test_an_icon_has_the_colour_of_its_token(qapp):
    assert colours_in(pixmap("octagon-alert", "fix").toImage()) == {colour("fix").name()}


def test_an_icon_follows_the_theme(qapp):
    made = icon("search", "ink")
    light = colours_in(made.pixmap(16, 16).toImage())
    apply_theme(qapp, "dark")
    assert colours_in(made.pixmap(16, 16).toImage()) == {colour("ink").name()} != light


def test_a_disabled_icon_is_grey(qapp):
    grey = icon("search", "ink").pixmap(QSize(16, 16), QIcon.Mode.Disabled).toImage()
    assert colours_in(grey) == {colour("off").name()}


def test_icons_grow_with_the_text(qapp):
    set_text_scale(qapp, 2.0)
    assert pixmap("search").width() == 32
    set_text_scale(qapp, 1.0)
    assert pixmap("search").width() == 16


@pytest.mark.parametrize("make", [icon, pixmap])
def test_an_unknown_name_is_refused(qapp, make):
    with pytest.raises(KeyError):
        make("no-such-drawing")
