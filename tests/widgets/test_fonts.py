"""Fonts that are not installed: the system's own take their place, and the author's words keep a serif where it can."""

import pytest

from widgets import fonts
from widgets.theme import style_sheet


@pytest.fixture
def without_packages(monkeypatch):
    for name in ("_SANS_PACKAGE", "_SERIF_PACKAGE"):
        monkeypatch.setattr(fonts, name, "stet_has_no_such_font")
    fonts.face_families.cache_clear()
    yield
    fonts.face_families.cache_clear()


def test_a_missing_font_leaves_the_systems_own(qapp, without_packages):
    for role, wanted in fonts.ROLES.items():
        made = fonts.role_font(role)
        assert made.families()
        assert made.pixelSize() == wanted.size
    assert "Source" not in " ".join(fonts.face_families("sans") + fonts.face_families("serif"))
    assert "font-family" in style_sheet("light", 1.0)
