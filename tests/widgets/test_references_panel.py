"""References by what they need, with counts; the open one shows cited beside found."""

import pytest

from app.domain.reference import Rejected, Verdict
from tests.shell.making import until
from tests.widgets.test_findings_panel import texts
from widgets.evidence_table import EvidenceTable


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
