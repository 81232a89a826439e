"""How soon every screen of the three roles opens in a window over a workspace with years of work in it.

Used by ``tests.benchmarks.history``. The clock runs from the request until what was asked for is read, laid out and
painted; dialogs are closed again. Each screen is opened ``TIMES`` times in a window of the person; the first opening
is told apart, since it also loads and makes the page. Beside the clock stands the processor time of this process: other
programs on the machine change it little.
"""

import os
import time
from functools import partial

from tests.benchmarks.waiting import Waiting

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TIMES = 4
DESK = ("show_findings", "show_references", "show_comments", "show_rubric", "write_letter", "compare")
ASKED = ("mentee_history", "use_phrase", "send_feedback", "show_disclosure")
ANYBODY = (
    *("edit_assignments", "edit_people", "edit_rubrics"),
    *("settings", "libraries", "policies", "choose_action", "go_to", "show_help", "show_keys"),
)
MENTEE = ("show_mine", "show_feedback", "turn_feedback", "show_history")


class Roles(Waiting):
    """Opens the screens of each role; ``people`` are the ids of the mentor, the mentee and the lead."""

    def __init__(self, folder, people):
        from PySide6.QtWidgets import QApplication

        from app.shell.collector import collector
        from widgets.theme import apply_theme

        self.app = QApplication.instance() or QApplication([])
        collector.spare_window()  # as the program does
        apply_theme(self.app, "light")
        self.folder, self.people = folder, people
        self.taken = {}

    def measure(self):
        """Return (milliseconds by the clock, of the processor) of each opening of each screen."""
        for role, walk in (("mentor", self.mentor), ("mentee", self.mentee), ("lead", self.lead)):
            self.start(role)
            walk()
            self.window.close()
            self.spin(lambda: self.session.runner.is_idle)
        return self.taken

    def start(self, role):
        """Open the window of a person; the clock runs until their first screen is filled."""
        from app.services.people import ACTING_AS
        from app.shell.session import Session
        from app.store.workspace import open_workspace
        from widgets.main_window import MainWindow

        store = open_workspace(self.folder)
        store.put_setting(ACTING_AS, self.people[role])
        store.close()
        self.role = role
        self.session = Session(partial(open_workspace, self.folder))
        self.window = MainWindow(self.session)
        self.window.resize(1280, 800)
        self.window.show()
        self.session.start()
        self.spin(lambda: self.session.workspace is not None and self.is_idle())
        self.rest(2.0)

    def mentor(self):
        self.window.keys.by_name["show_review"].trigger()
        self.spin(self.is_idle)
        self.open_next_draft()
        for name in DESK:
            self.time(name, self.action(name))
        self.action("show_findings")()
        for name in ASKED:
            self.time(name, self.action(name), is_dialog=True)
        self.pages(ANYBODY)

    def mentee(self):
        for name in MENTEE:
            self.time(name, self.action(name))
        page = self.window.sides.page("mine").history
        for word in ("evening", "evening lib", "river council"):
            self.time("search", partial(self.type_into, page, word), times=1)

    def lead(self):
        self.action("show_review")()
        self.spin(self.is_idle)
        self.time("show_team", self.action("show_team"))
        side = self.window.sides.page("team")
        scores = side.page_named("Scores")
        self.time("each_review", partial(scores.show_view, 1))
        scores.show_view(0)
        self.time("all_time", partial(self.choose_period, scores))
        self.time("each_review_of_all_time", partial(scores.show_view, 1))
        for name in ("Late work", "Assignments", "People", "Rubrics", "Scores"):
            self.time(name, partial(side.show_page, name))
        self.time("Scores_of_all_time_after_a_change", partial(self.change_and_show, side))
        self.pages(ANYBODY)

    def pages(self, names):
        for name in names:
            self.time(name, self.action(name))

    def action(self, name):
        return self.window.keys.by_name[name].trigger

    def open_next_draft(self):
        """Open the next draft of the queue and wait until it is checked."""
        before = self.session.draft
        self.action("next_draft")()
        self.spin(lambda: self.session.draft is not before and self.window.desk.shows_words and self.is_idle())

    def choose_period(self, page):
        box = page.filters.period
        box.setCurrentIndex(box.count() - 1)
        page.refresh()

    def change_and_show(self, side):
        """Open the scores after something was written, so that they are read again."""
        self.session.workspace.put_setting("benchmark", time.time())
        side.show_page("Scores")

    def type_into(self, page, words):
        page.search()
        page.said.field.setText(words)
        page.said.ask()

    def time(self, name, open_it, times=TIMES, is_dialog=False):
        """Open a screen some times and note its milliseconds."""
        for _ in range(times):
            self.spin(self.is_idle)
            self.taken.setdefault(f"{self.role} {name}", []).append(self.clock(open_it, is_dialog))
            self.rest(0.05)

    def clock(self, open_it, is_dialog):
        from PySide6.QtCore import QTimer

        start, busy, ended = time.perf_counter(), time.process_time(), []

        def look():
            shown = (self.is_idle() and self.dialog()) or self.window
            if self.is_idle() and not (is_dialog and shown is self.window):
                timer.stop()
                shown.grab()
                ended.append(time.perf_counter())
                if shown is not self.window:
                    shown.close()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(1)
        open_it()
        self.spin(lambda: bool(ended))
        return round((ended[0] - start) * 1000, 1), round((time.process_time() - busy) * 1000, 1)

    def dialog(self):
        from PySide6.QtWidgets import QDialog

        found = self.app.activeModalWidget() or self.app.activePopupWidget()
        open_ones = (one for one in self.window.findChildren(QDialog) if one.isVisible())
        return found or next(open_ones, None)

    def is_idle(self):
        return self.session.runner.is_idle and not self.session.saves.pending and not self.session._news.isActive()
