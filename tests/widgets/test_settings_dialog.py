"""Settings apply at once, are kept in the workspace, and are there at the next start."""

from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from app.services.online import OnlineChoice
from app.services.settings import Preferences, keep_preferences, my_name, preferences
from app.shell.library_online import library_online
from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.shell.making import is_idle, until
from widgets.keys_sheet import KeysSheet
from widgets.lookup_consent import ConsentDialog
from widgets.main_window import MainWindow
from widgets.theme import text_scale, theme


@pytest.fixture
def keeper(window):
    made = window.tools.preferences
    yield made
    made.change(theme="light", text_scale=1.0, letters=True, keys={}, lists={})
    until(lambda: is_idle(window.session))


@pytest.fixture
def dialog(window, keeper):
    made = window.tools.edit_settings()
    yield made
    made.accept()


def test_colours_and_text_size_change_at_once(dialog, keeper):
    dialog.themes.button(2).click()
    assert theme().palette_name == "dark"
    dialog.scale.setCurrentIndex(dialog.scale.findText("150 %"))
    dialog.scale.activated.emit(dialog.scale.currentIndex())
    assert text_scale() == 1.5
    dialog.themes.button(1).click()


def test_a_changed_key_works_at_once_and_is_kept(window, dialog, keeper):
    dialog.keys.keys_changed.emit({"accept": "Ctrl+J"})
    assert window.keys.by_name["accept"].shortcut().toString() == "Ctrl+J"
    until(lambda: is_idle(window.session))
    assert preferences(window.session.workspace).keys == {"accept": "Ctrl+J"}


def test_a_name_is_kept(window, dialog, keeper):
    dialog.name.setText("Ada Mensah")
    dialog.name.editingFinished.emit()
    until(lambda: is_idle(window.session))
    assert my_name(window.session.workspace) == "Ada Mensah"


def test_it_says_who_is_asked_online_and_leads_to_the_consent(window, dialog):
    assert dialog.online.text() == "Off. Nobody is asked."
    online = library_online(window.session)
    online.choose(OnlineChoice(frozenset(["arXiv", "Crossref", "DataCite"])))
    assert dialog.online.text() == "Asked when you look a reference up: arXiv, Crossref and DataCite."
    dialog.look_ups.click()
    consent = next(one for one in window.findChildren(ConsentDialog) if one.isVisible())
    assert consent.services["arXiv"].isChecked()
    consent.take_back.click()
    assert dialog.online.text() == "Off. Nobody is asked."
    until(lambda: is_idle(window.session))


def test_a_backup_is_made_when_asked_for(window, dialog):
    for _ in range(2):
        dialog.backup.click()
        until(lambda: dialog.answer.text() not in {"", "Copying…"})
        copy = Path(dialog.answer.text().removeprefix("Copied to ").removesuffix("."))
        assert copy.is_file()
        dialog.answer.setText("")


def test_the_sheet_of_keys_switches_letters_for_good(window, keeper):
    window.keys.by_name["show_keys"].trigger()
    sheet = next(one for one in window.findChildren(KeysSheet) if one.isVisible())
    sheet.letters_toggled.emit(False)
    sheet.accept()
    until(lambda: is_idle(window.session))
    assert not preferences(window.session.workspace).letters
    assert window.keys.by_name["accept"].shortcut().isEmpty()


def test_everything_is_there_at_the_next_start(qtbot, workspace_folder):
    chosen = Preferences("light", 1.0, False, {"accept": "Ctrl+J"}, {"findings": "check:open"})
    with closing(open_workspace(workspace_folder)) as workspace:
        keep_preferences(workspace, chosen)
    session = Session(partial(open_workspace, workspace_folder))
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    session.start()
    until(lambda: made.tools.preferences.chosen == chosen)
    assert made.panels.findings.kept_view == "check:open"
    assert made.keys.by_name["accept"].shortcut().toString() == "Ctrl+J"
    made.close()
