"""Settings for every test: no display is needed, and no test touches the user's own workspace."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

# Speed is measured in the benchmarks; a slow machine must not fail a law.
settings.register_profile("stet", deadline=None)
settings.load_profile("stet")


@pytest.fixture(autouse=True)
def workspace_folder(tmp_path, monkeypatch):
    folder = tmp_path / "workspace"
    monkeypatch.setenv("STET_WORKSPACE", str(folder))
    return folder
