from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInputError
from app.domain.people import Directory, Membership, Pairing, Person, Role, Team, pair
from app.domain.permissions import Item, Kind, may_read, may_write

NAMES = ("mo", "max", "mentee", "peer", "lead", "admin", "stranger")
PEOPLE = tuple(Person(name, name.title()) for name in NAMES)
DIRECTORY = Directory(
    people=PEOPLE,
    teams=(Team("t", "Team"), Team("u", "Other")),
    memberships=(
        *(
            Membership(f"m-{name}", "t", name, is_lead=name == "lead")
            for name in ("mo", "max", "mentee", "peer", "lead")
        ),
        Membership("m-stranger", "u", "stranger", is_lead=True),
    ),
    pairings=(Pairing("p1", "mo", "mentee"), Pairing("p2", "max", "mentee"), Pairing("p3", "mo", "peer")),
    admins=frozenset({"admin"}),
)
items = st.builds(
    Item,
    kind=st.sampled_from(Kind),
    author_id=st.sampled_from(NAMES),
    team_id=st.sampled_from(["t", "u"]),
    mentee_id=st.sampled_from(NAMES),
    released=st.booleans(),
    blind=st.booleans(),
)


def readers(item):
    return {name for name in NAMES if may_read(DIRECTORY, name, item)}


def writers(item):
    """Who may write the item in their own name."""
    return {name for name in NAMES if may_write(DIRECTORY, name, replace(item, author_id=name))}


@pytest.mark.parametrize("kind", [Kind.ASSIGNMENT, Kind.RUBRIC, Kind.POLICY, Kind.TEAM_LIBRARY, Kind.TEAM_COMMENT])
def test_what_is_the_teams_is_written_by_its_lead_and_read_by_the_team(kind):
    item = Item(kind, team_id="t")
    assert writers(item) == {"lead"}
    assert readers(item) == {"mo", "max", "mentee", "peer", "lead"}


def test_calibration_is_read_by_mentors_and_lead_only():
    assert readers(Item(Kind.CALIBRATION, team_id="t")) == {"mo", "max", "lead"}


@pytest.mark.parametrize("kind", [Kind.DELIVERABLE, Kind.DRAFT, Kind.DISCLOSURE, Kind.REFLECTION, Kind.MARK])
def test_work_is_written_by_its_mentee_and_read_by_mentors_and_lead(kind):
    item = Item(kind, author_id="mentee", mentee_id="mentee")
    assert writers(item) == {"mentee"}
    assert readers(item) == {"mentee", "mo", "max", "lead"}


def test_unreleased_feedback_is_seen_by_mentors_only_and_scores_by_the_lead_too():
    comment = Item(Kind.COMMENT, author_id="mo", mentee_id="mentee")
    assert writers(comment) == {"mo", "max"}
    assert readers(comment) == {"mo", "max"}
    assert readers(replace(comment, kind=Kind.SCORE)) == {"mo", "max", "lead"}


def test_released_feedback_is_seen_by_mentee_and_lead_too():
    letter = Item(Kind.LETTER, author_id="mo", mentee_id="mentee", released=True)
    assert readers(letter) == {"mo", "max", "mentee", "lead"}


def test_a_blind_round_hides_each_mentors_work_from_the_other_even_when_released():
    score = Item(Kind.SCORE, author_id="mo", mentee_id="mentee", blind=True)
    assert readers(score) == {"mo", "lead"}
    assert readers(replace(score, kind=Kind.LETTER, released=True)) == {"mo"}


def test_a_row_of_a_review_is_changed_only_by_its_author():
    assert not may_write(DIRECTORY, "max", Item(Kind.COMMENT, author_id="mo", mentee_id="mentee"))


def test_replies_are_written_by_both_sides_and_live_once_released():
    reply = Item(Kind.REPLY, author_id="mo", mentee_id="mentee")
    assert writers(reply) == {"mo", "max", "mentee"}
    assert "mentee" not in readers(reply)
    assert "mentee" in readers(replace(reply, released=True))


def test_a_self_check_is_private():
    assert readers(Item(Kind.SELF_CHECK, author_id="mentee", mentee_id="mentee")) == {"mentee"}


def test_the_admin_manages_people_and_reads_no_work():
    assert writers(Item(Kind.PEOPLE)) == {"admin"}
    assert "admin" not in readers(Item(Kind.DRAFT, mentee_id="mentee"))


def test_roles_follow_from_pairings_and_teams():
    both = replace(DIRECTORY, pairings=(*DIRECTORY.pairings, Pairing("p4", "lead", "mo")))
    assert both.roles_of("mo") == {Role.MENTOR, Role.MENTEE}
    assert both.roles_of("lead") == {Role.MENTOR, Role.LEAD}
    assert both.roles_of("admin") == {Role.ADMIN}


def test_nobody_mentors_themselves_and_nobody_is_paired_with_one_who_left():
    with pytest.raises(BadInputError, match="cannot mentor themselves"):
        pair("p", PEOPLE[0], PEOPLE[0])
    with pytest.raises(BadInputError, match="has left"):
        pair("p", PEOPLE[0], replace(PEOPLE[1], active=False))


@given(items, st.sampled_from(NAMES))
def test_who_has_left_sees_and_writes_nothing(item, name):
    people = tuple(replace(person, active=person.id != name) for person in PEOPLE)
    left = replace(DIRECTORY, people=people)
    assert not may_read(left, name, item)
    assert not may_write(left, name, item)


@given(items)
def test_strangers_see_nothing_of_a_team_or_a_mentee_that_is_not_theirs(item):
    item = replace(item, author_id="mo", team_id="t", mentee_id="mentee")
    assert "stranger" not in readers(item)


@given(items, st.sampled_from(NAMES))
def test_who_writes_in_their_own_name_may_read_it(item, name):
    own = replace(item, author_id=name)
    if own.kind is not Kind.PEOPLE and may_write(DIRECTORY, name, own):
        assert may_read(DIRECTORY, name, own)


@given(items)
def test_release_only_ever_widens_who_reads(item):
    assert readers(replace(item, released=False)) <= readers(replace(item, released=True))
