"""Who works here: sides by role, the switch to another person, and changes that the rules forbid."""

import pytest

from app.domain.people import Directory, Person, Role
from app.services import people
from app.shell.people_here import Here, change, people_here
from tests.services.team import make_team
from tests.shell.making import open_draft, start_session, wait_idle, write_draft


@pytest.fixture
def session(qtbot, workspace_folder):
    made = start_session(qtbot, workspace_folder)
    yield made
    made.close()


def with_roles(*roles):
    two = Directory((Person("a", "Ana"), Person("b", "Ben"), Person("c", "Cat", active=False)))
    return Here(two.people[0], frozenset(roles), two)


def test_a_person_alone_has_every_side_and_others_those_of_their_roles():
    assert Here(directory=Directory((Person("a", ""),))).sides == ("review", "mine", "team")
    assert with_roles().sides == ("review",)
    assert with_roles(Role.MENTEE).sides == ("mine",)
    assert with_roles(Role.LEAD, Role.MENTEE, Role.MENTOR, Role.ADMIN).sides == ("review", "mine", "team")
    assert [one.name for one in with_roles().active] == ["Ana", "Ben"]


def test_another_person_starts_with_their_own_drafts(qtbot, session, tmp_path):
    here = people_here(session)
    team = make_team(session.workspace)
    open_draft(qtbot, session, write_draft(tmp_path))
    wait_idle(qtbot, session)
    assert len(session.recent) == 1
    with qtbot.waitSignal(session.person_changed):
        here.act_as(team.mo)
    wait_idle(qtbot, session)
    assert (session.draft, session.queue, session.recent, session.current) == (None, [], (), None)
    assert (here.here.me.name, here.here.roles) == ("Mo", frozenset())
    with qtbot.waitSignal(session.person_changed):
        here.act_as(team.lea)
    wait_idle(qtbot, session)
    assert len(session.recent) == 1
    assert here.here.roles == {Role.LEAD, Role.ADMIN}


def test_what_is_forbidden_is_answered_and_not_tried_again(qtbot, session):
    here, said, made = people_here(session), [], []
    team = make_team(session.workspace)
    here.act_as(team.mo)
    wait_idle(qtbot, session)
    change(session, lambda store: people.add_person(store, "Zoe"), made.append, said.append)
    change(session, lambda store: people.add_person(store, "Zoe"), made.append)
    with qtbot.waitSignal(session.failed) as failed:
        wait_idle(qtbot, session)
    assert said == ["Only an admin can change people, teams and pairings; ask one."]
    assert failed.args[0].sentence == said[0]
    assert made == []
    here.act_as(team.lea)
    change(session, lambda store: people.add_person(store, "Zoe"), made.append, said.append)
    wait_idle(qtbot, session)
    assert [one.name for one in made] == ["Zoe"]
