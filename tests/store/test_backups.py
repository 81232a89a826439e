"""A daily copy, made while work goes on; old ones go."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from app.store.backups import KEPT, back_up_if_due, backups
from app.store.engine import DATABASE, SUSPECT
from app.store.workspace import SqliteWorkspace
from tests.store.making import make_comment, open_text


def bodies(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT body FROM comment ORDER BY id")]


def test_a_backup_is_made_once_a_day_as_one_file(workspace: SqliteWorkspace) -> None:
    workspace.put_comment(make_comment(workspace, open_text(workspace).draft, "kept"))
    made = back_up_if_due(workspace)
    assert made
    assert back_up_if_due(workspace) is None
    assert list(made.parent.iterdir()) == [made]
    assert bodies(made) == ["kept"]


def test_the_oldest_backups_go(workspace: SqliteWorkspace) -> None:
    for day in range(1, KEPT + 4):
        (workspace.path / "backups" / f"stet-2020-01-{day:02}.db").write_bytes(b"")
    newest = back_up_if_due(workspace)
    names = [path.name for path in backups(workspace.path)]
    assert len(names) == KEPT
    assert names[0] == (newest and newest.name)
    assert names[-1] == f"stet-2020-01-{5:02}.db"


def test_a_copy_left_by_a_stopped_program_is_no_backup(workspace: SqliteWorkspace) -> None:
    made = back_up_if_due(workspace)
    assert made
    made.rename(made.with_name(f".{made.name}.part"))
    assert backups(workspace.path) == []
    assert back_up_if_due(workspace) == made
    assert backups(workspace.path) == list(made.parent.iterdir())


def test_writing_goes_on_while_a_backup_is_made(workspace: SqliteWorkspace) -> None:
    draft = open_text(workspace).draft
    for number in range(50):
        workspace.put_comment(make_comment(workspace, draft, f"{number} " * 2000))
    thread = threading.Thread(target=back_up_if_due, args=(workspace,))
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
    assert back_up_if_due(workspace) is None
    assert backups(workspace.path) == []
    assert (workspace.path / SUSPECT).exists()
