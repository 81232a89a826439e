"""Answers are kept for a work, over drafts and restarts, and a failure never takes an answer's place."""

import pytest

from app.domain.reference import Notice, Record, Work
from app.services.lookup_answers import keep_answers, kept_answers, key_of
from app.services.online import Answer, AskBy, Asked, Hit
from app.store.workspace import open_workspace

WORK = Work(title="Tides", authors=("Osei, Kwame",), year=2021, doi="10.5555/tides")
FOUND = Asked("Crossref", AskBy.DOI, Answer(1, found=True, hits=(Hit(Record("10.5555/tides", "Crossref", WORK)),)))
FAILED = Asked("Crossref", AskBy.DOI, Answer(2, failure="It did not answer in time."))
ABSENT = Asked("DataCite", AskBy.DOI, Answer(2, notices=(Notice("link-live", "The link answers."),)))


@pytest.fixture
def workspace(workspace_folder):
    opened = open_workspace(workspace_folder)
    yield opened
    opened.close()


def test_answers_are_kept_over_a_restart(workspace, workspace_folder):
    assert kept_answers(workspace, "work") == {}
    keep_answers(workspace, "work", {"a": (FOUND, ABSENT)})
    keep_answers(workspace, "work", {"b": (ABSENT,)})
    workspace.close()
    again = open_workspace(workspace_folder)
    assert kept_answers(again, "work") == {"a": (FOUND, ABSENT), "b": (ABSENT,)}
    assert kept_answers(again, "other") == {}
    again.close()


def test_a_failure_takes_no_answers_place_but_an_answer_takes_a_failures(workspace):
    keep_answers(workspace, "work", {"a": (FAILED,)})
    keep_answers(workspace, "work", {"a": (FOUND,)})
    assert kept_answers(workspace, "work") == {"a": (FOUND,)}
    keep_answers(workspace, "work", {"a": (FAILED, ABSENT)})
    assert kept_answers(workspace, "work") == {"a": (FOUND, ABSENT)}


@pytest.mark.parametrize("value", ["no", [1], {"a": 3}, {"a": [{"service": "Crossref"}]}])
def test_what_makes_no_sense_was_never_asked(workspace, value):
    workspace.put_setting("online_answers:work", value)
    assert kept_answers(workspace, "work") == {}


def test_the_key_is_the_printed_text_whatever_its_line_breaks():
    assert key_of("Osei, K.\n (2021). Tides.") == key_of("Osei, K. (2021). Tides.")
    assert key_of("Osei, K. (2021). Tides.") != key_of("Osei, K. (2022). Tides.")
