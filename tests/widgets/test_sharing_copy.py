"""Which copy is read from: typed, tried and kept, or none, in the real dialog over a real server."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.shell.making import until
from tests.shell.sharing import joined, window_session
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures
from tests.sync.teams import shared_team
from widgets.sharing_copy import CopyDialog
from widgets.sharing_details import SharingDialog

Key = Qt.Key


@pytest.fixture
def here(tmp_path, look, empty_database):  # noqa: F811
    with shared_team(empty_database) as team, window_session(tmp_path / "lea") as (session, desk):
        joined(desk, team["lea"])
        yield session, desk


def test_a_copy_is_tried_and_none_is_kept_by_an_empty_field(qtbot, here):
    session, desk = here
    details, dialog = SharingDialog(desk, session), CopyDialog(desk)
    for one in (details, dialog):
        qtbot.addWidget(one)
        one.show()
    assert details.reading.text() == "New work is read from the server."
    for words, asked in (("Copy for reading…", "copy"), ("Address and leaving…", "address")):
        (link,) = (one for one in details.findChildren(QPushButton) if one.text() == words)
        with qtbot.waitSignal(getattr(details, f"{asked}_requested")):
            QTest.keyClick(link, Key.Key_Space)
    dialog.activateWindow()
    until(dialog.isActiveWindow)
    assert (dialog.keep.text(), dialog.keep.accessibleName()) == ("Use none", "Use none")
    QTest.keyClicks(QApplication.focusWidget(), "127.0.0.1:1")
    assert dialog.keep.text() == "Use it"
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    until(lambda: dialog.answer.text.startswith("The copy for reading cannot be used. No database answers"))
    assert dialog.keep.isEnabled()
    assert not details.trouble.text
    dialog.field.setFocus()
    dialog.field.selectAll()
    QTest.keyClick(dialog.field, Key.Key_Backspace)
    assert not dialog.answer.text
    QTest.keyClick(dialog.field, Key.Key_Return)
    until(lambda: not dialog.isVisible())
    assert not desk.standing.copy
