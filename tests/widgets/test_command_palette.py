"""An action is found by a few letters and done with Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from widgets.command_palette import CommandPalette


@pytest.fixture
def palette(qtbot):
    actions = [QAction(text) for text in ("Open a draft…", "Next draft", "Find in the draft…", "Stop checking")]
    actions[1].setShortcut("Ctrl+PgDown")
    actions[3].setEnabled(False)
    made = CommandPalette(actions)
    made.kept = actions
    qtbot.addWidget(made)
    made.show()
    return made


def shown(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_only_what_can_be_done_now_is_listed(palette):
    assert shown(palette) == ["Open a draft…", "Next draft", "Find in the draft…"]
    assert palette.list.item(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Next draft, Ctrl+PgDown"


def test_words_in_any_order_and_enter(palette):
    palette.field.setText("draft ne")
    assert len(shown(palette)) == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.chosen is palette.kept[1]
    assert palette.result() == CommandPalette.DialogCode.Accepted


def test_arrows_move_while_typing(palette):
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.chosen is palette.kept[2]


def test_nothing_that_fits_does_nothing(palette):
    palette.field.setText("zebra")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.chosen is None
    assert palette.isVisible()
