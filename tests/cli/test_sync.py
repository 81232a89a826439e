"""``stet sync`` between two workspaces over a real server."""

from contextlib import closing
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from app.cli.commands import run_command
from app.main import _open_lookups, _open_remote, _open_server
from app.store.workspace import open_workspace
from app.sync.admin import ServerAdmin
from tests.sync.conftest import empty_database, postgres
from tests.sync.replica import replica_of
from tests.sync.test_client import hand_in

__all__ = ["empty_database", "postgres"]


@pytest.fixture
def server(empty_database):
    with closing(ServerAdmin(empty_database)) as admin:
        admin.init()
        for who in ("ann", "ben"):
            admin.add_person(f"clis_{who}", who.title())
        admin.assign("clis_ben", "clis_ann")
        yield lambda who: make_conninfo(empty_database, user=f"clis_{who}", password="not asked for")
        for who in ("ann", "ben"):
            admin.erase(f"clis_{who}")


@pytest.fixture
def run(capsys):
    def sync(folder: Path, *arguments: str):
        given = ["sync", *arguments]
        code = run_command(given, folder, open_workspace, _open_lookups, _open_server, _open_remote)
        return code, *capsys.readouterr()

    return sync


def test_two_people_share_a_draft(run, server, tmp_path):
    ann, ben = tmp_path / "ann", tmp_path / "ben"
    code, out, _ = run(ann, "--join", server("ann"))
    assert (code, out) == (0, "0 sent, 0 received\n")
    assert run(ben, "--join", server("ben"))[0] == 0
    with closing(open_workspace(ann)) as workspace:
        assert "password" not in workspace.share.address()
        draft = hand_in(workspace)
        assert workspace.share.waiting().to_send > 0
    code, out, _ = run(ann, "--once")
    assert code == 0
    assert "refused" not in out
    assert run(ben, "--once")[0] == 0
    with closing(open_workspace(ben)) as workspace:
        assert [one.id for one in workspace.drafts()] == [draft.id]
    code, out, _ = run(ann, "--status")
    assert code == 0
    assert "to send    0" in out
    assert "Everything in it stays" in run(ann, "--leave")[1]


def test_without_a_server_it_says_what_to_do(run, tmp_path):
    code, _, err = run(tmp_path / "alone", "--once")
    assert code == 2
    assert "stet sync --join" in err


def test_a_login_that_is_nobody_is_refused_with_the_reason(run, empty_database, tmp_path):
    with closing(ServerAdmin(empty_database)) as admin:
        admin.init()
    code, _, err = run(tmp_path / "nobody", "--join", empty_database)
    assert code == 2
    assert "belongs to nobody" in err


def test_new_work_is_read_from_a_replica_that_was_named(run, server, postgres, tmp_path):
    ann, ben = tmp_path / "ann", tmp_path / "ben"
    run(ann, "--join", server("ann"))
    code, _, err = run(ben, "--join", server("ben"), "--replica", "127.0.0.1:1")
    assert (code, err.startswith("The copy for reading cannot be used. No database answers")) == (2, True)
    with closing(open_workspace(ann)) as workspace:
        hand_in(workspace)
    run(ann, "--once")
    with replica_of(postgres) as replica:
        replica.catch_up()
        assert run(ben, "--join", server("ben"), "--replica", replica.place)[0::2] == (0, "")
        assert replica.statements("record") > 0
        assert f"copy       {replica.place}\n" in run(ben, "--status")[1]
    with closing(open_workspace(ann)) as workspace:
        hand_in(workspace, name="more.txt")
    run(ann, "--once")
    code, out, err = run(ben, "--once")
    assert (code, "refused" in out) == (0, False)
    assert err.startswith("The copy for reading could not be reached; the server itself is read. ")
    with closing(open_workspace(ben)) as workspace:
        assert len(workspace.drafts()) == 2
    assert run(ben, "--once", "--replica", "")[0] == 0
    assert "copy" not in run(ben, "--status")[1]
