"""The cache keeps bytes by name and never stands in the way."""

import os
from pathlib import Path

from app.store import cache
from app.store.cache import KEPT
from app.store.workspace import SqliteWorkspace


def test_bytes_come_back_by_name(workspace: SqliteWorkspace) -> None:
    assert workspace.cached("checks-1") is None
    workspace.put_cached("checks-1", b"one")
    workspace.put_cached("checks-1", b"other")
    assert workspace.cached("checks-1") == b"other"
    assert [path.name for path in (workspace.cache / "results").iterdir()] == ["checks-1.json"]


def test_the_cache_may_be_thrown_away(workspace: SqliteWorkspace) -> None:
    workspace.cache.rmdir()
    workspace.put_cached("checks-1", b"one")
    assert workspace.cached("checks-1") == b"one"


def test_a_cache_that_takes_nothing_is_no_error(workspace: SqliteWorkspace) -> None:
    workspace.cache.rmdir()
    workspace.cache.write_text("in the way")
    workspace.put_cached("checks-1", b"one")
    assert workspace.cached("checks-1") is None


def test_what_was_written_longest_ago_goes(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        cache.write(tmp_path, f"n{number}", b"")
        os.utime(tmp_path / "results" / f"n{number}.json", (number, number))
    cache.write(tmp_path, "last", b"")
    names = {path.stem for path in (tmp_path / "results").iterdir()}
    assert len(names) == KEPT
    assert {"last", f"n{KEPT + 2}"} < names
    assert names.isdisjoint({"n0", "n1", "n2", "n3"})
