"""A walk over three desks, each a whole Stet in its own process, on one real server: offline, back, and apart.

``STET_PICTURES=FOLDER`` keeps a picture of each screen on the way.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.evaluations.sync_faults.proxy import Proxy
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures
from tests.sync.teams import shared_team

ROOT = Path(__file__).parents[2]
TEXT = "# Evening opening\n\nStudies show that evening opening helps everybody. Visits rose from 212 to 268 a day.\n"
COMMENT = "Which studies? Name them, with the year."
LETTER = ["You count who came.", "Name the study behind 'Studies show'.", "Name the source of three figures."]
BEFORE, BENS, LEAS = "Say who counted.", "Say who counted, and when.", "Say who counted and who paid."
TOGETHER = "Say who counted, when, and who paid."
_PATIENCE_SECONDS = 60


class Person:
    """Somebody at a desk of their own; what is asked of them is a method of ``Hands``."""

    def __init__(self, folder, dsn, screen):
        self.name = folder.name
        self._parts = conninfo_to_dict(dsn)
        self._way = Proxy(int(self._parts["port"]))
        self._way.start()
        self._errors = folder.with_suffix(".log")
        self._answers = SimpleQueue()
        environment = os.environ | screen | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-X", "faulthandler", "-m", "tests.widgets.desk_process", folder],
                cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        self._ears = threading.Thread(target=self._hear, daemon=True)
        self._ears.start()

    def do(self, name, *arguments):
        """Let them do something, and return what they saw."""
        self.ask(name, *arguments)
        return self.answer()

    def ask(self, name, *arguments):
        print(json.dumps([name, *arguments]), file=self._process.stdin, flush=True)

    def answer(self):
        try:
            line = self._answers.get(timeout=_PATIENCE_SECONDS)
        except Empty:
            self._process.send_signal(signal.SIGABRT)  # says in the log where it hangs
            self._process.wait()
            line = ""
        answer = json.loads(line) if line else {"failed": "no answer"}
        if "failed" in answer:
            raise AssertionError(f"{self.name}: {answer}\n{self._errors.read_text()[-3000:]}")
        return answer["done"]

    def join(self):
        return self.do("join", "127.0.0.1", self._way.port, self._parts["dbname"], self._parts["user"])

    def cut(self):
        """Take the connection away."""
        self._way.is_shut.set()
        self._way.drop_all()

    def mend(self):
        self._way.is_shut.clear()

    def show(self, name):
        """Keep a picture of the screen, where pictures are wanted."""
        if folder := os.environ.get("STET_PICTURES"):
            self.do("picture", str(Path(folder) / f"{name}.png"))

    def leave(self):
        with suppress(OSError):
            self.ask("quit")
        try:
            self._process.wait(timeout=_PATIENCE_SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            self._ears.join()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):  # what a process that has ended did not read
                    pipe.close()
            self._way.stop()

    def _hear(self):
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")


@contextmanager
def screen():
    """Give each a screen of their own, where it is X: without a window manager only one program gets the keyboard."""
    if os.environ.get("QT_QPA_PLATFORM") != "xcb" or shutil.which("Xvfb") is None:
        yield {}
        return
    told, tells = os.pipe()
    command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[tells], stderr=subprocess.DEVNULL)
    os.close(tells)
    with os.fdopen(told) as said:
        display = said.readline().strip()
    try:
        yield {"DISPLAY": f":{display}"}
    finally:
        server.terminate()
        server.wait()


@contextmanager
def desks(folder, dsns):
    """Start everybody's Stet at once, and let them join the server one after the other."""
    with ExitStack() as ends:
        people = {}
        for who, dsn in dsns.items():
            people[who] = Person(folder / who, dsn, ends.enter_context(screen()))
            ends.callback(people[who].leave)
        for one in people.values():
            one.ask("start")
        for one in people.values():
            assert one.answer().endswith("Stet")
        for who, one in people.items():
            assert one.join() == f"It works. You are {who.title()} there, in Harbour."
        yield people


