"""The findings by tier, the open one with its evidence and choices, and words when there is nothing."""

from PySide6.QtWidgets import QLabel

from app.domain.finding import Tier
from app.domain.review import Choice, Decision
from tests.shell.making import until
from widgets.findings_panel import decision_words
from widgets.labels import Button


def texts(card):
    return [label.text() for label in card.findChildren(QLabel) if label.text()]


def test_findings_stand_under_their_tiers(window, opened):
    rows = window.panels.findings.list.rows
    assert rows[0].title == "Fix"
    fixes = [row for row in rows if row.key in {item.key for item in opened.findings_of(Tier.FIX)}]
    assert all(row.icon == "octagon-alert" and row.colour == "fix" for row in fixes)
    assert window.panels.findings.count == len(opened.findings)


def test_the_open_row_shows_words_reason_and_question(window, session, opened):
    window.panels.show_tab("findings")
    item = opened.findings[0]
    session.set_current(item.key)
    card = window.panels.findings.list.open_widget
    shown = texts(card)
    assert f"“{item.quote}”" in shown
    assert item.finding.message in shown
    assert item.finding.question in shown
    assert [button.accessibleName() for button in card.findChildren(Button)] == [
        "Accept as comment",
        "Edit",
        "Dismiss",
    ]


def test_a_dismissed_finding_goes_to_decided_and_can_be_taken_back(window, session, opened):
    panel = window.panels.findings
    key = opened.findings[-1].key
    session.set_current(key)
    session.review.dismiss(key, "Too small to matter")
    until(lambda: key in opened.decisions and session.runner.is_idle)
    assert panel.group_of(opened, key) == "decided"
    session.set_current(key)
    assert "Dismissed: Too small to matter" in texts(panel.list.open_widget)
    panel.list.open_widget.findChild(Button).click()
    until(lambda: key not in opened.decisions)
    assert panel.group_of(opened, key) == opened.finding(key).finding.tier.value


def test_a_group_folds_and_opens_for_its_current_item(window, session, opened):
    panel = window.panels.findings
    key = opened.findings[0].key
    name = panel.group_of(opened, key)
    panel.list.folded.emit(f"group:{name}")
    assert key not in {row.key for row in panel.list.rows}
    session.set_current(key)
    assert panel.list.open_key == key


def test_nothing_found_says_what_was_checked(window, opened):
    panel = window.panels.findings
    panel.explain(opened)
    assert panel.empty.accessibleName().startswith("No findings. ")
    assert "checks read" in panel.empty.accessibleName()


def test_a_decision_in_words():
    accepted = Decision("1", "d", "p", "k", Choice.ACCEPTED, "", 0)
    dismissed = Decision("1", "d", "p", "k", Choice.DISMISSED, "It is fine", 0)
    assert decision_words(accepted) == "Accepted as a comment"
    assert decision_words(dismissed) == "Dismissed: It is fine"
