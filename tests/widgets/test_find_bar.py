"""Finding: Enter goes on, Shift+Enter back, Escape closes, and a miss is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.find_bar import FindBar


@pytest.fixture
def bar(qtbot):
    made = FindBar()
    qtbot.addWidget(made)
    made.open_bar()
    made.field.setText("steam")
    return made


def test_enter_and_shift_enter(qtbot, bar):
    asked = []
    bar.find_requested.connect(lambda text, backwards: asked.append((text, backwards)))
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    bar.ask_next()
    assert asked == [("steam", False), ("steam", True), ("steam", False)]


def test_a_miss_is_said_until_the_words_change(bar):
    bar.answer(0, 0)
    assert bar._answer.text() == "Not in this draft"
    bar.field.setText("stea")
    assert bar._answer.text() == ""


def test_nothing_typed_asks_nothing(qtbot, bar):
    bar.field.clear()
    with qtbot.assertNotEmitted(bar.find_requested):
        bar.ask()


def test_escape_closes(qtbot, bar):
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
