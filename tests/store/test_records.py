"""Every kind of value comes back from its row and from a step of undo as it was put."""

from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.deliverable import Assignment, Deliverable, Submission
from app.domain.errors import NotFoundError
from app.domain.feedback import KeptRubric, Letter, Mark, Phrase, Reflection, Release, Reply, Review, Score
from app.domain.ids import new_id
from app.domain.people import Admin, Membership, Pairing, Person, Team
from app.services.ports import Act, ReviewChange
from app.store.records import TABLES
from app.store.workspace import SqliteWorkspace, open_workspace
from tests.services.team import make_team
from tests.store.making import make_comment, open_text

OF_DRAFT = (Submission, Review, Score, Letter, Reply, Reflection, Mark, Release)
REFERENCES = ("draft_id", "author_id", "review_id", "comment_id", "mentee_id", "team_id", "person_id", "mentor_id",
              "rubric_id", "assignment_id", "id")  # fmt: skip
PROSE = st.text(max_size=20)


def columns(workspace: SqliteWorkspace, kind: type) -> list[str]:
    with workspace._reading() as connection:
        query = f"SELECT DISTINCT scope.kind FROM {TABLES[kind].name} JOIN scope ON scope.id = scope_id"
        return [row[0] for row in connection.exec_driver_sql(query)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(OF_DRAFT))
def test_what_is_kept_about_a_draft_comes_back(workspace: SqliteWorkspace, data: st.DataObject, kind: type) -> None:
    opened = open_text(workspace)
    review = Review(new_id(), opened.draft.id, workspace.me(), 1, 2)
    comment = make_comment(workspace, opened.draft)
    workspace.change_review(ReviewChange(comments=(comment,), records=(review,)))
    ids = {"draft_id": opened.draft.id, "author_id": workspace.me(), "review_id": review.id, "comment_id": comment.id}
    value = data.draw(st.from_type(kind).filter(lambda one: "\x00" not in repr(one)))
    known = {name: ids.get(name, "") for name in REFERENCES if hasattr(value, name)}
    times = {"created_ms": 1, "updated_ms": 2} | ({"minutes_saved": 3} if kind is Submission else {})
    value = replace(value, **known | {"id": new_id()}, **times, **({"value": 4} if kind is Mark else {}))
    workspace.change_review(ReviewChange(records=(value,)), Act.MARK)
    assert workspace.records(kind, id=value.id) == (value,)
    workspace.undo(opened.draft.id)
    assert workspace.records(kind, id=value.id) == ()
    workspace.redo(opened.draft.id)
    assert workspace.records(kind, id=value.id) == (value,)


def test_values_of_people_and_teams_come_back(workspace: SqliteWorkspace) -> None:
    team = make_team(workspace)
    me = workspace.me()
    values = (
        Person(new_id(), "Eve", active=False),
        Admin(new_id(), team.ben),
        Team(new_id(), "Other"),
        Membership(new_id(), team.id, team.mo, is_lead=True),
        Pairing(new_id(), team.mo, team.ana),
        KeptRubric(new_id(), me, team.id, "brief", "1", "Brief", "text", 1, 2),
        Assignment(new_id(), me, team.id, "Brief", 1, 2, due_ms=5, sources=("a", "b")),
        Deliverable(new_id(), team.ana, "Work", 1, 2, team.ana),
        Phrase(new_id(), me, "", "praise", "Clear.", 1, 2),
    )
    for value in values:
        workspace.change_review(ReviewChange(records=(value,)))
        assert workspace.records(type(value), id=value.id) == (value,)


def test_rows_belong_to_those_who_may_see_them(workspace: SqliteWorkspace) -> None:
    team = make_team(workspace)
    team.handed_in()
    made = (
        Phrase(new_id(), team.ben, "", "praise", "Own.", 1, 2),
        Phrase(new_id(), team.ben, team.id, "praise", "Team's.", 1, 2),
        Assignment(new_id(), team.lea, team.id, "Brief", 1, 2),
    )
    workspace.change_review(ReviewChange(records=made))
    assert columns(workspace, Deliverable) == columns(workspace, Submission) == ["mentee"]
    assert sorted(columns(workspace, Phrase)) == ["personal", "team"]
    assert columns(workspace, Assignment) == ["team"]


def test_filters_take_one_value_or_several(workspace: SqliteWorkspace) -> None:
    team = make_team(workspace)
    names = {one.id: one.name for one in workspace.records(Person, id=[team.ana, team.ben])}
    assert names == {team.ana: "Ana", team.ben: "Ben"}
    assert workspace.records(Person, id=[]) == ()


def test_everybody_is_known_as_soon_as_anybody_has_written(workspace: SqliteWorkspace) -> None:
    names = [f"Person {number}" for number in range(5)]
    with closing(open_workspace(workspace.path)) as beside:
        for number, name in enumerate(names):
            before = workspace.directory()
            assert workspace.directory() is before
            (beside, workspace)[number % 2].change_review(ReviewChange(records=(Person(new_id(), name),)))
            for one in (workspace, beside):
                assert name in {person.name for person in one.directory().people}
    lost = Person(new_id(), "Lost")
    with pytest.raises(NotFoundError):
        workspace.change_review(ReviewChange(records=(lost, Review(new_id(), "no draft", workspace.me(), 0, 0))))
    assert lost not in workspace.directory().people


def test_the_state_is_the_same_only_while_nobody_writes(workspace: SqliteWorkspace) -> None:
    with closing(open_workspace(workspace.path)) as beside:
        for writer in (workspace, beside):
            before = workspace.state()
            assert workspace.state() == before
            writer.put_setting("anything", writer.path.name)
            assert workspace.state() != before
        assert beside.state() != workspace.state()  # each connection counts for itself
