"""Sharing beside the work, over a real server: joins, sends, brings, waits out a failure, leaves."""

from contextlib import closing, contextmanager

import pytest

from app.domain.review import CommentKind
from app.services import reading_feedback, reviewing
from app.services.arrivals import arrived, seen
from app.services.releasing import release
from app.services.sharing_details import Choice
from app.shell.sharing_standing import Mood
from app.store.workspace import open_workspace
from app.sync.admin import ServerAdmin
from app.sync.listening import Listener
from app.sync.reading_copy import ReadingClient
from tests.shell.making import until
from tests.shell.sharing import again, joined, rested, window_session
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures
from tests.sync.replica import replica_of
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in
from tests.sync.test_full_disks import LONG, no_room


@pytest.fixture
def team(empty_database):  # noqa: F811
    with shared_team(empty_database) as dsns:
        yield dsns


@contextmanager
def desktop(folder, dsn):
    other = Desktop(folder, dsn)
    other.join()
    try:
        yield other
    finally:
        other.close()


def unreachable(dsn, password, copy):
    return ReadingClient(f"{dsn} port=1", password, copy)


def drop_connection(desk):
    until(lambda: not desk.is_busy)
    if desk._remote is not None:
        desk._remote.close()
        desk._remote = None


def test_it_is_alone_until_it_joins(qapp, tmp_path, team):
    with window_session(tmp_path / "ben") as (session, desk):
        assert (desk.standing.mood, desk.standing.words) == (Mood.ALONE, "")
        joined(desk, team["ben"])
        assert desk.standing.mood is Mood.WELL
        assert desk.standing.words.startswith("Synced at ")
        assert session.workspace.directory().person(session.workspace.me()).name == "Ben"


def test_an_edit_is_sent_soon_and_what_comes_is_told(qapp, qtbot, tmp_path, team):
    with window_session(tmp_path / "ben") as (session, desk), desktop(tmp_path / "ann", team["ann"]) as ann:
        joined(desk, team["ben"])
        draft = hand_in(ann.workspace)
        ann.sync()
        with qtbot.waitSignal(desk.came) as came:
            desk.sync()
        assert "submission" in came.args[0].kinds
        assert [one.sentence for one in came.args[0].news] == ["Ann handed in “Tea report”."]
        assert [one.id for one in session.workspace.drafts()] == [draft.id]
        rested(desk)
        reviewing.comment_on_draft(session.workspace, draft, CommentKind.PRAISE, "Clear.")
        session.saves.put(lambda: release(session.workspace, [draft.id]), lambda _: None)
        until(lambda: desk.standing.counts.to_send > 0)
        assert desk.standing.words.endswith("waiting")
        until(lambda: not desk.standing.counts.to_send)
        ann.sync()
        assert len(reading_feedback.read(ann.workspace, draft.id)) == 1
        assert [one.kind for one in arrived(session.workspace)] == ["submission"]


def test_what_a_restored_server_shows_again_is_no_news(qapp, qtbot, tmp_path, empty_database, team):  # noqa: F811
    with window_session(tmp_path / "ben") as (session, desk), desktop(tmp_path / "ann", team["ann"]) as ann:
        joined(desk, team["ben"])
        hand_in(ann.workspace)
        ann.sync()
        with qtbot.waitSignal(desk.came):
            desk.sync()
        rested(desk)
        seen(session.workspace, arrived(session.workspace))
        with closing(ServerAdmin(empty_database)) as admin:
            admin.restored()
        with qtbot.waitSignal(desk.came) as came:
            desk.sync()
        assert "submission" in came.args[0].kinds
        assert came.args[0].news == ()
        rested(desk)
        assert arrived(session.workspace) == ()


def test_without_a_server_work_goes_on_and_it_tries_again(qapp, qtbot, tmp_path, team):
    with window_session(tmp_path / "ben") as (_, desk):
        joined(desk, team["ben"])
    with window_session(tmp_path / "ben") as (_, desk):
        desk.use(unreachable, ServerAdmin)
        drop_connection(desk)
        desk.sync()
        until(lambda: desk.standing.mood is Mood.OFFLINE and not desk.is_busy)
        assert desk.standing.words.startswith("No connection since")
        assert "No database answers" in desk.standing.sentence
        until(desk._timer.isActive)
        assert desk._timer.interval() > 15_000
        desk.use(ReadingClient, ServerAdmin)
        drop_connection(desk)
        desk.sync()
        until(lambda: desk.standing.mood is Mood.WELL)


