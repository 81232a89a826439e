import pytest

from app.domain.deliverable import Assignment, DataClass
from app.domain.reference import Record, Work
from app.services.assignments import edit_assignment
from app.services.online import (
    SERVICES,
    AskBy,
    OnlineChoice,
    Question,
    first_family,
    keep_online_choice,
    online_choice,
    page_of,
    why_not_asked,
)
from app.store.workspace import open_workspace
from tests.services.team import NEXT, TEXT


@pytest.fixture
def workspace(workspace_folder):
    opened = open_workspace(workspace_folder)
    yield opened
    opened.close()


def test_everything_is_off_until_a_person_switches_it_on(workspace):
    assert online_choice(workspace) == OnlineChoice(frozenset(), titles=False, contact="")
    assert not online_choice(workspace).on


@pytest.mark.parametrize("value", ["yes", 1, None, [True], ["Nobody"], {"Crossref": True}])
def test_only_a_plain_yes_switches_it_on(workspace, value):
    for name in ("online_services", "online_titles", "online_contact"):
        workspace.put_setting(name, value)
    assert not online_choice(workspace).on
    assert not online_choice(workspace).titles


def test_a_choice_is_kept(workspace):
    choice = OnlineChoice(frozenset(["Crossref", "arXiv"]), titles=True, contact="mentor@office.test")
    keep_online_choice(workspace, choice)
    assert online_choice(workspace) == choice


def test_the_consent_says_of_every_service_what_it_gets():
    assert all(one.name and one.purpose and one.sends for one in SERVICES)
    assert [one.name for one in SERVICES if not one.host] == ["Cited links"]
    assert all(
        one.sends_titles in {(), ("the title",), ("the title", "the first author's family name")} for one in SERVICES
    )
    assert {one.name for one in SERVICES if one.sends_titles} == {"Crossref", "OpenAlex", "Open Library"}


@pytest.mark.parametrize("data", list(DataClass))
def test_what_is_confidential_or_personal_is_never_sent(team, data):
    forbidden = data in {DataClass.CONFIDENTIAL, DataClass.PERSONAL}
    with team.by(team.lea) as store:
        assignment = Assignment("given", team.lea, team.id, "Brief", 1, 1, data_class=data)
        edit_assignment(store, assignment)
    plain, declared = team.handed_in(), team.handed_in(NEXT, data_class=data)
    assigned = team.handed_in(TEXT + "More.", team.work(assignment_id="given"))
    assert why_not_asked(team.store, plain.draft.id) == ""
    for opened, whose in ((declared, "Its author"), (assigned, "Its assignment")):
        sentence = f"{whose} says that this work is {data.value}, so nothing of it is sent anywhere."
        assert why_not_asked(team.store, opened.draft.id) == (sentence if forbidden else "")


WORK = Work(
    title="Tides", authors=("Osei, Kwame",), doi="10.5555/tides", arxiv="1905.01234", url="https://site.test",
    container="U.S.", volume="512", pages="345", isbn="9780306406157",
)  # fmt: skip


@pytest.mark.parametrize(
    ("service", "by", "sent"),
    [
        ("Crossref", AskBy.DOI, "10.5555/tides"),
        ("arXiv", AskBy.ARXIV, "1905.01234"),
        ("Open Library", AskBy.ISBN, "9780306406157"),
        ("CourtListener", AskBy.CASE, "512 U.S. 345"),
        ("Crossref", AskBy.TITLE, "Tides Osei"),
        ("OpenAlex", AskBy.TITLE, "Tides"),
        ("Cited links", AskBy.LINK, "https://site.test"),
    ],
)
def test_the_log_can_say_what_a_question_sends(service, by, sent):
    assert Question(service, by, WORK).sent == sent


@pytest.mark.parametrize(
    ("authors", "family"), [((), ""), (("",), ""), (("Kwame Osei",), "Osei"), (("Osei, K.",), "Osei")]
)
def test_the_family_name_of_the_first_author(authors, family):
    assert first_family(Work(authors=authors)) == family


@pytest.mark.parametrize(
    ("service", "record", "page"),
    [
        ("Crossref", "10.5555/tides", "https://doi.org/10.5555/tides"),
        ("OpenAlex", "https://openalex.org/W1", "https://openalex.org/W1"),
        ("arXiv", "1905.01234", "https://arxiv.org/abs/1905.01234"),
        ("Open Library", "/books/OL1M", "https://openlibrary.org/books/OL1M"),
        ("CourtListener", "77", "https://www.courtlistener.com/opinion/77/"),
        ("My list", "key", ""),
    ],
)
def test_each_record_has_its_page(service, record, page):
    assert page_of(Record(record, service, WORK)) == page
