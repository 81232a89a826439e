"""A session over a workspace of its own."""

import pytest

from tests.shell.making import start_session


@pytest.fixture
def session(qtbot, workspace_folder):
    opened = start_session(qtbot, workspace_folder)
    yield opened
    opened.close_anyway()
