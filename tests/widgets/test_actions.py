"""Actions stand in their menus, ask for their request, and are off when what they need is missing."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from widgets.actions import ACTIONS, Actions, conflicts, is_letter


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


def test_no_key_is_used_twice():
    assert conflicts({spec.request: spec.key for spec in ACTIONS}) == {}


def test_a_changed_key_takes_the_place_of_the_usual_one(actions):
    actions.use_keys({"accept": "Ctrl+J", "dismiss": ""})
    assert actions.by_name["accept"].shortcut() == QKeySequence("Ctrl+J")
    assert actions.by_name["dismiss"].shortcut().isEmpty()
    actions.use_keys({})
    assert actions.by_name["dismiss"].shortcut() == QKeySequence("X")


def test_a_shared_key_is_named_with_the_other_action():
    assert conflicts({"accept": "Ctrl+j", "dismiss": "Ctrl+J", "find": "Ctrl+F"}) == {
        "accept": "Dismiss…",
        "dismiss": "Accept as comment",
    }


@pytest.mark.parametrize("key", ["A", "Shift+C", "?", "Del"])
def test_a_key_of_one_character_is_known(key):
    assert is_letter(key)
    assert not is_letter(f"Ctrl+{key}")


def test_a_submenu_is_named_where_it_is_not_seen():
    words = {spec.request: spec.words for spec in ACTIONS}
    assert words["panel_left"] == "Panel: left"
    assert words["accept"] == "Accept as comment"
