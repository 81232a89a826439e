"""A round: the desktops work on a fresh server while faults happen, then all is quiet and it is checked."""

import multiprocessing
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.errors import NotFoundError
from tests.evaluations.sync_faults import checks, evidence, strangers
from tests.evaluations.sync_faults.client import DESKTOPS, EVERYBODY, LATE, PLACES, Start, enter, finish, live
from tests.evaluations.sync_faults.mutants import planted_in_server
from tests.evaluations.sync_faults.proxy import Proxy

FAULTS = {"kill": 10, "terminate": 18, "cut-up": 24, "cut-down": 32, "silent": 14}
ON_THE_WAY = ("cut-up", "cut-down", "silent")
TICK_SECONDS = 0.01
MESSAGES = (1, 16)
"""After how many messages between a desktop and the server something happens to it again: a sync takes three or more,
so that the desktops get something done between two faults, however slow the computer is.
"""
SILENT_SECONDS = (0.2, 2.0)
SERVER_KILLS_A_THOUSAND = 6
SHARE_WITH_POINT = 0.6
PATIENCE_SECONDS = 600


def context():
    """Return where processes come from: copies of one that has everything imported, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.evaluations.sync_faults.preload"])
    return found


@dataclass
class Result:
    """What happened in a round and what did not hold, as (invariant, sentence)."""

    faults: Counter = field(default_factory=Counter)
    counts: Counter = field(default_factory=Counter)
    violations: list = field(default_factory=list)
    seconds: float = 0.0
    phases: list = field(default_factory=list)

    @property
    def total(self):
        return sum(self.faults.values())


class Round:
    """One play of the desktops: ``wanted`` faults and ``edits`` at least, with server kills and restores among them.

    ``keep`` is where to keep what it leaves if it breaks a rule.
    """

    def __init__(self, server, seed, wanted, mutant="", restores=1, edits=0, keep=None):
        self.server, self.wanted, self.edits, self.mutant, self.keep = server, wanted, edits, mutant, keep
        self.chance = random.Random(f"faults {seed}")
        self.context = context()
        self.folder = Path(tempfile.mkdtemp(prefix="stet-faults-"))
        self.proxies = {one.name: Proxy(server.port) for one in DESKTOPS}
        self.processes, self.generation = {}, Counter()
        self.armed, self.by_parent = {}, set()
        self.result, self.histories = Result(), []
        # Cem had no access: now, at the backup, since then, or so that he had to forget what a restore lost.
        self.is_out = self.was_out_then = self.has_been_out = self.was_out = False
        self.planned = self._plan(max(1, wanted * SERVER_KILLS_A_THOUSAND // 1000), restores)

    def _plan(self, server_kills, restores):
        """Return after how many faults the server is killed, backed up and brought back."""
        plan = [(self.chance.randrange(self.wanted), "server-kill") for _ in range(server_kills)]
        for _ in range(restores):
            at = self.chance.uniform(0.2, 0.5)
            plan += [(int(self.wanted * at), "back-up"), (int(self.wanted * (at + 0.3)), "restore")]
        for first, then in (("part", "assign"), ("widen", "narrow")):
            at = self.chance.uniform(0.1, 0.8)
            plan += [(int(self.wanted * at), first), (int(self.wanted * (at + 0.1)), then)]
        return sorted(plan, key=lambda one: one[0])

    def run(self):
        began = time.monotonic()
        for one in self.proxies.values():
            one.start()
        try:
            self._set_up()
            self._all(enter)
            for one in DESKTOPS:
                self._begin(one)
            self._mark("set up", began)
            while self.result.total < self.wanted or self._kept() < self.edits:
                self._step()
            self._mark("faults", began)
            self._end()
            self._mark("end", began)
        finally:
            for process in self.processes.values():
                process.kill()
                process.join()
            for one in self.proxies.values():
                one.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
        self.result.seconds = time.monotonic() - began
        return self.result

    def _set_up(self):
        with planted_in_server(self.mutant):
            self.server.set_up()

    def _start_of(self, desktop, *, is_quiet=False):
        name = desktop.name
        self.generation[name] += 1
        port = self.server.port if is_quiet else self.proxies[name].port  # a quiet one goes straight
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        dsn = self.server.dsn(f"faults_{desktop.login}", port=port)
        more = {"mutant": self.mutant, "run": os.getpid()}
        return Start(desktop, folder, dsn, self.chance.randrange(1 << 30), self.generation[name], **more)

    def _begin(self, desktop):
        start = self._start_of(desktop)
        if self.chance.random() < SHARE_WITH_POINT:
            start = replace(start, point=f"{self.chance.choice(PLACES)}:{self.chance.randrange(4)}")
        years = self.chance.choice([0, 0, -10, 10])
        self.result.counts["clock"] += bool(years)
        self._process(desktop.name, live, replace(start, clock_years=years))

    def _process(self, name, target, *arguments):
        process = self.context.Process(target=target, args=arguments, daemon=True)
        process.start()
        self.processes[name] = process

    def _all(self, target, *more, only=DESKTOPS):
        """Let desktops do something, each in a process of its own, and wait for all."""
        for one in only:
            self._process(one.name, target, self._start_of(one, is_quiet=True), *more)
        for name in [one.name for one in only]:
            process = self.processes[name]
            process.join(PATIENCE_SECONDS)
            if process.exitcode != 0:
                process.kill()
                self._violation("stuck", f"{name}: {target.__name__} ended with {process.exitcode}")

    def _mark(self, what, began):
        self.result.phases.append(f"{what} {time.monotonic() - began:.0f}")

    def _violation(self, what, sentence):
        self.result.violations.append((what, sentence))

    def _kept(self):
        """Return how many edits were kept so far: on a busy computer few are made between faults."""
        journals = self.folder.glob("*/journal.jsonl")
        return sum(one.read_bytes().count(b'["kept"') for one in journals)

    # faults

    def _step(self):
        time.sleep(TICK_SECONDS)
        self._look_after_processes()
        if self.planned and self.planned[0][0] <= self.result.total:
            getattr(self, "_" + self.planned.pop(0)[1].replace("-", "_"))()
        for name, proxy in self.proxies.items():
            if name in self.armed and proxy.fired.is_set():
                self._has_happened(name, self.armed.pop(name))
            if name not in self.armed:
                kind = self.chance.choices(list(FAULTS), list(FAULTS.values()))[0]
                seconds, after = self.chance.uniform(*SILENT_SECONDS), self.chance.randint(*MESSAGES)
                self.armed[name] = kind
                proxy.arm(kind if kind in ON_THE_WAY else "due", after, seconds)

    def _has_happened(self, name, kind):
        if kind in ON_THE_WAY:
            self.result.faults[kind] += 1
        else:
            getattr(self, "_" + kind)(name)

    def _look_after_processes(self):
        for one in DESKTOPS:
            process = self.processes[one.name]
            if process.is_alive():
                continue
            process.join()
            if one.name in self.by_parent:
                self.by_parent.discard(one.name)
            elif process.exitcode == -9:
                self.result.faults["kill at a point"] += 1
            else:
                self._violation("bug", f"{one.name}: the process ended with {process.exitcode}")
            self._begin(one)

    def _kill(self, name):
        if self.processes[name].is_alive() and name not in self.by_parent:
            self.processes[name].kill()
            self.by_parent.add(name)
            self.result.faults["kill"] += 1

    def _terminate(self, name):
        login = next(one.login for one in DESKTOPS if one.name == name)
        self.result.faults["terminated backend"] += self.server.terminate(login)

    def _server_kill(self):
        self.server.kill()
        time.sleep(self.chance.uniform(0, 0.4))
        self.server.start()
        self.result.faults["server kill"] += 1

    def _back_up(self):
        self.has_been_out = self.was_out_then = self.is_out
        self.server.back_up()

    def _restore(self):
        with self._nobody_in():
            log = evidence.operations_of(self.server), evidence.conflicts_of(self.server)
            self.histories.append(log)
            self.server.restore()
        self.was_out |= self.has_been_out
        self.is_out = self.was_out_then
        self.result.faults["restore"] += 1

    @contextmanager
    def _nobody_in(self):
        for one in self.proxies.values():
            one.is_shut.set()
            one.drop_all()
        time.sleep(0.1)
        yield
        for one in self.proxies.values():
            one.is_shut.clear()

    def _part(self):
        # A desktop that does not know of a restore yet forgets what it would have sent again.
        self.was_out |= evidence.epoch_of(self.folder / "c0") != self.server.epoch()
        with self.server.admin() as admin, suppress(NotFoundError):  # a restore may have done so already
            admin.part("faults_cem", "faults_ann")
        self.is_out = self.has_been_out = True

    def _assign(self):
        with self.server.admin() as admin:
            admin.assign("faults_cem", "faults_ann")
        self.is_out = False

    def _widen(self):
        with self.server.admin() as admin:
            admin.assign("faults_lea", "faults_ann")

    def _narrow(self):
        with self.server.admin() as admin, suppress(NotFoundError):
            admin.part("faults_lea", "faults_ann")

    # the end

    def _end(self):
        """End everybody, let all sync in peace, and check."""
        self._look_after_processes()
        for process in self.processes.values():
            process.kill()
            process.join()
        for _ in range(3 if self.histories else 2):  # after a restore some wait for others
            self._all(finish, 2)
        strangers.same_id(self.server)
        with strangers.spoiled_files(self.server):
            self._all(enter, only=[LATE])
        self._all(finish, 1, only=EVERYBODY)
        journals = {one.name: evidence.journal_of(self.folder / one.name) for one in EVERYBODY}
        told = checks.told_by(journals)
        workspaces = {one.name: evidence.workspace_of(self.folder / one.name) for one in EVERYBODY}
        server = evidence.server_of(self.server)
        self.result.violations += checks.check(told, workspaces, server, self.histories, was_out=self.was_out)
        if self.keep and self.result.violations:
            evidence.keep(self.folder, self.keep, (told, workspaces, server, self.histories, self.was_out))
        self._count(told, workspaces, server)

    def _count(self, told, workspaces, server):
        counts = self.result.counts
        for what in ("kept", "released", "synced", "offline", "refused", "clock"):
            counts[what] += told.counts[what]
        counts["operations"] += len(server.operations) + sum(len(log) for log, _ in self.histories)
        counts["conflicts"] += len(server.conflicts)
        counts["rows"] += len(server.records)
        counts["quarantined"] += sum(len(one.quarantine) for one in workspaces.values())
        for what, count in told.counts.items():
            if what.startswith("killed at "):
                counts[what] += count
