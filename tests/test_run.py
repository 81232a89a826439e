"""The launcher: it must say plainly what a bare machine lacks, and never set up twice."""

import ast
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

import run


@pytest.fixture
def no_commands(monkeypatch):
    calls = []
    monkeypatch.setattr(run.subprocess, "call", lambda command, **_: calls.append(command) or 0)
    return calls


def test_only_the_standard_library_is_imported():
    tree = ast.parse(Path(run.__file__).read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_an_old_python_reads_the_launcher():
    ast.parse(Path(run.__file__).read_text(), feature_version=(3, 6))


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch, no_commands):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(run.shutil, "which", lambda name: "/usr/bin/python3.12" if name == "python3.12" else None)
    assert run.main(["check", "x"]) == 0
    assert no_commands == [["/usr/bin/python3.12", str(run.ROOT / "run.py"), "check", "x"]]


def test_without_a_newer_python_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.main([]) == 1
    assert "needs Python 3.11 or newer; this is 3.9" in capsys.readouterr().err


def test_nothing_is_set_up_again_while_the_lock_is_the_same(monkeypatch, tmp_path, no_commands):
    stamp, python = tmp_path / "stamp", tmp_path / "python"
    python.touch()
    stamp.write_text(hashlib.sha256(run.LOCK.read_bytes() + sys.version.encode()).hexdigest())
    monkeypatch.setattr(run, "STAMP", stamp)
    monkeypatch.setattr(run, "PYTHON", python)
    run.set_up()
    assert no_commands == []


def test_a_user_without_rights_gets_the_exact_command(monkeypatch, capsys, no_commands):
    monkeypatch.setattr(run.shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(SystemExit):
        run.need_packages("libgl1 libegl1", "the libraries that Qt needs")
    assert "sudo apt-get install -y --no-install-recommends libgl1 libegl1" in capsys.readouterr().err
    assert no_commands == []


def test_without_a_display_the_sample_report_runs_instead(monkeypatch, capsys):
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "LINUX", True)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    started = []
    monkeypatch.setattr(run, "finish", lambda command, environment, folder: started.append(command) or 0)
    assert run.main([]) == 0
    assert started[0][1:4] == ["-m", "app", "check"]
    assert "no display" in capsys.readouterr().err


def test_a_display_that_comes_later_still_gets_its_libraries(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "WINDOW_STAMP", tmp_path / "stamp")
    monkeypatch.setattr(run, "missing_for_xcb", lambda: True)
    needed = []
    monkeypatch.setattr(run, "need_packages", lambda packages, purpose: needed.append(packages))
    run.prepare_window()
    run.prepare_window()
    assert needed == [run.XCB_LIBRARIES]


def test_the_exit_code_of_the_command_is_kept():
    assert run.finish([sys.executable, "-c", "raise SystemExit(7)"], None, None) == 7


def test_the_launcher_is_what_continuous_integration_calls():
    text = (run.ROOT / ".ci" / "run").read_text()
    assert "python3 run.py test" in text
    assert subprocess.run(["bash", "-n", str(run.ROOT / ".ci" / "run")], check=False).returncode == 0
