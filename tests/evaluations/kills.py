"""Kill a writing process at random moments and look whether anything it had kept is gone.

python -m tests.evaluations.kills [--times 50] [--seed N] [--quick]

Each writer is a real process that edits one draft's review at random through the window's own queue of saves, some
thirty changes a second (twice as fast as the fastest typist), sometimes with a backup running, and is ended with
SIGKILL (on Windows TerminateProcess). Then the workspace is opened and must hold the last review the writer had kept,
or that with the one change that was being written; and every change that was asked for more than a second before must
have been kept. Controls in the same run must be found out: writers that hold their saves back, and workspaces that
were set back a little. This shows what the death of a process leaves; a power cut also tests the disk, which this
cannot.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import StetError
from app.store.workspace import open_workspace
from tests.evaluations.kills_writer import review_of, write

PATIENCE_SECONDS = 1.0
LIFE_SECONDS = (0.0, 2.5)
OPENING_SECONDS = (0.1, 0.8)
EARLY = 0.15
CONTROLS = 3
MOST_LOST = 50
LONGEST_NOTE = 600
OUTCOMES = {
    "opening": "killed while opening: nothing is lost",
    "between": "killed between two changes: all is kept",
    "during, kept": "killed during a change: it is kept, all before too",
    "during, not kept": "killed during a change: it is not kept, all before is",
    "lost": "LOST: what was kept is not there",
    "late": "LATE: a change waited longer than a second",
    "closed": "CLOSED: the workspace did not open as it was",
}
BAD = ("lost", "late", "closed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="five kills")
    parser.add_argument("--data", help="not needed: the writers make their own data")
    parser.add_argument("--write", nargs=3, metavar=("FOLDER", "SEED", "HOLD"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        return write(Path(options.write[0]), int(options.write[1]), float(options.write[2]))
    result = run(5 if options.quick else options.times, options.seed)
    for outcome, words in OUTCOMES.items():
        print(f"{result['outcomes'][outcome]:5}  {words}")
    for note in result.pop("notes"):
        print(f"       {note[:LONGEST_NOTE]}")
    print(f"{result['changes']:5}  changes kept, {result['undone']} of them by undo or redo")
    print(f"{result['found_late']:5}  of {CONTROLS} writers that held their saves back were found out (control)")
    print(f"{result['found_lost']:5}  of {CONTROLS} workspaces that were set back were found out (control)")
    print("RESULT", json.dumps(result))
    found = result["found_late"] == result["found_lost"] == CONTROLS
    return int(any(result["outcomes"][bad] for bad in BAD) or not found)


def run(times, seed, controls=CONTROLS):
    """Kill ``times`` writers on one workspace, and as many for each control as ``controls`` says."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        ends = list(kill_many(Path(folder) / "workspace", chance, times))
        late = list(kill_many(Path(folder) / "held", chance, controls, hold=1.5, life=2.5))
        lost = list(kill_many(Path(folder) / "set-back", chance, controls, life=1.0, spoil=set_back))
    outcomes = Counter(end.outcome for end in ends)
    return {
        "kills": times,
        "outcomes": {outcome: outcomes[outcome] for outcome in OUTCOMES},
        "changes": sum(end.changes for end in ends),
        "undone": sum(end.undone for end in ends),
        "found_late": sum(end.outcome == "late" for end in late),
        "found_lost": sum(end.outcome == "lost" for end in lost),
        "notes": [f"{end.outcome}: {end.note}" for end in ends if end.note],
    }


@dataclass(frozen=True)
class End:
    """How one kill ended: a key of ``OUTCOMES``, the review kept now, how many changes were kept, what went wrong."""

    outcome: str
    review: list
    changes: int = 0
    undone: int = 0
    note: str = ""


def kill_many(folder, chance, times, hold=0.0, life=None, spoil=None):
    """Kill writers one after the other on one workspace; each goes on from what the one before left."""
    review = [[], []]
    for _ in range(times):
        told, ended, problem = kill(folder, chance, hold, life)
        if spoil:
            spoil(folder)
        end = End("closed", review, note=problem) if problem else judge(folder, told, ended, review)
        review = end.review
        yield end


