"""Every key stands on the sheet, and the single letters can be switched off."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QLabel, QMainWindow

from widgets.actions import ACTIONS, Actions
from widgets.keys_sheet import KeysSheet


def test_every_key_is_on_the_sheet(qtbot):
    sheet = KeysSheet(True)
    qtbot.addWidget(sheet)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    for spec in ACTIONS:
        if spec.key:
            assert spec.text in texts
            assert QKeySequence(spec.key).toString(QKeySequence.SequenceFormat.NativeText) in texts


def test_no_key_is_used_twice():
    keys = [spec.key for spec in ACTIONS if spec.key]
    assert len(keys) == len(set(keys))


def test_letters_can_be_switched_off(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, {spec.request: lambda: None for spec in ACTIONS})
    sheet = KeysSheet(actions.letters_are_on)
    qtbot.addWidget(sheet)
    sheet.letters_toggled.connect(actions.use_letters)
    sheet.findChild(QCheckBox).setChecked(False)
    assert actions.by_name["accept"].shortcut().isEmpty()
    assert actions.by_name["find"].shortcut() == QKeySequence("Ctrl+F")
    sheet.findChild(QCheckBox).setChecked(True)
    assert actions.by_name["accept"].shortcut() == QKeySequence("A")
