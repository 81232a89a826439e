"""Every list can be narrowed and grouped; what is asked for by a mark is always shown."""

import pytest

from widgets.entries import View


@pytest.fixture
def panel(window):
    window.panels.show_tab("findings")
    made = window.panels.findings
    yield made
    made._use_view(View())
    made.filter.close_bar()


def heads(panel):
    return [row.title for row in panel.list.rows if row.is_group]


def items(panel):
    return [row.key for row in panel.list.rows if not row.is_group]


def test_grouped_by_check_every_finding_is_listed(panel, opened):
    panel._use_view(View("check"))
    assert sorted(items(panel)) == sorted(item.key for item in opened.findings)
    assert heads(panel) == list(dict.fromkeys(item.title for item in opened.findings))


def test_what_has_no_criterion_is_said_to_have_none(panel, opened):
    panel._use_view(View("criterion"))
    assert heads(panel) == ["No criterion"]


def test_a_filter_that_fits_nothing_says_so(panel):
    panel._use_view(View(text="zebra"))
    assert panel.empty.accessibleName().startswith("Nothing fits")
    assert panel.empty.isVisibleTo(panel)


def test_a_mark_that_is_asked_for_puts_the_filter_away(panel, session, opened):
    panel._use_view(View(text="zebra"))
    session.set_current(opened.findings[0].key)
    assert panel.list.open_key == opened.findings[0].key
    assert not panel.view.narrows


def test_the_open_row_closes_when_it_is_left_out(panel, session, opened):
    session.set_current(opened.findings[0].key)
    panel._use_view(View(text="zebra"))
    assert session.current is None


def test_how_a_list_is_shown_is_kept_and_taken(panel, window):
    panel.use_kept("place:open")
    assert panel.kept_view == "place:open"
    assert panel.filter.isVisible()
    panel.use_kept("nonsense:open")
    panel.use_kept("check:never")
    assert panel.kept_view == "place:open"


def test_references_are_grouped_by_verdict(window, opened):
    references = window.panels.references
    references._use_view(View("verdict"))
    assert heads(references) == ["Real work, details wrong", "Verified"]
    references._use_view(View("notice"))
    assert "No notice" in heads(references)
    references._use_view(View("origin"))
    assert heads(references) == ["Bibliography"]
    references._use_view(View())


def test_the_filter_is_opened_and_closed_from_the_tabs(window, panel):
    window.panels.toggle_filter()
    assert panel.filter.isVisible()
    assert window.panels.narrow.isChecked()
    window.panels.toggle_filter()
    assert panel.filter.isHidden()
