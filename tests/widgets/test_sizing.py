"""A dialog begins as large as it needs at its text size, and never larger than the screen."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog

from widgets.command_palette import CommandPalette
from widgets.sizing import begin_at
from widgets.theme import set_text_scale


def test_a_dialog_follows_the_text_size_as_far_as_the_screen_goes(qtbot, qapp):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    begin_at(dialog, 300, 200)
    assert (dialog.width(), dialog.height()) == (300, 200)
    set_text_scale(qapp, 1.5)
    begin_at(dialog, 300, 200)
    assert (dialog.width(), dialog.height()) == (450, 300)
    begin_at(dialog, 9000, 9000)
    room = dialog.screen().availableGeometry()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()
    set_text_scale(qapp, 1.0)


def test_a_list_that_is_filled_before_it_is_shown_has_rows_of_one_height(qtbot, qapp):
    dialog = CommandPalette([QAction(words, qapp) for words in ("Open", "Print", "Quit")])
    qtbot.addWidget(dialog)
    heights = [dialog.list.visualItemRect(dialog.list.item(row)).height() for row in range(3)]
    assert heights == [28, 28, 28]
