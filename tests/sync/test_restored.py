"""A server that was brought back from a backup lost what was written since; what waits for that is never lost."""

from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app.domain.errors import ServerError
from app.domain.review import CommentKind
from app.services import reviewing
from app.sync.admin import ServerAdmin
from tests.sync.teams import login, shared_team
from tests.sync.test_client import Desktop, hand_in

TABLES = ("scope", "record", "op_log", "conflict")


class Backup:
    """The content of the server as it is now, to be brought back."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self._do(*(f"CREATE TABLE IF NOT EXISTS kept_{one} AS SELECT * FROM stet.{one}" for one in TABLES))

    def bring_back(self, *, told: bool = True) -> None:
        contents = TABLES[1:]
        self._do(
            *(f"DELETE FROM stet.{one}" for one in contents),
            "INSERT INTO stet.record(scope_id, id, kind, parent_id, round_id, fields, field_rev, blind, released,"
            " author_id, updated_by, updated_at, version) SELECT scope_id, id, kind, parent_id, round_id, fields,"
            " field_rev, blind, released, author_id, updated_by, updated_at, version FROM kept_record",
            *(f"INSERT INTO stet.{one} SELECT * FROM kept_{one}" for one in contents[1:]),
            "UPDATE stet.scope s SET version = k.version FROM kept_scope k WHERE k.id = s.id",
        )
        if told:
            self.tell()

    def tell(self) -> None:
        with closing(ServerAdmin(self.dsn)) as admin:
            admin.restored()

    def _do(self, *statements: str) -> None:
        with closing(psycopg.connect(make_conninfo(self.dsn, user="postgres"), autocommit=True)) as root:
            for one in statements:
                root.execute(one)


def cut(*_) -> None:
    raise ServerError("The connection to the server was cut.")


def test_what_waits_for_a_lost_draft_is_kept_aside_when_the_work_is_not_seen_any_more(
    empty_database: str, tmp_path: Path
) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben = (Desktop(tmp_path / who, dsns[who]) for who in ("ann", "ben"))
        ann.join()
        ben.join()
        backup = Backup(empty_database)
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        backup.bring_back()
        reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()  # Ann has not sent the draft again
        with closing(ServerAdmin(empty_database)) as admin:
            admin.part(login("ben"), login("ann"))
        ben.sync()
        assert [one.fields["body"] for one in ben.workspace.share.details().refused] == ["Clear."]
        for one in (ann, ben):
            one.close()


def test_what_was_merged_and_not_read_back_is_sent_again(empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben, other = (Desktop(tmp_path / who, dsns[who[:3]]) for who in ("ann", "ben", "ben2"))
        for one in (ann, ben, other):
            one.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()
        other.sync()
        backup = Backup(empty_database)
        ours, theirs = (one.workspace.comments(draft.id)[0] for one in (ben, other))
        reviewing.edit_comment(ben.workspace, ours, "Clear and short.")
        ben.sync()
        reviewing.explain_comment(other.workspace, theirs, why="It names who counted.")
        page, other.remote.page = other.remote.page, cut
        with pytest.raises(ServerError):  # merged, and the row does not come back
            other.sync()
        other.remote.page = page
        backup.bring_back()
        for one in (other, ben, other):
            one.sync()
        for one in (ben, other):
            (comment,) = one.workspace.comments(draft.id)
            assert (comment.body, comment.why) == ("Clear and short.", "It names who counted.")
        for one in (ann, ben, other):
            one.close()


def test_what_was_merged_and_typed_again_is_sent_once(empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben, other = (Desktop(tmp_path / who, dsns[who[:3]]) for who in ("ann", "ben", "ben2"))
        for one in (ann, ben, other):
            one.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()
        other.sync()
        backup = Backup(empty_database)
        reviewing.edit_comment(ben.workspace, comment, "Clear and short.")
        ben.sync()
        page, other.remote.page = other.remote.page, cut
        push = other.remote.push
        for why in ("Merged, and not read back.", "Typed since, and on its way."):
            reviewing.explain_comment(other.workspace, other.workspace.comments(draft.id)[0], why=why)
            with pytest.raises(ServerError):
                other.sync()
            other.remote.push = cut
        other.remote.page, other.remote.push = page, push
        backup.bring_back()
        for one in (other, ben, other):
            one.sync()
        with closing(psycopg.connect(make_conninfo(empty_database, user="postgres"))) as root:
            sent = "SELECT status, patch->>'why' FROM stet.op_log WHERE row_id = %s AND patch->>'why' <> ''"
            said = root.execute(sent, [comment.id]).fetchall()
        assert said == [("ok", "Typed since, and on its way.")]
        for one in (ben, other):
            (found,) = one.workspace.comments(draft.id)
            assert (found.body, found.why) == ("Clear and short.", "Typed since, and on its way.")
        for one in (ann, ben, other):
            one.close()


def test_an_edit_brings_back_what_came_as_deleted(empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben, other = (Desktop(tmp_path / who, dsns[who[:3]]) for who in ("ann", "ben", "ben2"))
        for one in (ann, ben, other):
            one.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        backup = Backup(empty_database)
        comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()
        other.sync()
        reviewing.delete_comment(ben.workspace, comment)
        ben.sync()
        backup.bring_back()
        ben.sync()  # the row comes anew, and as deleted
        page, other.remote.page = other.remote.page, cut
        with pytest.raises(ServerError):
            other.sync()
        other.remote.page = page
        reviewing.edit_comment(other.workspace, other.workspace.comments(draft.id)[0], "Clear and short.")
        for one in (other, ben):
            one.sync()
            assert [one.body for one in one.workspace.comments(draft.id)] == ["Clear and short."]
        for one in (ann, ben, other):
            one.close()


def test_a_restore_that_also_ends_a_role_takes_away_what_that_role_showed(empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben, lea = (Desktop(tmp_path / who, dsns[who]) for who in ("ann", "ben", "lea"))
        for one in (ann, ben, lea):
            one.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()
        backup = Backup(empty_database)
        lea.sync()
        assert len(lea.workspace.comments(draft.id)) == 1  # she mentors Ann too
        with closing(ServerAdmin(empty_database)) as admin:
            admin.part(login("lea"), login("ann"))
        backup.bring_back()
        lea.sync()
        assert [one.id for one in lea.workspace.drafts()] == [draft.id]
        assert lea.workspace.comments(draft.id) == ()
        for one in (ann, ben, lea):
            one.close()


def test_a_restore_that_nobody_told_of_is_said_and_nothing_is_sent_into_it(empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben = (Desktop(tmp_path / who, dsns[who]) for who in ("ann", "ben"))
        ann.join()
        ben.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        backup = Backup(empty_database)
        reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Before the restore.")
        ben.sync()
        backup.bring_back(told=False)
        reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "After it.")
        for _ in range(2):
            with pytest.raises(ServerError, match="Ask your admin to run “stet admin restored”"):
                ben.sync()
            assert ben.workspace.share.waiting().to_send == 1
        backup.tell()
        ben.sync()
        home = Desktop(tmp_path / "home", dsns["ben"])
        home.join()
        assert {one.body for one in home.workspace.comments(draft.id)} == {"Before the restore.", "After it."}
        for one in (ann, ben, home):
            one.close()
