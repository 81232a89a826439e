"""Three panels under tabs: counts, going to an item's panel, deciding about the current item."""

from PySide6.QtWidgets import QApplication

from tests.shell.making import until
from widgets.reason_popup import REASONS, ReasonPopup


def test_the_tabs_carry_the_counts(window, opened):
    panels = window.panels
    shown = [panels.tabs.tabText(place) for place in range(3)]
    assert shown == [f"Findings {len(opened.open_findings())}", "References 2", "Comments 0"]


def test_an_item_is_shown_in_its_panel(window, opened):
    panels = window.panels
    panels.show_tab_of(opened.reference_items()[0].key)
    assert panels.tab == "references"
    panels.show_tab_of(opened.findings[0].key)
    assert panels.tab == "findings"
    panels.show_tab_of("unknown")
    assert panels.tab == "findings"


def test_a_reason_is_asked_beside_the_open_row(window, session, opened):
    key = opened.findings[0].key
    session.set_current(key)
    window.panels.dismiss_current()
    popup = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ReasonPopup))
    popup.buttons[3].click()
    until(lambda: key in opened.decisions)
    assert opened.decisions[key].reason == REASONS[3]
    session.review.undo()
    until(lambda: key not in opened.decisions)


def test_edit_accepts_and_opens_the_comment(window, session, opened):
    key = opened.findings[0].key
    session.set_current(key)
    window.keys.by_name["accept_edit"].trigger()
    until(lambda: window.panels.comments.editor is not None)
    assert window.panels.tab == "comments"
    assert opened.comment_from(key).id == window.panels.comments.editor.comment_id
    session.review.undo()
    until(lambda: not opened.decisions)


def test_what_is_decided_is_not_decided_again(window, session, opened):
    key = opened.findings[0].key
    session.review.dismiss(key, "Fine")
    until(lambda: key in opened.decisions)
    session.set_current(key)
    window.panels.accept_current()
    until(lambda: session.runner.is_idle)
    assert opened.decisions[key].reason == "Fine"
