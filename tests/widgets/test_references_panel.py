"""References by what they need, with counts; the open one shows cited beside found."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.reference import Rejected, Verdict
from tests.shell.making import is_idle, until
from tests.widgets.test_findings_panel import texts
from widgets.evidence_table import EvidenceTable
from widgets.labels import Button
from widgets.reference_candidates import CandidatesDialog
from widgets.reference_right import RightDialog
from widgets.reference_taught import TaughtLine


@pytest.fixture
def panel(window):
    window.panels.show_tab("references")
    return window.panels.references


def test_what_needs_a_look_comes_first(panel, opened):
    groups = [row.title for row in panel.list.rows if row.is_group]
    assert groups == ["Look at these", "Verified"]
    assert panel.list.rows[1].title == "Castell and Moreau 2022"
    assert panel.list.rows[1].detail == "Real work, details wrong. Year: cited 2022, found 2019"
    assert panel.count == 2


def test_a_verdict_that_the_head_of_its_group_says_is_not_said_again(panel, opened):
    before = panel.view
    panel.filter.changed.emit(replace(before, grouping="verdict"))
    found = {row.title: row.detail for row in panel.list.rows if not row.is_group}
    panel.filter.changed.emit(before)
    assert found["Castell and Moreau 2022"] == "Year: cited 2022, found 2019"


def test_the_open_reference_shows_the_evidence(panel, session, opened):
    wrong = next(item for item in opened.reference_items() if item.verdict is Verdict.MISMATCH)
    session.set_current(wrong.key)
    card = panel.list.open_widget
    table = card.findChild(EvidenceTable)
    spoken = [label.accessibleName() for label in table.findChildren(type(table.children()[1]))]
    assert "Year: cited 2022; found 2019; differs" in spoken
    assert "Record castell2019 in sources.bib. No online look-up." in texts(card)


def test_the_counts_say_how_many_need_a_look(panel):
    assert "1 of 2 need a look" in texts(panel.counts)


def test_without_a_list_it_invites_to_add_one(qtbot, window, panel, session, opened):
    before = session.source_lists
    session.source_lists = ()
    panel.refresh()
    assert not panel.invitation.isHidden()
    assert panel.list.rows[0].title == "Found in the draft"
    assert "2 found" in texts(panel.counts)
    session.source_lists = before
    panel.refresh()
    assert panel.invitation.isHidden()


def test_entries_that_were_left_out_are_named(panel, opened):
    opened.rejected = tuple(Rejected("sources.bib", line, "It breaks off.") for line in (3, 9, 12, 20))
    panel.refresh()
    assert panel.rejected.text.splitlines() == [
        "sources.bib, line 3: It breaks off.",
        "sources.bib, line 9: It breaks off.",
        "sources.bib, line 12: It breaks off.",
        "and 1 more",
    ]
    opened.rejected, opened.left_out = opened.rejected[:1], ("gone.bib cannot be read.",)
    panel.refresh()
    assert panel.rejected.text.splitlines() == ["gone.bib cannot be read.", "sources.bib, line 3: It breaks off."]
    opened.rejected = opened.left_out = ()
    panel.refresh()
    assert panel.rejected.isHidden()


def test_a_reference_is_accepted_as_a_comment(panel, session, opened):
    wrong = next(item for item in opened.reference_items() if item.verdict is Verdict.MISMATCH)
    session.review.accept(wrong.key)
    until(lambda: opened.was_accepted(wrong.key))
    assert panel.group_of(opened, wrong.key) == "decided"
    session.review.undo()
    until(lambda: not opened.was_accepted(wrong.key))


def button(card, name):
    return next(one for one in card.findChildren(Button) if one.accessibleName() == name)


@pytest.fixture
def wrong(panel, session, opened):
    """The open reference whose year differs from its record's."""
    item = next(item for item in opened.reference_items() if item.reference.raw.startswith("Castell"))
    session.set_current(item.key)
    return item


def dialog_of(window, kind):
    until(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_a_corrected_reference_is_copied_in_the_style_of_the_list(window, panel, wrong):
    button(panel.list.open_widget, "Copy corrected").click()
    until(lambda: window.status_line.said == "The corrected reference was copied.")
    copied = QGuiApplication.clipboard().text()
    assert copied == "Castell, I., & Moreau, L. (2019). Counting visitors at the door. Branch Papers, 15(1), 33–52."


def test_other_records_stand_beside_what_is_cited(window, panel, wrong):
    window.keys.by_name["reference_records"].trigger()
    dialog = dialog_of(window, CandidatesDialog)
    until(lambda: bool(dialog.candidates))
    assert dialog.list.rows[0].title == "Counting visitors at the door"
    assert dialog.list.rows[0].detail == "Castell and Moreau 2019. Differs: year"
    assert dialog.findChild(EvidenceTable) is not None
    dialog.copy.click()
    until(lambda: window.session.runner.is_idle)
    assert "(2019)" in QGuiApplication.clipboard().text()
    dialog.reject()


def test_without_a_doi_or_link_nothing_is_opened(window, panel, wrong):
    window.keys.by_name["reference_open"].trigger()
    assert window.status_line.said == "This reference has no DOI and no link."


def test_what_is_right_is_taught_with_who_and_when_and_can_be_taken_out_again(window, panel, session, opened, wrong):
    button(panel.list.open_widget, "It is right…").click()
    dialog = dialog_of(window, RightDialog)
    assert dialog.fields["year"].text() == "2022"
    dialog.fields["year"].setText("next year")
    dialog.keep.click()
    assert dialog.trouble.text() == "A year is a number, such as 2021."
    dialog.fields["year"].setText("2022")
    dialog.keep.click()
    until(lambda: is_idle(session) and opened.reference(wrong.key).verdict is Verdict.VERIFIED)
    assert session.source_lists[-1].name == "My corrections"
    session.set_current(None)
    session.set_current(wrong.key)
    line = panel.list.open_widget.findChild(TaughtLine)
    until(lambda: not button(line, "Take it out again").isHidden())
    assert any(text.startswith("Put in by you on ") for text in texts(line))
    button(line, "Take it out again").click()
    until(lambda: is_idle(session) and opened.reference(wrong.key).verdict is Verdict.MISMATCH)
