"""Every state of the mentee's side: names, roles, the order of the keyboard, sizes of targets, contrast."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from tests.widgets.mentee_states import author_window, settle, walk_mine
from tests.widgets.test_accessibility import FAULTS
from widgets.theme import apply_theme, set_text_scale

LOOKS = (("light", 1.0), ("contrast", 2.0))


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    apply_theme(qapp, "light")
    QAccessible.setActive(True)  # as with a screen reader: only then a list tells of rows that come and go
    with author_window(tmp_path_factory.mktemp("mine")) as made:
        made.resize(1280, 800)
        yield made
    QAccessible.setActive(False)
    apply_theme(qapp, "light")
    set_text_scale(qapp, 1.0)


@pytest.mark.parametrize(("look", "scale"), LOOKS)
def test_every_state_can_be_used_and_heard(window, look, scale):
    apply_theme(QApplication.instance(), look)
    set_text_scale(QApplication.instance(), scale)
    settle(window.sides.page("mine"))
    faults = {}

    def visit(state, shown):
        for check in FAULTS.values():
            for fault in check(shown):
                faults.setdefault(fault, set()).add(state)

    walk_mine(window, visit)
    assert faults == {}
