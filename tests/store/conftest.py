"""Fixtures: a workspace in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.workspace import SqliteWorkspace, open_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def workspace(folder: Path) -> Iterator[SqliteWorkspace]:
    opened = open_workspace(folder)
    yield opened
    opened.close()