@pytest.fixture
def people(tmp_path, empty_database):  # noqa: F811
    with shared_team(empty_database, leads=("ben", "lea")) as dsns, desks(tmp_path, dsns) as found:
        yield found


def test_offline_back_and_apart(tmp_path, people):
    ann, ben, lea = (people[who] for who in ("ann", "ben", "lea"))
    hand_in(tmp_path, ann, ben, lea)
    review_without_a_connection(ann, ben)
    arrive_whole(ann, ben, lea)
    change_the_same_apart(ben, lea)
    decide_together(ben, lea)


def hand_in(folder, ann, ben, lea):
    """The mentee hands in; both mentors hear of it, and the lead's table counts nothing yet."""
    file = folder / "evening opening.md"
    file.write_text(TEXT, encoding="utf-8")
    assert ann.do("begin_work", str(file)) == "Draft 1 is handed in."
    assert ann.do("sync").startswith("Synced at")
    for one in (ben, lea):
        one.do("sync")
        assert one.do("said") == "Ann handed in “evening opening”."
    assert lea.do("table") == ["0 drafts, 0 people", []]
    lea.show("1-lead-before")


def review_without_a_connection(ann, ben):
    """The mentor writes and releases while nobody answers; nothing of it is on the mentee's screen."""
    ben.cut()
    assert ben.do("sync").startswith("No connection since")
    assert "Studies show" in ben.do("open_queue")
    ben.do("comment", COMMENT)
    assert ben.do("score", [3, 2, 4], LETTER) == "3 of 3"
    assert "sent" in ben.do("send")
    assert "waiting" in ben.do("wait_status", "No connection since")
    ben.show("2-mentor-offline")
    ann.do("sync")
    assert ann.do("feedback") is None


def arrive_whole(ann, ben, lea):
    """Back again: the mentee sees all of it at once, and the table that the lead has open changes."""
    ben.mend()
    assert ben.do("sync").startswith("Synced at")
    ben.show("3-mentor-back")
    ann.do("sync")
    assert ann.do("said") == "Ben sent feedback on “evening opening”."
    assert ann.do("feedback") == {"comments": [COMMENT], "letter": LETTER, "scores": 3}
    ann.show("4-mentee-feedback")
    assert "Ben sent feedback on “evening opening”." in ann.do("news")
    ann.show("5-mentee-news")
    ann.do("back")
    lea.do("sync")
    count, lines = lea.do("look_at_table")
    assert (count, len(lines)) == ("1 draft, 1 person", 3)
    lea.show("6-lead-after")


def change_the_same_apart(ben, lea):
    """Two mentors, who both lead, change the same comment of the team's library without a connection."""
    ben.do("keep_team_phrase", BEFORE)
    ben.do("sync")
    lea.do("sync")
    lea.do("open_queue")
    for one, words in ((ben, BENS), (lea, LEAS)):
        one.cut()
        assert one.do("phrases") == [BEFORE]
        one.do("change_phrase", words)
        one.do("sync")
        assert one.do("wait_status", "1 waiting").startswith("No connection since")


def decide_together(ben, lea):
    """Whoever comes second sees both texts and decides; then both have the same."""
    for one in (ben, lea):
        one.mend()
        one.do("sync")
    assert lea.do("wait_status", "to decide") == "1 to decide"
    lea.show("7-second-to-come")
    assert lea.do("look_at_clash") == {"origin": BEFORE, "sides": [["Yours", LEAS], ["Ben", BENS]]}
    lea.show("8-both-texts")
    assert lea.do("decide", TOGETHER) == "Decided."
    lea.show("9-decided")
    lea.do("sync")
    ben.do("sync")
    assert [one.do("phrases") for one in (ben, lea)] == [[TOGETHER]] * 2
    assert [one.do("sync").startswith("Synced at") for one in (ben, lea)] == [True, True]
