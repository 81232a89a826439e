"""Break everything around the sync of several desktops, and look whether anything is lost, replaced unseen or stuck.

python -m tests.evaluations.sync_faults [--faults 10000] [--minutes M] [--seed N] [--from N] [--quick] [--keep FOLDER]
python -m tests.evaluations.sync_faults --mutants [NAME ...]

A mentor on two desktops, a co-mentor, a mentee and a lead work through the product's services, each in a real process
with a real workspace and with a sync on another thread, against a real PostgreSQL that is started here. Meanwhile
processes are killed at random and at named points, backends are terminated, connections are cut (the request half sent,
or done and its answer lost) or fall silent, the server is killed and started again, and brought back from a backup;
clocks are off by ten years. Faults come in rounds of their own seed; after each all is quiet for a while, and then:

lost      every edit that was kept is in the server's log, in a queue or in quarantine
unseen    no value was replaced by somebody who had not had it on the screen, unless a conflict says so
stuck     no queue stands still, and no workspace is damaged
twice     every operation was applied once
half      the mentee never saw a part of a release, nor anything unreleased (looked at after every change)
apart     every desktop holds what its person may see on the server
replay    the log, done again, gives the rows
release   a release says what it said when it was clicked
bug       no process ended or raised anything but the product's own errors

A run that was stopped goes on with ``--from``. ``--keep`` keeps what a round leaves that breaks a rule. ``--mutants``
plants known bugs one after the other, in the server's functions or in the desktops, and says for each whether these
rules caught it.
"""

import argparse
import json
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.evaluations.sync_faults.bugs import BUGS
from tests.evaluations.sync_faults.checks import INVARIANTS
from tests.evaluations.sync_faults.mutants import hunt
from tests.evaluations.sync_faults.play import Round
from tests.evaluations.sync_faults.server import Server

PER_ROUND = 400
NOTES = 12


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=0, help="begin no round after so long")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", type=int, default=0, dest="start", help="faults done by earlier runs")
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what a round leaves that breaks a rule")
    parser.add_argument("--data", help="not needed: people write their own")
    parser.add_argument("--mutants", nargs="*", metavar="NAME", help="plant bugs instead: all, or these")
    options = parser.parse_args()
    with closing(Server()) as server:
        if options.mutants is not None:
            return hunt_all(server, options.mutants or list(BUGS), options.seed)
        return play_all(server, options)


def play_all(server, options):
    wanted, per_round = (60, 60) if options.quick else (options.faults, PER_ROUND)
    done, faults, counts, found = options.start, Counter(), Counter(), []
    until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    while done < wanted and time.monotonic() < until:
        keep = options.keep and options.keep / f"{options.seed}-from-{done}"
        seed = f"{options.seed}/{done // per_round}"
        result = Round(server, seed, min(per_round, wanted - done), keep=keep).run()
        done += result.total
        faults += result.faults
        counts += result.counts
        found += result.violations
        seconds = f"{result.seconds:.0f} s ({', '.join(result.phases)})"
        print(f"round of {result.total} faults in {seconds}: {len(result.violations)} violations;", end=" ")
        print(f"{done} so far, go on with --seed {options.seed} --from {done}", flush=True)
        for what, sentence in result.violations[:NOTES]:
            print(f"    {what}: {sentence[:600]}", flush=True)
        sys.stdout.flush()
    tell(faults, counts, found)
    return int(bool(found))


def tell(faults, counts, found):
    for what, count in sorted(faults.items()):
        print(f"{count:6}  {what}")
    for what, count in sorted(counts.items()):
        print(f"{count:6}  ({what})")
    broken = Counter(what for what, _ in found)
    for what in INVARIANTS:
        print(f"{broken[what]:6}  violations: {what}")
    kills = faults["kill"] + faults["kill at a point"]
    summary = {"faults": sum(faults.values()), "process kills": kills, "server kills": faults["server kill"]}
    print("RESULT", json.dumps(summary | {what: broken[what] for what in INVARIANTS}))


def hunt_all(server, names, seed):
    caught = {}
    for name in names:
        began = time.monotonic()
        by = hunt(server, name, seed)
        caught[name] = bool(by)
        verdict = f"caught by {', '.join(sorted(by))}" if by else "MISSED"
        print(f"{name:36} {verdict} ({time.monotonic() - began:.0f} s)", flush=True)
    print("RESULT", json.dumps({"mutants": len(caught), "caught": sum(caught.values())}))
    return int(not all(caught.values()))


if __name__ == "__main__":
    sys.exit(main())
