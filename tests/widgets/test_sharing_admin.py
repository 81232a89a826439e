"""Managing a shared database in the real dialog over a real server: set up, add, pair, close, see who sees what."""

import pytest
from psycopg.conninfo import conninfo_to_dict
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from tests.shell.making import until
from tests.shell.sharing import window_session
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures
from widgets.scores_filters import Chooser
from widgets.sharing_admin import AdminDialog
from widgets.sizing import begin_at
from widgets.theme import set_text_scale

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
ANN, BEN = "page_ann", "page_ben"


@pytest.fixture
def dialog(qtbot, tmp_path, look):
    with window_session(tmp_path / "admin") as (session, _):
        made = AdminDialog(session)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        until(made.isActiveWindow)
        yield made
        made.close()


def write(field, words):
    QTest.mouseClick(field, LEFT)
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, words)


def connect(dialog, dsn):
    parts, form = conninfo_to_dict(dsn), dialog.form
    for field, name in ((form.host, "host"), (form.port, "port"), (form.database, "dbname"), (form.user, "user")):
        write(field, str(parts[name]))
    QTest.mouseClick(dialog.connect_button, LEFT)
    until(lambda: not dialog.connect_button.isVisible())


def set_up(dialog):
    until(lambda: dialog.tabs.currentWidget() is dialog.set_up)  # it is what one has to do first
    QTest.mouseClick(dialog.set_up.go, LEFT)
    until(lambda: "is in place" in dialog.set_up.told.text() and not dialog.answer.text)


def add(dialog, login, name):
    page = dialog.roster
    write(page.login, login)
    write(page.name, name)
    QTest.keyClick(page.name, Key.Key_Return)
    until(lambda: name in [row.title for row in page.list.rows])
    assert dialog.account.isVisible()
    assert login in dialog.account.words.text()
    assert (page.login.text(), page.name.text()) == ("", "")
    until(lambda: page.current == f"person:{login}")


def button(dialog, name):
    found = [one for one in dialog.roster.area.widget().findChildren(QPushButton) if one.accessibleName() == name]
    return found[0] if found else None


def press(dialog, name):
    QTest.mouseClick(button(dialog, name), LEFT)


def choose(dialog, name, value):
    """Choose the first one that is offered from the open list; it is done at once, and the card is made anew."""
    (chooser,) = (one for one in dialog.roster.area.widget().findChildren(Chooser) if one.accessibleName() == name)
    assert chooser.itemText(1) == value
    chooser.setFocus()
    QTest.keyClick(chooser, Key.Key_Down)
    for key in (Key.Key_Down, Key.Key_Return):
        QTest.keyClick(chooser.view(), key)


def test_from_an_empty_database_to_a_pair(dialog, empty_database):  # noqa: F811
    connect(dialog, empty_database)
    until(lambda: "not set up yet" in dialog.answer.text)
    QTest.mouseClick(dialog.set_up.attempt, LEFT)
    until(lambda: "Would be done" in dialog.set_up.told.text())
    assert not dialog.answer.text  # trying went well
    set_up(dialog)
    dialog.tabs.setCurrentWidget(dialog.roster)
    audited = []
    dialog.desk.audited.connect(audited.append)
    add(dialog, ANN, "Ann")  # the first one as well
    add(dialog, BEN, "Ben")
    QTest.mouseClick(dialog.account.copy, LEFT)
    assert QApplication.clipboard().text() == dialog.account.password.text()
    QTest.mouseClick(dialog.account.put_away, LEFT)
    assert not dialog.account.isVisible()
    assert not dialog.account.password.text()
    write(dialog.roster.team, "Harbour")
    QTest.keyClick(dialog.roster.team, Key.Key_Return)
    until(lambda: "Harbour" in [row.title for row in dialog.roster.list.rows])
    assert not dialog.roster.team.text()
    choose(dialog, "Add to a team", "Harbour")
    until(lambda: button(dialog, "Take out of Harbour") is not None)
    choose(dialog, "Add a mentee", "Ann")
    until(lambda: button(dialog, "End with Ann") is not None)
    assert not audited  # nobody looked at it
    see_who_sees_what(dialog)
    press(dialog, "End with Ann")
    until(lambda: button(dialog, "End with Ann") is None)
    close_and_erase(dialog)


def see_who_sees_what(dialog):
    dialog.tabs.setCurrentWidget(dialog.audit)
    until(lambda: [row.title for row in dialog.audit.list.rows][-2:] == ["Who sees Ann", "Ben"])
    assert "lock" in dialog.audit.verdict.text
    dialog.tabs.setCurrentWidget(dialog.roster)


def close_and_erase(dialog):
    press(dialog, "Close access")
    until(lambda: button(dialog, "Open access again") is not None)
    for login in (BEN, ANN):
        dialog.roster.choose(f"person:{login}")
        QTimer.singleShot(0, lambda: QTest.mouseClick(question("Delete for good"), LEFT))
        press(dialog, "Erase…")  # returns when the question is answered
        until(lambda login=login: not dialog.roster.list.has(f"person:{login}"))


def question(words):
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return next(one for one in box.buttons() if one.text() == words)


def test_what_the_server_refuses_is_said(dialog, empty_database):  # noqa: F811
    QTest.mouseClick(dialog.connect_button, LEFT)
    assert dialog.answer.text
    connect(dialog, empty_database)
    set_up(dialog)
    dialog.tabs.setCurrentWidget(dialog.roster)
    write(dialog.roster.login, "stet_me")
    write(dialog.roster.name, "Me")
    QTest.keyClick(dialog.roster.name, Key.Key_Return)
    until(lambda: "does not begin with" in dialog.answer.text)
    assert dialog.roster.login.text() == "stet_me"  # to be mended


def test_escape_ends_the_connection(dialog, postgres, empty_database):  # noqa: F811
    def connections():
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        with postgres.connect() as do:
            return do.execute(query, [conninfo_to_dict(empty_database)["dbname"]]).fetchone()[0]

    connect(dialog, empty_database)
    assert connections() == 1
    QTest.keyClick(dialog, Key.Key_Escape)
    until(lambda: connections() == 0)


def test_it_fits_the_screen_at_twice_the_size(dialog):
    set_text_scale(QApplication.instance(), 2.0)
    try:
        begin_at(dialog, 900, 640)
        again = AdminDialog(dialog.desk._session)
        assert again.size() == dialog.size()
        again.close()
    finally:
        set_text_scale(QApplication.instance(), 1.0)
