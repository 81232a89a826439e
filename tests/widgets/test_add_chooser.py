"""A choice that acts is made from the open list alone."""

from PySide6.QtCore import Qt

from widgets.add_chooser import AddChooser


def shown(qtbot):
    chooser = AddChooser("Add a mentor", [("Ben", "ben"), ("Cem", "cem")])
    qtbot.addWidget(chooser)
    chooser.show()
    chooser.setFocus()
    told = []
    chooser.chosen.connect(told.append)
    return chooser, told


def test_a_key_on_the_closed_one_opens_the_list(qtbot):
    chooser, told = shown(qtbot)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_C):
        qtbot.keyClick(chooser, key)
        assert chooser.view().isVisible()
        chooser.hidePopup()
    assert (told, chooser.value()) == ([], "")


def test_escape_is_left_to_the_dialog(qtbot):
    chooser, _ = shown(qtbot)
    qtbot.keyClick(chooser, Qt.Key.Key_Escape)
    assert not chooser.view().isVisible()


def test_what_is_chosen_from_the_list_is_told(qtbot):
    chooser, told = shown(qtbot)
    qtbot.keyClick(chooser, Qt.Key.Key_Space)
    qtbot.keyClick(chooser.view(), Qt.Key.Key_Down)
    qtbot.keyClick(chooser.view(), Qt.Key.Key_Return)
    assert told == ["ben"]
