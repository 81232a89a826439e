"""The editor hands over what is typed: after a pause, when it is left, when it is done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.review import Comment, CommentKind
from app.shell.items import CommentItem
from widgets.comment_editor import TYPING_PAUSE_MS, CommentEditor


@pytest.fixture
def editor(qtbot):
    comment = Comment("id", "draft", "me", CommentKind.CORRECTION, "Before", None, 0, 0)
    made = CommentEditor(CommentItem(comment, "the words", "p. 1", 0, 9))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_pause_is_short_enough_to_lose_less_than_a_second():
    assert TYPING_PAUSE_MS < 1000


def test_typing_is_handed_over_after_a_pause(qtbot, editor):
    with qtbot.waitSignal(editor.changed) as changed:
        editor.text.setPlainText("After")
    assert changed.args == ["id", CommentKind.CORRECTION, "After"]


def test_nothing_new_is_not_handed_over(qtbot, editor):
    with qtbot.assertNotEmitted(editor.changed):
        editor.flush()


def test_another_kind_is_handed_over_at_once(qtbot, editor):
    with qtbot.waitSignal(editor.changed) as changed:
        editor._kinds.buttons()[0].click()
    assert changed.args == ["id", CommentKind.PRAISE, "Before"]


def test_escape_is_done(qtbot, editor):
    editor.text.setPlainText("Last words")
    with qtbot.waitSignals([editor.changed, editor.done]):
        QTest.keyClick(editor.text, Qt.Key.Key_Escape)
