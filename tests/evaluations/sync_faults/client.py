"""A desktop: a real process with a real workspace, where a person edits on one thread while another one syncs.

The person sees a screen that was read some time ago, as the window does, and edits what they see there. Reads, edits
and the local steps of a sync take turns in one lane, as on the window's disk lane; the remote ones do not. Everything
is told in a journal that outlives the process: before an edit what stood on the screen, after it that it was kept.
"""

import json
import os
import random
import signal
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import event

from app.domain import ids
from app.domain.errors import StetError
from app.services import syncing
from app.store.workspace import open_workspace
from app.sync.client import ServerClient

POINT = "STET_FAULT_POINT"
"""The variable that names where the process kills itself, as "place:how many times it is passed before"."""
YEAR_MS = 365 * 24 * 3600 * 1000
_STATEMENTS = {
    "INSERT INTO inflight": "sealing",
    "DELETE FROM outbox": "sealed in part",
    "DELETE FROM inflight": "answered in part",
    "UPDATE shared_scope": "between page and cursor",
    "INSERT OR REPLACE INTO conflict": "conflict",
}
PLACES = (
    "before next_batch",
    "after next_batch",
    "sealing",
    "sealed in part",
    "before push",
    "after push",
    "before answered",
    "answered in part",
    "after answered",
    "before begin",
    "after begin",
    "after page",
    "before take",
    "between page and cursor",
    "after take",
    "before put_chunk",
    "after put_chunk",
    "after get_chunk",
    "after register",
    "before done",
    "kept and not told",
)


@dataclass(frozen=True)
class Desktop:
    """Who sits where: a name for the desktop, the login, and what the person does."""

    name: str
    login: str
    role: str


DESKTOPS = (
    Desktop("b0", "ben", "mentor"),
    Desktop("b1", "ben", "mentor"),
    Desktop("c0", "cem", "mentor"),
    Desktop("a0", "ann", "mentee"),
    Desktop("l0", "lea", "lead"),
)
LATE = Desktop("c1", "cem", "mentor")
"""A desktop that joins at the end, while what the server says of files is not true."""
EVERYBODY = (*DESKTOPS, LATE)


@dataclass(frozen=True)
class Start:
    """How a process starts: its place and way to the server, its chance, the fault it carries, the bug it has.

    ``run`` is the process that it belongs to.
    """

    desktop: Desktop
    folder: Path
    dsn: str
    seed: int
    generation: int
    point: str = ""
    clock_years: float = 0.0
    mutant: str = ""
    run: int = 0


def _said():
    """Return the last lines of an error and where it came from, short."""
    lines = [line for line in traceback.format_exc().splitlines() if not set(line.strip()) <= {"^", "~"}]
    ours = [line.strip() for line in lines if "/app/" in line]
    problem = next((line for line in reversed(lines) if line[:1].isalpha() and "Error" in line), lines[-1])
    return " | ".join([problem[:300], *[line.split("/app/")[-1] for line in ours[-3:]]])


class Points:
    """The places where the process may end itself, and short waits there that widen the gaps."""

    def __init__(self, journal, chance):
        place, _, count = os.environ.get(POINT, "").partition(":")
        self.place, self.left = place, int(count or 0)
        self.journal, self.chance = journal, chance

    def hit(self, place):
        if place == self.place:
            self.left -= 1
            if self.left < 0:
                self.journal.tell("killed at", place)
                os.kill(os.getpid(), signal.SIGKILL)
        if self.chance.random() < 0.03:
            time.sleep(self.chance.random() * 0.03)


