"""``stet admin`` on a real server."""

import re

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app.cli.commands import run_command
from app.main import _open_lookups, _open_remote, _open_server
from app.store.workspace import open_workspace
from tests.sync.conftest import empty_database, postgres

__all__ = ["empty_database", "postgres"]


@pytest.fixture
def admin(workspace_folder, capsys, monkeypatch, empty_database):
    monkeypatch.setenv("STET_ADMIN_DSN", empty_database)

    def run(*arguments):
        code = run_command(
            ["admin", *arguments], workspace_folder, open_workspace, _open_lookups, _open_server, _open_remote
        )
        return code, *capsys.readouterr()

    return run


def test_a_team_is_set_up_from_nothing(admin, empty_database):
    assert "Would be done: Migration 0001" in admin("init", "--dry-run")[1]
    assert admin("init")[0] == 0
    assert admin("init")[1] == "Everything is in place already.\n"
    code, out, err = admin("add-person", "cli_ann", "Ann")
    assert code == 0
    password = re.search(r"password\s+(\S+)", out)[1]
    assert "shown once" in err
    psycopg.connect(make_conninfo(empty_database, user="cli_ann", password=password)).close()
    admin("add-person", "cli_ben", "Ben")
    admin("add-team", "Harbour")
    assert admin("join", "cli_ben", "Harbour", "--lead")[1] == "cli_ben leads the team “Harbour”.\n"
    assert admin("assign", "cli_ben", "cli_ann")[1] == "cli_ben mentors cli_ann.\n"
    assert "Ann: Ben (cli_ben) mentors them" in admin("audit")[1]
    assert admin("erase", "cli_ann", "--yes")[0] == 0
    assert admin("erase", "cli_ben", "--yes")[0] == 0
    assert admin("audit")[1] == ""


def test_what_goes_wrong_is_one_sentence(admin, monkeypatch):
    code, _, err = admin("add-team", "Early")
    assert code == 2
    assert "not set up yet" in err
    monkeypatch.setenv("STET_ADMIN_DSN", "")
    code, _, err = admin("init")
    assert code == 2
    assert "Name the database" in err
