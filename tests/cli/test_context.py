import os
import subprocess
import sys

import pytest

from app.documents.office import find_libreoffice
from tests.documents.test_pdf import encrypted

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")


@pytest.fixture
def locked(tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(encrypted())
    return path


def check_on_terminal(path, answers, *options):
    """Run the command with a terminal on which the answers are typed; return its exit code, output and screen."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "app", "check", str(path), *options]
    with subprocess.Popen(
        command, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, start_new_session=True
    ) as process:
        os.close(terminal)
        screen = b""
        while part := read(controller):
            screen += part
            if part.rstrip().endswith(b"locked.pdf:") and answers:
                os.write(controller, answers.pop(0).encode() + b"\n")
        output = process.stdout.read().decode()
    os.close(controller)
    return process.returncode, output, screen.decode()


def read(controller):
    try:
        return os.read(controller, 1024)
    except OSError:  # the other side is closed
        return b""


def test_a_terminal_asks_for_a_password_and_hides_it(locked):
    code, output, screen = check_on_terminal(locked, ["wrong", "sesame"])
    assert code == 0
    assert "0 findings" in output
    assert "This is not its password. Password of locked.pdf:" in screen
    assert "sesame" not in screen


def test_three_wrong_passwords_are_enough(locked):
    code, _, screen = check_on_terminal(locked, ["a", "b", "c", "sesame"])
    assert code == 2
    assert screen.count("Password of locked.pdf:") == 3
    assert "locked.pdf: The password does not open this PDF." in screen


def test_the_copy_with_margin_notes_opens_with_the_same_password(locked, tmp_path):
    copy = tmp_path / "copy.pdf"
    code, _, screen = check_on_terminal(locked, ["sesame"], "--format", "pdf", "--output", str(copy))
    assert (code, screen.count("Password of")) == (0, 1)
    assert copy.read_bytes().startswith(b"%PDF")


def test_without_a_terminal_the_sentence_says_what_to_do(locked):
    command = [sys.executable, "-m", "app", "check", str(locked)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "locked.pdf: This PDF is protected with a password. Run the command on a terminal" in done.stderr


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_another_office_format_has_no_margin(tmp_path):
    path = tmp_path / "draft.rtf"
    path.write_bytes(rb"{\rtf1\ansi The door count rose to 212 on 3 March 2025.\par}")
    command = [sys.executable, "-m", "app", "check", str(path), "--format", "docx", "--output", str(tmp_path / "copy")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "draft.rtf was read through LibreOffice" in done.stderr
