"""The tables of content split by scope, as packaging/server/partition.sql does it: same rows, same locks, same sync."""

from contextlib import ExitStack, closing
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from app.domain.review import CommentKind
from app.services import reviewing
from app.sync.admin import ServerAdmin
from tests.sync.postgres import Postgres
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in

SCRIPT = Path(__file__).parents[2] / "packaging/server/partition.sql"


def test_desktops_go_on_with_split_tables(postgres: Postgres, empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns, ExitStack() as stack:
        ann, ben = (stack.enter_context(closing(Desktop(tmp_path / who, dsns[who]))) for who in ("ann", "ben"))
        ann.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        with postgres.connect(dbname=conninfo_to_dict(empty_database)["dbname"]) as do:
            do.execute(SCRIPT.read_bytes())
            split = do.execute("SELECT count(*) FROM pg_class WHERE relkind = 'p' AND relname = 'record'").fetchone()
            assert split == (1,)
        with closing(ServerAdmin(empty_database)) as admin:
            found = admin.audit().problems
        assert [one for one in found if "group stet_user" not in one] == []  # other tests have logins on this server
        ben.join()
        assert [one.id for one in ben.workspace.drafts()] == [draft.id]
        comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()
        ann.sync()
        assert ann.workspace.comments(draft.id) == ()
        with closing(Desktop(tmp_path / "ben-at-home", dsns["ben"])) as home:
            home.join()
            assert [one.id for one in home.workspace.comments(draft.id)] == [comment.id]
