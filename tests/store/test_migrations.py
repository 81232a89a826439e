"""An older workspace is brought to today's tables whole, or not at all, and a copy of it is kept."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from app.domain.review import CommentKind
from app.services.reviewing import comment_on_draft
from app.store.backups import backups
from app.store.engine import DATABASE, connect, writing
from app.store.migrations import Schema, upgrade
from app.store.opening import open_database
from app.store.people import settle_in
from app.store.schema import HEAD, metadata
from app.store.workspace import open_workspace
from tests.store.making import make_comment, open_text

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
        return {name: [tuple(row) for row in connection.execute(text(f"PRAGMA table_info({name})"))] for name in names}


def test_migrating_from_nothing_makes_the_tables_of_today(migrated: Engine, tmp_path: Path) -> None:
    with migrated.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    open_workspace(tmp_path / "fresh").close()
    fresh = connect(tmp_path / "fresh" / DATABASE)
    assert tables(migrated) == tables(fresh)
    fresh.dispose()


def test_a_workspace_of_the_first_schema_opens(folder: Path) -> None:
    folder.mkdir()
    engine = connect(folder / DATABASE)
    upgrade(writing(engine), Schema("0001"))
    with writing(engine).begin() as connection:
        settle_in(connection)
    engine.dispose()
    with closing(open_workspace(folder)) as workspace:
        draft = open_text(workspace).draft
        comment = comment_on_draft(workspace, draft, CommentKind.PRAISE, "Clear.")
        assert workspace.comments(draft.id) == (comment,)
        assert workspace.undo(draft.id)
        assert workspace.comments(draft.id) == ()


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
