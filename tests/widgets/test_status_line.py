"""The status bar says what is so: kept, not kept, how far the work is, and what was just said."""

from datetime import UTC, datetime

import pytest

from app.domain.errors import WorkspaceError
from app.shell.items import WorkProgress
from app.shell.session import Session
from widgets.status_line import StatusLine


@pytest.fixture
def line(qtbot):
    session = Session(lambda: None)
    made = StatusLine(session)
    made.session = session
    qtbot.addWidget(made)
    made.show()
    yield made
    session.close_anyway()


def test_kept_and_not_kept(line):
    assert line.text == "All changes kept"
    line.show_kept(datetime(2026, 3, 4, 14, 32, tzinfo=UTC))
    assert line.text == "All changes kept, 14:32"
    line.show_not_kept(WorkspaceError("The disk is full."))
    assert line.text == "Not kept yet: The disk is full. Trying again."
    assert line._trouble.isVisible()
    assert not line._tick.isVisible()


def test_work_that_takes_long_is_shown_with_stop(qtbot, line):
    line.show_progress(WorkProgress("Checking references", 9, 14))
    assert not line._bar.isVisible()
    qtbot.waitUntil(line._bar.isVisible)
    assert line._what.accessibleName() == "Checking references 9 of 14"
    with qtbot.waitSignal(line.stop_requested):
        line._stop.click()
    line.show_progress(None)
    assert not line._bar.isVisible()


def test_what_is_said_stays_with_its_action(line):
    asked = []
    line.say("Comment removed.", "Undo", lambda: asked.append(1))
    line._action.click()
    assert line.said == "Comment removed."
    line.say("Another thing.", "Redo", lambda: asked.append(2))
    line._action.click()
    assert asked == [1, 2]
    line.say("")
    assert line.said == "Working on this computer only"
    assert not line._action.isVisible()


def test_what_was_said_on_a_side_waits_there(line):
    line.rest_on("The sample project.", "Start my own", lambda: None)
    line.say("draft.md changed on disk.", "Read it again", lambda: None)
    line.turn_to("mine")
    assert line.said == "The sample project."
    assert line._action.text() == "Start my own"
    line.say("Handed in.")
    line.turn_to("review")
    assert line.said == "draft.md changed on disk."
    assert line._action.text() == "Read it again"
    line.turn_to("mine")
    assert line.said == "Handed in."
    line.say("")
    line.turn_to("review")
    line.turn_to("mine")
    assert line.said == "The sample project."


def test_the_action_is_there_only_with_its_words(qtbot, line):
    assert line._action.isHidden()
    line.say("Comment removed.", "Undo", lambda: None)
    assert line._action.isVisible()
    assert line._action.accessibleName() == "Undo"


def test_long_sentences_give_way_and_never_set_the_width(line):
    line.rest_on("The sample project: nothing here is your own work. " * 4, "Start my own", lambda: None)
    line.show_not_kept(WorkspaceError("The disk is full. " * 20))
    line.show_progress(WorkProgress("Checking references against everything that is known", 9, 14))
    line._show_work(True)
    assert line.minimumSizeHint().width() < 500
    line.resize(640, line.height())
    assert line._kept.text().endswith("…")
    assert line._kept.toolTip() == line.text
