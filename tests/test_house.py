"""The rules of the house that a machine can hold: layers, types, style, sizes, locked packages."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = [ROOT / "app", ROOT / "widgets", ROOT / "rubrics"]
LONGEST_FILE, MEDIAN_FUNCTION, LONG_FUNCTION = 400, 8, 30


def sources():
    return sorted(path for folder in PRODUCT for path in folder.rglob("*.py") if "migrations" not in path.parts)


def run(*command):
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_layers_point_inwards():
    code = (
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command(['--no-cache']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_are_strict():
    run("mypy", "--no-error-summary")


def test_style():
    run("ruff", "check", "--no-cache", ".")


def test_format():
    run("ruff", "format", "--no-cache", "--check", ".")


def test_files_stay_short():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def function_lengths():
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                yield node.end_lineno - first.lineno + 1


def test_functions_stay_short():
    lengths = list(function_lengths())
    assert median(lengths) <= MEDIAN_FUNCTION
    assert quantiles(lengths, n=20)[-1] <= LONG_FUNCTION


def locked():
    text = (ROOT / "requirements.lock").read_text()
    return re.split(r"\n(?=\S)", text.strip())


def test_lock_pins_every_package_with_hashes_and_no_address():
    for entry in locked():
        assert re.match(r"[\w.-]+==[\w.]+", entry)
        assert "--hash=sha256:" in entry
        assert "://" not in entry


@pytest.mark.parametrize("package", ["pyside6-essentials", "shiboken6"])
def test_lock_keeps_the_broken_qt_away_from_old_pythons(package):
    versions = {entry.split()[0]: entry for entry in locked() if entry.startswith(package + "==")}
    assert "python_full_version >= '3.12'" in versions.get(f"{package}==6.12.0", "python_full_version >= '3.12'")
