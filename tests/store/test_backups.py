"""A daily copy, made while work goes on; old ones go."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from app.store.backups import KEPT, backups
from app.store.engine import DATABASE, SUSPECT
from app.store.workspace import SqliteWorkspace
from tests.store.making import make_comment, open_text


def bodies(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT body FROM comment ORDER BY id")]


def test_a_backup_is_made_once_a_day_as_one_file(workspace: SqliteWorkspace) -> None:
    workspace.put_comment(make_comment(workspace, open_text(workspace).draft, "kept"))
    made = workspace.back_up_if_due()
    assert made
    assert workspace.back_up_if_due() is None
    assert list(made.parent.iterdir()) == [made]
    assert bodies(made) == ["kept"]


def test_a_backup_that_is_asked_for_is_made_beside_the_days(workspace: SqliteWorkspace) -> None:
    daily = workspace.back_up_if_due()
    workspace.put_comment(make_comment(workspace, open_text(workspace).draft, "later"))
    asked = workspace.back_up_now()
    assert asked
    assert daily
    assert (bodies(daily), bodies(asked)) == ([], ["later"])
    assert workspace.back_up_now() == asked
    assert set(backups(workspace.path)) == {daily, asked}
    assert workspace.back_up_if_due() is None


def test_the_oldest_backups_go(workspace: SqliteWorkspace) -> None:
    for day in range(1, KEPT + 4):
        (workspace.path / "backups" / f"stet-2020-01-{day:02}.db").write_bytes(b"")
    newest = workspace.back_up_if_due()
    names = [path.name for path in backups(workspace.path)]
    assert len(names) == KEPT
    assert names[0] == (newest and newest.name)
    assert names[-1] == f"stet-2020-01-{5:02}.db"


def test_of_one_days_backups_the_later_is_the_newer(workspace: SqliteWorkspace) -> None:
    daily = workspace.back_up_if_due()
    assert daily
    before_upgrade = daily.with_name(f"{daily.stem}-before-9000.db")
    before_upgrade.write_bytes(b"")
    for path, moment in ((daily, 1000), (before_upgrade, 2000)):
        os.utime(path, (moment, moment))
    yesterday = daily.with_name("stet-2020-01-01.db")
    yesterday.write_bytes(b"")
    assert backups(workspace.path) == [before_upgrade, daily, yesterday]


def test_a_copy_left_by_a_stopped_program_is_no_backup(workspace: SqliteWorkspace) -> None:
    made = workspace.back_up_if_due()
    assert made
    made.rename(made.with_name(f".{made.name}.part"))
    assert backups(workspace.path) == []
    assert workspace.back_up_if_due() == made
    assert backups(workspace.path) == list(made.parent.iterdir())


def test_writing_goes_on_while_a_backup_is_made(workspace: SqliteWorkspace) -> None:
    draft = open_text(workspace).draft
    for number in range(50):
        workspace.put_comment(make_comment(workspace, draft, f"{number} " * 2000))
    thread = threading.Thread(target=workspace.back_up_if_due)
    thread.start()
    for _ in range(50):
        workspace.put_comment(make_comment(workspace, draft, "meanwhile"))
    thread.join()
    kept = bodies(backups(workspace.path)[0])
    now = bodies(workspace.path / DATABASE)
    assert 50 <= len(kept) <= len(now) == 100
    assert kept == now[: len(kept)]


def test_a_damaged_database_makes_no_backup_and_is_marked(workspace: SqliteWorkspace) -> None:
    draft = open_text(workspace).draft
    for number in range(100):
        workspace.put_comment(make_comment(workspace, draft, f"{number} " * 100))
    with closing(sqlite3.connect(workspace.path / DATABASE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (workspace.path / DATABASE).open("r+b") as file:
        file.seek(40960)
        file.write(b"\xff" * 40000)
    assert workspace.back_up_if_due() is None
    assert backups(workspace.path) == []
    assert (workspace.path / SUSPECT).exists()
