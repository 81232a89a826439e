"""A disk that is full here while things come and go: that is said with what to do, nothing is half, and it goes on."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from app.domain.errors import WorkspaceError
from app.domain.review import CommentKind
from app.services import reviewing
from app.store.workspace import SqliteWorkspace
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in

FULL = "is full; make room and try again: what was kept is safe"
LONG = "It is long. " * 20_000


@pytest.fixture
def desks(empty_database: str, tmp_path: Path) -> Iterator[tuple[Desktop, Desktop]]:
    """A mentee's desktop and a mentor's."""
    with shared_team(empty_database, ("ann", "ben")) as dsns, ExitStack() as stack:
        ann, ben = (stack.enter_context(closing(Desktop(tmp_path / who, dsns[who]))) for who in ("ann", "ben"))
        ann.join()
        ben.join()
        yield ann, ben


@contextmanager
def no_room(workspace: SqliteWorkspace) -> Iterator[None]:
    """Let SQLite say that the disk is full where the database would grow."""

    def shut(connection, *_) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # which is as many as it has

    event.listen(workspace._engine, "checkout", shut)
    yield
    event.remove(workspace._engine, "checkout", shut)
    workspace._engine.dispose()  # new connections have room


def test_a_page_comes_whole_or_not_at_all(desks: tuple[Desktop, Desktop]) -> None:
    ann, ben = desks
    drafts = [hand_in(ann.workspace, LONG + name, name) for name in ("one.txt", "two.txt")]
    ann.sync()
    ben.sync()
    with closing(Desktop(ben.workspace.path.parent / "home", ben.dsn)) as home:
        home.join()
        for draft in drafts:
            reviewing.comment_on_draft(ben.workspace, draft, CommentKind.QUESTION, LONG)
        ben.sync()
        before = home.workspace.share.reached()
        with no_room(home.workspace):
            for _ in range(2):
                with pytest.raises(WorkspaceError, match=FULL):
                    home.sync()
                assert [home.workspace.comments(one.id) for one in drafts] == [(), ()]
                assert home.workspace.share.reached() == before
        home.sync()
        assert [one.body for draft in drafts for one in home.workspace.comments(draft.id)] == [LONG, LONG]


def test_an_edit_is_refused_whole_and_what_waited_is_sent(desks: tuple[Desktop, Desktop]) -> None:
    ann, ben = desks
    draft = hand_in(ann.workspace)
    ann.sync()
    ben.sync()
    before = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
    with no_room(ben.workspace):
        with pytest.raises(WorkspaceError, match=FULL):
            reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, LONG)
        assert ben.workspace.share.waiting().to_send == 1
    after = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Short.")
    assert ben.sync().sent == 2
    assert {one.id for one in ben.workspace.comments(draft.id)} == {before.id, after.id}


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is always full, as Linux has it")
def test_pieces_that_came_stay_and_the_others_come_when_there_is_room(desks: tuple[Desktop, Desktop]) -> None:
    ann, ben = desks
    words = "".join(f"{number} cups of tea were counted. " for number in range(80_000))
    draft = hand_in(ann.workspace, words)
    ann.sync()
    coming = ben.workspace.path / "cache" / "coming" / hashlib.sha256(words.encode()).hexdigest()
    coming.mkdir(parents=True)
    (coming / "1.part").symlink_to("/dev/full")
    with pytest.raises(WorkspaceError, match=FULL):
        ben.sync()
    assert ben.workspace.share.pieces(draft.sha256) == [0]
    (coming / "1.part").unlink()
    asked = []
    get, ben.remote.get_chunk = ben.remote.get_chunk, lambda *which: asked.append(which[2]) or get(*which)
    ben.sync()
    assert asked == [1, 2]
    assert ben.workspace.original(draft.sha256).read_text() == words


@contextmanager
def nothing_written_from(workspace: SqliteWorkspace, step: int) -> Iterator[list[int]]:
    """Let no file of this process take anything from the step-th transaction on; yield which steps there were."""
    import resource

    usual, steps = resource.getrlimit(resource.RLIMIT_FSIZE), []

    def shut(*_) -> None:
        steps.append(len(steps) + 1)
        if len(steps) >= step:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))

    event.listen(workspace._engine, "checkout", shut)
    try:
        yield steps
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        event.remove(workspace._engine, "checkout", shut)


@pytest.mark.skipif(os.name != "posix", reason="a limit on file size as POSIX has it")
def test_at_whatever_step_of_a_sync_the_disk_ends_it_goes_on_later(desks: tuple[Desktop, Desktop]) -> None:
    ann, ben = desks
    draft = hand_in(ann.workspace)
    ann.sync()
    ben.sync()
    step, failures, mine = 0, 0, []
    while True:
        step += 1
        theirs = hand_in(ann.workspace, f"{LONG} {step}", f"{step}.txt")
        ann.sync()
        mine.append(reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, str(step)))
        with nothing_written_from(ben.workspace, step) as steps:
            try:
                ben.sync()
            except WorkspaceError:
                failures += 1
        if len(steps) < step:
            break
        ben.sync()
        assert ben.workspace.share.waiting().to_send == 0
        assert ben.workspace.original(theirs.sha256).is_file()
    assert failures > 5
    with closing(Desktop(ben.workspace.path.parent / "home", ben.dsn)) as home:
        home.join()
        for one in (ben, home):
            assert sorted(found.id for found in one.workspace.comments(draft.id)) == sorted(one.id for one in mine)
            assert one.workspace.share.waiting().conflicts == 0
