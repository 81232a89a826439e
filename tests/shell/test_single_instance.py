"""A second start gives its files to the first and ends; after a kill the next start is the first."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from app.domain.errors import StetError
from app.shell.single_instance import SingleInstance, server_name

_START = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.domain.errors import StetError
from app.shell.single_instance import SingleInstance
app = QCoreApplication(sys.argv[:1])
instance = SingleInstance(Path(sys.argv[1]))
try:
    first = instance.claim([Path(name) for name in sys.argv[2:]], 20)
except StetError as error:
    sys.exit(str(error))
if not first:
    sys.exit(0)
print("first", flush=True)
instance.files_asked.connect(lambda files: print(json.dumps([str(file) for file in files]), flush=True))
instance.listen()
app.exec()
"""
Start = subprocess.Popen[str]


@pytest.fixture
def starts() -> Iterator[list[Start]]:
    made: list[Start] = []
    yield made
    for process in made:
        process.kill()
        process.communicate()


def start(starts: list[Start], folder: Path, *names: str, cwd: Path | None = None) -> Start:
    command = [sys.executable, "-c", _START, str(folder), *names]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=cwd, env=environment)
    starts.append(process)
    return process


def line_of(process: Start) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_second_start_hands_its_files_over_and_ends(starts: list[Start], tmp_path: Path) -> None:
    first = start(starts, tmp_path / "ws")
    assert line_of(first) == "first"
    names = ["a b.txt", "ü\n.docx"]
    second = start(starts, tmp_path / "ws", *names, cwd=tmp_path)
    assert second.wait(20) == 0
    assert json.loads(line_of(first)) == [str(tmp_path / name) for name in names]
    assert start(starts, tmp_path / "ws").wait(20) == 0
    assert json.loads(line_of(first)) == []


def test_the_same_folder_by_another_name_is_the_same_workspace(starts: list[Start], tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "link").symlink_to("ws")
    first = start(starts, tmp_path / "ws")
    assert line_of(first) == "first"
    assert start(starts, tmp_path / "link").wait(20) == 0


def test_another_workspace_has_a_window_of_its_own(starts: list[Start], tmp_path: Path) -> None:
    assert [line_of(start(starts, tmp_path / name)) for name in ("one", "two")] == ["first", "first"]


def test_after_a_kill_the_next_start_is_the_first(starts: list[Start], tmp_path: Path) -> None:
    for _ in range(2):
        first = start(starts, tmp_path / "ws")
        assert line_of(first) == "first"
        first.kill()
        first.wait()
    last = start(starts, tmp_path / "ws")
    assert line_of(last) == "first"
    assert start(starts, tmp_path / "ws", "/a.txt").wait(20) == 0
    assert json.loads(line_of(last)) == ["/a.txt"]


def test_of_many_starts_at_once_one_is_the_window_and_gets_all_files(starts: list[Start], tmp_path: Path) -> None:
    together = [start(starts, tmp_path / "ws", f"/{number}.txt") for number in range(4)]
    ended: list[Start] = []
    while len(ended) < len(together) - 1:
        ended = [process for process in together if process.poll() is not None]
        time.sleep(0.01)
    (window,) = [process for process in together if process not in ended]
    assert {process.returncode for process in ended} == {0}
    assert line_of(window) == "first"
    asked = {json.loads(line_of(window))[0] for _ in ended}
    assert len(asked) == 3


def test_a_window_that_does_not_answer_is_said(tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim([])
    with pytest.raises(StetError, match="does not answer; close it"):
        second.claim([], patience_seconds=0.1)
    first.release()
    assert second.claim([])
    second.release()


def test_a_start_that_says_something_else_is_let_go(qtbot, tmp_path: Path) -> None:
    instance = SingleInstance(tmp_path)
    assert instance.claim([])
    instance.listen()
    asked: list[list[Path]] = []
    instance.files_asked.connect(asked.append)
    for message in (b"nonsense\n", b'{"a": 1}\n', b"[1]\n", b"[]\n"):
        socket = QLocalSocket()
        socket.connectToServer(server_name(tmp_path))
        with qtbot.waitSignal(socket.disconnected):
            socket.write(message)
            socket.flush()
    assert asked == [[]]
    instance.release()


def test_files_arrive_while_the_window_goes_on(qtbot, tmp_path: Path) -> None:
    instance = SingleInstance(tmp_path)
    assert instance.claim([])
    instance.listen()
    socket = QLocalSocket()
    with qtbot.waitSignal(instance.files_asked) as asked:
        socket.connectToServer(server_name(tmp_path))
        socket.write(b'["/a.txt"]\n')
        socket.flush()
    assert asked.args == [[Path("/a.txt")]]
    instance.release()


def test_a_folder_that_cannot_be_made_is_left_to_the_workspace_to_say(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    instance = SingleInstance(tmp_path / "file" / "ws")
    assert instance.claim([])
    instance.release()
