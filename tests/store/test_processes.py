"""Several programs on one workspace, some of them killed: what was acknowledged is there."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from app.store.workspace import SqliteWorkspace, open_workspace
from tests.store.making import make_comment, open_text

_WRITE = """
import sys
from pathlib import Path
from app.store.workspace import open_workspace
from tests.store.making import make_comment, open_text
folder, name, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
workspace = open_workspace(folder)
draft = open_text(workspace).draft
for index in range(number):
    workspace.put_comment(make_comment(workspace, draft, f"{name} {index} " + "word " * (index % 500)))
    print(f"{name} {index}", flush=True)
workspace.close()
"""


def start(folder: Path, name: str, number: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITE, folder, name, str(number)], stdout=subprocess.PIPE, text=True
    )


def kept(workspace: SqliteWorkspace) -> set[str]:
    (draft,) = workspace.drafts()
    return {" ".join(comment.body.split()[:2]) for comment in workspace.comments(draft.id)}


def kill_after(process: subprocess.Popen[str], lines: int) -> set[str]:
    """Kill the process once it has acknowledged so many comments; return all that it acknowledged."""
    assert process.stdout
    acknowledged = {process.stdout.readline().strip() for _ in range(lines)}
    process.kill()
    acknowledged |= {line.strip() for line in process.stdout if line.endswith("\n")}
    process.stdout.close()
    process.wait()
    return acknowledged


def test_nothing_acknowledged_is_lost_when_programs_are_killed(folder: Path) -> None:
    acknowledged: set[str] = set()
    for round_number in range(2):  # three programs write at once each time, and each is killed at another moment
        writers = [start(folder, f"{round_number}-{index}", 100_000) for index in range(3)]
        for index, writer in enumerate(writers):
            acknowledged |= kill_after(writer, 1 + 7 * index + 3 * round_number)
        with closing(open_workspace(folder)) as workspace:
            assert workspace.notices == ()
            assert acknowledged <= kept(workspace)
    assert len(acknowledged) > 40


def test_a_window_and_a_command_line_write_side_by_side(folder: Path) -> None:
    with closing(open_workspace(folder)) as workspace:
        draft = open_text(workspace).draft
        other = start(folder, "other", 50)
        for index in range(50):
            workspace.put_comment(make_comment(workspace, draft, f"mine {index}"))
        out, _ = other.communicate()
        assert len(out.splitlines()) == 50
        assert kept(workspace) == {f"{name} {index}" for name in ("mine", "other") for index in range(50)}


def test_programs_that_start_together_share_one_new_workspace(folder: Path) -> None:
    writers = [start(folder, str(index), 3) for index in range(4)]
    assert [writer.communicate()[0].count("\n") for writer in writers] == [3] * 4
    with closing(open_workspace(folder)) as workspace:
        assert len(kept(workspace)) == 12
