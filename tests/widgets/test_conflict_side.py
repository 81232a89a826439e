"""Deciding together: what is said and where the keyboard goes after each way out."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.services.sharing_details import About, Choice
from app.shell.sharing_desk import sharing_desk
from tests.shell.making import until
from tests.widgets.sharing_states import DETAILS
from widgets.conflict_side import ConflictSide

LETTER, DUE = DETAILS.clashes
PHRASE = replace(LETTER, id="k3", about=About("phrase", "ph1", "Say who counted."), field="body")


@pytest.fixture
def side(qtbot, window):
    made = ConflictSide(window.session)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def said(side):
    found = []
    side.said.connect(found.append)
    return found


def show(side, *clashes):
    sharing_desk(side.desk._session).detailed.emit(replace(DETAILS, clashes=clashes))


def decided(clash, choice):
    return replace(clash, choice=choice)


@pytest.mark.parametrize(
    ("clash", "choice", "words"),
    [
        (LETTER, Choice.OTHER, "Decided. Ctrl+Z on the draft takes it back."),
        (LETTER, Choice.NEW, "Decided. Ctrl+Z on the draft takes it back."),
        (LETTER, Choice.KEPT, "Decided."),  # nothing was written that could be taken back
        (PHRASE, Choice.NEW, "Decided."),  # belongs to no draft
        (DUE, Choice.OTHER, "Decided."),
    ],
)
def test_it_says_how_to_take_it_back_where_one_can(side, said, clash, choice, words):
    show(side, clash)
    show(side, clash)
    assert said == []
    show(side, decided(clash, choice))
    show(side, decided(clash, choice))
    assert said == [words]


def test_what_somebody_else_decided_is_not_said(side, said):
    show(side, LETTER)
    show(side, decided(LETTER, Choice.SINCE))
    assert said == []


def test_nothing_is_said_before_it_is_written(side, said):
    show(side, LETTER)
    side.view.text.setFocus()
    QTest.keyClick(side.view.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == []
    until(lambda: side.trouble.text)  # there is no such letter in this workspace
    assert said == []


def test_the_keyboard_goes_to_what_is_next(qtbot, side):
    show(side, LETTER, DUE)
    side.choose(LETTER.id)
    side.view.text.setFocus()
    show(side, DUE, decided(LETTER, Choice.NEW))
    assert side.current == DUE.id
    assert side.view.mine.button.hasFocus()
    show(side, decided(DUE, Choice.KEPT), decided(LETTER, Choice.NEW))
    assert side.list.hasFocus()


def test_a_sync_leaves_what_one_reads(side):
    long = replace(LETTER, kept='"' + "A long text. " * 2000 + '"')
    show(side, long)
    words = side.view.theirs.words
    bar = words.verticalScrollBar()
    until(lambda: bar.maximum() > 0)
    cursor = words.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor, 3)
    words.setTextCursor(cursor)
    bar.setValue(bar.maximum())
    show(side, long)
    assert (bar.value(), words.textCursor().hasSelection()) == (bar.maximum(), True)


def test_without_a_clash_no_words_speak_of_one(side):
    def spoken():
        return [
            label.text()
            for label in side.findChildren(QLabel)
            if label.isVisible() and "texts are kept" in label.text()
        ]

    show(side)
    assert spoken() == []
    show(side, LETTER)
    assert len(spoken()) == 1
    show(side, decided(LETTER, Choice.KEPT))
    assert spoken() == []
