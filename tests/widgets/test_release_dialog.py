"""Sending feedback: what leaves is shown, what is missing is said, several go at once, a refusal stays."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.deliverable import Deliverable
from app.domain.feedback import Outcome
from app.services import letters, people, releasing, scoring, submitting
from app.services.letters import Part
from app.services.ports import ReviewChange
from app.services.submitting import Disclosure
from app.shell.scoring_desk import RubricChoice
from tests.shell.making import is_idle, until
from widgets.labels import IconButton
from widgets.release_dialog import ReleaseDialog, ask_to_release


@pytest.fixture
def desk(window):
    return window.panels.rubric.desk


@pytest.fixture
def mentee(session, opened):
    """Ana, whose work is on the desk, and who has handed in another."""
    ws = session.workspace
    known = ws.directory().person(ws.work_of(opened.draft.id).mentee_id)
    if known is not None:
        return known
    ana = people.add_person(ws, "Ana")
    people.pair_up(ws, ws.me(), ana.id)
    submitting.bring_in(ws, opened.draft.id, ana.id)
    return ana


@pytest.fixture
def second(session, opened, mentee):
    ws, me = session.workspace, session.workspace.me()
    people.act_as(ws, mentee.id)
    made = ws.keep_draft(opened.path, b"Second.", "text", "", submitting.new_work(ws, "Second & last", mentee.id).id)
    submitting.hand_in(ws, made.id, Disclosure())
    people.act_as(ws, me)
    scoring.my_review(ws, made.id)
    letters.write(ws, letters.my_letter(ws, made.id), Part.STRENGTH, "Short.")
    return made


def ask(window, desk, said):
    ask_to_release(desk, said.append, window)
    until(lambda: isinstance(QApplication.activeModalWidget(), ReleaseDialog))
    return QApplication.activeModalWidget()


def settle(session):
    until(lambda: is_idle(session))


def words_of(widget):
    return [one.text() for one in widget.findChildren(QLabel)]


def test_several_are_sent_then_one_again_with_a_note_and_what_is_refused_stays(window, session, opened, desk, second):
    desk.choose_rubric(RubricChoice("Message or short reply", "", 3, ready_id="message"))
    desk.set_level("ACC-1", "meets")
    desk.write(Part.STRENGTH, "You count.")
    settle(session)
    said = []
    dialog = ask(window, desk, said)
    assert dialog.windowTitle() == "Send feedback to Ana"
    assert "You count." in dialog.preview.toPlainText()
    assert "The letter names no improvement." in words_of(dialog)
    assert "Ana sees the scores after answering three short questions." in words_of(dialog)
    open_ones = "“It reads as one person writing to another”, “Nothing is shared that should not be”"
    assert f"No level is chosen for {open_ones}." in words_of(dialog)
    assert dialog.note.isHidden()
    assert dialog.outcome is Outcome.RETURNED
    (box,) = dialog.others.values()
    assert (box.text(), box.isChecked()) == ("Ana, Second && last", False)
    look = next(one for one in dialog.findChildren(IconButton) if one.isVisible())
    assert look.accessibleName() == "Show what Ana reads on Second & last"
    look.click()
    settle(session)
    assert "Short." in dialog.preview.toPlainText()
    box.click()
    dialog.outcomes.buttons()[1].click()
    dialog.send.click()
    settle(session)
    assert said[0].startswith("Feedback on 2 drafts sent, accepted, ")
    until(lambda: QApplication.activeModalWidget() is None)
    ws = session.workspace
    assert [len(releasing.trace(ws, one)) for one in (opened.draft.id, second.id)] == [1, 1]

    again = ask(window, desk, said)
    assert again.outcome is Outcome.ACCEPTED
    again.send.click()
    settle(session)
    assert again.isVisible()
    assert "nothing has changed since" in again._wrong_words.text()
    again.reject()

    desk.write(Part.STRENGTH, "You count well.")
    settle(session)
    third = ask(window, desk, said)
    assert third.others == {}
    assert any(words.endswith(", accepted") for words in words_of(third))
    third.note.setText("More to say")
    third.send.click()
    settle(session)
    assert [one.note for one in releasing.trace(ws, opened.draft.id)] == ["", "More to say"]
    assert said[1].startswith("Feedback sent to Ana, accepted, ")


def test_a_dialog_that_was_left_is_left_alone_by_late_answers(window, session, opened, desk, second):
    desk.write(Part.STRENGTH, "You count.")
    dialog = ask(window, desk, [])
    for look in dialog.findChildren(IconButton):
        look.click()
    dialog.reject()
    settle(session)
    desk.write(Part.STRENGTH, "You count and date.")
    sending = ask(window, desk, [])
    sending.send.click()
    sending.reject()  # too late: it is on its way
    assert sending.isVisible()
    settle(session)
    until(lambda: QApplication.activeModalWidget() is None)
    assert desk.scores.unpublished == 0


def test_deleted_work_is_refused_in_the_dialog(window, session, opened, desk, mentee):
    ws = session.workspace
    desk.write(Part.STRENGTH, "You count.")
    settle(session)
    ws.change_review(ReviewChange(deleted_records=((Deliverable, ws.work_of(opened.draft.id).id),)))
    desk.reload()
    settle(session)
    said = []
    dialog = ask(window, desk, said)
    dialog.send.click()
    settle(session)
    assert "was deleted meanwhile" in dialog._wrong_words.text()
    assert "This work was deleted meanwhile." in " ".join(words_of(window.panels.rubric))
    assert said == []
    dialog.reject()