def connections(postgres, said=""):  # noqa: F811
    """Return the connections of Ben's desktop whose last statement begins so."""
    query = "SELECT pid FROM pg_stat_activity WHERE usename = 'desk_ben' AND starts_with(query, %s)"
    with postgres.connect() as do:
        return [pid for (pid,) in do.execute(query, [said])]


def test_a_connection_that_died_while_it_rested_is_no_failure(qapp, tmp_path, postgres, team):  # noqa: F811
    with window_session(tmp_path / "ben") as (_, desk):
        joined(desk, team["ben"])
        moods = []
        desk.changed.connect(lambda: moods.append(desk.standing.mood))
        with postgres.connect() as do:
            for pid in connections(postgres):
                do.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        again(desk)
        assert set(moods) == {Mood.WELL}


def test_nobody_listens_while_the_server_does_not_let_in(qapp, tmp_path, postgres, team):  # noqa: F811
    with window_session(tmp_path / "ben") as (_, desk):
        joined(desk, team["ben"])
        until(lambda: len(connections(postgres, "LISTEN")) == 1)
        desk.use(unreachable, ServerAdmin, Listener)
        drop_connection(desk)
        desk.sync()
        until(lambda: desk.standing.mood is Mood.OFFLINE)
        until(lambda: not connections(postgres, "LISTEN"))
        desk.use(ReadingClient, ServerAdmin, Listener)
        drop_connection(desk)
        desk.sync()
        until(lambda: len(connections(postgres, "LISTEN")) == 1)  # with the password of now


def test_a_wrong_address_is_answered_in_a_sentence(qapp, qtbot, tmp_path, team):
    with window_session(tmp_path / "ben") as (_, desk):
        with qtbot.waitSignal(desk.refused) as refused:
            desk.join(f"{team['ben']} port=1", "")
        assert refused.args == ["No database answers at that address and port. Check both, or ask your admin."]
        with qtbot.waitSignal(desk.tested) as tested:
            desk.test(team["ben"], "")
        assert (tested.args[0].name, tested.args[0].teams) == ("Ben", ("Harbour",))
        assert not desk.is_shared


def test_a_clash_is_shown_and_settled(qapp, qtbot, tmp_path, team):
    with (
        window_session(tmp_path / "ben") as (session, desk),
        desktop(tmp_path / "ann", team["ann"]) as ann,
        desktop(tmp_path / "ben-at-home", team["ben"]) as home,
    ):
        joined(desk, team["ben"])
        draft = hand_in(ann.workspace)
        ann.sync()
        home.sync()
        comment = reviewing.comment_on_draft(home.workspace, draft, CommentKind.PRAISE, "Clear.")
        home.sync()
        again(desk)
        reviewing.edit_comment(home.workspace, comment, "Clear, but long.")
        home.sync()
        mine = session.workspace.comment(comment.id)
        session.saves.put(lambda: reviewing.edit_comment(session.workspace, mine, "Clear and short."), lambda _: None)
        until(lambda: desk.standing.counts.conflicts == 1 and not desk.is_busy)
        assert desk.standing.words.startswith("1 to decide")
        with qtbot.waitSignal(desk.detailed) as detailed:
            desk.read_details()
        (clash,) = detailed.args[0].clashes
        assert (clash.kept, clash.lost, clash.before) == ('"Clear, but long."', '"Clear and short."', '"Clear."')
        assert clash.is_open
        assert (clash.about.work, clash.about.mentee) == ("Tea report", "Ann")
        desk.settle(clash, Choice.NEW, "Clear, short, and a little long.")
        until(lambda: desk.standing.counts.conflicts == 0 and not desk.standing.counts.to_send and not desk.is_busy)
        home.sync()
        assert home.workspace.comment(comment.id).body == "Clear, short, and a little long."
        (seen,) = home.workspace.share.details().clashes
        assert not seen.is_open


