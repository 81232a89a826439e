"""A reason by digit, by click, in own words, or none."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from widgets.reason_popup import REASONS, ReasonPopup


@pytest.fixture
def popup(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = ReasonPopup(parent)
    made.open_at(QPoint(10, 10))
    made.kept = parent
    return made


@pytest.mark.parametrize("number", range(1, len(REASONS) + 1))
def test_a_digit_chooses(qtbot, popup, number):
    with qtbot.waitSignal(popup.chosen) as chosen:
        QTest.keyClicks(popup, str(number))
    assert chosen.args == [REASONS[number - 1]]


def test_own_words_with_enter(qtbot, popup):
    popup.field.setText("  It is a quotation  ")
    with qtbot.waitSignal(popup.chosen) as chosen:
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert chosen.args == ["It is a quotation"]


def test_no_words_are_no_reason(qtbot, popup):
    with qtbot.assertNotEmitted(popup.chosen):
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()


def test_it_stays_inside_the_screen(popup):
    popup.open_at(QPoint(100_000, 100_000))
    assert popup.screen().availableGeometry().contains(popup.geometry())
