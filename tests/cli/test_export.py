"""Scores by the command line are those of the app, with the same permissions and the same words."""

import csv
import io
import json
import zipfile
from contextlib import closing

import pytest

from app.cli.commands import run_command
from app.main import COMMANDS, _open_lookups, _open_remote, _open_server
from app.services import people
from app.store.workspace import open_workspace
from tests.services.team import make_team
from tests.services.test_history import released


@pytest.fixture
def team(workspace_folder):
    with closing(open_workspace(workspace_folder)) as store:
        made = make_team(store)
        released(made, 1)
        yield made


@pytest.fixture
def stet(team, workspace_folder, capfd):
    def run(*arguments):
        first = str(arguments[0]) if arguments else ""
        given = ["export", *([] if first in {"history", "feedback"} else ["scores"]), *map(str, arguments)]
        code = run_command(given, workspace_folder, open_workspace, _open_lookups, _open_server, _open_remote)
        written = capfd.readouterr()
        return code, written.out, written.err

    return run


def test_the_table_holds_what_was_released(stet):
    code, out, err = stet()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, err) == (0, "")
    assert [(row["Mentee"], row["Criterion"], row["Level"]) for row in rows] == [
        ("Ana", "ACC", "Meets"),
        ("Ana", "TON", ""),
    ]


@pytest.mark.parametrize(
    "given",
    [
        ("--team", "Reports", "--mentee", "ana", "--mentor", "BEN", "--rubric", "brief@1"),
        ("--from", "2020-01-01", "--to", "2200-01-01"),
    ],
)
def test_filters_that_fit_leave_the_scores(stet, given):
    assert len(stet(*given)[1].splitlines()) == 3


@pytest.mark.parametrize(
    "given", [("--mentee", "Mo"), ("--rubric", "brief@2"), ("--from", "2200-01-01"), ("--to", "2020-01-01")]
)
def test_filters_that_do_not_fit_leave_the_head(stet, given):
    assert len(stet(*given)[1].splitlines()) == 1


def test_every_format_is_there_and_says_what_it_leaves_out(stet, tmp_path):
    assert json.loads(stet("--format", "json")[1])["schema"] == "stet-scores/1"
    _, out, err = stet("--format", "canvas", "--no-names")
    assert out.startswith("Student Id,Student Name,Sources exist - Rating")
    assert "no mentor" in err
    assert "Names" in err
    _, out, err = stet("--format", "xapi", "--home-page", "https://people.example")
    assert json.loads(out)[0]["actor"]["account"]["homePage"] == "https://people.example"
    target = tmp_path / "scores.xlsx"
    assert stet("--format", "xlsx", "--output", target)[0] == 0
    assert zipfile.is_zipfile(target)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_is_wrong_is_one_sentence(stet, team):
    assert stet("--format", "xlsx")[0] == 2
    code, out, err = stet("--team", "Nowhere")
    assert (code, out, err) == (2, "", "There is no team “Nowhere” in this workspace.\n")
    people.add_person(team.store, "Ana")
    assert "2 of the name “Ana”" in stet("--mentee", "Ana")[2]
    assert "no web address" in stet("--format", "xapi", "--home-page", "me")[2]


def test_a_mentee_exports_nothing_of_others(stet, team):
    with team.by(team.ana):
        assert len(stet()[1].splitlines()) == 1
    assert "export" in COMMANDS


def test_the_history_holds_what_was_said_and_leads_to_the_page(stet, team, tmp_path):
    rows = list(csv.DictReader(io.StringIO(stet("history", "--mentee", "Ana")[1])))
    assert {row["Part"] for row in rows} == {"comment", "score", "letter"}
    assert {(row["Mentee"], row["Mentor"], row["Work"], row["Draft"]) for row in rows} == {
        ("Ana", "Ben", "Work 1", "1")
    }
    found = json.loads(stet("history", "--format", "json", "--words", "plan")[1])
    assert [one["kind"] for one in found["feedback"]] == ["correction"]
    target = tmp_path / "feedback.html"
    assert stet("feedback", rows[0]["Draft ID"], "--output", target)[0] == 0
    assert "Say when." in target.read_text(encoding="utf-8")
    with team.by(team.mo):
        assert len(stet("history")[1].splitlines()) == 1
        code, out, err = stet("feedback", rows[0]["Draft ID"])
    assert (code, out) == (2, "")
    assert "no released feedback" in err