def test_leaving_keeps_everything(qapp, qtbot, tmp_path, team):
    with window_session(tmp_path / "ann") as (session, desk):
        joined(desk, team["ann"])
        draft = hand_in(session.workspace)
        again(desk)
        with qtbot.waitSignal(desk.left):
            desk.leave()
        assert desk.standing.mood is Mood.ALONE
        assert [one.id for one in session.workspace.drafts()] == [draft.id]


def test_leaving_and_closing_at_once_ends_the_connection(qapp, qtbot, tmp_path, team):
    with window_session(tmp_path / "ann") as (_, desk):
        joined(desk, team["ann"])
        connection = desk._remote._connection
        with qtbot.waitSignal(desk.left):
            desk.leave()
            desk._errands.run(desk._errands._stopped.wait, lambda _: None)  # what leaving has to end comes after this
        assert not connection.closed
    until(lambda: connection.closed)


def test_a_copy_is_read_from_tried_first_and_left_again(qapp, qtbot, tmp_path, postgres, team):  # noqa: F811
    with replica_of(postgres) as replica, desktop(tmp_path / "ann", team["ann"]) as ann:
        with window_session(tmp_path / "lea") as (_, desk):
            with qtbot.waitSignal(desk.refused) as refused:
                desk.join(team["lea"], "", "127.0.0.1:1")
            assert refused.args[0].startswith("The copy for reading cannot be used. No database answers")
            assert not desk.is_shared
            replica.catch_up()
            with qtbot.waitSignal(desk.tested) as tested:
                desk.test(team["lea"], "", replica.place)
            assert (tested.args[0].name, tested.args[0].copy) == ("Lea", replica.place)
            desk.join(team["lea"], "", replica.place)
            until(lambda: desk.standing.mood is Mood.WELL)
            rested(desk)
        with window_session(tmp_path / "lea") as (session, desk):
            until(lambda: desk.standing.mood is Mood.WELL)
            assert desk.standing.reading == f"New work is read from the copy at {replica.place}."
            replica.stop()
            hand_in(ann.workspace)
            ann.sync()
            again(desk)
            assert len(session.workspace.drafts()) == 1
            assert desk.standing.reading.startswith("The copy for reading could not be reached; the server itself is")
            with qtbot.waitSignal(desk.copied) as copied:
                desk.read_from("two words")
            assert "as HOST or HOST:PORT" in copied.args[0]
            with qtbot.waitSignal(desk.copied) as copied:
                desk.read_from("")
            assert copied.args == [""]
            assert desk.standing.reading == "New work is read from the server."


def test_a_full_disk_here_is_said_until_there_is_room(qapp, tmp_path, team):
    with (
        window_session(tmp_path / "ben") as (session, desk),
        desktop(tmp_path / "ann", team["ann"]) as ann,
        desktop(tmp_path / "ben-at-home", team["ben"]) as home,
    ):
        joined(desk, team["ben"])
        draft = hand_in(ann.workspace)
        ann.sync()
        home.sync()
        reviewing.comment_on_draft(home.workspace, draft, CommentKind.PRAISE, LONG)
        home.sync()
        with no_room(session.workspace):
            desk.sync()
            until(lambda: desk.standing.mood is Mood.STUCK and not desk.is_busy)
            assert desk.standing.words.startswith("Not synced since")
            assert "is full; make room and try again" in desk.standing.sentence
            rested(desk)
        again(desk)
        assert desk.standing.mood is Mood.WELL
        assert [one.body for one in session.workspace.comments(draft.id)] == [LONG]


def test_another_program_that_syncs_this_workspace_is_no_failure(qapp, tmp_path, team):
    with window_session(tmp_path / "ben") as (_session, desk):
        joined(desk, team["ben"])
        with closing(open_workspace(tmp_path / "ben")) as other, other.share.turn():
            again(desk)
            assert (desk.standing.mood, desk.standing.why) == (
                Mood.WELL,
                "Another Stet is syncing this workspace just now.",
            )
        again(desk)
        assert desk.standing.why == ""
