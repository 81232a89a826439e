"""What waits, what was not taken and what came: read, sent again and dropped in the real dialog over a real server."""

from contextlib import closing
from dataclasses import replace

import pytest
from psycopg.conninfo import make_conninfo
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from app.domain.review import CommentKind
from app.services import reviewing
from app.shell.sharing_standing import Mood
from app.sync.admin import ServerAdmin
from tests.shell.making import is_idle, until
from tests.shell.sharing import again, joined, rested, window_session
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in
from tests.widgets.sharing_states import DETAILS, standing_as_shared
from widgets.sharing_details import SharingDialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def team(empty_database):  # noqa: F811
    with shared_team(empty_database) as dsns:
        yield dsns


@pytest.fixture
def here(tmp_path, look):
    with window_session(tmp_path / "ben") as found:
        yield found


@pytest.fixture
def session(here):
    return here[0]


@pytest.fixture
def desk(here):
    return here[1]


def shown(qtbot, desk, session):
    dialog = SharingDialog(desk, session)
    qtbot.addWidget(dialog)
    dialog.show()
    until(lambda: dialog.details is not None and is_idle(session))
    return dialog


def groups(dialog):
    return [row.title for row in dialog.list.rows if row.is_group]


def titles(dialog):
    return [row.title for row in dialog.list.rows if not row.is_group]


def test_what_came_is_news_until_it_was_looked_at(qtbot, tmp_path, desk, session, team):
    joined(desk, team["ben"])
    ann = Desktop(tmp_path / "ann", team["ann"])
    ann.join()
    hand_in(ann.workspace)
    ann.sync()
    ann.close()
    again(desk)
    dialog = shown(qtbot, desk, session)
    assert (groups(dialog), titles(dialog)) == (["Came since you last looked"], ["Ann handed in “Tea report”."])
    assert "It came at" in dialog.words.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    until(lambda: is_idle(session))
    assert titles(shown(qtbot, desk, session)) == []


def test_what_was_not_taken_is_read_copied_and_dropped(qtbot, tmp_path, desk, session, team):
    joined(desk, team["ben"])
    ann = Desktop(tmp_path / "ann", team["ann"])
    ann.join()
    draft = hand_in(ann.workspace)
    ann.sync()
    ann.close()
    again(desk)
    reviewing.comment_on_draft(session.workspace, draft, CommentKind.PRAISE, "Clear.")
    with closing(ServerAdmin(make_conninfo(team["ben"], user="dbadmin"))) as admin:
        admin.part("desk_ben", "desk_ann")
    again(desk)
    dialog = shown(qtbot, desk, session)
    assert groups(dialog)[0] == "Not taken"
    assert titles(dialog)[0].startswith("Comment, ")
    assert "Clear." in dialog.words.toPlainText()
    QTest.mouseClick(dialog.copy, LEFT)
    assert "Clear." in QApplication.clipboard().text()
    QTest.mouseClick(dialog.again, LEFT)
    until(lambda: "cannot be sent again" in dialog.trouble.text)
    answer(dialog, "Keep it here")
    assert desk.standing.counts.refused > 0
    while dialog._refused is not None:
        before = desk.standing.counts.refused
        answer(dialog, "Drop")
        until(lambda before=before: desk.standing.counts.refused < before and is_idle(session))
        rested(desk)
    assert desk.standing.counts.refused == 0
    assert not dialog.drop.isVisible()


def answer(dialog, words):
    """Press the button of the list, and this one in the question that follows."""

    def press():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        (button,) = (one for one in box.buttons() if one.text() == words)
        QTest.mouseClick(button, LEFT)

    QTimer.singleShot(0, press)
    QTest.mouseClick(dialog.drop, LEFT)  # returns when the question is answered


def test_the_standing_says_the_one_thing_to_do(qtbot, desk, session):
    with standing_as_shared(desk, Mood.PASSWORD):
        dialog = shown(qtbot, desk, session)
        with qtbot.waitSignal(dialog.password_requested):
            QTest.mouseClick(dialog.act, LEFT)
        assert dialog.act.text() == "Enter the password…"
    with standing_as_shared(desk):
        dialog = shown(qtbot, desk, session)
        with standing_as_shared(desk), qtbot.waitSignal(dialog.decide_requested):  # after it has read the real counts
            assert dialog.act.text() == "Decide…"
            QTest.mouseClick(dialog.act, LEFT)
        assert not dialog.isVisible()
    dialog = SharingDialog(desk, session)  # what is shared no longer has nothing to show
    qtbot.addWidget(dialog)
    dialog.show()
    desk.changed.emit()
    assert not dialog.isVisible()


def test_a_sync_that_brings_nothing_leaves_what_one_reads(qtbot, desk, session):
    with standing_as_shared(desk):
        dialog = shown(qtbot, desk, session)
        long = replace(DETAILS.refused[0], fields={"body": "\n".join(f"Line {number}" for number in range(200))})
        details = replace(DETAILS, refused=(long,))
        desk.detailed.emit(details)
        dialog.choose("refused:op1")
        bar = dialog.words.verticalScrollBar()
        until(lambda: bar.maximum() > 0)
        cursor = dialog.words.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Down, QTextCursor.MoveMode.KeepAnchor, 3)
        dialog.words.setTextCursor(cursor)
        bar.setValue(bar.maximum())
        desk.detailed.emit(details)
        assert (bar.value(), dialog.words.textCursor().hasSelection()) == (bar.maximum(), True)
        dialog.choose("waits:c1")
        assert dialog.words.toPlainText().endswith("It is sent when the server can be reached.")