def kill(folder, chance, hold, life):
    """Run a writer and kill it; return what it told, the moment of the kill, and what went wrong before."""
    (folder / "told.jsonl").unlink(missing_ok=True)
    numbers = [str(chance.randrange(9999)), str(hold)]
    with tempfile.TemporaryFile() as errors:
        command = [sys.executable, "-m", "tests.evaluations.kills", "--write", str(folder), *numbers]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        if life is None and chance.random() < EARLY:
            time.sleep(chance.uniform(*OPENING_SECONDS))
        else:
            writer.stdout.readline()
            time.sleep(chance.uniform(*LIFE_SECONDS) if life is None else life)
        ended, ended_by_itself = time.monotonic(), writer.poll() is not None
        writer.kill()
        writer.communicate()
        errors.seek(0)
        problem = f"the writer ended by itself: {errors.read().decode()[-500:]}" if ended_by_itself else ""
    return told_in(folder / "told.jsonl"), ended, problem


def told_in(path):
    """Return what a writer told; a line that was cut is left out."""
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def judge(folder, told, ended, before):
    """Compare what the writer told with what the workspace holds now."""
    kept = [line for line in told if line["what"] == "kept"]
    counts = {"changes": len(kept), "undone": sum(line["kind"] in {"undo", "redo"} for line in kept)}
    try:
        workspace = open_workspace(folder)
    except StetError as error:
        return End("closed", before, note=str(error), **counts)
    with closing(workspace):
        now, waited = review_of(workspace), late(told, ended)
        outcome = look(workspace, told, next((line["review"] for line in reversed(told) if "review" in line), before))
        if outcome not in BAD and waited:
            outcome = "late"
        seen = {"notices": workspace.notices, "waited": waited, "told": told[-2:], "now": now}
        return End(outcome, review_of(workspace), note=json.dumps(seen) if outcome in BAD else "", **counts)


def look(workspace, told, base):
    """Say whether the workspace holds what was kept last, or that and the change that was being written."""
    if workspace.notices:
        return "closed"
    writing = next((line for line in reversed(told) if line["what"] in {"begun", "kept"}), {"what": ""})
    is_whole = review_of(workspace) == base
    if writing["what"] != "begun":
        return ("between" if told else "opening") if is_whole else "lost"
    if is_whole:
        return "during, not kept"
    return "during, kept" if is_only_that_change(workspace, writing, base) else "lost"


def is_only_that_change(workspace, writing, base):
    """Tell whether the review is ``base`` and the change begun: typing is compared, all else must undo to ``base``."""
    if writing["kind"] == "edit":
        comments = [[*one[:2], writing["body"], *one[3:]] if one[0] == writing["target"] else one for one in base[0]]
        return review_of(workspace) == [comments, base[1]]
    (draft,) = workspace.drafts()
    (workspace.redo if writing["kind"] == "undo" else workspace.undo)(draft.id)
    return review_of(workspace) == base


def late(told, ended):
    """Return the changes asked for too long ago and not kept, nor later words for the same comment."""
    kept = [line for line in told if line["what"] == "kept"]
    numbers = {line["number"] for line in kept}
    newest = {line["key"]: line["number"] for line in kept if line["key"]}
    asked = [line for line in told if line["what"] == "asked" and line["time"] < ended - PATIENCE_SECONDS]
    return [one for one in asked if one["number"] not in numbers and newest.get(one["key"], 0) < one["number"]]


def set_back(folder):
    """Do what losing the last changes does; they may cancel out (made, edited, deleted), so more are lost then."""
    with closing(open_workspace(folder)) as workspace:
        (draft,) = workspace.drafts()
        before, lost = review_of(workspace), 0
        while lost < 3 or (lost < MOST_LOST and review_of(workspace) == before):
            workspace.undo(draft.id)
            lost += 1


if __name__ == "__main__":
    sys.exit(main())
