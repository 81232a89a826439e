"""The lead's pages: people, assignments, rubrics and late work, changed by keyboard and kept at once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from app.domain.deliverable import DataClass
from app.domain.people import Role
from app.services import assignments, people, submitting
from app.shell.people_here import people_here
from tests.shell.making import is_idle, open_draft, until, wait_idle, write_draft
from tests.widgets.lead import lead_session, make_reviews
from widgets.assignment_form import AssignmentForm
from widgets.assignment_give import GiveWorkDialog
from widgets.assignment_page import AssignmentsPage
from widgets.labels import Button
from widgets.lead_rubrics import RubricsPage
from widgets.lead_work import LateWorkPage
from widgets.people_page import PeoplePage
from widgets.scores_filters import Chooser

Key = Qt.Key


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lead") / "made"
    return make_reviews(folder), folder


@pytest.fixture
def team(made):
    return made[0]


@pytest.fixture
def session(made, tmp_path):
    with lead_session(made[1], tmp_path / "lead") as session:
        yield session


def shown(qtbot, page, session):
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.refresh()
    until(lambda: is_idle(session))
    return page


def part(page, kind, name):
    def found():
        return [one for one in page.findChildren(kind) if one.accessibleName() == name and one.isVisibleTo(page)]

    until(found)  # what has just come into a layout is shown by the next turn of the event loop
    return found()[0]


def pick(chooser, words):
    chooser.setCurrentIndex(chooser.findText(words))
    chooser.activated.emit(chooser.currentIndex())


def type_into(field, words):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Key.Key_Return)


def test_a_person_is_added_paired_and_led_to_a_side_of_their_own(qtbot, session):
    page = shown(qtbot, PeoplePage(session), session)
    type_into(page.name, "Zoe")
    until(lambda: is_idle(session))
    assert page.name.text() == ""
    pick(part(page, Chooser, "Add a mentor"), "Ben")
    until(lambda: is_idle(session))
    part(page, QCheckBox, "Reports").click()
    until(lambda: is_idle(session))
    part(page, QCheckBox, "Leads: Reports").click()
    until(lambda: is_idle(session))
    here = people_here(session).here
    zoe = next(one for one in here.active if one.name == "Zoe")
    assert here.directory.roles_of(zoe.id) == {Role.MENTEE, Role.LEAD}
    row = next(row for row in page.list.rows if row.title == "Zoe")
    assert row.detail == "mentee, team lead"
    part(page, Button, "Remove Ben").click()
    until(lambda: is_idle(session))
    assert people_here(session).here.directory.mentors_of(zoe.id) == frozenset()


def test_nobody_mentors_themselves_and_it_is_said(qtbot, session, team):
    page = shown(qtbot, PeoplePage(session), session)
    page.choose(f"person:{team.ben}")
    pick(part(page, Chooser, "Add a mentor"), "Ben")
    until(lambda: is_idle(session))
    assert page.trouble.text == "Ben cannot mentor themselves. Choose another mentor."
    assert part(page, Chooser, "Add a mentor").value() == ""


def test_people_are_renamed_leave_and_come_back(qtbot, session, team):
    page = shown(qtbot, PeoplePage(session), session)
    page.choose(f"person:{team.mo}")
    type_into(page.area.widget().name, "Mona")
    until(lambda: is_idle(session))
    part(page, Button, "Has left").click()
    until(lambda: is_idle(session))
    assert [row.title for row in page.list.rows][-2:] == ["Has left", "Mona"]
    part(page, Button, "Is here again").click()
    until(lambda: is_idle(session))
    assert people_here(session).here.directory.is_active(team.mo)
    page.choose(f"person:{team.lea}")
    part(page, QCheckBox, "Admin: people, teams and pairings").click()
    until(lambda: is_idle(session))
    assert page.trouble.text == "This is the only admin. Make another person admin first."


def test_a_team_has_a_name_and_members(qtbot, session, team):
    page = shown(qtbot, PeoplePage(session), session)
    type_into(page.team, "Briefs")
    until(lambda: is_idle(session))
    part(page, QCheckBox, "Ana").click()
    until(lambda: is_idle(session))
    type_into(page.area.widget().name, "Policy briefs")
    until(lambda: is_idle(session))
    row = next(row for row in page.list.rows if row.title == "Policy briefs")
    assert row.place == "1"
    page.list.folded.emit("group:Teams")
    assert "Policy briefs" not in [row.title for row in page.list.rows]


def test_who_is_no_admin_changes_nobody_and_reads_why(qtbot, session, team):
    people_here(session).act_as(team.mo)
    until(lambda: is_idle(session))
    page = shown(qtbot, PeoplePage(session), session)
    assert not page.name.isEnabled()
    assert "Only an admin" in page.trouble.text


def test_an_assignment_is_made_with_a_title_and_filled_in(qtbot, session, team):
    page = shown(qtbot, AssignmentsPage(session), session)
    type_into(page.title, "Evening opening")
    until(lambda: is_idle(session))
    form = page.area.widget()
    assert isinstance(form, AssignmentForm)
    form.brief.setFocus()
    QTest.keyClicks(form.brief, "Two pages.")
    form.audience.setFocus()
    QTest.keyClicks(form.audience, "The board")
    form.is_due.click()
    pick(form.rubric, "Policy brief, comes with Stet")
    until(lambda: is_idle(session))
    pick(form.data, "Confidential")
    pick(form.policy, form.policy.itemText(1))
    until(lambda: is_idle(session))
    (kept,) = page.choices.assignments
    assert (kept.title, kept.brief, kept.audience, kept.team_id) == (
        "Evening opening",
        "Two pages.",
        "The board",
        team.id,
    )
    assert (kept.data_class, bool(kept.policy), kept.due_ms is not None) == (DataClass.CONFIDENTIAL, True, True)
    assert assignments.rubric_of(session.workspace, kept.rubric_id).title == "Policy brief"
    form.remove.click()
    until(lambda: is_idle(session))
    assert page.choices.assignments == ()
    assert page.empty.isVisibleTo(page)


def test_an_assignment_without_a_title_is_not_kept_and_that_is_said(qtbot, session):
    page = shown(qtbot, AssignmentsPage(session), session)
    type_into(page.title, "  ")
    until(lambda: is_idle(session))
    assert page.trouble.text == "An assignment needs a title. Type one."
    assert page.choices.assignments == ()


def test_the_draft_on_the_desk_is_given_to_a_mentee(qtbot, session, team, tmp_path):
    asked = assignments.new_assignment(session.workspace, "Brief", team.id)
    assignments.edit_assignment(session.workspace, replace(asked, due_ms=1))
    people_here(session).act_as(team.ben)
    wait_idle(qtbot, session)
    opened = open_draft(qtbot, session, write_draft(tmp_path))
    dialog = GiveWorkDialog(session, opened.draft.id, opened.name)
    qtbot.addWidget(dialog)
    dialog.open()
    until(lambda: is_idle(session) and dialog.go.isEnabled())
    pick(dialog.mentee, "Ana")
    pick(dialog.assignment, "Brief")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Key.Key_Return)
    work = session.workspace.work_of(opened.draft.id)
    assert (work.mentee_id, work.assignment_id) == (team.ana, asked.id)
    again = GiveWorkDialog(session, opened.draft.id, opened.name)
    qtbot.addWidget(again)
    until(lambda: is_idle(session) and again.go.isEnabled())
    assert not again.mentee.isEnabled()
    assert again.mentee.currentText() == "Ana"
    people_here(session).act_as(team.lea)
    until(lambda: is_idle(session))
    late = shown(qtbot, LateWorkPage(session), session)
    assert [row[2:6] for row in late.table.words.rows] == [("Ana", work.title, "Brief", "Waits for review")]
    assert submitting.team_work(session.workspace)


def test_rubrics_come_in_and_go_out(qtbot, session, tmp_path):
    page = shown(qtbot, RubricsPage(session), session)
    page.choose("ready:policy-brief")
    page.use.click()
    until(lambda: is_idle(session))
    target = tmp_path / "brief.csv"
    page.export_file(target)
    until(lambda: is_idle(session))
    assert target.read_text().startswith("Rubric Name,")
    assert "left out" in page.said.accessibleName()
    page.import_file(target)
    until(lambda: is_idle(session))
    assert page.said.accessibleName().endswith("can be used now.")
    assert page.table.words.rows[0][1] == "30"
    assignments.keep_ready_rubric(session.workspace, "policy-brief")
    page.refresh()
    until(lambda: is_idle(session))
    alike = sorted(row.detail for row in page.list.rows if row.title == "Policy brief" and row.detail)
    assert alike == ["Version 1, Reports", "Version 1, yours", "Version 2"]
    (tmp_path / "bad.yaml").write_text("no: rubric\n", encoding="utf-8")
    page.import_file(tmp_path / "bad.yaml")
    until(lambda: is_idle(session))
    assert "bad.yaml:1" in page.said.accessibleName()


def test_nothing_late_is_said(qtbot, session):
    page = shown(qtbot, LateWorkPage(session), session)
    assert page.empty.isVisibleTo(page)
    assert people.myself(session.workspace).name == "Lea"
