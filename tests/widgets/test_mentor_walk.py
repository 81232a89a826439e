"""The mentor's walk on a real window: from a new draft to released feedback by keyboard alone, every key counted.

An action is one press of a key or of a key with its modifiers; typing words is none.
"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu

from app.documents import markdown
from app.domain.deliverable import WorkState
from app.domain.feedback import Outcome
from app.services import assignments, people, reading_feedback, releasing, reviewing, submitting
from app.services.released import thaw
from app.services.submitting import Disclosure
from tests.shell.making import DRAFT, until, wait_idle, write_draft
from tests.widgets.test_keyboard_walk import own_dialogs  # noqa: F401 a fixture
from tests.widgets.test_main_path import start_window
from widgets.release_dialog import ReleaseDialog

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
GOAL = 10
LETTER = ("You count who came.", "Name the study behind 'Studies show'.", "Take three figures and name their source.")
MESSAGE = 2  # the digit of the ready rubric with three criteria

pytestmark = pytest.mark.usefixtures("own_dialogs")


class Hands:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, qtbot, window):
        self.actions = 0
        self._qtbot, self._window = qtbot, window

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.actions += 1
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        self.settle()

    def type(self, words):
        QTest.keyClicks(QApplication.focusWidget(), words)

    def settle(self):
        wait_idle(self._qtbot, self._window.session)

    def load(self, path):
        """Press Ctrl+O, type the name of the file, press Enter, and wait until everything is checked."""

        def answer():
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog) or not isinstance(QApplication.focusWidget(), QLineEdit):
                QTimer.singleShot(20, answer)
                return
            self.type(str(path))
            self.actions += 1
            QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)

        QTimer.singleShot(0, answer)
        self.actions += 1
        QTest.keyClick(QApplication.focusWidget(), Key.Key_O, Ctrl)
        self.back_in_window()
        until(lambda: self._window.session.draft is not None and self._window.session.draft.path == path)
        self.settle()

    def send(self):
        """Press Ctrl+Enter, look at what leaves, press Enter."""
        self.press(Key.Key_Return, Ctrl)
        until(lambda: isinstance(QApplication.activeModalWidget(), ReleaseDialog))
        dialog = QApplication.activeModalWidget()
        until(lambda: dialog.isActiveWindow() and QApplication.focusWidget() is dialog.send)
        seen = dialog.preview.toPlainText()
        self.press(Key.Key_Return)
        until(lambda: QApplication.activeModalWidget() is None)
        self.back_in_window()
        return seen

    def back_in_window(self):
        self._window.activateWindow()  # as a window manager does when a dialog closes
        until(lambda: QApplication.focusWidget() is not None)


@pytest.fixture
def window(qtbot, workspace_folder):
    made = start_window(qtbot, workspace_folder)
    yield made
    made.close()


@pytest.fixture
def hands(qtbot, window):
    made = Hands(qtbot, window)
    made.back_in_window()
    return made


def released(window):
    (made,) = releasing.trace(window.session.workspace, window.session.draft.draft.id)
    return made, thaw(made)


def score(hands, window, digits):
    """Score one criterion after the other, each with one key that goes on to the next."""
    rubric, walked = window.panels.rubric, []
    for digit in digits:
        walked.append(rubric.current)
        before = hands.actions
        hands.press(digit)
        assert hands.actions == before + 1
    assert walked == [card.criterion.id for card in rubric.cards]


def write_letter(hands):
    """Write the three parts of the letter, from where the caret is."""
    for number, words in enumerate(LETTER):
        if number:
            hands.press(Key.Key_Tab)
        hands.type(words)


def use_message_rubric(hands, window, folder):
    """Have scored another draft before, by the rubric with three criteria."""
    hands.load(write_draft(folder, "earlier.md", DRAFT.replace("Evening", "Morning")))
    hands.press(Key.Key_R)
    until(lambda: window.panels.rubric.chooser.buttons)
    hands.press(Key.Key_0 + MESSAGE)
    hands.press(Key.Key_3)
    hands.actions = 0


def test_from_a_file_to_the_released_letter(hands, window, tmp_path):
    use_message_rubric(hands, window, tmp_path)
    hands.load(write_draft(tmp_path))
    offered = window.panels.offered
    assert window.session.draft.finding(offered).title in window.panels.findings.list.open_widget.accessibleName()
    hands.press(Key.Key_A)  # the finding that lies open
    score(hands, window, (Key.Key_3, Key.Key_2, Key.Key_4))  # brings the rubric, and after it the letter
    write_letter(hands)
    assert window.desk.header.send.property("kind") == "primary"
    seen = hands.send()
    assert hands.actions == GOAL
    made, feedback = released(window)
    assert made.outcome is Outcome.RETURNED
    assert [one.finding for one in feedback.comments] == [offered]
    assert feedback.comments[0].body in seen
    assert [one.level for one in feedback.scored.criteria] == ["Meets", "Partly", "Exceeds"]
    letter = feedback.letter
    assert (letter.strength, letter.improvement, letter.next_task) == LETTER
    assert all(words in seen for words in LETTER)
    assert "sent" in window.status_line.said


def test_to_sent_feedback_without_a_letter(hands, window, tmp_path):
    use_message_rubric(hands, window, tmp_path)
    hands.load(write_draft(tmp_path))
    hands.press(Key.Key_J)
    hands.press(Key.Key_A)
    hands.press(Key.Key_R)
    assert window.panels.rubric.count == "0 of 3"  # nothing is set before a person sets it
    score(hands, window, (Key.Key_3, Key.Key_2, Key.Key_4))
    hands.send()
    assert hands.actions == GOAL  # two of them only to look first
    _, feedback = released(window)
    assert len(feedback.comments) == 1
    assert feedback.letter is None or not feedback.letter.strength


def test_the_letter_too_in_a_workspace_that_was_never_scored_in(hands, window, tmp_path):
    hands.load(write_draft(tmp_path))
    hands.press(Key.Key_A)
    hands.press(Key.Key_R)
    until(lambda: window.panels.rubric.chooser.buttons)
    hands.press(Key.Key_0 + MESSAGE)
    score(hands, window, (Key.Key_3, Key.Key_3, Key.Key_3))
    write_letter(hands)
    hands.send()
    assert hands.actions == GOAL + 2  # which rubric
    _, feedback = released(window)
    letter = feedback.letter
    assert (letter.strength, letter.improvement, letter.next_task) == LETTER


def test_a_digit_from_elsewhere_never_changes_what_is_scored_already(hands, window, tmp_path):
    def levels():
        return [row.level and row.level.label for row in window.panels.rubric.desk.total.rows]

    def look_elsewhere():
        window.panels.show_tab("findings")
        window.desk.focus_draft()
        hands.settle()

    use_message_rubric(hands, window, tmp_path)
    look_elsewhere()
    hands.press(Key.Key_0)
    assert levels() == ["Meets", None, None]
    hands.press(Key.Key_2)
    look_elsewhere()
    hands.press(Key.Key_4)
    assert levels() == ["Meets", "Partly", "Exceeds"]
    look_elsewhere()
    hands.press(Key.Key_1)
    assert window.panels.tab == "rubric"
    assert levels() == ["Meets", "Partly", "Exceeds"]


def test_a_part_of_the_letter_is_tied_by_keys(hands, window, tmp_path):
    hands.load(write_draft(tmp_path))
    hands.press(Key.Key_J)
    hands.press(Key.Key_A)
    hands.press(Key.Key_L)
    hands.type(LETTER[0])
    for _ in range(3):  # past the other two parts, to the first button
        hands.press(Key.Key_Tab)

    def choose():
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(20, choose)
            return
        QTest.keyClick(menu, Key.Key_Down)
        QTest.keyClick(menu, Key.Key_Return)

    QTimer.singleShot(0, choose)
    hands.press(Key.Key_Space)
    hands.settle()
    hands.back_in_window()
    (comment,) = window.session.draft.comments
    assert window.panels.rubric.desk.scores.letter.strength_evidence == (comment.id,)
    seen = hands.send()
    assert f"See “{comment.anchor.exact}”" in seen


def test_what_changes_afterwards_is_sent_again_with_a_note_and_leaves_a_trace(hands, window, tmp_path):
    use_message_rubric(hands, window, tmp_path)
    hands.press(Key.Key_3)
    hands.press(Key.Key_3)
    hands.send()
    assert window.panels.rubric.desk.scores.unpublished == 0
    hands.press(Key.Key_Escape)  # out of the letter
    hands.press(Key.Key_1)
    assert window.panels.rubric.desk.scores.unpublished == 1
    hands.press(Key.Key_Z, Ctrl)
    assert window.panels.rubric.desk.scores.unpublished == 0
    hands.press(Key.Key_Y, Ctrl)
    hands.press(Key.Key_Return, Ctrl)
    until(lambda: isinstance(QApplication.activeModalWidget(), ReleaseDialog))
    dialog = QApplication.activeModalWidget()
    dialog.note.setFocus()
    hands.type("I misread the last line.")
    hands.press(Key.Key_Return)
    until(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    first, second = releasing.trace(window.session.workspace, window.session.draft.draft.id)
    assert (first.note, second.note) == ("", "I misread the last line.")
    assert thaw(first).scored != thaw(second).scored


def hand_in(window, path):
    """Let Ana hand in a draft for an assignment with a rubric of three criteria; return her id."""
    ws = window.session.workspace
    me, ana = ws.me(), people.add_person(ws, "Ana").id
    people.pair_up(ws, me, ana)
    rubric = assignments.keep_ready_rubric(ws, "message")
    task = assignments.edit_assignment(ws, replace(assignments.new_assignment(ws, "A notice"), rubric_id=rubric.id))
    people.act_as(ws, ana)
    work = submitting.new_work(ws, "Evening opening", ana, task.id)
    document = markdown.read(path.read_bytes()).document
    opened = reviewing.open_draft(ws, path, path.read_bytes(), document, work.id)
    submitting.hand_in(ws, opened.draft.id, Disclosure())
    people.act_as(ws, me)
    return ana


def test_from_the_queue_with_the_assignments_rubric(hands, window, tmp_path):
    ana = hand_in(window, write_draft(tmp_path))
    window.sidebar.queue.refresh()
    hands.settle()
    hands.press(Key.Key_PageDown, Ctrl)
    until(lambda: window.session.draft is not None)
    hands.settle()
    hands.press(Key.Key_J)
    hands.press(Key.Key_A)
    hands.press(Key.Key_R)
    score(hands, window, (Key.Key_2, Key.Key_3, Key.Key_3))
    hands.send()
    assert hands.actions == GOAL - 1
    ws = window.session.workspace
    people.act_as(ws, ana)
    (feedback,) = reading_feedback.read(ws, window.session.draft.draft.id)
    assert len(feedback.comments) == 1
    assert feedback.scored is None  # until the three questions are answered
    hands.settle()
    (line,) = window.sidebar.queue.lines
    assert line.work.state is WorkState.RETURNED
