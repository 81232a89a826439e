"""Help stands beside the work: the page about a check, one click from its finding."""

import re

from app.shell.help_pages import help_page
from widgets.help_dialog import GUIDE, HelpDialog, show_guide, show_help
from widgets.labels import IconButton


def test_a_page_is_shown_as_text(qtbot):
    dialog = HelpDialog("Blank not filled in", "# Blank\n\n**Why.** It was forgotten.")
    qtbot.addWidget(dialog)
    assert dialog.page.toPlainText() == "Blank\nWhy. It was forgotten."
    assert dialog.windowTitle() == "Blank not filled in"


def test_help_leaves_the_window_usable(qtbot, window):
    dialog = show_help("Help", "# Help", window)
    assert not dialog.isModal()
    dialog.accept()


def test_a_finding_leads_to_the_page_about_its_check(window, session, opened):
    window.panels.show_tab("findings")
    session.set_current(opened.findings[0].key)
    card = window.panels.findings.list.open_widget
    about = next(one for one in card.findChildren(IconButton) if one.accessibleName() == "About this check")
    about.click()
    dialog = next(one for one in window.findChildren(HelpDialog) if one.isVisible())
    assert opened.findings[0].title in dialog.page.toPlainText()
    dialog.accept()


def test_each_kind_of_reader_has_a_page(window):
    dialog = show_guide(window)
    shown = []
    for place in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(place)
        shown.append(dialog.page.toPlainText().splitlines()[0])
    assert shown == ["For mentors", "For mentees", "For team leads", "Sharing with a team"]
    dialog.accept()


def test_the_menus_that_the_pages_name_are_there(window):
    menus = {action.text() for action in window.keys.by_name.values()} | {"Panel", "Layout", "Data", "Sharing"}
    for page in GUIDE.values():
        text = " ".join(help_page(page).split())
        for path in re.findall(r"\*((?:File|Edit|View) → [^*]+)\*", text):
            assert set(path.split(" → ")[1:]) <= menus, path
