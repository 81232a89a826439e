"""Joining a team, giving a password and leaving, in the real dialogs over a real server."""

import pytest
from psycopg.conninfo import conninfo_to_dict
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.shell.sharing_standing import Mood
from app.sync.admin import ServerAdmin
from app.sync.reading_copy import ReadingClient
from tests.shell.making import until
from tests.shell.sharing import joined, window_session
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures
from tests.sync.teams import shared_team
from widgets.sharing_dialog import LoginDialog, SignInDialog

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def team(empty_database):  # noqa: F811
    with shared_team(empty_database) as dsns:
        yield dsns


@pytest.fixture
def desk(tmp_path, look):
    with window_session(tmp_path / "ben") as (_, made):
        yield made


def shown(qtbot, dialog):
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    until(dialog.isActiveWindow)
    return dialog


def write(field, words):
    QTest.mouseClick(field, LEFT)
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, words)


def fill(dialog, dsn):
    parts, form = conninfo_to_dict(dsn), dialog.form
    for field, name in ((form.host, "host"), (form.port, "port"), (form.database, "dbname"), (form.user, "user")):
        write(field, str(parts[name]))


def test_tried_joined_and_left(qtbot, desk, team):
    dialog = shown(qtbot, SignInDialog(desk))
    assert not dialog.leave.isVisible()
    fill(dialog, team["ben"])
    assert "this computer" in dialog.safety.text()
    QTest.mouseClick(dialog.test, LEFT)
    until(lambda: dialog.answer.text == "It works. You are Ben there, in Harbour.")
    assert not desk.is_shared  # a test is no more than that
    QTest.mouseClick(dialog.form.password, LEFT)
    QTest.keyClick(dialog.form.password, Key.Key_Return)
    until(lambda: dialog.answer.text.startswith("This workspace is shared now."))
    assert dialog.title.text().startswith("Shared as desk_ben on ")
    assert [one.isEnabled() for one in (dialog.form.host, dialog.form.database)] == [False, False]
    until(lambda: desk.standing.mood is Mood.WELL)
    QTest.mouseClick(dialog.leave, LEFT)
    until(lambda: dialog.answer.text == "This workspace is shared no longer. Everything in it stays.")
    assert dialog.join.isVisible()
    assert not desk.is_shared
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_copy_that_cannot_be_read_is_said_before_joining(qtbot, desk, team):
    dialog = shown(qtbot, SignInDialog(desk))
    fill(dialog, team["ben"])
    write(dialog.form.copy, "127.0.0.1:1")
    QTest.mouseClick(dialog.test, LEFT)
    until(lambda: dialog.answer.text.startswith("The copy for reading cannot be used."))
    QTest.mouseClick(dialog.join, LEFT)
    until(lambda: dialog.join.isEnabled() and "cannot be used" in dialog.answer.text)
    assert not desk.is_shared


def test_what_is_wrong_is_said_and_can_be_mended(qtbot, desk, team):
    dialog = shown(qtbot, SignInDialog(desk))
    QTest.mouseClick(dialog.join, LEFT)
    assert dialog.answer.text  # nothing was filled in
    assert dialog.answer._bad.isVisible()
    fill(dialog, team["ben"])
    write(dialog.form.port, "1")
    QTest.mouseClick(dialog.join, LEFT)
    assert not dialog.join.isEnabled()
    until(lambda: dialog.answer.text.startswith("No database answers"))
    assert dialog.join.isEnabled()
    write(dialog.form.host, "db.example.org")
    assert "certificate is checked" in dialog.safety.text()


def test_a_password_is_asked_until_it_is_right(qtbot, desk, team):
    joined(desk, team["ben"])
    tried = []

    def reach(dsn, password, copy):
        tried.append(password)
        return ReadingClient(dsn if password == "right" else f"{dsn} port=1", password, copy)

    desk.use(reach, ServerAdmin)
    dialog = shown(qtbot, LoginDialog(desk))
    QTest.keyClicks(QApplication.focusWidget(), "wrong")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    until(lambda: dialog.answer.text.startswith("No database answers"))
    write(dialog.field, "right")
    QTest.keyClick(dialog.field, Key.Key_Return)
    until(lambda: not dialog.isVisible())
    assert tried == ["wrong", "right"]
    until(lambda: desk.standing.mood is Mood.WELL and not desk.is_busy)
