import pytest

from rubrics.load import RubricFileError, library, load_rubric, parse_rubric
from tests.rubrics.making import TEXT


def problems(text):
    with pytest.raises(RubricFileError) as caught:
        parse_rubric(text, "brief.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_a_file_becomes_a_rubric():
    rubric = parse_rubric(TEXT, "brief.yaml")
    assert [criterion.weight for criterion in rubric.criteria] == [60, 40]
    assert rubric.criterion("TON").level("partly").points * 2 == 3
    assert rubric.criterion("ACC").gate.caps_total_at == 50


def test_the_ready_rubrics_load_and_judge_accuracy_tone_and_policy():
    ready = library()
    assert len(ready) == 4
    for rubric in ready:
        assert {"accuracy", "tone", "policy"} <= {criterion.dimension for criterion in rubric.criteria}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("weight: 40", "weight: 35", "brief.yaml:1: The weights add up to 95; they must add up to 100."),
        ("    title: Plain words\n", "", "brief.yaml:14: The field “title” is missing."),
        ("title: Plain", "titel: Plain", "brief.yaml:16: The field “titel” is not known here."),
        ("weight: 60", "weight: much", "brief.yaml:9: “weight” must be a number, not “much”."),
        ("below: meets", "below: met", "brief.yaml:6: The gate of ACC names the level “met”; it must be one above the"),
        ("points: 1.5", "points: 5", "brief.yaml:14: The levels of TON must run from the lowest points to the highest"),
        ("- id: TON", "- id: ACC", "brief.yaml:1: Two criteria have the id “ACC”; each needs its own."),
        ("version:", "id: again\nversion:", "brief.yaml:3: The field “id” stands twice. Keep one of them."),
        ("    title: Plain", "\ttitle: Plain", "brief.yaml:16: A tab stands where spaces are needed."),
        ("stet-rubric/1", "stet-rubric/9", "brief.yaml:1: “schema” must be 'stet-rubric/1', not “stet-rubric/9”."),
        ("title: Brief", "title: &a Brief\ndescribes: *a", "brief.yaml:5: An alias (*name) stands here."),
    ],
)
def test_a_problem_names_its_file_and_line(old, new, expected):
    found = problems(TEXT.replace(old, new, 1))
    assert any(problem.startswith(expected) for problem in found), found


def test_every_problem_is_named_at_once():
    assert len(problems(TEXT.replace("dimension: tone", "colour: red").replace("weight: 60", "weight: -1"))) == 3


def test_a_rubric_without_criteria_is_refused():
    assert problems(TEXT.split("criteria:")[0] + "criteria: []\n") == ["brief.yaml:5: “criteria” needs at least 1."]


@pytest.mark.parametrize("text", ["", "- a\n", "just words", "a: [", "x: !!python/object:os.system {}", "{" * 500])
def test_what_is_no_rubric_gets_a_sentence(text):
    assert problems(text)


def test_a_file_that_cannot_be_read_gets_a_sentence(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(b"title: caf\xe9")
    for path in (tmp_path, tmp_path / "gone.yaml", tmp_path / "latin.yaml"):
        with pytest.raises(RubricFileError):
            load_rubric(path)
