"""A dialog begins as large as it needs at its text size, and never larger than the screen."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from widgets.command_palette import CommandPalette
from widgets.labels import label
from widgets.sizing import begin_at, fit_to, scrolled
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


def test_a_dialog_is_as_high_as_its_words_need_at_its_width(qtbot):
    dialog, words = QDialog(), label("As many words as stand on four lines or so. " * 6, wrap=True)
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(words)
    fit_to(dialog, 400)
    assert dialog.size().toTuple() == (400, words.heightForWidth(400))
    words.setText("Few.")
    fit_to(dialog, 400)
    assert dialog.height() == words.heightForWidth(400)


def test_what_has_no_room_on_the_screen_scrolls_over_the_buttons(qtbot):
    dialog, page = QDialog(), QWidget()
    qtbot.addWidget(dialog)
    inside, column, close = QVBoxLayout(page), QVBoxLayout(dialog), QPushButton("Close")
    words = label("A word or two. ", wrap=True)
    inside.addWidget(words)
    area = scrolled(page)
    column.addWidget(area, 1)
    column.addWidget(close)
    fit_to(dialog, 400, area)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert area.verticalScrollBar().maximum() == 0
    words.setText("A word or two. " * 1000)
    fit_to(dialog, 400, area)
    assert dialog.height() < dialog.screen().availableGeometry().height()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert close.geometry().bottom() < dialog.height()


def test_a_list_that_is_filled_before_it_is_shown_has_rows_of_one_height(qtbot, qapp):
    dialog = CommandPalette([QAction(words, qapp) for words in ("Open", "Print", "Quit")])
    qtbot.addWidget(dialog)
    heights = [dialog.list.visualItemRect(dialog.list.item(row)).height() for row in range(3)]
    assert heights == [28, 28, 28]
