"""``stet policy`` and ``stet check --policy``."""

import json

import pytest

from app.cli.commands import run_command
from app.main import _open_lookups, _open_remote, _open_server
from app.store.workspace import open_workspace

POLICY = 'schema: stet-policy/1\nid: a\nversion: "1"\ntitle: House\nterms: [{avoid: guarantee, tier: ask}]\n'


@pytest.fixture
def stet(workspace_folder, capfd):
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


def test_policy_check_names_every_problem_with_its_line(stet, tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(POLICY)
    bad.write_text(POLICY.replace("title", "titel"))
    code, out, err = stet("policy", "check", good, bad)
    assert (code, out) == (1, "House 1: 1 terms, ready to use.\n")
    assert err == "bad.yaml:4: The field “titel” is not known here.\n"


def test_the_schema_is_json(stet):
    code, out, _ = stet("policy", "schema")
    assert code == 0
    assert "terms" in json.loads(out)["properties"]


def test_a_draft_is_checked_against_a_policy(stet, tmp_path):
    draft, policy = tmp_path / "draft.md", tmp_path / "house.yaml"
    draft.write_text("# Plan\n\nWe guarantee that it opens.\n")
    policy.write_text(POLICY)
    code, out, _ = stet("check", draft, "--policy", policy, "--fail-on", "ask", "--format", "json")
    (finding,) = json.loads(out)["documents"][0]["findings"]
    assert (code, finding["check"], finding["quote"]) == (1, "policy-terms", "guarantee")


def test_a_broken_policy_is_one_clear_error(stet, tmp_path):
    draft, policy = tmp_path / "draft.md", tmp_path / "house.yaml"
    draft.write_text("# Plan\n")
    policy.write_text("- a\n")
    code, _, err = stet("check", draft, "--policy", policy)
    assert code == 2
    assert err.startswith("house.yaml:1: ")
