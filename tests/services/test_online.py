import pytest

from app.services.online import SERVICES, OnlineChoice, keep_online_choice, online_choice
from app.store.workspace import open_workspace


@pytest.fixture
def workspace(workspace_folder):
    opened = open_workspace(workspace_folder)
    yield opened
    opened.close()


def test_everything_is_off_until_a_person_switches_it_on(workspace):
    assert online_choice(workspace) == OnlineChoice(on=False, titles=False, contact="")


@pytest.mark.parametrize("value", ["yes", 1, None, [True]])
def test_only_a_plain_yes_switches_it_on(workspace, value):
    for name in ("online_lookups", "online_titles", "online_contact"):
        workspace.put_setting(name, value)
    assert not online_choice(workspace).on
    assert not online_choice(workspace).titles


def test_a_choice_is_kept(workspace):
    choice = OnlineChoice(on=True, titles=True, contact="mentor@office.test")
    keep_online_choice(workspace, choice)
    assert online_choice(workspace) == choice


def test_the_consent_says_of_every_service_what_it_gets():
    assert all(one.name and one.purpose and one.sends for one in SERVICES)
    assert [one.name for one in SERVICES if not one.host] == ["Cited links"]
    assert {one.name for one in SERVICES if one.sends_titles} == {"Crossref", "OpenAlex", "Open Library"}
