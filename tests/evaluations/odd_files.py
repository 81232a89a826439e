"""What `stet check` makes of many odd files: read, refused with which sentence, or a fault of ours.

python -m tests.evaluations.odd_files [--data DIR] [--seed N] [--quick] [--jobs N] [--only TEXT]

Every PDF, Word and other office file under DIR gets a command of its own (``--quick``: 60 of them, drawn by the
seed). Its memory is the sum over the command and its workers, looked at twenty times a second, or the largest
process's peak where that is more. Exits 1 when a file hangs over 30 seconds, crashes the command or takes more than
1.5 GB. Needs POSIX.
"""

import argparse
import contextlib
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

MOST_SECONDS, MOST_BYTES, GIVE_UP_SECONDS = 30.0, 1_500_000_000, 90.0
KINDS = (
    *(".pdf", ".docx", ".docm", ".dotx", ".dotm"),
    *(".doc", ".odt", ".rtf", ".html", ".htm", ".ppt", ".pptx", ".odp"),
)
QUICK = 60
COMMAND = (sys.executable, "-m", "app", "check", "--format", "json", "--fail-on", "never")


@dataclass(frozen=True)
class Outcome:
    path: Path
    outcome: str
    seconds: float
    memory: int

    @property
    def crashed(self):
        return self.outcome.startswith("CRASHED")

    @property
    def hung(self):
        return self.seconds > MOST_SECONDS

    @property
    def over_memory(self):
        return self.memory > MOST_BYTES

    @property
    def fault(self):
        return self.crashed or self.hung or self.over_memory


def main():
    options = arguments()
    files = sorted(path for path in options.data.rglob("*") if path.suffix.lower() in KINDS)
    files = [path for path in files if options.only in str(path)]
    if not files:
        sys.exit(f"No PDF, Word or office file under {options.data}.")
    if options.quick:
        files = random.Random(options.seed).sample(files, min(QUICK, len(files)))
    outcomes = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for number, outcome in enumerate(pool.map(check, files), 1):
            outcomes.append(outcome)
            if outcome.fault:
                print(f"FAULT {outcome.path}: {outcome.outcome}, {outcome.seconds:.1f} s, {outcome.memory >> 20} MB")
            if number % 100 == 0:
                print(f"{number}/{len(files)}", file=sys.stderr, flush=True)
    print_table(outcomes)
    print("RESULT", json.dumps(result(outcomes)))
    sys.exit(any(outcome.fault for outcome in outcomes))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="files with this in their path")
    return parser.parse_args()


def check(path):
    started = time.monotonic()
    process = subprocess.Popen([*COMMAND, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with ThreadPoolExecutor(2) as pool:
        streams = [pool.submit(stream.read) for stream in (process.stdout, process.stderr)]
        memory, code = watch(process, started)
        seconds = time.monotonic() - started
        answer, noise = (stream.result() for stream in streams)
    process.stdout.close()
    process.stderr.close()
    return Outcome(path, name(code, answer, noise, path), seconds, memory)


def watch(process, started):
    """Wait for the process; return the most memory it and its children took, and its exit code."""
    most = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return max(most, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)), process.returncode
        if time.monotonic() - started > GIVE_UP_SECONDS:
            process.kill()
        most = max(most, memory_of(process.pid))
        time.sleep(0.05)


def memory_of(pid):
    total = 0
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total


def name(code, answer, noise, path):
    """Return the outcome in words: what was read and how, or the sentence without the file's own words."""
    last = (noise.decode(errors="replace").strip().splitlines() or [""])[-1]
    try:
        report = json.loads(answer)
    except ValueError:
        return f"CRASHED: exit {code}: {last}"
    if code == 0 and len(report["documents"]) == 1:
        return read_outcome(report["documents"][0])
    if code == 2 and len(report["failed"]) == 1:
        sentence = report["failed"][0]["message"].removeprefix(f"{path.name}: ")
        return "refused: " + re.sub(r"\([^)]*\)|\d+", "#", sentence)
    return f"CRASHED: exit {code}: {last}"


def read_outcome(document):
    failed = [check for check in document.get("not_checked", ()) if "crash" in json.dumps(check).lower()]
    if failed:
        return f"CRASHED: a check: {failed[0]}"
    text = "read" if document["words"] else "read, no text in it"
    return f"{text}, with a warning" if document["warnings"] else text


def print_table(outcomes):
    groups = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.path.suffix.lower().lstrip("."), outcome.outcome].append(outcome)
    print(f"{'kind':5} {'files':>5} {'max s':>6} {'max MB':>7}  outcome")
    for (kind, outcome), group in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]))):
        print(f"{kind:5} {len(group):5} {slowest(group):6.1f} {largest(group):7}  {outcome}")
    faults = sum(outcome.fault for outcome in outcomes)
    print(f"{'all':5} {len(outcomes):5} {slowest(outcomes):6.1f} {largest(outcomes):7}  faults: {faults}")


def result(outcomes):
    return {
        "files": len(outcomes),
        "ok": sum(outcome.outcome.startswith("read") for outcome in outcomes),
        "refused": sum(outcome.outcome.startswith("refused") for outcome in outcomes),
        "crashed": sum(outcome.crashed for outcome in outcomes),
        "hung": sum(outcome.hung for outcome in outcomes),
        "over_memory": sum(outcome.over_memory for outcome in outcomes),
        "seconds_worst": round(slowest(outcomes), 1),
        "bytes_worst": max(outcome.memory for outcome in outcomes),
    }


def slowest(group):
    return max(outcome.seconds for outcome in group)


def largest(group):
    return max(outcome.memory for outcome in group) >> 20


if __name__ == "__main__":
    main()
