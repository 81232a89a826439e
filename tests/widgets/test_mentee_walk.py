"""The mentee's whole round by keyboard alone: read, think, see the scores, answer, and hand in the next draft."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.deliverable import AiUse, WorkState
from app.domain.feedback import MarkKind
from app.services import reading_feedback, submitting
from app.services.people import ACTING_AS
from tests.shell.making import is_idle, until
from tests.widgets.mentee import NEXT, make_returned, wait
from tests.widgets.test_keyboard_walk import answer_file_dialog, come_back, own_dialogs
from tests.widgets.test_main_path import press, start_window
from widgets.labels import Button

__all__ = ["own_dialogs"]
Key = Qt.Key
Ctrl, Shift, Alt = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Shift", "Alt"))


def type_words(words):
    QTest.keyClicks(QApplication.focusWidget(), words)


def tab_to(holds, key=Key.Key_Tab, most=30):
    """Press Tab until the keyboard is where it should be."""
    for _ in range(most):
        if holds(QApplication.focusWidget()):
            return
        press(key)
    raise AssertionError(f"Tab never got there, it is at {QApplication.focusWidget()}")


def is_button(words):
    return lambda widget: isinstance(widget, Button) and widget.accessibleName() == words


@pytest.mark.usefixtures("own_dialogs")
def test_from_feedback_to_the_next_draft_without_a_mouse(qtbot, tmp_path):
    returned = make_returned(tmp_path / "workspace")
    window = start_window(qtbot, returned.folder)
    session = window.session
    until(lambda: window.sides.name == "mine")
    wait(session)
    side = window.sides.page("mine")
    store = session.workspace
    assert side.work.shown.new_count == 1

    # read, and think before the scores show
    press(Key.Key_F, Alt)
    until(lambda: side.feedback.found is not None)
    wait(session)
    side.feedback.clock._timer.stop()
    for _ in range(30):  # half a minute goes by
        side.feedback.clock.tick()
    box = side.feedback.thoughts.reflection
    assert QApplication.focusWidget() is box.fields[0]
    for words in ("I counted the visitors.", "The figure has no date.", "I will date each figure."):
        type_words(words)
        press(Key.Key_Tab)
    assert not side.feedback.thoughts.scores.isVisible()
    tab_to(is_button("Show my scores"))
    press(Key.Key_Space)
    wait(session)
    assert side.feedback.thoughts.scores.isVisible()
    assert reading_feedback.reflection(store, returned.draft_id).is_complete
    assert side.work.shown.new_count == 0

    # answer a comment beside its words, and mark it as addressed
    press(Key.Key_T)
    wait(session)
    assert QApplication.focusWidget() is side.feedback.comments.list
    for _ in range(3):
        if side.feedback.comments.list.open_key == returned.comment_id:
            break
        press(Key.Key_Down)
    assert side.feedback.draft.view is not None
    press(Key.Key_Y)
    type_words("From March to May 2026. Y d s")
    press(Key.Key_Return, Ctrl)
    wait(session)
    press(Key.Key_D)
    wait(session)
    (reply,) = reading_feedback.threads(store, returned.draft_id)[returned.comment_id]
    assert reply.body == "From March to May 2026. Y d s"
    marked = {(one.kind, one.target_id) for one in reading_feedback.marks(store, returned.draft_id)}
    assert (MarkKind.ADDRESSED, returned.comment_id) in marked
    assert (MarkKind.OPENED, returned.draft_id) in marked

    # the next draft of the same work, handed in with its disclosure
    path = tmp_path / "brief 2.txt"
    path.write_text(NEXT, encoding="utf-8")
    press(Key.Key_M, Alt)
    wait(session)
    press(Key.Key_Home)  # the first place is My work
    press(Key.Key_F6)
    assert QApplication.focusWidget() is side.work.list
    press(Key.Key_Home)
    press(Key.Key_Down)
    assert side.work.current.work.deliverable.id == returned.work_id
    tab_to(is_button("Add the next draft…"))
    seen = answer_file_dialog(path)
    press(Key.Key_Space)
    assert seen == ["Open a draft"]
    come_back(window)
    wait(session)
    press(Key.Key_H, Ctrl | Shift)
    wait(session)
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert side.acts.submit.form.level is AiUse.PARTS
    tab_to(lambda widget: isinstance(widget, QLineEdit))
    for words in ("Assistant, DeepL", "Summary", "15"):
        type_words(words)
        press(Key.Key_Tab)
    type_words("Shorten the summary.")
    press(Key.Key_Return, Ctrl)
    wait(session)
    assert side.acts.submit is None
    assert window.status_line.said == "Draft 2 is handed in."

    # the mentor finds it in the queue
    store.put_setting(ACTING_AS, returned.team.ben)
    (work,) = submitting.queue(store)
    assert (work.deliverable.id, work.number, work.state) == (returned.work_id, 2, WorkState.SUBMITTED)
    said = submitting.submission_of(store, work.draft_id)
    assert (said.level, said.tools, said.sections) == (AiUse.PARTS, ("Assistant", "DeepL"), "Summary")
    assert (said.minutes_saved, said.prompts) == (15, "Shorten the summary.")
    store.put_setting(ACTING_AS, returned.team.ana)
    assert window.close()


def test_a_draft_is_checked_privately_and_handed_in_from_the_desk(qtbot, tmp_path):
    returned = make_returned(tmp_path / "workspace")
    window = start_window(qtbot, returned.folder)
    session = window.session
    until(lambda: window.sides.name == "mine")
    wait(session)
    side = window.sides.page("mine")
    path = tmp_path / "next.txt"
    path.write_text(NEXT, encoding="utf-8")
    side.acts.add_version(path, returned.work_id)
    wait(session)
    tab_to(is_button("Check it privately"))
    press(Key.Key_Space)
    until(lambda: window.sides.name == "review" and session.draft is not None and is_idle(session))
    assert window.status_line.said.startswith("Draft 2 is private to you")
    assert submitting.is_private(session.workspace, session.draft.draft.id)
    press(Key.Key_A)  # accepting belongs to mentors: it is said, and nothing waits
    wait(session)
    assert session.saves.pending == 0
    press(Key.Key_H, Ctrl | Shift)
    until(lambda: side.acts.submit is not None)
    press(Key.Key_Space)  # none
    press(Key.Key_Return, Ctrl)
    wait(session)
    assert window.status_line.said == "Draft 2 is handed in."
    assert not submitting.is_private(session.workspace, session.draft.draft.id)
    assert window.close()
