"""An older workspace is brought to today's tables whole, or not at all, and a copy of it is kept."""

import json
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from app.domain.deliverable import Deliverable
from app.domain.feedback import DismissedRule, KeptPolicy
from app.domain.review import Choice
from app.services.ports import Act
from app.services.reviewing import edit_comment
from app.store.backups import backups
from app.store.engine import DATABASE, connect, writing
from app.store.migrations import Schema, upgrade
from app.store.opening import open_database
from app.store.schema import HEAD, TABLES
from app.store.workspace import open_workspace
from tests.store.making import TEXT, make_comment, open_text

NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "9000"
down_revision = {head!r}
def upgrade():
    op.add_column("comment", sa.Column("mood", sa.String()))
    {more}
"""


def schema_after(tmp_path: Path, more: str = "pass") -> Schema:
    """Make a schema that has one migration more than today's."""
    scripts = tmp_path / "scripts"
    shutil.copytree(Schema().scripts, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9000_next.py").write_text(NEXT.format(head=HEAD, more=more))
    return Schema("9000", scripts)


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(tmp_path / "migrated.db")
    upgrade(writing(engine), Schema())
    yield engine
    engine.dispose()


def tables(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.begin() as connection:
        names = [row[0] for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        # an added column comes last, and a made one where it was declared, which is all the same
        return {
            name: sorted(tuple(row)[1:] for row in connection.execute(text(f"PRAGMA table_info({name})")))
            for name in names
        }


def test_migrating_from_nothing_makes_the_tables_of_today(migrated: Engine, tmp_path: Path) -> None:
    with migrated.begin() as connection:
        options = {"include_object": lambda _, name, *__: not str(name).startswith("said_search")}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), TABLES) == []
    open_workspace(tmp_path / "fresh").close()
    fresh = connect(tmp_path / "fresh" / DATABASE)
    assert tables(migrated) == tables(fresh)
    fresh.dispose()


OLD_ROWS = {
    "person": [("me", "Ana", 0, 1, 1)],
    "scope": [("own", "personal", "me", 0, 1, 1), ("local", "local", None, 0, 1, 1)],
    "device": [("d0", "me", 1, 5), ("d1", "me", 5, None)],
    "deliverable": [("w1", "local", "Brief", 0, 0, 1, 1)],
    "draft": [("t1", "local", "w1", 1, "ab" * 32, "txt", "a.txt", "r1", 0, 0, 1, 1)],
    "revision": [("r1", "local", "t1", "txt/1", "aa", zlib.compress(TEXT.encode()), 0, 0, 1, 1)],
    "comment": [
        ("c1", "local", "t1", "me", "question", "Which?", "vague@0:Studies", 0, "r1", 0, 0, 1, 1),
        ("c2", "local", "t1", "me", "praise", "Clear.", "", 1, None, 0, 0, 1, 1),
    ],
    "placement": [("p1", "local", "c1", "r1", 0, 7, "Studies", "", " show", "[]", None, 0, 0, 1, 1)],
    "decision": [("x1", "own", "t1", "me", "vague@0:Studies", "accepted", "", 0, 0, 1, 1)],
    "setting": [("theme", '"dark"', 1)],
}
COMMENT = """{"id": "c2", "draft_id": "t1", "author_id": "me", "kind": "praise", "body": "Clear.", "anchor": null,
 "created_ms": 1, "updated_ms": 1, "finding": "", "resolved": true}"""
OLD_STEP = (1, "t1", "add-comment",
 '{"comments": [], "decisions": [], "deleted_comments": ["c2"], "deleted_decisions": []}',
 f'{{"comments": [{COMMENT}], "decisions": [], "deleted_comments": [], "deleted_decisions": []}}', 0, 1)  # fmt: skip


def make_old(folder: Path, version: str) -> None:
    """Make a workspace as a Stet of then left it."""
    folder.mkdir()
    engine = connect(folder / DATABASE)
    upgrade(writing(engine), Schema(version))
    engine.dispose()
    rows = OLD_ROWS if version == "0001" else OLD_ROWS | {"step": [OLD_STEP]}
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        for table, values in rows.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', values)
        connection.commit()


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_an_old_workspace_opens_with_all_that_was_in_it(folder: Path, version: str) -> None:
    make_old(folder, version)
    with closing(open_workspace(folder)) as workspace:
        (draft,) = workspace.drafts()
        on_whole, on_words = workspace.comments("t1")
        assert (on_words.body, on_words.anchor and on_words.anchor.exact, on_words.why) == ("Which?", "Studies", "")
        assert (on_whole.body, on_whole.resolved, on_whole.anchor) == ("Clear.", True, None)
        assert [one.choice for one in workspace.decisions("t1")] == [Choice.ACCEPTED]
        assert (workspace.revision_text("r1"), draft.revision_id) == (TEXT, "r1")
        assert workspace.work_of("t1") == Deliverable("w1", "me", "Brief", 1, 1)
        assert (workspace.me(), workspace.directory().admins) == ("me", frozenset({"me"}))
        assert workspace.setting("theme") == "dark"
        edit_comment(workspace, on_words, "Which ones?")
        assert [one.body for one in workspace.comments("t1")] == ["Clear.", "Which ones?"]


def test_the_steps_of_an_old_workspace_are_undone(folder: Path) -> None:
    make_old(folder, "0002")
    with closing(open_workspace(folder)) as workspace:
        taken = workspace.undo("t1")
        assert taken
        assert (taken.applied, taken.step.act) == (True, Act.ADD_COMMENT)
        assert [one.id for one in workspace.comments("t1")] == ["c1"]


def test_policies_and_dismissed_rules_of_an_old_workspace_are_rows(folder: Path) -> None:
    make_old(folder, "0002")
    kept = {"policies": {"ours": "title: Ours"}, "dismissed-rules": {"": {"vague": "Mine."}, "nowhere": {"hedge": "x"}}}
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.executemany("INSERT INTO setting VALUES (?, ?, 1)", [(k, json.dumps(v)) for k, v in kept.items()])
        connection.commit()
    with closing(open_workspace(folder)) as workspace:
        (policy,), (rule,) = workspace.records(KeptPolicy), workspace.records(DismissedRule)
        assert (policy.name, policy.text, policy.team_id) == ("ours", "title: Ours", "")
        assert (rule.rule, rule.reason, rule.author_id) == ("vague", "Mine.", workspace.me())
        assert workspace.setting("policies") is None


def test_an_upgraded_workspace_keeps_its_references_whole(folder: Path) -> None:
    make_old(folder, "0002")
    open_workspace(folder).close()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_an_older_workspace_is_upgraded_with_its_content_and_a_copy_kept(folder: Path, tmp_path: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        workspace.put_comment(make_comment(workspace, open_text(workspace).draft, "kept"))
    engine, notices = open_database(folder, 1000, schema_after(tmp_path))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT body, mood FROM comment")).all() == [("kept", None)]
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9000"
    engine.dispose()
    assert notices == ()
    (copy,) = backups(folder)
    assert copy.name.endswith("-before-9000.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


def test_a_migration_that_fails_leaves_everything_as_it_was(folder: Path, tmp_path: Path) -> None:
    open_workspace(folder).close()
    with pytest.raises(OperationalError, match="no such table"):
        open_database(folder, 1000, schema_after(tmp_path, 'op.execute("INSERT INTO nowhere VALUES (1)")'))
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        assert "mood" not in [row[1] for row in connection.execute("PRAGMA table_info(comment)")]
    open_workspace(folder).close()


def test_an_older_backup_is_upgraded_when_it_is_restored(folder: Path, tmp_path: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        workspace.put_comment(make_comment(workspace, open_text(workspace).draft, "kept"))
    shutil.move(folder / DATABASE, folder / "backups" / "stet-2020-01-01.db")
    engine, notices = open_database(folder, 1000, schema_after(tmp_path))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT body, mood FROM comment")).all() == [("kept", None)]
    engine.dispose()
    assert "stet-2020-01-01.db" in notices[0]
