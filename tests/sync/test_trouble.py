"""A server that cannot take what is sent, and the way there: what was done stays here and is sent once when it can."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app.domain import ids
from app.domain.errors import ServerError, WorkspaceError
from app.domain.review import Comment, CommentKind
from app.services import reviewing
from app.store.workspace import open_workspace
from app.sync import connecting
from app.sync.admin import _LOGIN_SETTINGS
from app.sync.client import ServerClient
from tests.evaluations.sync_faults.proxy import Proxy
from tests.sync.postgres import Postgres
from tests.sync.teams import login, shared_team
from tests.sync.test_client import Desktop, hand_in

YEAR_NS = 365 * 24 * 3600 * 10**9


@dataclass
class Desk:
    """A mentor's desktop with a mentee's draft, and the server it is shared with."""

    ben: Desktop
    draft_id: str
    root: psycopg.Connection
    folder: Path

    def comment(self, body: str = "Clear.") -> Comment:
        draft = self.ben.workspace.draft(self.draft_id)
        return reviewing.comment_on_draft(self.ben.workspace, draft, CommentKind.PRAISE, body)

    def applied(self, row_id: str) -> int:
        """Return how many operations on a row the server applied."""
        return int(self.root.execute("SELECT count(*) FROM stet.op_log WHERE row_id = %s", [row_id]).fetchone()[0])

    def waits(self) -> tuple[int, int]:
        """Return how many changes wait to be sent and how many were refused."""
        waiting = self.ben.workspace.share.waiting()
        return waiting.to_send, waiting.refused

    def through(self, **way: object) -> Desktop:
        """Let the desktop reach the server by this way."""
        self.ben.remote.close()
        self.ben.remote = ServerClient(make_conninfo(self.ben.dsn, **way))
        return self.ben


@pytest.fixture(scope="module")
def desk(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("trouble")
    with ExitStack() as stack:
        database = stack.enter_context(postgres.database())
        dsns = stack.enter_context(shared_team(database, ("ann", "ben")))
        ann, ben = (stack.enter_context(closing(Desktop(folder / who, dsns[who]))) for who in ("ann", "ben"))
        ann.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.join()
        root = psycopg.connect(make_conninfo(database, user="postgres"), autocommit=True)
        yield Desk(ben, draft.id, stack.enter_context(closing(root)), folder)


@pytest.fixture
def proxy(desk: Desk) -> Iterator[Proxy]:
    way = Proxy(desk.root.info.port)
    way.start()
    desk.through(port=way.port, connect_timeout=2)
    yield way
    desk.through()
    way.stop()
    way.join()


def raising(root: psycopg.Connection, state: str, said: str, when: str = "true") -> None:
    """Let the server fail in this way where it would keep a row."""
    body = sql.SQL("BEGIN RAISE EXCEPTION USING ERRCODE = {}, MESSAGE = {}; END").format(state, said)
    root.execute(
        sql.SQL("CREATE FUNCTION public.fails() RETURNS trigger LANGUAGE plpgsql AS {}").format(body.as_string(root))
    )
    root.execute(
        "CREATE TRIGGER fails BEFORE INSERT OR UPDATE ON stet.record FOR EACH ROW"
        f" WHEN ({when}) EXECUTE FUNCTION public.fails()"
    )


def works_again(root: psycopg.Connection) -> None:
    root.execute("DROP FUNCTION public.fails CASCADE")


@contextmanager
def full(desk: Desk) -> Iterator[None]:
    raising(desk.root, "53100", 'could not extend file "base/5/16384": No space left on device')
    yield
    works_again(desk.root)


@contextmanager
def read_only(desk: Desk) -> Iterator[None]:
    change = sql.SQL("ALTER ROLE {} {} default_transaction_read_only")
    role = sql.Identifier(login("ben"))
    desk.root.execute(change.format(role, sql.SQL("SET")) + sql.SQL(" = on"))
    desk.ben.remote.close()  # the settings of a login hold for new connections
    yield
    desk.root.execute(change.format(role, sql.SQL("RESET")))
    desk.ben.remote.close()


@contextmanager
def held_up(desk: Desk, limit: str) -> Iterator[None]:
    """Somebody holds every scope, and the server lets nobody wait for long."""
    change = sql.SQL("ALTER ROLE {} SET {} = {}")
    role, name = sql.Identifier(login("ben")), sql.Identifier(limit)
    desk.root.execute(change.format(role, name, "50ms"))
    desk.ben.remote.close()
    with desk.root.transaction():
        desk.root.execute("SELECT 1 FROM stet.scope FOR UPDATE")
        yield
    desk.root.execute(change.format(role, name, _LOGIN_SETTINGS[limit]))
    desk.ben.remote.close()


def slow(desk: Desk) -> AbstractContextManager[None]:
    return held_up(desk, "lock_timeout")


def slower(desk: Desk) -> AbstractContextManager[None]:
    return held_up(desk, "statement_timeout")


@contextmanager
def newer(desk: Desk) -> Iterator[None]:
    desk.root.execute("UPDATE stet.meta SET min_client = 99")
    yield
    desk.root.execute("UPDATE stet.meta SET min_client = 1")


@contextmanager
def older(desk: Desk) -> Iterator[None]:
    desk.root.execute("ALTER FUNCTION stet.sync_push RENAME TO sync_push_of_tomorrow")
    yield
    desk.root.execute("ALTER FUNCTION stet.sync_push_of_tomorrow RENAME TO sync_push")


@pytest.mark.parametrize(
    ("fault", "sentence", "times"),
    [
        (full, "disk is full. Tell your admin", 2),
        (read_only, "takes no changes now, only reading", 2),
        (slow, "did not answer in time", 2),
        (slower, "did not answer in time", 2),
        (newer, "Update Stet; what you do meanwhile is kept here", 1),  # nothing was made ready to be sent
        (older, "stet admin upgrade", 2),
    ],
)
def test_what_the_server_cannot_take_now_waits_and_is_sent_once(
    desk: Desk, fault: Callable[[Desk], AbstractContextManager[None]], sentence: str, times: int
) -> None:
    comment = desk.comment()
    with fault(desk):
        for _ in range(2):
            with pytest.raises(ServerError, match=sentence):
                desk.ben.sync()
            assert desk.waits() == (1, 0)
        reviewing.edit_comment(desk.ben.workspace, comment, "Clear and short.")
    desk.ben.sync()
    assert desk.waits() == (0, 0)
    said = desk.root.execute("SELECT fields->>'body' FROM stet.record WHERE id = %s", [comment.id]).fetchone()
    assert said == ("Clear and short.",)
    assert desk.applied(comment.id) == times  # as it was ready to be sent first, and as it was edited since


def test_what_the_server_can_never_take_is_put_aside_and_stops_nothing_else(desk: Desk) -> None:
    raising(desk.root, "54000", "it is longer than anything may be", "NEW.fields->>'body' = 'Too long.'")
    good, bad, late = (desk.comment(body) for body in ("Clear.", "Too long.", "Short."))
    assert desk.ben.sync().refused == 1
    assert [desk.applied(one.id) for one in (good, bad, late)] == [1, 0, 1]
    (refused,) = desk.ben.workspace.share.details().refused
    assert refused.fields["body"] == bad.body
    assert refused.why == "The shared database cannot take this: it is longer than anything may be."
    works_again(desk.root)
    desk.ben.workspace.share.drop(refused.op_id)


@pytest.mark.parametrize("kind", ["cut-up", "cut-down", "silent"])
def test_whatever_word_is_lost_on_the_way_everything_is_applied_once(
    desk: Desk, proxy: Proxy, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "SILENCE_SECONDS", 0.2)
    ben, comments = desk.ben, []
    while True:  # each message of a sync is lost in its turn, until a sync has fewer
        ben.remote.person_id()
        comments.append(desk.comment(str(len(comments))))
        proxy.arm(kind, len(comments), 600)
        with suppress(ServerError):
            ben.sync()
        if not proxy.fired.is_set():
            break
        proxy.drop_all()
    assert len(comments) > 3
    assert desk.waits() == (0, 0)
    assert {desk.applied(one.id) for one in comments} == {1}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("cut-up", "was cut. What was sent and not answered is sent again"),
        ("cut-down", "was cut. What was sent and not answered is sent again"),
        ("silent", "did not answer in time"),
    ],
)
@pytest.mark.parametrize("joined", [True, False])
def test_what_is_wrong_with_the_way_is_said(
    desk: Desk, proxy: Proxy, kind: str, sentence: str, *, joined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "SILENCE_SECONDS", 0.2)
    ben = desk.ben
    if joined:
        ben.sync()
    desk.comment()
    proxy.arm(kind, 1, 600)
    with pytest.raises(ServerError, match=sentence):
        ben.sync()
    proxy.drop_all()
    assert ben.sync().sent == 1


def test_two_programs_on_one_workspace_take_turns(desk: Desk) -> None:
    comment = desk.comment()
    with closing(open_workspace(desk.ben.workspace.path)) as other:
        with other.share.turn(), pytest.raises(WorkspaceError, match="Another Stet is syncing this workspace just now"):
            desk.ben.sync()
        assert desk.ben.sync().sent == 1
        assert other.share.waiting().to_send == 0
    assert desk.applied(comment.id) == 1


@pytest.mark.parametrize("years", [-10, 10])
def test_no_clock_decides_what_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch, years: int) -> None:
    comment = desk.comment()
    desk.ben.sync()
    with closing(Desktop(desk.folder / f"home {years}", desk.ben.dsn)) as home:
        home.join()
        monkeypatch.setattr(ids, "_last_ms", 0)
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(ids, "time", Clock(years))
            reviewing.edit_comment(home.workspace, home.workspace.comment(comment.id), "First at the server.")
            home.sync()
        reviewing.edit_comment(desk.ben.workspace, comment, "Second at the server.")
        assert desk.ben.sync().conflicts == 1
        home.sync()
        bodies = {one.workspace.comment(comment.id).body for one in (desk.ben, home)}
        assert bodies == {"First at the server."}
        clash = next(one for one in desk.ben.workspace.share.details().clashes if one.about.row_id == comment.id)
        assert (clash.kept, clash.lost) == ('"First at the server."', '"Second at the server."')


class Clock:
    """A clock that is years off."""

    def __init__(self, years: int) -> None:
        self._off = years * YEAR_NS

    def time_ns(self) -> int:
        return time.time_ns() + self._off
