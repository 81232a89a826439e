"""Settings for every test: no display is needed, and no test touches the user's own workspace."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

# Speed is measured in the benchmarks; a slow machine must not fail a law. The same examples every time, so that a
# failure is the change's own; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("stet", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "stet"))


@pytest.fixture(autouse=True)
def workspace_folder(tmp_path, monkeypatch):
    folder = tmp_path / "workspace"
    monkeypatch.setenv("STET_WORKSPACE", str(folder))
    return folder


_PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """Waits up to a minute for what a test waits for: pytest-qt's five seconds would be a timed assertion.

    A wait ends as soon as what it waits for is there, so patience costs a passing test nothing.
    """

    def waitSignal(self, signal, *, timeout=_PATIENCE_MS, **options):
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals, *, timeout=_PATIENCE_MS, **options):
        return super().waitSignals(signals, timeout=timeout, **options)

    def waitUntil(self, callback, *, timeout=_PATIENCE_MS):
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)
