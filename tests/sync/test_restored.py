"""A server that was brought back from a backup lost what was written since; what waits for that is never lost."""

from contextlib import closing
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from app.domain.review import CommentKind
from app.services import reviewing
from app.sync.admin import ServerAdmin
from tests.sync.teams import login, shared_team
from tests.sync.test_client import Desktop, hand_in


def empty_again(dsn: str) -> None:
    """Bring the server back as it was before anybody wrote."""
    with closing(psycopg.connect(make_conninfo(dsn, user="postgres"), autocommit=True)) as root:
        for table in ("record", "op_log", "conflict", "blob_chunk"):
            root.execute(f"DELETE FROM stet.{table}")
        root.execute("UPDATE stet.scope SET version = 0")
    with closing(ServerAdmin(dsn)) as admin:
        admin.restored()


def test_what_waits_for_a_lost_draft_is_kept_aside_when_the_work_is_not_seen_any_more(
    empty_database: str, tmp_path: Path
) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben = (Desktop(tmp_path / who, dsns[who]) for who in ("ann", "ben"))
        ann.join()
        ben.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        empty_again(empty_database)
        reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()  # Ann has not sent the draft again
        with closing(ServerAdmin(empty_database)) as admin:
            admin.part(login("ben"), login("ann"))
        ben.sync()
        assert [one.fields["body"] for one in ben.workspace.share.details().refused] == ["Clear."]
        for one in (ann, ben):
            one.close()
