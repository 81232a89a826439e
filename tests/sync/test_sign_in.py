"""Who signs in with which password: what is wrong is said, and what waits here is sent once they are let in again."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app.domain.errors import ServerError
from app.domain.review import CommentKind
from app.services import reviewing
from app.sync.admin import ServerAdmin
from app.sync.client import ServerClient
from tests.store.making import TEXT
from tests.sync.secured import Secured, secured_postgres
from tests.sync.teams import login, shared_team
from tests.sync.test_client import Desktop, hand_in

BEN = login("ben")


@dataclass
class Door:
    """A mentor's desktop on a server that asks him for his password, and the admin's way in."""

    server: Secured
    admin: ServerAdmin
    ann: Desktop
    ben: Desktop
    password: str

    def knock(self, password: str) -> None:
        """Go on with a password, over another connection."""
        self.ben.remote.close()
        self.ben.remote = ServerClient(self.ben.dsn, password)

    def comment(self) -> str:
        (draft,) = self.ben.workspace.drafts()
        return reviewing.comment_on_draft(self.ben.workspace, draft, CommentKind.PRAISE, "Clear.").id

    def applied(self, row_id: str) -> int:
        with self.server.connect(dbname=self.database) as do:
            return int(do.execute("SELECT count(*) FROM stet.op_log WHERE row_id = %s", [row_id]).fetchone()[0])

    @property
    def database(self) -> str:
        return str(self.ben.dsn.split("dbname=")[1].split()[0])


@pytest.fixture(scope="module")
def server() -> Iterator[Secured]:
    with secured_postgres() as one:
        one.ask_for_passwords()
        yield one


@pytest.fixture
def door(server: Secured, tmp_path: Path) -> Iterator[Door]:
    with ExitStack() as stack:
        database = stack.enter_context(server.database())
        dsns = stack.enter_context(shared_team(database, ("ann", "ben")))
        admin = stack.enter_context(closing(ServerAdmin(database)))
        ann, ben = (stack.enter_context(closing(Desktop(tmp_path / who, dsns[who]))) for who in ("ann", "ben"))
        ann.join()
        hand_in(ann.workspace)
        ann.sync()
        with server.connect() as do:
            do.execute(sql.SQL("GRANT asked TO {}").format(sql.Identifier(BEN)))
        made = Door(server, admin, ann, ben, admin.rotate(BEN).password)
        made.knock(made.password)
        ben.join()
        yield made


def test_no_password_a_wrong_one_and_the_right_one(door: Door) -> None:
    door.comment()
    for password, sentence in (("", "needs its password"), ("wrong", "password is wrong, or this access was closed")):
        door.knock(password)
        with pytest.raises(ServerError, match=sentence):
            door.ben.sync()
    assert door.ben.workspace.share.waiting().to_send == 1
    door.knock(door.password)
    assert door.ben.sync().sent == 1


def test_a_new_password_ends_the_old_one(door: Door) -> None:
    row = door.comment()
    new = door.admin.rotate(BEN).password
    door.ben.remote.close()
    with pytest.raises(ServerError, match="Ask your admin for a new password"):
        door.ben.sync()
    door.knock(new)
    door.ben.sync()
    assert door.applied(row) == 1


@pytest.mark.parametrize("asked", [True, False])
def test_somebody_whose_access_is_closed_keeps_all_and_sends_it_when_it_is_open_again(
    door: Door, *, asked: bool
) -> None:
    row = door.comment()
    door.admin.deactivate(BEN)
    door.ben.remote.close()
    with door.server.connect() as do:
        way = sql.SQL("GRANT asked TO {}") if asked else sql.SQL("REVOKE asked FROM {}")
        do.execute(way.format(sql.Identifier(BEN)))
    for _ in range(2):
        with pytest.raises(ServerError, match="access was closed"):
            door.ben.sync()
        assert len(door.ben.workspace.drafts()) == 1
        assert door.ben.workspace.share.waiting().to_send == 1
    door.knock(door.admin.reactivate(BEN).password)
    door.ben.sync()
    assert door.applied(row) == 1


def test_a_password_stands_in_no_address_that_is_kept(door: Door) -> None:
    told = make_conninfo(door.ben.dsn, password=door.password)
    assert door.password not in ServerClient(told).address()
    assert door.password not in door.ben.workspace.share.address()
    for file in door.ben.workspace.path.rglob("*"):
        assert not file.is_file() or door.password.encode() not in file.read_bytes()


def test_access_that_is_closed_over_an_open_connection_takes_nothing_away(door: Door) -> None:
    row = door.comment()
    door.admin.deactivate(BEN)
    for _ in range(2):
        with pytest.raises(ServerError, match=r"access was closed|ended the connection"):
            door.ben.sync()
        assert len(door.ben.workspace.drafts()) == 1
    door.knock(door.admin.reactivate(BEN).password)
    door.ben.sync()
    assert door.applied(row) == 1


@pytest.mark.parametrize("call", ["page", "get_chunk"])
def test_access_that_is_closed_while_work_comes_leaves_none_of_it_out(
    door: Door, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = hand_in(door.ann.workspace, TEXT * 2, "second.txt")
    door.ann.sync()
    remote, ask = door.ben.remote, getattr(door.ben.remote, call)

    def closed(*values: object) -> object:
        door.admin.deactivate(BEN)
        return ask(*values)

    monkeypatch.setattr(remote, call, closed)
    with pytest.raises(ServerError):
        door.ben.sync()
    door.knock(door.admin.reactivate(BEN).password)
    door.ben.sync()
    assert draft.id in {one.id for one in door.ben.workspace.drafts()}
    assert door.ben.workspace.original(draft.sha256).is_file()
