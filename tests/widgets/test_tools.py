"""Giving back, a draft from the clipboard and recent drafts, as the menus ask for them."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.shell.making import DRAFT, is_idle, until, write_draft
from widgets.give_back import GiveBack
from widgets.recent_menu import RecentMenu


@pytest.fixture
def back(window):
    return GiveBack(window.session, window.status_line, window)


def test_a_report_is_written_and_said(window, session, opened, back, tmp_path):
    target = tmp_path / "back.html"
    back.write(target)
    until(lambda: target.exists() and is_idle(session))
    assert window.status_line.said == f"{target} has 0 comments. Your draft is as it was."


def test_a_copy_that_cannot_be_written_is_said(window, session, opened, back):
    back.write(opened.path)
    until(lambda: is_idle(session))
    assert "Choose another name" in window.status_line.said
    assert opened.path.read_text(encoding="utf-8") == DRAFT


def test_recent_drafts_stand_in_the_file_menu(window, session, opened, tmp_path):
    menu = window.findChild(RecentMenu)
    assert menu.menuAction() in window.keys.menus["File"].actions()
    other = write_draft(tmp_path, "other.md", "# Other\n\nWords of another draft.")
    session.open_files([other])
    until(lambda: session.draft.path == other and is_idle(session))
    menu.fill()
    names = [action.text() for action in menu.actions()]
    assert names[0] == "other.md"
    menu.actions()[names.index("draft.md")].trigger()
    until(lambda: session.draft.path == opened.path and is_idle(session))


def test_the_words_of_the_clipboard_become_a_draft(window, session):
    QApplication.clipboard().setText("Bus lanes, first idea\n\nStudies show that they help.")
    window.keys.by_name["clipboard_draft"].trigger()
    until(lambda: session.draft.path.parent.name == "clipboard" and is_idle(session))
    assert session.draft.document.text.startswith("Bus lanes, first idea")
    assert session.workspace.path in session.draft.path.parents


def test_an_empty_clipboard_says_so(window, session):
    QApplication.clipboard().clear()
    window.keys.by_name["clipboard_draft"].trigger()
    until(lambda: is_idle(session))
    assert "no text in the clipboard" in window.status_line.said
