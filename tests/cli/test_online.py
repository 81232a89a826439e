"""``--online`` from the command line to a server on this computer and back."""

import json

import pytest

from app.cli.commands import run_command
from app.lookups.client import OnlineLookUps
from app.main import _open_remote, _open_server
from app.services.online import OnlineChoice, keep_online_choice
from app.store.workspace import open_workspace
from tests.lookups import shapes
from tests.lookups.conftest import no_backoff, server, setup  # noqa: F401 fixtures
from tests.lookups.server import Said

REFERENCE = (
    "Kim, A., & Larsen, B. (2019). Learning to route cargo through crowded harbours. Journal of Ports, 12(3), 101–119. "
    f"https://doi.org/{shapes.DOI}"
)
UNMARKED = "Sato, R., & Moreau, L. (2012). Whales heard from a moored buoy. Sea Letters, 4(1), 7–19."
DRAFT = f"# Ports\n\nCargo waits (Kim & Larsen, 2019).\n\n## References\n\n{REFERENCE}\n\n{UNMARKED}\n"
LISTED = {"id": "x", "title": "Something else altogether in another field", "authors": ["Nobody, N."], "year": 1999}


@pytest.fixture
def stet(workspace_folder, capfd, setup):  # noqa: F811
    """Run a command here with look-ups that reach the server only; return its exit code, output and errors."""
    opened = []

    def open_lookups(folder, contact):
        opened.append(contact)
        return OnlineLookUps(folder, setup)

    def run(*arguments):
        code = run_command(
            [str(argument) for argument in arguments],
            workspace_folder,
            open_workspace,
            open_lookups,
            _open_server,
            _open_remote,
        )
        written = capfd.readouterr()
        return code, written.out, written.err

    run.opened = opened
    return run


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps(LISTED) + "\n")
    return path


def references(out):
    (document,) = json.loads(out)["documents"]
    return document["references"]


def test_without_the_option_nothing_is_opened_and_nothing_sent(stet, server, draft, listed, workspace_folder):  # noqa: F811
    workspace = open_workspace(workspace_folder)
    keep_online_choice(workspace, OnlineChoice(titles=True))
    workspace.close()
    _, out, _ = stet("check", draft, "--sources", listed, "--format", "json")
    assert [one["verdict"] for one in references(out)] == ["not_found", "not_found"]
    assert (stet.opened, server.asked) == ([], [])
    assert not (workspace_folder / "logs" / "online.jsonl").exists()


def test_check_finds_online_what_the_list_does_not_hold(stet, server, draft, listed, workspace_folder):  # noqa: F811
    server.says[f"/works/{shapes.DOI}"] = Said(shapes.crossref())
    code, out, err = stet("check", draft, "--sources", listed, "--online", "--format", "json")
    first, second = references(out)
    assert (first["verdict"], first["library"], first["record_id"]) == ("verified", "Crossref", shapes.DOI)
    assert [notice["kind"] for notice in first["notices"]] == ["looked-up"]
    assert second["verdict"] == "not_found"
    assert (code, err) == (0, "")
    assert server.paths == [f"/works/{shapes.DOI}"]
    assert "doi" in (workspace_folder / "logs" / "online.jsonl").read_text()


def test_titles_are_sent_only_with_the_second_option(stet, server, draft):  # noqa: F811
    item = shapes.crossref_item(
        DOI="10.5555/whales", title=["Whales heard from a moored buoy"], volume="4", issue="1", page="7-19"
    )
    item |= {"author": [{"given": "Rei", "family": "Sato"}, {"given": "Luc", "family": "Moreau"}]}
    item |= {"container-title": ["Sea Letters"], "issued": {"date-parts": [[2012]]}}
    del item["published-print"], item["published-online"]
    server.says["/works"] = Said(shapes.crossref_list(item))
    _, out, _ = stet("check", draft, "--online-titles", "--format", "json")
    assert [one["verdict"] for one in references(out)] == ["unverifiable", "verified"]
    assert any("Whales" in one.query.get("query.bibliographic", "") for one in server.asked)


def test_a_network_that_is_down_is_never_not_found(stet, server, draft):  # noqa: F811
    server.answer = lambda _: Said(status=503)
    code, out, _ = stet("check", draft, "--online", "--format", "text")
    assert code == 0
    assert "an online look-up gave no answer" in out
    assert "Crossref: It could not answer now (status 503)." in out
    assert "Not in your list" not in out


def test_match_asks_too(stet, server, tmp_path, listed):  # noqa: F811
    server.says[f"/works/{shapes.DOI}"] = Said(shapes.crossref())
    server.says["/api/rest/v4/citation-lookup/"] = Said(shapes.citation_lookup(shapes.CASE))
    rows = tmp_path / "refs.jsonl"
    case = "Harbour Board v. Larsen, 512 U.S. 345 (1987)."
    rows.write_text("".join(json.dumps({"id": n, "raw": raw}) + "\n" for n, raw in enumerate([REFERENCE, case])))
    _, out, _ = stet("match", rows, "--sources", listed)
    assert {json.loads(line)["verdict"] for line in out.splitlines()} == {"not_found", "unverifiable"}
    assert server.asked == []
    _, out, _ = stet("match", rows, "--sources", listed, "--online")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(one["verdict"], one["library"]) for one in answers] == [
        ("verified", "Crossref"),
        ("verified", "CourtListener"),
    ]


def test_the_workspaces_contact_is_used(stet, draft, workspace_folder):
    workspace = open_workspace(workspace_folder)
    keep_online_choice(workspace, OnlineChoice(contact="mentor@office.test"))
    workspace.close()
    stet("check", draft, "--online")
    assert stet.opened == ["mentor@office.test"]
