"""Kill a process while it edits, brings in versions, releases and exports, and look whether anything is lost or half.

python -m tests.evaluations.loop_kills [--times 100] [--seed N] [--quick]

Each writer is a real process on one workspace with a mentor, a mentee and three works. At random it writes and edits
comments, brings in the next version of a work, releases the feedback on all three works at once, and exports the scores
as a workbook; it tells of each step before and after. It is ended with SIGKILL at a random moment. Then everything that
was told as done must be there as it was told; of the step that was being done there may be all or nothing: three
releases or none, a version with its file, a workbook as a whole. Each release must be readable and stand in the history
as it says. Controls must be found out: a workspace with a release taken away, and a workbook that was cut.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from app.domain.review import CommentKind
from app.services import releasing, reviewing
from app.services.history import score_table
from app.services.released import said_in, thaw
from app.services.reviewing import open_draft
from app.shell.giving_back import write_whole
from app.store.workspace import open_workspace
from tests.evaluations.loop_made import WORKS, make_world, next_version, scored_levels

KINDS = ("comment", "comment", "edit", "edit", "version", "release", "export", "score")
LIFE_SECONDS = (0.0, 1.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="five kills")
    parser.add_argument("--data", help="not needed: the writers make their own data")
    parser.add_argument("--write", nargs=2, metavar=("FOLDER", "SEED"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        return write(Path(options.write[0]), int(options.write[1]))
    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder), options.seed, 5 if options.quick else options.times)
    for problem in result["problems"]:
        print(problem)
    print("RESULT", json.dumps(result))
    return int(bool(result["problems"]) or result["found"] != result["controls"])


def run(folder, seed, times):
    """Kill so many writers one after the other on one workspace; return what was kept and what was wrong."""
    chance, done, problems, cut = random.Random(seed), Counter(), [], Counter()
    make_world(folder)
    for number in range(times):
        told = kill(folder, chance)
        done += Counter(line["kind"] for line in told if line["what"] == "kept")
        if told and told[-1]["what"] == "begun":
            cut[told[-1]["kind"]] += 1
        problems += [f"kill {number}: {problem}" for problem in judge(folder, told)]
    found = controls(folder, chance)
    return {"kills": times, "kept": dict(done), "killed_during": dict(cut), "problems": problems} | found


def kill(folder, chance):
    """Run a writer and kill it; return what it told."""
    told = folder / "told.jsonl"
    told.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "tests.evaluations.loop_kills",
        "--write",
        str(folder),
        str(chance.randrange(10**6)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        writer.stdout.readline()
        time.sleep(chance.uniform(*LIFE_SECONDS))
        writer.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    lines = told.read_bytes().splitlines(keepends=True) if told.exists() else []
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def judge(folder, told):
    """Return what is wrong with the workspace after what was told."""
    with closing(open_workspace(folder)) as workspace:
        if workspace.notices:
            return [f"it opened with {workspace.notices}"]
        now = state_of(workspace, folder)
        problems = whole_releases(workspace)
    begun = told[-1] if told and told[-1]["what"] == "begun" else None
    kept = next((line["state"] for line in reversed(told) if "state" in line), None)
    return problems + (compare(kept, now, begun) if kept else [])


def state_of(workspace, folder):
    """Return what is kept, as plain values: comments, drafts with their files, releases, exported files."""
    drafts = {one.id: one for one in workspace.drafts()}
    return {
        "comments": {one.id: one.body for id_ in drafts for one in workspace.comments(id_)},
        "drafts": {id_: one.sha256 for id_, one in drafts.items() if workspace.original(one.sha256).is_file()},
        "releases": {one.id: one.draft_id for one in workspace.releases(list(drafts))},
        "levels": scored_levels(workspace),
        "files": {path.name: digest(path) for path in (folder / "exports").glob("*.xlsx")},
    }


def compare(kept, now, begun):
    """Say what differs beyond the one step that was being done."""
    problems = []
    for part, before in kept.items():
        gone = set(before) - set(now[part])
        new = set(now[part]) - set(before)
        changed = {key for key in before if key in now[part] and before[key] != now[part][key]}
        allowed = begun["may"].get(part, {"new": [], "change": False}) if begun else {"new": [], "change": False}
        if gone:
            problems.append(f"{part}: {len(gone)} gone")
        if len(new) not in {0, *allowed["new"]}:
            problems.append(f"{part}: {len(new)} new in {begun and begun['kind']}")
        if len(changed) > int(allowed["change"]):
            problems.append(f"{part}: {len(changed)} changed in {begun and begun['kind']}")
    if begun and begun["kind"] == "export":
        name, wanted = begun["file"], begun["sha256"]
        if now["files"].get(name, wanted) != wanted and now["files"].get(name) != kept["files"].get(name):
            problems.append(f"{name} is half written")
    return problems


def whole_releases(workspace):
    """Return the releases that cannot be read, or of which the history says something else."""
    problems = []
    for draft in workspace.drafts():
        for value in workspace.records(releasing.Release, draft_id=draft.id)[-1:]:
            thaw(value)
            wanted = Counter(one.item_id for one in said_in(value, workspace.work_of(draft.id).mentee_id))
            with closing(sqlite3.connect(workspace.path / "stet.db")) as raw:
                rows = raw.execute("SELECT item_id FROM said WHERE release_id = ?", [value.id]).fetchall()
            if Counter(row[0] for row in rows) != wanted:
                problems.append(f"the history of release {value.id} is not what it says")
    return problems


def controls(folder, chance):
    """Do what losing a release and cutting a file would do; return how many were found out."""
    told = []
    while not (told and any("state" in line and line["state"]["releases"] and line["state"]["files"] for line in told)):
        told = kill(folder, chance)
    last = next(line["state"] for line in reversed(told) if "state" in line)
    with closing(sqlite3.connect(folder / "stet.db")) as raw, raw:
        raw.execute("UPDATE release SET deleted = 1 WHERE id = (SELECT id FROM release WHERE NOT deleted LIMIT 1)")
    lost = judge(folder, [{"what": "kept", "kind": "", "state": last}])
    name = next(iter(last["files"]))
    path = folder / "exports" / name
    path.write_bytes(path.read_bytes()[:-100])
    half = judge(folder, [{"what": "kept", "kind": "", "state": last | {"releases": {}}}])
    return {
        "controls": 2,
        "found": int(any("releases" in one for one in lost)) + int(any("files" in one for one in half)),
    }


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


# the writer


def write(folder, seed):
    """Take steps until killed, telling of each before and after."""
    chance = random.Random(seed)
    workspace = open_workspace(folder)
    log = os.open(folder / "told.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(**line):
        os.write(log, json.dumps(line).encode() + b"\n")

    tell(what="up", kind="", state=state_of(workspace, folder))
    print("up", flush=True)
    while True:
        kind = chance.choice(KINDS)
        step, may, more = STEPS[kind](workspace, folder, chance)
        if step is None:
            continue
        tell(what="begun", kind=kind, may=may, **more)
        step()
        tell(what="kept", kind=kind, state=state_of(workspace, folder))


def newest_drafts(workspace):
    """Return the newest draft of each work."""
    newest = {}
    for draft in workspace.drafts():
        if draft.deliverable_id not in newest or draft.number > newest[draft.deliverable_id].number:
            newest[draft.deliverable_id] = draft
    return list(newest.values())


def comment(workspace, _folder, chance):
    draft = chance.choice(newest_drafts(workspace))
    words = f"Note {chance.randrange(10**9)}"
    return (
        lambda: reviewing.comment_on_draft(workspace, draft, CommentKind.QUESTION, words),
        {"comments": {"new": [1], "change": False}},
        {},
    )


def edit(workspace, _folder, chance):
    known = [one for draft in newest_drafts(workspace) for one in workspace.comments(draft.id)]
    if not known:
        return None, {}, {}
    one = chance.choice(known)
    words = f"Changed {chance.randrange(10**9)} " * 20
    return (
        lambda: reviewing.edit_comment(workspace, one, words),
        {"comments": {"new": [], "change": True}},
        {},
    )


def version(workspace, _folder, chance):
    draft = chance.choice(newest_drafts(workspace))
    if draft.number > 40:  # enough to carry comments over
        return None, {}, {}
    path, data, document = next_version(workspace, draft, chance)
    return (
        lambda: open_draft(workspace, path, data, document, draft.deliverable_id),
        {"drafts": {"new": [1], "change": False}},
        {},
    )


def release(workspace, _folder, chance):
    drafts = newest_drafts(workspace)

    def comment_and_release():
        for one in drafts:  # something new to release, each time
            reviewing.comment_on_draft(workspace, one, CommentKind.PRAISE, f"Clear {chance.randrange(10**9)}")
        releasing.release(workspace, [one.id for one in drafts], note="again")

    return (
        comment_and_release,
        {"releases": {"new": [WORKS], "change": False}, "comments": {"new": list(range(WORKS + 1)), "change": False}},
        {},
    )


def export(workspace, folder, chance):
    from app.exports.scores_workbook import scores_xlsx

    data = scores_xlsx(score_table(workspace)) + bytes(chance.randrange(256) for _ in range(100)) * 20_000
    target = folder / "exports" / f"scores-{chance.randrange(3)}.xlsx"
    return (
        lambda: write_whole(target, data),
        {"files": {"new": [1], "change": True}},
        {"file": target.name, "sha256": hashlib.sha256(data).hexdigest()},
    )


def score(workspace, _folder, chance):
    from tests.evaluations.loop_made import set_a_level

    draft = chance.choice(newest_drafts(workspace))
    return lambda: set_a_level(workspace, draft, chance), {"levels": {"new": [1], "change": True}}, {}


STEPS = {
    "comment": comment,
    "edit": edit,
    "version": version,
    "release": release,
    "export": export,
    "score": score,
}

if __name__ == "__main__":
    sys.exit(main())
