"""Keys are changed, refused with the name of the other action, and given back."""

import pytest
from PySide6.QtWidgets import QTreeWidgetItem

from widgets.actions import ACTIONS
from widgets.settings_keys import KeysPage


@pytest.fixture
def page(qtbot):
    made = KeysPage({}, True)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(page, words) -> QTreeWidgetItem:
    items = [page.list.topLevelItem(place) for place in range(page.list.topLevelItemCount())]
    item = next(one for one in items if one.text(0) == words)
    page.list.setCurrentItem(item)
    return item


def test_a_key_is_changed(qtbot, page):
    choose(page, "Accept as comment")
    with qtbot.waitSignal(page.keys_changed) as news:
        page.use("Ctrl+J")
    assert news.args == [{"accept": "Ctrl+J"}]
    assert page.list.currentItem().text(1) == "Ctrl+J"
    assert page.usual.isEnabled()


def test_a_key_that_is_taken_is_refused(qtbot, page):
    choose(page, "Accept as comment")
    with qtbot.assertNotEmitted(page.keys_changed):
        page.use("Ctrl+O")
    assert page.trouble.text() == "“Open a draft…” has this key. Give that another one first."


def test_a_key_is_taken_away_and_given_back(qtbot, page):
    choose(page, "Quit")
    page.use("")
    assert not page.list.currentItem().text(1)
    with qtbot.waitSignal(page.keys_changed) as news:
        page.usual.click()
    assert news.args == [{}]


def test_all_usual_keys_come_back_at_once(qtbot):
    page = KeysPage({"accept": "Ctrl+J", "quit": ""}, False)
    qtbot.addWidget(page)
    assert not page.letters.isChecked()
    with qtbot.waitSignal(page.keys_changed) as news:
        page.reset.click()
    assert news.args == [{}]


def test_an_action_is_found_by_its_words(page):
    page.field.setText("draft next")
    assert [page.list.topLevelItem(n).text(0) for n in range(page.list.topLevelItemCount())] == ["Next draft"]
    page.field.clear()
    assert page.list.topLevelItemCount() == len(ACTIONS)
