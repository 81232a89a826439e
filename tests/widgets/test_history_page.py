"""The history: charts that can be heard, a table with the same numbers, search, and what comes back."""

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from app.domain.finding import Finding, Tier
from app.services import people, reading_feedback, releasing, reviewing
from app.services.people import ACTING_AS
from app.store.workspace import open_workspace
from tests.services.team import TEXT, make_document
from tests.services.test_releasing import review
from tests.widgets.mentee import make_returned, start, wait
from widgets.history_page import HistoryPage
from widgets.labels import Button
from widgets.mentee_side import MenteeSide


def find(words):
    start = TEXT.index(words)
    return Finding(
        "vague-attribution", 1, Tier.ASK, start, start + len(words), "No source is named.", {}, "Who counted?"
    )


@pytest.fixture(scope="module")
def side(qapp, tmp_path_factory):
    """Three drafts with feedback: the same mistake in all, scores of the first two open."""
    made = make_returned(tmp_path_factory.mktemp("made") / "workspace")
    with closing(open_workspace(made.folder)) as store:
        team = replace(made.team, store=store)
        drafts = [made.draft_id]
        for number in (2, 3):
            text = TEXT.replace("212", str(212 + number))
            opened, _ = review(team, text)
            drafts.append(opened.draft.id)
        for draft_id in drafts:
            draft = store.draft(draft_id)
            document = make_document(store.revision_text(draft.revision_id))
            with team.by(team.ben):
                reviewing.accept_finding(store, draft, document, find("people came"))
                releasing.release(store, [draft_id])
        with team.by(team.ana):
            for draft_id in drafts[:2]:
                reading_feedback.reflect(store, draft_id, "I counted.", "It rained.", "I will date each figure.")
        people.act_as(store, team.ana)
    session = start(made)
    side = MenteeSide(session)
    side.made = made
    side.resize(1280, 740)
    side.show()
    side.refresh()
    side.show_page("history")
    wait(session)
    yield side
    side.close()
    session.close()
    side.deleteLater()


@pytest.fixture
def page(side):
    side.history.said.field.clear()
    for choice in (side.history.said.what, side.history.said.criterion):
        choice.setCurrentIndex(0)
    side.history.said.ask()
    wait(side._session)
    return side.history


def found(side, words="", what="", criterion=""):
    said = side.history.said
    said.field.setText(words)
    said.what.setCurrentIndex(said.what.findData(what))
    said.criterion.setCurrentIndex(said.criterion.findData(criterion))
    said.ask()
    wait(side._session)
    return list(said._found.values())


def test_charts_say_aloud_what_they_show(page):
    charts = {one.accessibleName(): one for one in page.scores.charts}
    assert len(charts) == 1  # one criterion was scored
    (name, chart) = charts.popitem()
    assert name.startswith("Sources exist: as in ")
    assert QAccessible.queryAccessibleInterface(chart).text(QAccessible.Text.Description).count("Meets") == 2


def test_the_table_has_the_same_numbers(page):
    page.scores.show_table(True)
    table = page.scores.table
    rows = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    cells = [[row.text(column) for column in range(5)] for row in rows]
    assert [(one[0], one[3], one[4]) for one in cells] == [("Sources exist", "Meets", "100 %")] * 2
    page.scores.show_table(False)
    assert table.isHidden()


def test_scores_that_wait_are_in_no_list(side, page):
    assert len({one.draft_id for one in page.found.points}) == 2
    assert len({one.draft_id for one in found(side, what="score")}) == 2


def test_a_score_says_of_which_criterion(side, page):
    found(side, what="score")
    assert {row.title for row in page.said.list.rows} == {"Sources exist: Meets"}
    page.said._open(page.said.list.rows[0].key)
    assert page.said.list.open_widget.accessibleName() == "Score: Meets, Sources exist: Meets"


def test_what_comes_back_has_its_example(side, page):
    (one,) = page.found.comes_back
    assert (one.recurring.check, len(one.recurring.drafts), one.recurring.of) == ("vague-attribution", 3, 3)
    assert set(one.recurring.last) == set(one.recurring.drafts)
    said = [block.accessibleName() for block in page.comes_back._inside.children() if hasattr(block, "accessibleName")]
    assert any(name.endswith("3 of your last 3 drafts") for name in said)
    assert one.example.quote == "people came"


def test_search_and_filters_narrow_the_list(side, page):
    everything = found(side)
    assert {one.part for one in everything} == {"comment", "letter", "score"}
    assert {one.part for one in found(side, "date")} == {"letter"}
    assert {one.kind for one in found(side, what="praise")} == {"praise"}
    assert {one.criterion for one in found(side, what="comment", criterion="ACC")} == {"ACC"}
    assert found(side, "no such word") == []
    assert page.said.empty.isVisibleTo(page.said)


def test_a_row_opens_and_leads_to_its_feedback(side, page):
    page.search()
    found(side, what="praise")
    QTest.keyClick(page.said.field, Qt.Key.Key_Down)
    page.said.list.step(1)
    link = next(
        one for one in page.said.list.open_widget.findChildren(Button) if one.accessibleName() == "Open this feedback"
    )
    link.click()
    wait(side._session)
    assert side.page == "feedback"
    assert side.feedback.found.draft.id == side.made.draft_id
    side.show_page("history")
    wait(side._session)


def test_escape_clears_the_search(side, page):
    page.said.field.setText("date")
    QTest.keyClick(page.said.field, Qt.Key.Key_Escape)
    assert page.said.field.text() == ""


def test_what_waits_and_what_was_thought_stand_beside(side, page):
    words = {one.words for one in page.found.waiting}
    assert "Say when." in words
    assert len(words) == 2
    assert page.found.last_thought.next_time == "I will date each figure."


def test_what_stands_beside_goes_below_where_there_is_no_room(side, page):
    side.show_page("history")
    side.resize(1280, 800)
    page._tabs.button(0).click()
    assert len(page.stops()) == 2
    assert page._beside.isAncestorOf(page._notes)
    side.resize(800, 800)
    assert len(page.stops()) == 1
    assert page._area.isAncestorOf(page._notes)
    assert page._sheet.isVisibleTo(page)
    side.resize(1280, 800)
    assert page._beside.isAncestorOf(page._notes)


def test_a_mentor_reads_it_and_a_stranger_does_not(side, qtbot):
    session, store, team = side._session, side._session.workspace, side.made.team
    store.put_setting(ACTING_AS, team.ben)
    page = HistoryPage(session, mentee_id=team.ana)
    qtbot.addWidget(page)
    page.refresh()
    wait(session)
    assert page.header.facts.startswith("Ana")
    assert len({one.draft_id for one in page.found.points}) == 3  # a mentor's view waits for no answers
    assert not page.found.is_own
    store.put_setting(ACTING_AS, team.mo)
    stranger = HistoryPage(session, mentee_id=team.ana)
    qtbot.addWidget(stranger)
    with qtbot.waitSignal(session.failed) as failed:
        stranger.refresh()
    assert failed.args[0].sentence.startswith("Only the mentee, their mentors and the lead")
    store.put_setting(ACTING_AS, team.ana)
