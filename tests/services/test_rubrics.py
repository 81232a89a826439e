"""Rubrics come from files and go to files, and a file that is none is said with its line."""

import pytest

from app.domain.errors import BadInputError, DeniedError, NotFoundError
from app.services import assignments, rubrics
from rubrics.canvas import to_canvas
from rubrics.load import library
from tests.services.team import RUBRIC, Team


@pytest.fixture
def canvas_file(tmp_path):
    path = tmp_path / "brief.csv"
    path.write_text(to_canvas(library()[0]), encoding="utf-8-sig")
    return path


def test_a_rubric_file_can_be_used_and_leaves_as_it_came(team: Team, tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_text(RUBRIC, encoding="utf-8")
    kept = rubrics.import_rubric(team.store, path, team.id)
    assert (kept.title, kept.edition, kept.team_id) == ("Brief", "1", team.id)
    assert rubrics.import_rubric(team.store, path, team.id) == kept
    assert rubrics.export_rubric(team.store, kept.id, rubrics.YAML).text == RUBRIC


def test_a_rubric_of_canvas_becomes_a_version_of_its_own(team: Team, canvas_file):
    first = rubrics.import_rubric(team.store, canvas_file, team.id)
    assert first.edition == "1"
    assert rubrics.import_rubric(team.store, canvas_file, team.id) == first
    canvas_file.write_text(canvas_file.read_text().replace("Fails", "Not yet"), encoding="utf-8")
    second = rubrics.import_rubric(team.store, canvas_file, team.id)
    assert (second.edition, second.name) == ("2", first.name)
    assert rubrics.import_rubric(team.store, canvas_file, team.id) == second
    assert assignments.rubric_of(team.store, second.id).criteria[0].levels[0].label == "Not yet"


def test_a_rubric_for_canvas_says_what_is_left_out(team: Team, canvas_file):
    kept = assignments.keep_ready_rubric(team.store, library()[0].id, team.id)
    made = rubrics.export_rubric(team.store, kept.id, rubrics.CANVAS)
    assert made.text == canvas_file.read_text(encoding="utf-8-sig")
    assert made.left_out == "Canvas takes no limits of the total, linked checks and the version: left out."
    with pytest.raises(BadInputError, match="cannot be written"):
        rubrics.export_rubric(team.store, kept.id, ".docx")
    with pytest.raises(NotFoundError):
        rubrics.export_rubric(team.store, "none", rubrics.YAML)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"Name,Points\n", "a.csv:1: The first columns must be"),
        ("a.yaml", b"schema: stet-rubric/1\n", "a.yaml:1"),
        ("a.yaml", b"\xff\xfe", "not UTF-8"),
        ("a.csv", b"x" * 1_000_001, "larger than 1 MB"),
        ("gone.yaml", None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_rubric_is_said_in_one_sentence(team: Team, tmp_path, name, data, said):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BadInputError, match=said):
        rubrics.import_rubric(team.store, path, team.id)


def test_only_a_lead_takes_a_rubric_in_for_the_team(team: Team, canvas_file):
    with team.by(team.ben) as store, pytest.raises(DeniedError):
        rubrics.import_rubric(store, canvas_file, team.id)
