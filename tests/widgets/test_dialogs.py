"""The password dialog asks for one file and says when the password was wrong."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from widgets.dialogs import PasswordDialog


def test_it_names_the_file_and_hides_the_password(qtbot):
    dialog = PasswordDialog("locked.pdf", was_wrong=False)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "locked.pdf is locked with a password" in texts
    assert "This is not its password." not in texts
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Password


def test_it_says_that_the_password_was_wrong(qtbot):
    dialog = PasswordDialog("locked.pdf", was_wrong=True)
    qtbot.addWidget(dialog)
    assert "This is not its password." in [label.text() for label in dialog.findChildren(QLabel)]
    assert dialog.field.property("wrong") == "yes"


def test_a_long_name_makes_it_higher_and_not_wider(qtbot):
    short = PasswordDialog("locked.pdf", was_wrong=False)
    long = PasswordDialog("A name of many words, as people give to files. " * 3 + ".pdf", was_wrong=False)
    for dialog in (short, long):
        qtbot.addWidget(dialog)
    assert long.width() == short.width()
    assert long.height() > short.height()


def test_enter_opens(qtbot):
    dialog = PasswordDialog("locked.pdf", was_wrong=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setText("secret")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
