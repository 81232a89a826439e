"""Every key stands on the sheet as it is now, and the keys of one character can be switched off."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QLabel, QMainWindow

from widgets.actions import ACTIONS, Actions, in_words
from widgets.keys_sheet import KeysSheet
from widgets.labels import Button


@pytest.fixture
def actions(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Actions(window, {spec.request: lambda: None for spec in ACTIONS})
    made.window = window
    return made


@pytest.fixture
def sheet(qtbot, actions):
    made = KeysSheet(actions)
    qtbot.addWidget(made)
    return made


def texts(sheet):
    return {label.text() for label in sheet.findChildren(QLabel)}


def test_every_key_is_on_the_sheet(sheet):
    for spec in ACTIONS:
        if spec.key and not spec.key.isdigit():
            assert spec.words in texts(sheet)
            assert in_words(QKeySequence(spec.key)) in texts(sheet)


def test_levels_share_a_line_as_long_as_their_keys_follow_each_other(qtbot, actions, sheet):
    assert {"1–9", "Level: level 1 to 9", "0", "Level: no level"} <= texts(sheet)
    assert "5" not in texts(sheet)
    actions.use_keys({"level_5": "Ctrl+5"})
    changed = KeysSheet(actions)
    qtbot.addWidget(changed)
    assert {"1–4", "Ctrl+5", "6–9", "Level: level 5", "Level: level 6 to 9"} <= texts(changed)


def test_a_changed_key_is_on_the_sheet(qtbot, actions):
    actions.use_keys({"accept": "Ctrl+J"})
    changed = KeysSheet(actions)
    qtbot.addWidget(changed)
    assert "Ctrl+J" in texts(changed)
    assert "A" not in texts(changed)


def test_letters_can_be_switched_off(qtbot, actions, sheet):
    sheet.letters_toggled.connect(actions.use_letters)
    sheet.findChild(QCheckBox).setChecked(False)
    assert actions.by_name["accept"].shortcut().isEmpty()
    assert actions.by_name["comment_on_draft"].shortcut().isEmpty()
    assert actions.by_name["find"].shortcut() == QKeySequence("Ctrl+F")
    sheet.findChild(QCheckBox).setChecked(True)
    assert actions.by_name["accept"].shortcut() == QKeySequence("A")


def test_keys_can_be_changed_from_the_sheet(qtbot, sheet):
    change = next(one for one in sheet.findChildren(Button) if one.accessibleName() == "Change keys…")
    with qtbot.waitSignal(sheet.change_requested):
        change.click()
