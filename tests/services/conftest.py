"""Fixtures: a team in a workspace of its own, copied from one that is made once."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.store.workspace import open_workspace
from tests.services.team import Team, make_team


@pytest.fixture(scope="session")
def made_team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    with closing(open_workspace(tmp_path_factory.mktemp("made") / "team")) as workspace:
        return make_team(workspace)


@pytest.fixture
def team(made_team: Team, tmp_path: Path) -> Iterator[Team]:
    folder = tmp_path / "team"
    shutil.copytree(made_team.store.path, folder)
    with closing(open_workspace(folder)) as workspace:
        yield replace(made_team, store=workspace)
