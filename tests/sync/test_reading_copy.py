"""A lead who reads from a real streaming replica: never anything older than without it, and never in the way."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.domain.errors import BadInputError, ServerError
from app.domain.review import CommentKind
from app.services import reviewing
from app.sync.admin import ServerAdmin
from app.sync.reading_copy import ReadingClient, _dsn_of
from tests.sync.replica import Replica, replica_of
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in

NOWHERE = "127.0.0.1:1"


@pytest.fixture(scope="module")
def replica(postgres) -> Iterator[Replica]:
    with replica_of(postgres) as made:
        yield made


@pytest.fixture
def team(empty_database: str) -> Iterator[dict[str, str]]:
    with shared_team(empty_database) as dsns:
        yield dsns


@contextmanager
def desktop(folder: Path, dsn: str, copy: str = "") -> Iterator[Desktop]:
    """Yield a desktop that reads from a copy; ``asked`` is what it asked the server itself."""
    made = Desktop(folder, dsn)
    made.remote = ReadingClient(dsn, "", copy)
    made.asked = []
    real = made.remote._ask
    made.remote._ask = lambda query, *values: made.asked.append(query) or real(query, *values)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def joined_lead(tmp_path: Path, team: dict[str, str], replica: Replica) -> Iterator[tuple[Desktop, Desktop]]:
    """Yield Ann, who has handed in, and Lea, who has read it from the copy."""
    with desktop(tmp_path / "ann", team["ann"]) as ann, desktop(tmp_path / "lea", team["lea"], replica.place) as lea:
        ann.join()
        hand_in(ann.workspace)
        ann.sync()
        replica.catch_up()
        lea.join()
        lea.asked.clear()
        yield ann, lea


def comment(desk: Desktop, words: str) -> None:
    reviewing.comment_on_draft(desk.workspace, desk.workspace.drafts()[0], CommentKind.PRAISE, words)
    desk.sync()


def bodies(desk: Desktop) -> list[str]:
    (draft,) = desk.workspace.drafts()
    return sorted(one.body for one in desk.workspace.comments(draft.id))


def read_in_bulk(desk: Desktop) -> bool:
    """Tell whether the server itself was asked for rows or bytes."""
    return any("FROM stet.record" in one or "SELECT data" in one for one in desk.asked)


def test_a_lead_reads_rows_and_files_from_the_copy(tmp_path, team, replica):
    with desktop(tmp_path / "ann", team["ann"]) as ann, desktop(tmp_path / "lea", team["lea"], replica.place) as lea:
        ann.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        replica.catch_up()
        rows, pieces = replica.statements("record"), replica.statements("blob_chunk")
        lea.join()
        assert (read_in_bulk(lea), lea.remote.trouble) == (False, "")
        assert replica.statements("record") > rows
        assert replica.statements("blob_chunk") > pieces
        assert [one.id for one in lea.workspace.drafts()] == [draft.id]
        assert lea.workspace.original(draft.sha256) is not None
        lea.sync()
        lea.asked.clear()
        before = len(replica.log.read_text())
        lea.sync()
        assert (len(lea.asked), len(replica.log.read_text())) == (1, before)  # nothing new: the server is asked once


def test_the_copy_has_the_same_locks_and_takes_no_changes(tmp_path, team, empty_database, replica):
    with closing(ServerAdmin(empty_database)) as admin:
        admin.part("desk_ben", "desk_ann")
    with joined_lead(tmp_path, team, replica):
        seen = {}
        for who in ("ann", "ben", "lea"):
            with psycopg.connect(make_conninfo(_dsn_of(replica.place, team[who])), autocommit=True) as there:
                query = "SELECT (SELECT count(*) FROM stet.record), (SELECT count(*) FROM stet.blob_chunk)"
                seen[who] = there.execute(query).fetchone()
                with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                    there.execute("SELECT stet.register_device(gen_random_uuid())")
        assert seen["ben"] == (0, 0)
        assert min(*seen["ann"], *seen["lea"]) > 0


def test_a_copy_that_is_behind_is_not_read_and_nothing_is_missing(tmp_path, team, empty_database, replica):
    with joined_lead(tmp_path, team, replica) as (_, lea), desktop(tmp_path / "ben", team["ben"]) as ben:
        ben.join()
        with replica.paused():
            comment(ben, "Clear.")
            rows = replica.statements("record")
            lea.sync()
            assert (read_in_bulk(lea), replica.statements("record")) == (True, rows)
            assert bodies(lea) == bodies(ben) == ["Clear."]
            assert "behind the server; the server itself is read" in lea.remote.trouble
        replica.catch_up()
        with replica.paused(), closing(ServerAdmin(empty_database)) as admin:
            admin.restored()  # from now on versions say nothing, until the copy knows of it, too
            rows = replica.statements("record")
            lea.sync()
            assert replica.statements("record") == rows
            assert bodies(lea) == bodies(ben)
        comment(ben, "Short.")
        replica.catch_up()
        lea.asked.clear()
        lea.sync()
        assert (read_in_bulk(lea), bodies(lea)) == (False, bodies(ben))
        assert lea.remote.trouble == ""
        with replica.paused(), closing(ServerAdmin(empty_database)) as admin:
            admin.part("desk_lea", "desk_ann")  # the versions are the same, what one may see is not
            rows = replica.statements("record")
            lea.sync()
            assert replica.statements("record") == rows


def test_a_copy_that_is_gone_or_was_promoted_does_not_stop_a_sync(tmp_path, team, postgres):
    with (
        replica_of(postgres) as replica,
        joined_lead(tmp_path, team, replica) as (_, lea),
        desktop(tmp_path / "ben", team["ben"]) as ben,
    ):
        ben.join()
        with desktop(tmp_path / "other", make_conninfo(_dsn_of(replica.place, team["ben"]))) as other:
            replica.catch_up()
            replica.promote()
            other.join()  # and somebody works there: its versions are ahead, its rows are others
            comment(other, "Nobody knows of this.")
            comment(other, "Nor of this.")
        comment(ben, "Clear.")
        lea.sync()
        assert bodies(lea) == bodies(ben)
        assert "takes changes of its own" in lea.remote.trouble
        with pytest.raises(ServerError, match=r"The copy for reading cannot be used\. That server takes changes"):
            lea.remote.try_copy()
        replica.stop()
        comment(ben, "Short.")
        lea.remote._rests_until = 0
        lea.sync()
        assert bodies(lea) == bodies(ben)
        assert lea.remote.trouble.startswith("The copy for reading could not be reached; the server itself is read.")
        comment(ben, "Dense.")
        tried = lea.remote._copy
        tried.heads = None  # it rests now: asking again would break
        lea.sync()
        assert bodies(lea) == bodies(ben)


def test_a_copy_is_tried_before_it_is_used(team, empty_database, postgres, replica):
    replica.catch_up()
    for copy, why in (
        ("", None),
        (replica.place, None),
        (NOWHERE, "No database answers"),
        (f"host=127.0.0.1 port={replica.place.partition(':')[2]} dbname=nowhere", "no such database"),
        (f"host=127.0.0.1 port={replica.place.partition(':')[2]} user=desk_ann", "as somebody else"),
    ):
        lea = ReadingClient(team["lea"], "", copy)
        if why is None:
            lea.try_copy()
        else:
            with pytest.raises(ServerError, match=why):
                lea.try_copy()
        lea.close()


@pytest.mark.parametrize(
    ("copy", "place"),
    [
        ("db2", {"host": "db2"}),
        ("db2.example.org:5433", {"host": "db2.example.org", "port": "5433"}),
        ("::1", {"host": "::1"}),
        ("[::1]:5433", {"host": "::1", "port": "5433"}),
        ("host=db2 sslmode=require", {"host": "db2", "sslmode": "require"}),
        ("postgresql://db2:5433", {"host": "db2", "port": "5433"}),
    ],
)
def test_a_copy_is_the_server_at_another_place(copy, place):
    server = "host=db hostaddr=10.0.0.1 port=6000 dbname=stet user=lea sslmode=disable sslrootcert=/ca.pem"
    same = {"dbname": "stet", "user": "lea", "sslrootcert": "/ca.pem"}
    found = conninfo_to_dict(_dsn_of(copy, server))
    assert "statement_timeout" in found.pop("options")
    assert found == same | place


@pytest.mark.parametrize(
    ("copy", "says"),
    [
        (":5433", "as HOST or HOST:PORT"),
        ("db2:port", "as HOST or HOST:PORT"),
        ("two words", "as HOST or HOST:PORT"),
        ("host=db2 password=x", "Leave the password out"),
        ("port=5433", "Name the host"),
        ("colour=blue", "no address"),
    ],
)
def test_what_is_no_place_is_said(copy, says):
    with pytest.raises(BadInputError, match=says):
        _dsn_of(copy, "host=db dbname=stet user=lea")