class Journal:
    """Lines of JSON that are written at once and whole."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(self, *words):
        os.write(self.file, json.dumps(words, default=str).encode() + b"\n")


class Ported:
    """A port whose calls pass named places, in the lane if there is one."""

    def __init__(self, port, points, lane=None):
        self._port, self._points, self._lane = port, points, lane

    def __getattr__(self, name):
        call = getattr(self._port, name)
        if name == "turn":
            return call

        def passing(*values):
            self._points.hit(f"before {name}")
            if name == "register":
                self._points.journal.tell("device", *values)
            if self._lane is None:
                result = call(*values)
            else:
                with self._lane:
                    result = call(*values)
            self._points.hit(f"after {name}")
            return result

        return passing


def shift_clock(years):
    """Let the process believe in another time."""
    offset = int(years * YEAR_MS) * 1_000_000

    class Clock:
        @staticmethod
        def time_ns():
            return time.time_ns() + offset

    ids.time = Clock if years else time
    ids._last_ms = 0


class Parts:
    """What a process works with."""

    def __init__(self, start):
        from tests.evaluations.sync_faults.mutants import plant_in_client

        os.environ[POINT] = start.point
        shift_clock(start.clock_years)
        plant_in_client(start.mutant)
        self.chance = random.Random(start.seed)
        self.journal = Journal(start.folder / "journal.jsonl")
        self.points = Points(self.journal, random.Random(start.seed + 1))
        self.lane = threading.RLock()
        self.workspace = open_workspace(start.folder)
        event.listen(self.workspace._engine, "before_cursor_execute", self._statement)
        self.local = Ported(self.workspace.share, self.points, self.lane)
        self.remote = Ported(ServerClient(start.dsn), self.points)
        syncing.BATCH_ROWS = self.chance.choice([2, 10, 2000])
        self._pages()

    def _pages(self):
        from app.sync import client

        client.PAGE_ROWS = self.chance.choice([1, 4, 5000])

    def _statement(self, _connection, _cursor, statement, *_):
        for beginning, place in _STATEMENTS.items():
            if statement.startswith(beginning):
                self.points.hit(place)


def live(start):
    """Edit and sync until killed, or until the run is gone."""
    from tests.evaluations.sync_faults.acts import Person

    parts = Parts(start)
    person = Person(parts, start)
    threading.Thread(target=_sync_always, args=(parts, random.Random(start.seed + 2)), daemon=True).start()
    if start.desktop.role == "mentee":
        from tests.evaluations.sync_faults.reader import read_always

        threading.Thread(target=read_always, args=(start.folder, parts.journal), daemon=True).start()
    while psutil.pid_exists(start.run):  # nobody is left behind when the run itself is ended
        time.sleep(parts.chance.random() * 0.5)
        if parts.chance.random() < 0.02:
            shift_clock(parts.chance.choice([-10, 0, 10]))
            parts.journal.tell("clock", "jumped")
        try:
            person.do_something()
        except StetError as error:
            parts.journal.tell("refused", f"{type(error).__name__}: {error}")
        except Exception:  # noqa: BLE001 whatever it is, it is told
            parts.journal.tell("bug", _said())


def _sync_always(parts, chance):
    while True:
        try:
            syncing.sync_once(parts.local, parts.remote)
            parts.journal.tell("synced")
        except StetError as error:
            parts.remote.close()
            parts.journal.tell("offline", str(error)[:120])
            time.sleep(0.05)
        except Exception:  # noqa: BLE001 whatever it is, it is told
            parts.remote.close()
            parts.journal.tell("bug", _said())
        time.sleep(chance.choice([0.02, 0.1, 0.2, 0.8]))  # away for a while at times: others get ahead


def finish(start, times):
    """Sync without faults so often; say in the journal how it ended. Runs in a process of its own."""
    parts = Parts(start)
    for _ in range(times):
        try:
            syncing.sync_once(parts.local, parts.remote)
        except Exception:  # noqa: BLE001 whatever it is, it is told
            parts.journal.tell("stuck", _said())
            return
    waiting = parts.workspace.share.waiting()
    parts.journal.tell("finished", waiting.to_send, waiting.refused)
    parts.remote.close()
    parts.workspace.close()


def enter(start):
    """Join the server for the first time."""
    parts = Parts(start)
    syncing.join(parts.local, parts.remote)
    syncing.sync_once(parts.local, parts.remote)
    parts.workspace.close()
