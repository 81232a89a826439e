"""Checks of an installed package: off until switched on, run like the others, and a broken one says why."""

import pytest

from app.checks.engine import installed_plugins, plugin_checks, run_checks
from tests.checks.drafts import draft

MODULE = """
from app.domain.finding import Check, Finding, Tier

def _run(document):
    yield Finding("shouting", 1, Tier.ASK, 0, 4, "This shouts.")

CHECK = Check("shouting", 1, Tier.ASK, "Shouting", "It is loud.", _run)
TAKEN = Check("placeholder", 1, Tier.ASK, "Taken", "It is taken.", _run)
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Return a function that lays a package out as an installer does: its module and its dist-info folder."""

    def lay_out(name, entry, module=MODULE):
        (tmp_path / f"{name}_checks.py").write_text(module, encoding="utf-8")
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[stet.checks]\n{name} = {name}_checks:{entry}\n", encoding="utf-8")

    monkeypatch.syspath_prepend(tmp_path)
    return lay_out


def run(name):
    (done,) = run_checks(draft("LOUD words."), plugin_checks([name]))
    return done


def test_an_installed_check_is_offered_and_runs_when_switched_on(install):
    install("loudly", "CHECK")
    assert "loudly" in installed_plugins()
    assert plugin_checks([]) == ()
    assert [finding.message for finding in run("Loudly").findings] == ["This shouts."]


def test_a_plugin_that_does_not_import_says_so(install):
    install("brokenly", "CHECK", "raise RuntimeError('no luck')")
    assert "could not be loaded: RuntimeError: no luck" in run("brokenly").error


def test_a_plugin_cannot_take_the_place_of_a_check(install):
    install("takenly", "TAKEN")
    assert "another check is called placeholder" in run("takenly").error


def test_something_else_than_a_check_is_refused(install):
    install("oddly", "MODULE", "MODULE = [1]")
    assert "no check" in run("oddly").error


def test_a_plugin_that_is_not_installed_says_so():
    assert "not installed" in run("nowhere").error
