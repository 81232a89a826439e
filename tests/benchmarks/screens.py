"""How soon drafts and keys are on the screen, and how long the window stands still meanwhile.

python -m tests.benchmarks.screens [--data DIR] [--seed N] [--quick]

Milliseconds by the clock, in one window over a fresh workspace:

``first_page_docx``, ``first_page_pdf``  from the request to the first paint with words on it, of a DOCX of 140,000
    words (``--quick``: 20,000) and of a PDF of 300 pages (60) joined of the real ones under DIR.
``text_pdf``  from the request until that PDF's text was read and its page is still where it stood.
``next_draft``  the slowest of stepping with the action "Next draft" through drafts that were read ahead, until the
    first page is painted: DOCX of 20,000 and 140,000 words, the PDF, and the real files under DIR.
``key_p99``  99th percentile of 400 keys typed at 12 a second into a comment, from the moment of the key until it was
    painted, with 500 comments on the draft; each is kept on the disk as usual.
``gap_opening``, ``gap_checking``, ``gap_next``, ``gap_typing``  the longest time between two beats of a 5 ms timer on
    the window's thread: until the first page, from there until the checks have ended, while stepping, while typing.
``gap_worst``  the longest of these; ``gap_unloaded`` the longest without the time in which the thread could go on and
    the machine ran something else, a worker of Stet or another program (known on Linux); ``busy_worst`` the most of
    the thread's own processor time between two beats. ``load`` is the machine's in the end.
``screen_worst``  the slowest of the sides, panels and dialogs of ``SCREENS``, each opened for the first time beside the
    draft with 500 comments: from the request until it is painted and nothing more is being read for it.
``find_p95``  95th percentile of finding a word of that draft, until its place is painted; ``--seed`` chooses the words.
``findings_5000``  the longest standstill while 5,000 findings come to the list and the text.
``memory``  resident MB of the window's process in the end; ``memory_workers`` of its workers.
"""

import json
import os
import random
import tempfile
import time
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import psutil

from tests.benchmarks.documents import arguments, join_pages, make_docx
from tests.benchmarks.waiting import Waiting

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
GOALS = {
    "first_page_docx": 1500,
    "first_page_pdf": 1000,
    "next_draft": 150,
    "key_p99": 33,
    "gap_worst": 50,
}
BEAT_MS = 5
KEYS, KEY_SECONDS = 400, 1 / 12
COMMENTS, FINDINGS = 500, 5000
SEARCHES = 40
SCHEDULE = Path("/proc/self/schedstat")  # of the process's first thread, which is the window's
SCREENS = (
    *("show_findings", "show_references", "show_comments", "show_rubric"),
    *("show_mine", "show_feedback", "show_history", "edit_assignments", "edit_people", "edit_rubrics", "show_review"),
    *("settings", "edit_sources", "libraries", "policies", "choose_action", "go_to", "show_help", "show_keys"),
)


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        drafts = make_drafts(Path(name), options)
        screens = Screens(Path(name) / "workspace")
        try:
            result = screens.measure(drafts, options.seed)
        finally:
            screens.close()
    for key, value in result.items():
        print(f"{key:16} {value:8,.0f}" + (f"  (goal {GOALS[key]:,})" if key in GOALS else ""))
    print("RESULT", json.dumps({key: round(value, 1) for key, value in result.items()}))


def make_drafts(folder, options):
    """Return the drafts by name: the two long ones first, then those to step through."""
    drafts = {"docx": folder / "long.docx"}
    drafts["docx"].write_bytes(make_docx(20_000 if options.quick else 140_000))
    real = options.data.absolute() / "documents" / "real"
    pdfs = sorted(real.glob("*.pdf"))
    if pdfs:
        drafts["pdf"] = folder / "long.pdf"
        join_pages(pdfs, 60 if options.quick else 300, drafts["pdf"])
    drafts["middle"] = folder / "middle.docx"
    drafts["middle"].write_bytes(make_docx(20_000))
    for path in (*pdfs, *sorted(real.glob("*.docx"))):
        drafts[path.name] = path
    return drafts


