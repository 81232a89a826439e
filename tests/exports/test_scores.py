"""Golden files for every score export; STET_GOLDEN=write renews them after a wanted change."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import uuid
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInputError
from app.domain.scoring import CriterionScore, ReviewScores
from app.exports.cells import to_csv
from app.exports.scores_canvas import scores_canvas
from app.exports.scores_table import scores_csv, scores_json
from app.exports.scores_workbook import scores_xlsx
from app.exports.scores_xapi import scores_xapi

GOLDEN = Path(__file__).parent / "golden"
HOME = "https://people.wexmoor.example"
CRITERIA = (
    CriterionScore(
        "ACC", "Sources exist", "accuracy", Decimal(60), Decimal(4), "Partly", Decimal(2), '=HYPERLINK("x")'
    ),
    CriterionScore("TON", "Plain words", "tone", Decimal("25.5"), Decimal(3), "Meets", Decimal(3)),
    CriterionScore("TON-2", "Plain words", "tone", Decimal("14.5"), Decimal(3), comment="Not judged yet"),
)
FIRST = ReviewScores(
    review_id="0190-a",
    mentee_id="m-1",
    mentee="Zoë Ōkubo",
    mentor_id="p-1",
    mentor="Ana Mentor",
    team="Reports",
    assignment="Evening opening",
    work="Brief, second try",
    draft=2,
    scored_ms=1_763_700_000_000,
    rubric_id="brief-review",
    rubric_version="2",
    rubric_title="Policy brief",
    criteria=CRITERIA,
    total=Fraction(165, 4),
    capped_by=("ACC",),
)
SECOND = replace(FIRST, review_id="0190-b", mentee_id="m-2", mentee="-Lee", scored_ms=FIRST.scored_ms + 1000)
FORMATS = {
    "scores.csv": lambda: scores_csv([FIRST, SECOND]),
    "scores.json": lambda: scores_json([FIRST, SECOND]),
    "scores-canvas.csv": lambda: scores_canvas([FIRST, SECOND]),
    "scores-xapi.json": lambda: scores_xapi([FIRST, SECOND], HOME),
}


@pytest.mark.parametrize("name", FORMATS)
def test_scores_leave_as_published(name):
    made = FORMATS[name]()
    if os.environ.get("STET_GOLDEN") == "write":
        (GOLDEN / name).write_text(made, encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_no_cell_of_a_csv_runs_as_a_formula_and_its_words_survive(texts):
    _, row = csv.reader(io.StringIO(to_csv(["head"], [texts]), newline=""))
    for text, cell in zip(texts, row, strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.removeprefix("'").split() == text.removeprefix("'").split()


def test_a_workbook_holds_both_sheets_and_no_formula(tmp_path):
    data = scores_xlsx([FIRST, SECOND])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert [sheet.count("<row ") for sheet in sheets] == [3, 7]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)


def has_calc():
    program = shutil.which("soffice")
    return program is not None and (Path(program).resolve().parent / "libsclo.so").exists()


@pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc is not installed")
def test_libreoffice_opens_the_workbook_with_its_text_as_text(tmp_path):
    (tmp_path / "scores.xlsx").write_bytes(scores_xlsx([FIRST, SECOND]))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "scores.xlsx"], check=True, capture_output=True)
    head, first, second = csv.reader((tmp_path / "scores.csv").read_text(encoding="utf-8").splitlines())
    assert dict(zip(head, first, strict=True))["Total"] == "41.25"
    assert dict(zip(head, second, strict=True))["Mentee"] == "-Lee"


def test_canvas_takes_the_latest_review_of_each_student_and_one_rubric_only():
    later = replace(
        FIRST, scored_ms=FIRST.scored_ms + 5, criteria=(replace(CRITERIA[0], comment="Better"), *CRITERIA[1:])
    )
    rows = list(csv.DictReader(io.StringIO(scores_canvas([later, FIRST]))))
    assert [row["Sources exist - Comments"] for row in rows] == ["Better"]
    with pytest.raises(BadInputError, match="one rubric at a time"):
        scores_canvas([FIRST, replace(FIRST, rubric_version="3")])


def test_canvas_columns_have_different_names():
    head = scores_canvas([FIRST]).splitlines()[0].split(",")
    assert len(set(head)) == len(head) == 2 + 3 * len(CRITERIA)


def test_xapi_statements_follow_the_rules_of_the_specification():
    statements = json.loads(scores_xapi([FIRST, SECOND], HOME))
    assert len(statements) == 4
    assert len({statement["id"] for statement in statements}) == 4
    for statement in statements:
        assert uuid.UUID(statement["id"]).version == 5
        assert statement["actor"]["account"].keys() == {"homePage", "name"}
        score = statement["result"]["score"]
        assert -1 <= score["scaled"] <= 1
        assert score["min"] <= score["raw"] <= score["max"]
        assert statement["verb"]["id"] == "http://adlnet.gov/expapi/verbs/scored"
        assert statement["object"]["id"].startswith("urn:stet:criterion:brief-review:2:")
    assert scores_xapi([FIRST, SECOND], HOME) == scores_xapi([FIRST, SECOND], HOME)


def test_nothing_to_export_gives_tables_with_a_head_alone():
    assert scores_csv([]).count("\n") == 1
    assert scores_canvas([]) == "Student Id,Student Name\n"
    assert json.loads(scores_xapi([], HOME)) == []
    assert scores_xlsx([])
