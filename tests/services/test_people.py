"""People, teams and pairings, and who the app is for."""

import pytest

from app.domain.errors import BadInputError, DeniedError, NotFoundError
from app.domain.people import Role
from app.services import people, undoing
from app.services.assignments import new_assignment
from tests.services.team import Team


def test_each_person_has_the_sides_that_follow_from_teams_and_pairings(team: Team) -> None:
    roles = {}
    for name in ("lea", "ben", "ana", "mo"):
        with team.by(getattr(team, name)) as store:
            roles[name] = people.my_roles(store)
    assert roles["lea"] == {Role.LEAD, Role.ADMIN}
    assert (roles["ben"], roles["ana"], roles["mo"]) == ({Role.MENTOR}, {Role.MENTEE}, frozenset())


def test_nobody_mentors_oneself_nor_somebody_who_has_left(team: Team) -> None:
    with pytest.raises(BadInputError, match="themselves"):
        people.pair_up(team.store, team.ana, team.ana)
    people.let_go(team.store, team.mo)
    with pytest.raises(BadInputError, match="Mo has left"):
        people.pair_up(team.store, team.mo, team.ana)
    with pytest.raises(BadInputError, match="Mo has left"):
        people.act_as(team.store, team.mo)
    people.take_back_in(team.store, team.mo)
    assert people.act_as(team.store, team.mo).name == "Mo"


def test_pairing_twice_is_one_pairing(team: Team) -> None:
    assert people.pair_up(team.store, team.ben, team.ana) == people.pair_up(team.store, team.ben, team.ana)
    people.part(team.store, team.ben, team.ana)
    assert team.store.directory().pairings == ()


def test_only_an_admin_changes_people_and_the_last_one_stays(team: Team) -> None:
    with team.by(team.ben) as store, pytest.raises(DeniedError, match="Only an admin"):
        people.add_person(store, "Eve")
    with pytest.raises(BadInputError, match="only admin"):
        people.set_admin(team.store, team.lea, admin=False)
    with pytest.raises(BadInputError, match="yourself"):
        people.let_go(team.store, team.lea)
    people.set_admin(team.store, team.ben, admin=True)
    people.set_admin(team.store, team.lea, admin=False)
    with pytest.raises(DeniedError):
        people.add_team(team.store, "Other")


def test_a_name_is_needed_and_may_be_in_any_script(team: Team) -> None:
    with pytest.raises(BadInputError, match="needs a name"):
        people.add_person(team.store, " \n ")
    for name in ("王小明", "مریم", "O’Neill-Ōkubo", "ჩიტი 🙂"):
        made = people.add_person(team.store, name)
        assert team.store.directory().person(made.id) == made
        assert made.name == name
    with pytest.raises(NotFoundError):
        people.rename_person(team.store, "nobody", "X")


def test_whoever_is_not_active_is_not_acted_as(team: Team) -> None:
    people.act_as(team.store, team.mo)
    with team.by(team.lea) as store:
        people.let_go(store, team.mo)
    assert people.myself(team.store).id == team.lea


def test_changes_of_people_are_undone_by_the_one_who_made_them(team: Team) -> None:
    made = people.join_team(team.store, team.mo, team.id, lead=True)
    assert made.is_lead
    with team.by(team.ben) as store:
        assert undoing.undo_elsewhere(store, "people") is None
    undone = undoing.undo_elsewhere(team.store, "people")
    assert undone
    assert undone.sentence == "Undone: Edit people."
    assert not team.store.directory().leads_team(team.mo, team.id)
    undoing.redo_elsewhere(team.store, "people")
    assert team.store.directory().leads_team(team.mo, team.id)


def test_leaving_a_team_ends_a_leads_rights(team: Team) -> None:
    new_assignment(team.store, "Brief", team.id)
    people.leave_team(team.store, team.lea, team.id)
    with pytest.raises(DeniedError, match="lead of the team"):
        new_assignment(team.store, "Brief", team.id)