class Screens(Waiting):
    """A window over a workspace, and what is measured in it."""

    def __init__(self, workspace):
        from functools import partial

        from PySide6.QtWidgets import QApplication

        from app.shell.collector import collector
        from app.shell.session import Session
        from app.store.workspace import open_workspace
        from widgets.main_window import MainWindow
        from widgets.theme import apply_theme

        self.app = QApplication.instance() or QApplication([])
        collector.spare_window()  # as the program does
        apply_theme(self.app, "light")
        self.session = Session(partial(open_workspace, workspace))
        self.window = MainWindow(self.session)
        self.window.show()
        self.session.start()
        self.spin(lambda: self.session.workspace is not None and self.session.runner.is_idle)
        self.rest(2.0)
        self.gaps = {}
        self.busy = self.unloaded = 0.0

    def close(self):
        self.window.close()

    def measure(self, drafts, seed):
        """Return every figure by its name."""
        result = {}
        for key in ("docx", "pdf"):
            if key in drafts:
                result |= self.open_long(key, drafts[key])
        result["next_draft"] = self.step(list(drafts.values()))
        result["key_p99"] = self.type_comment(drafts["middle"])
        result["screen_worst"] = max(map(self.open_screen, SCREENS))
        result["find_p95"] = self.find_words(random.Random(seed))
        result |= {f"gap_{phase}": gap for phase, gap in self.gaps.items()}
        result |= {"gap_worst": max(self.gaps.values()), "gap_unloaded": self.unloaded, "busy_worst": self.busy}
        result["findings_5000"] = self.show_findings()
        own = psutil.Process()
        workers = sum(child.memory_info().rss for child in own.children(recursive=True))
        memory = {"memory": own.memory_info().rss / 1e6, "memory_workers": workers / 1e6}
        return result | memory | {"load": psutil.getloadavg()[0]}

    def open_long(self, key, path):
        """Open a long draft and wait until everything about it is known."""
        start = time.perf_counter()
        with self.beating("opening"):
            self.session.open_files([path])
            self.spin(self.shows_words)
        result = {f"first_page_{key}": (time.perf_counter() - start) * 1000}
        with self.beating("checking"):
            self.spin(lambda: self.is_on_desk(path))
            if key == "pdf":
                result["text_pdf"] = (time.perf_counter() - start) * 1000
            self.spin(lambda: self.session.runner.is_idle)
            self.rest(0.5)  # the panels hear of the last results a little later
        self.rest(0.5)
        return result

    def step(self, paths):
        """Step through the drafts, each read ahead by then, and return the slowest step's milliseconds."""
        self.session.queue_files(paths)
        self.session.open_path(paths[0])
        slowest = 0.0
        for path in paths[1:]:
            self.settle()
            with self.beating("next"):
                start = time.perf_counter()
                self.window.keys.by_name["next_draft"].trigger()
                self.spin(lambda path=path: self.is_on_desk(path) and self.shows_words())
                slowest = max(slowest, (time.perf_counter() - start) * 1000)
                self.spin(lambda: self.session.runner.is_idle)
                self.rest(0.5)
        return slowest

    def type_comment(self, path):
        """Type into one of 500 comments and return the 99th percentile of a key's milliseconds."""
        session = self.session
        session.open_path(path)
        self.spin(lambda: self.is_on_desk(path) and session.runner.is_idle)
        words = len(session.draft.document.text)
        for number in range(COMMENTS):
            start = number * (words - 100) // COMMENTS
            session.review.comment_on(start, start + 40, body=f"Say which evening. {number}")
        self.spin(lambda: not session.saves.pending and session.runner.is_idle)
        self.window.panels.edit_comment(session.draft.comments[COMMENTS // 2].id)
        self.rest(1.0)
        with self.beating("typing"):
            times = sorted(self.keys_typed("Name the evening and the count. " * 40))
        self.spin(lambda: not session.saves.pending and session.runner.is_idle)
        return times[round(len(times) * 0.99) - 1] * 1000

    def keys_typed(self, text):
        """Type at a steady pace and yield the seconds from the moment of each key until it is on the screen."""
        from PySide6.QtTest import QTest

        field = self.window.panels.comments.editor.text
        due = time.perf_counter()
        for character in text[:KEYS]:
            due += KEY_SECONDS
            while time.perf_counter() < due:
                self.app.processEvents()
                time.sleep(0.0005)
            before = field.toPlainText()
            QTest.keyClick(field, character)
            self.app.processEvents()  # paints
            assert len(field.toPlainText()) == len(before) + 1
            yield time.perf_counter() - due

    def open_screen(self, name):
        """Open a screen by its action and return the milliseconds until it is painted; close it when it is a dialog."""
        from PySide6.QtCore import QTimer

        start, ended = time.perf_counter(), []

        def look():
            shown = self.app.activeModalWidget() or self.app.activePopupWidget() or self.window
            if self.session.runner.is_idle:
                shown.grab()
                ended.append(time.perf_counter())
                timer.stop()
                if shown is not self.window:
                    shown.close()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(1)
        self.window.keys.by_name[name].trigger()
        self.spin(lambda: bool(ended))
        self.rest(0.1)
        return (ended[0] - start) * 1000

    def find_words(self, chance):
        """Find words of the draft on the desk and return the 95th percentile of their milliseconds."""
        desk, words = self.window.desk, self.session.draft.document.text.split()
        self.window.keys.by_name["find"].trigger()
        times = []
        for word in chance.sample(words, SEARCHES):
            start = time.perf_counter()
            desk.find_bar.field.setText(word)
            desk.find_bar.ask()
            self.window.grab()
            times.append((time.perf_counter() - start) * 1000)
        desk.find_bar.close_bar()
        return sorted(times)[round(SEARCHES * 0.95) - 1]

    def show_findings(self):
        """Hand 5,000 findings to the draft on the desk, as a run of checks would, and return the worst gap."""
        from app.domain.finding import CheckDone, Finding, Tier

        draft = self.session.draft
        room = (len(draft.document.text) - 20) // FINDINGS
        made = [
            Finding("made", 1, Tier.CONSIDER, number * room, number * room + 12, f"Message {number}.", "Why?")
            for number in range(FINDINGS)
        ]
        draft.forget_checks()
        gap = {}
        with self.beating("findings", gap):
            for part in range(0, FINDINGS, 250):
                draft.add_check(CheckDone("made", tuple(made[part : part + 250])))
                self.session.tell_soon()
                self.rest(0.01)
            self.rest(3.0)
        return gap["findings"]

    def is_on_desk(self, path):
        return self.session.draft is not None and self.session.draft.path == path

    def shows_words(self):
        """Whether the draft in sight has its first words on it, painted."""
        view = self.window.desk.in_sight
        if view is None or not self.window.desk.shows_words:
            return False
        view.grab()  # paints what is in sight, as the screen would
        return True

    def settle(self):
        """Wait until everything is checked and the next draft has been read ahead."""
        for _ in range(2):
            self.spin(lambda: self.session.runner.is_idle)
            self.rest(1.0)

    @contextmanager
    def beating(self, phase, gaps=None):
        """Note the longest time between two beats of a timer on the window's thread."""
        from PySide6.QtCore import Qt, QTimer

        gaps = self.gaps if gaps is None else gaps
        beats = [_clocks()]
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: beats.append(_clocks()))
        timer.start(BEAT_MS)
        try:
            yield
        finally:
            timer.stop()
            beats.append(_clocks())
            passed = [tuple(later - earlier for earlier, later in zip(a, b, strict=True)) for a, b in pairwise(beats)]
            gaps[phase] = max(gaps.get(phase, 0.0), *(wall * 1000 for wall, _, _ in passed))
            if gaps is self.gaps:
                self.busy = max(self.busy, *(own * 1000 for _, own, _ in passed))
                self.unloaded = max(self.unloaded, *((wall - waited) * 1000 for wall, _, waited in passed))


def _clocks():
    """Return seconds by the clock, of this thread's work, and of its waiting for a processor."""
    waited = float(SCHEDULE.read_text().split()[1]) / 1e9 if SCHEDULE.exists() else 0.0
    return time.perf_counter(), time.thread_time(), waited


if __name__ == "__main__":
    main()
