"""Policies are chosen, opened from files, made and edited; checks of an installed package appear when switched on."""

import os
import subprocess
import sys

import pytest

from app.services import check_choice
from tests.shell.making import is_idle, until
from widgets.policy_dialog import PolicyDialog

BACKEND = """
import zipfile

FILES = {
    "shouting.py": open("shouting.py").read(),
    "shouting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: shouting\\nVersion: 1.0\\n",
    "shouting-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "shouting-1.0.dist-info/entry_points.txt": "[stet.checks]\\nshouting = shouting:CHECK\\n",
}


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "shouting-1.0-py3-none-any.whl"
    record = "".join(f"{path},,\\n" for path in FILES) + "shouting-1.0.dist-info/RECORD,,\\n"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in (FILES | {"shouting-1.0.dist-info/RECORD": record}).items():
            wheel.writestr(path, text)
    return name
"""
MODULE = """
from app.domain.finding import Check, Finding, Tier


def _run(document):
    start = document.text.find("Evening")
    yield Finding("shouting", 1, Tier.ASK, start, start + 7, "This shouts.")


CHECK = Check("shouting", 1, Tier.ASK, "Shouting", "It is loud.", _run)
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a package with a check into a folder of its own, as an installer does, without a network."""
    source, target = tmp_path / "source", tmp_path / "installed"
    source.mkdir()
    (source / "backend.py").write_text(BACKEND, encoding="utf-8")
    (source / "shouting.py").write_text(MODULE, encoding="utf-8")
    build = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    (source / "pyproject.toml").write_text(build, encoding="utf-8")
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    monkeypatch.syspath_prepend(target)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(target), os.environ.get("PYTHONPATH", "")]))
    return target


@pytest.fixture
def dialog(qtbot, session):
    made = PolicyDialog(session)
    qtbot.addWidget(made)
    until(lambda: is_idle(session) and bool(made.choices.policies))
    yield made
    check_choice.choose_policy(session.workspace, "")
    check_choice.switch_plugins(session.workspace, ())


def choose(dialog, session, title):
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.setCurrentRow(next(row for row, text in enumerate(rows) if text.startswith(title)))
    until(lambda: is_idle(session))


def checks_of(session):
    return {done.check for done in session.draft.checks}


def test_the_draft_is_checked_by_the_chosen_policy(dialog, session):
    choose(dialog, session, "Office texts")
    assert "policy-disclosure" in checks_of(session)
    assert "memos" in dialog.describes.text()
    choose(dialog, session, "No policy")
    assert "policy-disclosure" not in checks_of(session)


def test_a_file_with_faults_is_refused_with_its_lines(dialog, session, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text('schema: stet-policy/1\nid: x\nversion: "1"\nlenght: {min_words: 3}\n', encoding="utf-8")
    dialog.open_file(path)
    until(lambda: is_idle(session))
    assert dialog.trouble.text() == "bad.yaml:4: The field “lenght” is not known here."
    path.write_text(
        'schema: stet-policy/1\nid: x\nversion: "1"\ntitle: Ours\nlength: {min_words: 3}\n', encoding="utf-8"
    )
    dialog.open_file(path)
    until(lambda: is_idle(session) and dialog.policy() is not None)
    assert (dialog.policy().title, dialog.trouble.text()) == ("Ours", "")
    dialog._remove()
    until(lambda: is_idle(session))
    assert "x" not in dialog.choices.own


def test_a_policy_made_in_the_form_is_kept_and_used(qtbot, dialog, session):
    form = dialog.edit_policy(None)
    terms = form.editors["terms"]
    terms.add_record()
    terms.form.widgets["avoid"].setText("everybody")
    until(lambda: is_idle(session) and not form._pause.isActive() and form.trial.total == 1)
    assert form.trial.hits[0].quote == "everybody"
    form._keep()
    until(lambda: is_idle(session) and dialog.choices.policy == "our-policy" and "policy-terms" in checks_of(session))


@pytest.mark.usefixtures("installed")
def test_the_check_of_an_installed_package_appears_when_it_is_switched_on(qtbot, session):
    session.runner.worker("checking").close()  # its process was started before the package was there
    dialog = PolicyDialog(session)
    qtbot.addWidget(dialog)
    until(lambda: is_idle(session) and dialog.choices.installed == ("shouting",))
    assert "shouting" not in checks_of(session)
    dialog.plugins.itemAt(0).widget().click()
    until(lambda: is_idle(session) and "shouting" in checks_of(session))
    assert [item.finding.message for item in session.draft.findings if item.finding.check == "shouting"] == [
        "This shouts."
    ]
    check_choice.switch_plugins(session.workspace, ())
