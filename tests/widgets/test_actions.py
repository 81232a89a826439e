"""Actions stand in their menus, ask for their request, and are off when what they need is missing."""

import pytest
from PySide6.QtWidgets import QMainWindow

from widgets.actions import ACTIONS, Actions


@pytest.fixture
def asked():
    return []


@pytest.fixture
def actions(qtbot, asked):
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Actions(window, {spec.request: lambda name=spec.request: asked.append(name) for spec in ACTIONS})
    made.window = window
    return made


def test_each_action_asks_for_its_request(actions, asked):
    for spec in ACTIONS:
        actions.by_name[spec.request].trigger()
    assert asked == [spec.request for spec in ACTIONS]


@pytest.mark.parametrize("present", [set(), {"draft"}, {"draft", "item"}, {"draft", "comment", "undo"}, {"work"}])
def test_an_action_is_on_when_its_need_is_there(actions, present):
    actions.enable(present)
    for spec in ACTIONS:
        assert actions.by_name[spec.request].isEnabled() == (not spec.needs or spec.needs in present)
