"""Damage, locks, full disks and newer files: one clear sentence, and nothing kept before is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.errors import WorkspaceError
from app.services.ports import ReviewChange
from app.services.reviewing import OpenDraft
from app.store.engine import DATABASE, SUSPECT
from app.store.workspace import SqliteWorkspace, open_workspace
from tests.store.making import make_comment, open_text


def kept_aside(folder: Path) -> list[Path]:
    return [path for path in folder.glob("damaged-*.db") if path.stat().st_size]


def fill(workspace: SqliteWorkspace, number: int = 300) -> OpenDraft:
    """Put enough comments for the file to have many pages."""
    opened = open_text(workspace)
    made = [make_comment(workspace, opened.draft, f"{index} " * 60) for index in range(number)]
    workspace.change_review(ReviewChange(comments=tuple(made)))
    return opened


def scribble(database: Path, part: int = 2) -> None:
    """Spoil the end of the file, half of it or a smaller part."""
    length = database.stat().st_size // part
    with database.open("r+b") as file:
        file.seek(-length, os.SEEK_END)
        file.write(b"\xff" * length)


def no_database(database: Path) -> None:
    database.write_bytes(b"This is no database at all. " * 1000)


def cut(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def empty(database: Path) -> None:
    os.truncate(database, 0)


def other_tables(database: Path) -> None:
    database.unlink()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE theirs (a)")


HARM = [scribble, no_database, cut, other_tables]


@pytest.mark.parametrize("harm", [*HARM, empty, Path.unlink])
def test_the_newest_backup_goes_on_after_damage(folder: Path, harm: Callable[[Path], None]) -> None:
    with closing(open_workspace(folder)) as workspace:
        opened = fill(workspace)
        before, device = workspace.comments(opened.draft.id), workspace.device()
        backup = workspace.back_up_if_due()
        assert backup
        workspace.put_comment(make_comment(workspace, opened.draft, "after the backup"))
    harm(folder / DATABASE)
    (folder / SUSPECT).touch()
    with closing(open_workspace(folder)) as again:
        assert again.comments(opened.draft.id) == before
        assert again.device() != device
        assert again.me() == before[0].author_id
        assert len(again.notices) == 1
        assert backup.name in again.notices[0]
        for path in kept_aside(folder):
            assert path.name in again.notices[0]
        assert harm in {empty, Path.unlink} or len(kept_aside(folder)) == 1
    with closing(open_workspace(folder)) as calm:
        assert calm.notices == ()


@pytest.mark.parametrize("harm", HARM[:3])
def test_without_a_backup_the_workspace_starts_empty_and_keeps_the_damaged_file(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    with closing(open_workspace(folder)) as workspace:
        opened = fill(workspace)
    harm(folder / DATABASE)
    damaged = (folder / DATABASE).read_bytes()
    (folder / SUSPECT).touch()
    with closing(open_workspace(folder)) as again:
        assert again.drafts() == ()
        assert "no backup" in again.notices[0]
        assert again.original(opened.draft.sha256).exists()
    assert [path.read_bytes() for path in kept_aside(folder)] == [damaged]


def test_a_damaged_backup_is_passed_over_for_an_older_one(folder: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        opened = fill(workspace)
        good = workspace.back_up_if_due()
    assert good
    older = good.rename(good.with_name("stet-2020-01-01.db"))
    shutil.copy(older, good)
    scribble(good)
    no_database(folder / DATABASE)
    with closing(open_workspace(folder)) as again:
        assert older.name in again.notices[0]
        assert [draft.id for draft in again.drafts()] == [opened.draft.id]


def test_damage_met_while_working_is_mended_at_the_next_start(folder: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        opened = fill(workspace)
        workspace.back_up_if_due()
    scribble(folder / DATABASE, part=16)
    with closing(open_workspace(folder)) as broken, pytest.raises(WorkspaceError, match="open it again"):
        broken.comments(opened.draft.id)
    with closing(open_workspace(folder)) as again:
        assert len(again.comments(opened.draft.id)) == 300
        assert again.notices


def test_damage_met_in_opening_is_mended_at_once(folder: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        fill(workspace, 30)
        workspace.back_up_if_due()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        page, size = connection.execute(
            "SELECT rootpage, page_size FROM sqlite_master, pragma_page_size WHERE name = 'alembic_version'"
        ).fetchone()
    with (folder / DATABASE).open("r+b") as file:
        file.seek((page - 1) * size + 100)
        file.write(b"\xff" * (size - 100))
    with closing(open_workspace(folder)) as again:
        assert len(again.comments(again.drafts()[0].id)) == 30
        assert "damaged" in again.notices[0]


@pytest.mark.parametrize(
    "damage", ["DELETE FROM alembic_version", "UPDATE alembic_version SET version_num = x'ff00ff'"]
)
def test_a_damaged_version_is_not_taken_for_a_newer_one(folder: Path, damage: str) -> None:
    with closing(open_workspace(folder)) as workspace:
        fill(workspace)
        workspace.back_up_if_due()
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.execute(damage)
    with closing(open_workspace(folder)) as again:
        assert "damaged" in again.notices[0]
        assert len(again.drafts()) == 1


def test_damage_after_a_crash_is_looked_for(folder: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        opened = fill(workspace)
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        workspace.put_comment(make_comment(workspace, opened.draft))
        crashed = folder.with_name("crashed")
        shutil.copytree(folder, crashed)  # the log is still there, as after a crash
    scribble(crashed / DATABASE)
    with closing(open_workspace(crashed)) as again:
        assert "damaged" in again.notices[0]


def test_a_crash_alone_is_no_damage(folder: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        opened = fill(workspace)
        crashed = folder.with_name("crashed")
        shutil.copytree(folder, crashed)
    with closing(open_workspace(crashed)) as again:
        assert len(again.comments(opened.draft.id)) == 300
        assert again.notices == ()


def test_a_newer_workspace_is_left_alone(folder: Path) -> None:
    open_workspace(folder).close()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(WorkspaceError, match="newer Stet"):
        open_workspace(folder)
    assert (folder / DATABASE).read_bytes() == before
    assert kept_aside(folder) == []


def test_a_program_that_keeps_writing_is_named(folder: Path) -> None:
    with closing(open_workspace(folder, patience_ms=50)) as workspace:
        draft = open_text(workspace).draft
        with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(WorkspaceError, match="another program"):
                workspace.put_comment(make_comment(workspace, draft))
            with pytest.raises(WorkspaceError, match="another program"):
                open_workspace(folder, patience_ms=50)
            assert workspace.comments(draft.id) == ()
        workspace.put_comment(make_comment(workspace, draft))
        assert len(workspace.comments(draft.id)) == 1


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be moved")
@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_kept_in_a_file_that_was_moved_away(folder: Path, *, replaced: bool) -> None:
    with closing(open_workspace(folder)) as workspace:
        draft = open_text(workspace).draft
        (folder / DATABASE).rename(folder / "elsewhere.db")
        if replaced:
            shutil.copy(folder / "elsewhere.db", folder / DATABASE)
        with pytest.raises(WorkspaceError, match="moved or replaced"):
            workspace.put_comment(make_comment(workspace, draft))


def test_a_full_database_is_said_and_takes_changes_again(workspace: SqliteWorkspace) -> None:
    draft = open_text(workspace).draft
    with workspace._engine.begin() as connection:  # the next transaction uses this connection again
        connection.execute(text("PRAGMA max_page_count = 1"))
    with pytest.raises(WorkspaceError, match="is full; make room"):
        workspace.put_comment(make_comment(workspace, draft, "x" * 100_000))
    with workspace._engine.begin() as connection:
        connection.execute(text("PRAGMA max_page_count = 1000000"))
    workspace.put_comment(make_comment(workspace, draft, "after"))
    assert [one.body for one in workspace.comments(draft.id)] == ["after"]


def test_a_file_in_the_way_of_the_folder_is_said(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        open_workspace(folder)
    assert folder.read_text() == "a file"


def test_a_folder_in_the_way_of_the_database_is_said(folder: Path) -> None:
    (folder / DATABASE).mkdir(parents=True)
    with pytest.raises(WorkspaceError, match="cannot be written"):
        open_workspace(folder)


def test_an_original_that_cannot_be_kept_leaves_no_draft(workspace: SqliteWorkspace) -> None:
    (workspace.path / "blobs").rmdir()
    (workspace.path / "blobs").write_text("in the way")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        workspace.keep_draft(Path("a.txt"), b"words", "txt")
    assert workspace.drafts() == ()


_READ_ONLY = """
import os, sys
from pathlib import Path
from app.domain.errors import WorkspaceError
from app.store.workspace import open_workspace
open_workspace(Path(sys.argv[1] + "-other")).close()
if os.geteuid() == 0:
    os.setuid(65534)  # permission bits do not bind root
