import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from app.cli.commands import run_command
from app.main import _open_lookups, _open_remote, _open_server
from app.store.workspace import open_workspace

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "resources" / "sample"
CLEAN = "# Visits\n\nInes Castell counted 212 visitors at the door on 3 March 2025.\n"


@pytest.fixture
def stet(workspace_folder, capfd):
    """Run a command here; return its exit code, standard output and standard error."""

    def run(*arguments):
        code = run_command(
            [str(argument) for argument in arguments],
            workspace_folder,
            open_workspace,
            _open_lookups,
            _open_server,
            _open_remote,
        )
        written = capfd.readouterr()
        return code, written.out, written.err

    return run


@pytest.fixture
def clean_draft(tmp_path):
    path = tmp_path / "clean.md"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def test_a_clean_draft_ends_with_zero(stet, clean_draft):
    code, out, err = stet("check", clean_draft)
    assert (code, err) == (0, "")
    assert "0 findings" in out


def test_the_sample_report_shows_what_it_was_made_to_show(stet):
    code, out, _ = stet("check", SAMPLE / "workslop.md", "--sources", SAMPLE / "sources.bib", "--format", "json")
    assert code == 1
    (document,) = json.loads(out)["documents"]
    checks = {finding["check"] for finding in document["findings"]}
    assert {"tool-markup", "assistant-framing", "placeholder", "vague-attribution", "empty-heading"} <= checks
    verdicts = [reference["verdict"] for reference in document["references"]]
    assert verdicts == ["verified", "mismatch", "mismatch", "likely_fabricated", "verified", "not_found"]


def test_the_good_sample_is_left_alone(stet):
    code, out, _ = stet(
        "check", SAMPLE / "good-report.md", "--sources", SAMPLE / "sources.bib", "--format", "json", "--fail-on", "ask"
    )
    (document,) = json.loads(out)["documents"]
    assert [finding["quote"] for finding in document["findings"]] == []
    assert {reference["verdict"] for reference in document["references"]} == {"verified"}
    assert code == 0


def test_without_a_list_every_reference_could_not_be_checked(stet):
    _, out, _ = stet("check", SAMPLE / "good-report.md", "--format", "json")
    (document,) = json.loads(out)["documents"]
    assert {(r["verdict"], *r["reasons"]) for r in document["references"]} == {("unverifiable", "no-list")}


def test_a_complete_list_makes_absence_evidence(stet):
    _, out, _ = stet(
        "check", SAMPLE / "workslop.md", "--sources", SAMPLE / "sources.bib", "--complete", "--format", "json"
    )
    last = json.loads(out)["documents"][0]["references"][-1]
    assert (last["verdict"], last["reasons"]) == ("likely_fabricated", ["absent-from-complete-list"])


def test_spans_are_those_of_the_canonical_text(stet):
    _, out, _ = stet("check", SAMPLE / "workslop.md", "--with-text", "--format", "jsonl")
    document = json.loads(out)
    for finding in document["findings"]:
        assert document["text"][finding["start"] : finding["end"]] == finding["quote"]


def test_a_file_that_cannot_be_read_spares_the_others(stet, clean_draft, tmp_path):
    code, out, err = stet("check", tmp_path / "gone.docx", clean_draft)
    assert code == 2
    assert "clean.md" in out
    assert len(err.strip().splitlines()) == 1
    assert "gone.docx" in err


def test_a_list_that_cannot_be_read_ends_the_command(stet, clean_draft, tmp_path):
    (tmp_path / "bad.json").write_text("[{", encoding="utf-8")
    code, _, err = stet("check", str(clean_draft), "--sources", str(tmp_path / "bad.json"))
    assert code == 2
    assert "bad.json is not valid JSON" in err


def test_an_unknown_library_is_named(stet, clean_draft):
    code, _, err = stet("check", clean_draft, "--sources", "nowhere")
    assert code == 2
    assert "nowhere" in err


def test_output_goes_whole_to_a_file(stet, clean_draft, tmp_path):
    target = tmp_path / "report.html"
    code, out, _ = stet("check", clean_draft, "--format", "html", "--output", target)
    assert (code, out) == (0, "")
    assert target.read_text(encoding="utf-8").endswith("</html>\n")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_is_not_there_is_said_in_one_sentence(stet, clean_draft, tmp_path):
    code, _, err = stet("check", clean_draft, "--output", tmp_path / "no" / "report.txt")
    assert code == 2
    assert "report.txt" in err
    assert "Traceback" not in err


