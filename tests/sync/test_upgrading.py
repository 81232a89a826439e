"""A database that an older Stet set up: what is missing is named first, then done; what was written goes on."""

from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from app.domain.review import CommentKind
from app.services import reviewing
from app.sync import schema
from app.sync.admin import ServerAdmin
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in

NUMBERS = [folder.name for folder in schema.migrations()]


@pytest.mark.parametrize("older", NUMBERS[:-1])
def test_desktops_go_on_after_an_upgrade(
    older: str, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = list(schema.migrations())
    monkeypatch.setattr(schema, "migrations", lambda: every[: NUMBERS.index(older) + 1])
    with shared_team(empty_database) as dsns, ExitStack() as stack:
        ann, ben = (stack.enter_context(closing(Desktop(tmp_path / who, dsns[who]))) for who in ("ann", "ben"))
        ann.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.join()
        comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Early.")
        ben.sync()
        monkeypatch.undo()
        missing = [f"Migration {number} is in place." for number in NUMBERS[NUMBERS.index(older) + 1 :]]
        with closing(ServerAdmin(empty_database)) as admin:
            assert admin.init(dry_run=True) == [f"Would be done: {one}" for one in missing]
            assert admin.init() == missing
            assert admin.init() == []
        reviewing.edit_comment(ben.workspace, comment, "Late.")
        ben.sync()
        with closing(Desktop(tmp_path / "ben-at-home", dsns["ben"])) as home:
            home.join()
            assert [one.body for one in home.workspace.comments(draft.id)] == ["Late."]