try:
    open_workspace(Path(sys.argv[1]))
except WorkspaceError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="permission bits as POSIX has them")
@pytest.mark.parametrize("part", ["", DATABASE])
def test_a_read_only_workspace_is_said(folder: Path, part: str) -> None:
    open_workspace(folder).close()
    _open_to_everybody(folder)
    (folder / part).chmod(0o555)
    done = subprocess.run([sys.executable, "-c", _READ_ONLY, folder], capture_output=True, text=True, check=False)
    (folder / part).chmod(0o755)
    assert "cannot be written" in done.stdout, done.stderr


def _open_to_everybody(folder: Path) -> None:
    """Let the user that root becomes come as far as the folder."""
    if os.geteuid() != 0:
        return
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    for above in list(folder.parents)[:-1]:
        above.chmod(above.stat().st_mode | 0o011)


_FULL_DISK = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from app.domain.errors import WorkspaceError
from app.store.workspace import open_workspace
from tests.store.making import make_comment, open_text
workspace = open_workspace(Path(sys.argv[1]))
draft = open_text(workspace).draft
workspace.put_comment(make_comment(workspace, draft, "before"))
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limit[1]))
try:
    workspace.put_comment(make_comment(workspace, draft, "x" * 1_000_000))
except WorkspaceError as error:
    print(error)
try:
    workspace.keep_draft(Path("b.txt"), b"y" * 1_000_000, "txt")
except WorkspaceError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
workspace.put_comment(make_comment(workspace, draft, "after"))
print([comment.body for comment in workspace.comments(draft.id)], len(workspace.drafts()))
workspace.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="a limit on file size as POSIX has it")
def test_a_full_disk_loses_nothing(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _FULL_DISK, folder], capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert len(lines) == 3, done.stderr
    assert "disk" in lines[0]
    assert "cannot be written" in lines[1]
    assert lines[2] == "['before', 'after'] 1"
    assert not list((folder / "blobs").rglob(".*"))
    with closing(open_workspace(folder)) as again:
        assert again.notices == ()
        assert [one.body for one in again.comments(again.drafts()[0].id)] == ["before", "after"]
