"""A whole Stet in a process of its own, worked by hands that a test moves: a line of JSON in, a line of JSON out.

``python -m tests.widgets.desk_process FOLDER`` runs the application over a workspace. Each line names a method of
``Hands`` and its arguments; the hands press keys and the mouse where a person would.
"""

import json
import os
import sys
import threading
import traceback
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.review import CommentKind
from app.main import main
from app.services.phrases import add_phrase, phrases
from app.services.released import thaw_scores
from app.shell.sharing_desk import sharing_desk
from app.shell.sharing_standing import Mood
from app.store.workspace import open_workspace
from tests.shell.making import is_idle, until
from tests.widgets.test_keyboard_walk import answer_file_dialog
from widgets.main_window import MainWindow

Key, Ctrl, Shift, Alt = Qt.Key, *(getattr(Qt.KeyboardModifier, f"{one}Modifier") for one in ("Control", "Shift", "Alt"))
PLAIN = Qt.KeyboardModifier.NoModifier
WHOLE_DRAFT_RUBRIC = 2  # the digit of the ready rubric with three criteria


class Hands(QObject):
    """What a person does at this desk and what they read there."""

    asked = Signal(str)

    def __init__(self):
        super().__init__()
        self.asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    @property
    def window(self):
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
        return shown[0] if shown else None

    @property
    def session(self):
        return self.window.session

    @property
    def desk(self):
        return sharing_desk(self.session)

    @property
    def dialog(self):
        """The window that lies over the main one, once it can be worked."""
        return next(
            (one for one in QApplication.topLevelWidgets() if one.isActiveWindow() and one != self.window), None
        )

    # the hands

    def start(self):
        until(lambda: self.window is not None and hasattr(self.window, "tools"))
        until(lambda: self.session.workspace is not None)
        self._settle()
        return self.window.windowTitle()

    def join(self, host, port, database, user):
        self._take_keyboard()
        self._press(Key.Key_J, Alt)
        dialog = self._wait_dialog("SignInDialog")
        form = dialog.form
        for field, words in ((form.host, host), (form.port, port), (form.database, database), (form.user, user)):
            self._write(field, str(words))
        self._click(dialog.test)
        until(lambda: dialog.answer.text and dialog.test.isEnabled())
        answer = dialog.answer.text
        self._click(dialog.join)
        until(lambda: dialog.leave.isVisible() and self.desk.standing.mood is Mood.WELL)
        self._rest()
        self._press(Key.Key_Escape)
        self._take_keyboard()
        return answer

    def begin_work(self, path):
        """Begin new work with a file, and hand it in."""
        self._take_keyboard()
        self._press(Key.Key_M, Alt)
        self._settle()
        acts = self.window.sides.page("mine").acts
        answer_file_dialog(Path(path))
        self._press(Key.Key_N, Ctrl | Shift)
        until(lambda: acts.begin is not None and acts.begin.isActiveWindow())
        self._press(Key.Key_Return)
        until(lambda: acts.begin is None)
        self._settle()
        self._take_keyboard()
        self._press(Key.Key_H, Ctrl | Shift)
        until(lambda: acts.submit is not None and acts.submit.isActiveWindow())
        self._press(Key.Key_Space)
        self._press(Key.Key_Return, Ctrl)
        until(lambda: acts.submit is None)
        self._settle()
        return self.window.status_line.said

    def open_queue(self):
        """Open the first work of the queue."""
        self._take_keyboard()
        self._press(Key.Key_R, Alt)
        until(lambda: bool(self.window.sidebar.queue.lines))
        self.window.sidebar.list.setFocus()
        self.window.sidebar.list.step(1)
        until(lambda: self.session.draft is not None and not self.session.draft.is_checking)
        self._settle()
        return self.session.draft.document.text

    def comment(self, words):
        """Comment on the whole draft."""
        self._take_keyboard()
        self.window.desk.focus_draft()
        self._press(Key.Key_C, Shift)
        comments = self.window.panels.comments
        until(lambda: comments.editor is not None)
        self._settle()
        self._click(comments.editor.text)
        self._type(words)
        self._press(Key.Key_Escape)
        self._settle()

    def score(self, digits, letter):
        """Score by the ready rubric with three criteria; the caret then stands in the letter."""
        self._take_keyboard()
        self.window.desk.focus_draft()
        rubric = self.window.panels.rubric
        self._press(Key.Key_R)
        until(lambda: bool(rubric.chooser.buttons))
        self._settle()
        for digit in (WHOLE_DRAFT_RUBRIC, *digits):
            self._press(Key.Key_0 + digit)
            self._settle()
        for number, words in enumerate(letter):
            if number:
                self._press(Key.Key_Tab)
            self._type(words)
        self._settle()
        return rubric.count

    def send(self):
        self._take_keyboard()
        self._press(Key.Key_Return, Ctrl)
        dialog = self._wait_dialog("ReleaseDialog")
        until(lambda: QApplication.focusWidget() is dialog.send)
        self._press(Key.Key_Return)
        until(lambda: QApplication.activeModalWidget() is None)
        self._settle()
        return self.window.status_line.said

    def keep_team_phrase(self, words):
        """Put a comment into the library of the team that one leads, as the sample project does."""

        def write():
            store = self.session.workspace
            return add_phrase(store, CommentKind.PRAISE, words, store.directory().teams[0].id)

        self.session.saves.put(write, lambda _: None)
        self._settle()

    def change_phrase(self, words):
        """Change the first comment of the library, with F2 in the list."""
        self._take_keyboard()
        self.window.desk.focus_draft()
        failed = []

        def work():
            try:
                self._write_phrase(words)
            except BaseException as error:  # noqa: BLE001 raised again when the library is closed
                failed.append(error)
            QApplication.activeModalWidget().close()

        QTimer.singleShot(0, work)
        self._press(Key.Key_Q)  # returns when the library is closed
        if failed:
            raise failed[0]
        self._settle()
        self._take_keyboard()

    def _write_phrase(self, words):
        dialog = self._wait_dialog("PhrasePicker")
        until(lambda: dialog.current is not None)
        self._press(Key.Key_F2)
        until(dialog.editor.hasFocus)
        self._press(Key.Key_A, Ctrl)
        self._type(words)
        (keep,) = (one for one in dialog.findChildren(QPushButton) if one.isVisible() and one.text() == "Keep")
        self._click(keep)
        until(lambda: dialog.current is not None and dialog.current.body == words)

    def look_at_clash(self):
        """Open what two people changed, and read it."""
        self._take_keyboard()
        self._press(Key.Key_D, Alt)
        view = self.window.sides.page("sharing").view
        until(view.isVisible)
        self._settle()
        sides = [[side.title.text(), side.words.toPlainText()] for side in (view.mine, view.theirs)]
        return {"origin": view.origin.text(), "sides": sides}

    def decide(self, words):
        """Write a third text."""
        self._take_keyboard()
        text = self.window.sides.page("sharing").view.text
        self._click(text)
        self._press(Key.Key_A, Ctrl)
        self._type(words)
        self._press(Key.Key_Return, Ctrl)
        until(lambda: self.desk.standing.counts.conflicts == 0)
        self._rest()
        return self.window.status_line.said

    def sync(self):
        """Ask for a sync with its key, and wait until it has ended."""
        self._take_keyboard()
        self._rest()
        self._press(Key.Key_Y, Alt | Shift)
        self._rest()
        return self.desk.standing.words

    # the eyes

    def wait_status(self, words):
        until(lambda: words in self.desk.standing.words and not self.desk.is_busy)
        return self.desk.standing.words

    def said(self):
        return self.window.status_line.said

    def feedback(self):
        """Read one's own feedback: the comments and the letter on the page, and how many scores lie behind them."""
        self._take_keyboard()
        self._press(Key.Key_F, Alt)
        self._settle()
        found = self.window.sides.page("mine").feedback.found
        if found is None:
            return None
        (letter,) = (one.letter for one in found.feedback)
        (scores,) = (thaw_scores(one.scores) for one in self.session.workspace.releases([found.draft.id]))
        return {
            "comments": [one.body for one in found.comments],
            "letter": [letter.strength, letter.improvement, letter.next_task],
            "scores": len(scores.criteria),
        }

    def news(self):
        """Read in the details what came."""
        self._take_keyboard()
        self._press(Key.Key_Y, Alt)
        dialog = self._wait_dialog("SharingDialog")
        self._settle()
        return [row.title for row in dialog.list.rows if not row.is_group]

    def table(self):
        """Open the lead's table and read it."""
        self._take_keyboard()
        self._press(Key.Key_T, Alt)
        return self.look_at_table()

    def look_at_table(self):
        """Read the table that is on the screen: how much it counts, and its lines."""
        self._settle()
        page = self.window.sides.page("team").page_named("Scores")
        return [page.counts.text(), [line.title for line in page.grid.cells.grid.lines]]

    def phrases(self):
        return [one.body for one in phrases(self.session.workspace)]

    def picture(self, path):
        """Keep what is on the screen, the window that lies over the others."""
        (QApplication.activeModalWidget() or self.dialog or self.window).grab().save(path)

    def back(self):
        """Close the dialog that is open."""
        self._press(Key.Key_Escape)
        self._take_keyboard()

    def quit(self):
        self.window.close()

    def _settle(self):
        until(lambda: is_idle(self.session))

    def _rest(self):
        """Wait until no sync runs and what it brought is shown."""
        until(lambda: not self.desk.is_busy and is_idle(self.session))

    def _take_keyboard(self):
        self.window.activateWindow()
        until(lambda: self.window.isActiveWindow() and QApplication.focusWidget() is not None)

    def _press(self, key, modifier=PLAIN):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def _type(self, words):
        QTest.keyClicks(QApplication.focusWidget(), words)

    def _click(self, widget):
        QTest.mouseClick(getattr(widget, "viewport", lambda: widget)(), Qt.MouseButton.LeftButton)

    def _write(self, field, words):
        self._click(field)
        until(field.hasFocus)
        self._press(Key.Key_A, Ctrl)
        self._type(words)

    def _wait_dialog(self, name):
        def shown():
            found = (one for one in QApplication.topLevelWidgets() if type(one).__name__ == name and one.isVisible())
            return next(found, None)

        until(lambda: shown() is not None)
        shown().activateWindow()
        until(lambda: shown().isActiveWindow() and QApplication.focusWidget() is not None)
        return shown()

    def _do(self, line):
        name, *arguments = json.loads(line)
        try:
            answer = {"done": getattr(self, name)(*arguments)}
        except BaseException:  # noqa: BLE001 the test shows it
            answer = {"failed": traceback.format_exc(), "state": self._state()}
        print(json.dumps(answer, ensure_ascii=False), flush=True)

    def _state(self):
        if self.window is None:
            return None
        return [str(self.desk.standing), self.window.status_line.said, str(QApplication.focusWidget())]


def listen(hands):
    for line in sys.stdin:
        hands.asked.emit(line)
    hands.asked.emit('["quit"]')  # the test has gone


if __name__ == "__main__":
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    place = Path(sys.argv[1])
    with closing(open_workspace(place)):
        pass  # not the first start, which would begin with the sample project
    application = QApplication(sys.argv[:1])
    mover = Hands()
    threading.Thread(target=listen, args=(mover,), daemon=True).start()
    sys.exit(main(["--workspace", str(place)]))