def test_a_library_is_added_listed_searched_and_removed(stet):
    code, out, _ = stet("library", "add", "team", SAMPLE / "sources.bib")
    assert code == 0
    assert "8 added" in out
    assert "team: 8 records, partial" in stet("library", "list")[1]
    assert "okafor2020quiet" in stet("library", "search", "team", "quiet room worth")[1]
    assert "sources.bib" in stet("library", "info", "team")[1]
    _, out, _ = stet("check", SAMPLE / "good-report.md", "--sources", "team", "--format", "json")
    assert {r["library"] for r in json.loads(out)["documents"][0]["references"]} == {"team"}
    assert stet("library", "remove", "team")[0] == 0
    assert "no library yet" in stet("library", "list")[1]


def test_match_and_parse_answer_line_by_line_in_order(stet, tmp_path):
    rows = tmp_path / "refs.jsonl"
    fields = {"title": "What a quiet room is worth", "author": "Okafor, Ruth", "year": "2020"}
    raw = "Nobody, N. (1999). On nothing in particular at all. Journal of Voids, 1(1), 1–2."
    rows.write_text(json.dumps({"id": "a", "fields": fields}) + "\n" + json.dumps({"id": "b", "raw": raw}) + "\n")
    _, out, _ = stet("match", rows, "--sources", SAMPLE / "sources.bib")
    first, second = map(json.loads, out.splitlines())
    assert (first["id"], first["verdict"], first["record_id"]) == ("a", "verified", "okafor2020quiet")
    assert (second["id"], second["verdict"], second["record_id"]) == ("b", "not_found", None)
    _, out, _ = stet("parse", rows)
    assert json.loads(out.splitlines()[1])["parsed"]["year"] == 1999


@pytest.mark.parametrize(("line", "said"), [("{", "refs.jsonl:2"), ("[1]", "refs.jsonl:2")])
def test_a_bad_line_is_named(stet, tmp_path, line, said):
    rows = tmp_path / "refs.jsonl"
    rows.write_text('{"id": "a", "raw": "x"}\n' + line + "\n")
    code, _, err = stet("parse", rows)
    assert code == 2
    assert said in err


def test_doctor_finds_this_machine_well(stet):
    code, out, _ = stet("doctor")
    assert code == 0
    assert "Guarded reading" in out


def test_text_comes_from_standard_input_and_the_program_runs_as_a_module(workspace_folder):
    command = [sys.executable, "-m", "app", "check", "-", "--format", "json"]
    done = subprocess.run(command, input="Results. turn0search1", cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 1
    assert json.loads(done.stdout)["documents"][0]["findings"][0]["check"] == "tool-markup"


def test_rubric_check_names_every_problem_with_its_line(stet, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema: stet-rubric/1\nid: a\nversion: 1\ntitel: A\n")
    ready = ROOT / "rubrics" / "library" / "message.yaml"
    code, out, err = stet("rubric", "check", ready, broken)
    assert (code, out) == (1, "Message or short reply 1: 3 criteria, ready to use.\n")
    assert f"{broken.name}:4: The field “titel” is not known here." in err


def test_check_gives_a_word_draft_back_with_its_findings_as_comments(stet, tmp_path):
    path, copy = tmp_path / "draft.docx", tmp_path / "reviewed.docx"
    word = docx.Document()
    word.add_paragraph("Certainly! Here is the report on visits that you asked me for.")
    word.save(path)
    before = path.read_bytes()
    code, _, err = stet("check", path, "--format", "docx", "--output", copy)
    assert (code, err) == (1, "")
    (comment,) = docx.Document(copy).comments
    assert comment.text.startswith("Fix: This speaks to the person who asked")
    assert path.read_bytes() == before


def test_a_margin_format_needs_one_draft_of_its_kind_and_another_name(stet, clean_draft, tmp_path):
    assert stet("check", clean_draft, "--format", "docx")[0] == 2
    code, _, err = stet("check", clean_draft, "--format", "docx", "--output", tmp_path / "out.docx")
    assert (code, err) == (2, "clean.md is not a DOCX file, so it cannot be given back as one.\n")
