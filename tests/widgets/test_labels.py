"""Labels show the words of a draft as they are, and cut what is too long."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from widgets.labels import Button, ElidedLabel, IconButton, label, on_line


def test_markup_in_a_draft_is_shown_not_obeyed(qtbot):
    made = label("<b>bold</b>")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText


def test_a_long_line_is_cut_and_its_whole_is_the_tooltip(qtbot):
    text = "Unlocking the Future of Evening Library Access"
    made = ElidedLabel(text)
    qtbot.addWidget(made)
    made.resize(120, 20)
    made.show()
    assert made.text().endswith("…")
    assert made.toolTip() == made.accessibleName() == text
    made.resize(1000, 20)
    assert made.text() == text


def test_a_place_never_asks_for_more_than_its_most(qtbot):
    made = ElidedLabel("5.1.9.1 Multi-Factor Cryptographic Device Authenticators", most=100)
    qtbot.addWidget(made)
    assert made.sizeHint().width() == 100
    assert made.minimumSizeHint().width() < 30


def test_a_button_shows_its_key_but_is_called_by_its_word(qtbot):
    made = Button("Dismiss", "X")
    qtbot.addWidget(made)
    assert made.text() == "Dismiss  X"
    assert made.accessibleName() == "Dismiss"


def test_enter_presses_a_button_as_space_does(qtbot):
    for made in (Button("Dismiss"), IconButton("search", "Find")):
        qtbot.addWidget(made)
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            with qtbot.waitSignal(made.clicked):
                qtbot.keyClick(made, key)
        with qtbot.assertNotEmitted(made.clicked):
            qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_link_beside_words_stands_on_their_line(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    grid, words, link = QGridLayout(page), label("Its record agrees."), Button("Open…", kind="link")
    grid.addWidget(words, 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addLayout(on_line(link), 0, 1)
    grid.setRowStretch(1, 1)
    page.resize(400, 200)
    page.show()
    assert abs(link.geometry().center().y() - words.geometry().center().y()) <= 1
    assert link.height() >= 24
