"""Help stands beside the work: the page about a check, one click from its finding."""

from widgets.help_dialog import HelpDialog, show_help
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
