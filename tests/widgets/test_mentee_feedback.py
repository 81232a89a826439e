"""Feedback as a mentee reads it: thinking before scores, answers that are never lost, corrections that are said."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.feedback import MarkKind
from app.services import letters, people, reading_feedback, releasing, reviewing, submitting
from app.services.letters import Part
from app.services.people import ACTING_AS
from tests.widgets.mentee import copy_of, make_returned, release_again, start, wait
from widgets.labels import Button
from widgets.mentee_side import MenteeSide
from widgets.theme import set_text_scale

LONG = "Why? " * 20_000
NAMES = "Зоя Ångström 李小龍 شيماء"


@pytest.fixture(scope="module")
def made(qapp, tmp_path_factory):
    return make_returned(tmp_path_factory.mktemp("made") / "workspace")


@pytest.fixture
def returned(made, tmp_path):
    return copy_of(made, tmp_path / "copy")


@pytest.fixture
def side(qtbot, returned):
    return open_side(qtbot, returned)


def open_side(qtbot, returned):
    """Return the side with the feedback on the screen."""
    session = start(returned)
    side = MenteeSide(session)
    side.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(side, before_close_func=lambda _: session.close())
    side.resize(1280, 740)
    with qtbot.waitExposed(side):
        side.show()
    side.refresh()
    wait(session)
    side.show_feedback(returned.draft_id)
    wait(session)
    return side


@pytest.fixture
def page(side):
    return side.feedback


def store_of(side):
    return side._session.workspace


def type_answers(page, *answers):
    for field, words in zip(page.thoughts.reflection.fields, answers, strict=False):
        field.setPlainText(words)


def buttons(widget):
    return {one.accessibleName(): one for one in widget.findChildren(Button) if one.isVisibleTo(widget)}


def test_scores_open_after_the_third_answer(side, page):
    box = page.thoughts.reflection
    assert "scores after your answers" in page.header.facts
    assert not page.thoughts.scores.isVisibleTo(page)
    type_answers(page, "I counted.", "It went well.")
    assert not box.show_scores.isEnabled()
    type_answers(page, "I counted.", "It went well.", "I will date it.")
    box.show_scores.click()
    wait(side._session)
    assert page.thoughts.scores.isVisible()
    assert not box.show_scores.isVisible()
    assert page.found.feedback[0].scored is not None


def test_answers_are_kept_as_they_are_typed(qtbot, side, page, returned):
    type_answers(page, "I counted " + NAMES)
    page.leave()
    wait(side._session)
    assert reading_feedback.reflection(store_of(side), returned.draft_id).did == "I counted " + NAMES
    type_answers(page, "More than that")
    side.refresh()
    wait(side._session)
    assert page.thoughts.reflection.answers[0] == "More than that"


def test_answers_of_another_computer_show_where_nobody_types(side, page, returned):
    box = page.thoughts.reflection
    box._pause.setInterval(60_000)
    type_answers(page, "I counted")
    store = store_of(side)
    reading_feedback.reflect(store, returned.draft_id, "At home.", "It went well.", "")
    side.refresh()
    wait(side._session)
    assert box.answers == ("I counted", "It went well.", "")
    box.flush()
    wait(side._session)
    found = reading_feedback.reflection(store, returned.draft_id)
    assert (found.did, found.happened) == ("I counted", "It went well.")
    reading_feedback.reflect(store, returned.draft_id, "At home.", "It went well.", "")
    side.refresh()
    wait(side._session)
    assert box.answers[0] == "At home."


def test_feedback_asked_for_before_the_work_is_read_is_shown(qtbot, returned):
    session = start(returned)
    side = MenteeSide(session)
    qtbot.addWidget(side, before_close_func=lambda _: session.close())
    side.refresh()
    side.go_to("feedback")
    wait(session)
    assert side.feedback.found.draft.id == returned.draft_id


def test_the_letter_leads_to_the_comments_it_rests_on(side, page, returned):
    links = [one for name, one in buttons(page.letter).items() if name.startswith("Show the comment")]
    assert links
    links[0].click()
    wait(side._session)
    assert page.shows_draft
    assert page.comments.list.open_key == returned.comment_id
    view = page.draft.view
    assert {mark.key for mark in view._marks} == {returned.comment_id, returned.praise_id}


@pytest.mark.parametrize("words", ["From March to May.", NAMES, LONG], ids=["short", "any-script", "100,000"])
def test_an_answer_of_any_length_is_kept_whole(side, page, returned, words):
    page.open_comment(returned.comment_id)
    page.comments.card.text.setPlainText(words)
    page.comments.card.reply()
    wait(side._session)
    assert page.comments.card.body == ""
    (reply,) = reading_feedback.threads(store_of(side), returned.draft_id)[returned.comment_id]
    assert reply.body == words
    assert page.comments.list.open_height() < 1_000


def test_an_empty_answer_is_refused_in_one_sentence(side, page, returned):
    page.open_comment(returned.comment_id)
    page.comments.card.reply()
    wait(side._session)
    assert page.comments.card.problem.text() == "The answer is empty. Type one."


def test_words_that_were_not_sent_are_there_after_a_restart(qtbot, side, page, returned):
    page.open_comment(returned.comment_id)
    page.comments.card.text.setPlainText("Not sent yet")
    page.leave()
    wait(side._session)
    side._session.close()
    again = open_side(qtbot, returned)
    again.feedback.open_comment(returned.comment_id)
    assert again.feedback.comments.card.body == "Not sent yet"


def test_an_answer_to_a_comment_that_was_taken_back_stays_in_the_field(side, page, returned):
    page.open_comment(returned.comment_id)
    page.comments.card.text.setPlainText("From March.")
    release_again(
        side._session, returned, lambda ws: reviewing.delete_comment(ws, ws.comment(returned.comment_id)), "Not needed"
    )
    page.comments.card.reply()
    wait(side._session)
    assert page.comments.card.problem.text().startswith("This comment was taken back meanwhile.")
    assert page.comments.card.body == "From March."


def test_a_correction_is_said_and_what_is_typed_stays(side, page, returned):
    page.open_comment(returned.comment_id)
    page.comments.card.text.setPlainText("From March.")

    def change(ws):
        reviewing.edit_comment(ws, ws.comment(returned.comment_id), "Say which year.")

    release_again(side._session, returned, change, "I misread it")
    side.refresh()
    wait(side._session)
    assert page._notice_words.text() == "Ben has corrected this feedback just now."
    assert (page.found.corrections[0].what, page.found.corrections[0].note) == ("1 comment", "I misread it")
    assert page.comments.card.body == "From March."
    page.show_draft(False)
    said = [one.text() for one in page.letter.findChildren(type(page._notice_words))]
    assert any(words.startswith("Corrected ") and words.endswith("I misread it") for words in said)


def test_a_comment_is_addressed_and_not_after_all(side, page, returned):
    page.open_comment(returned.comment_id)
    page.comments.card.toggle_addressed()
    wait(side._session)
    assert page.found.mark(MarkKind.ADDRESSED, returned.comment_id) is not None
    page.comments.card.toggle_addressed()
    wait(side._session)
    assert page.found.mark(MarkKind.ADDRESSED, returned.comment_id) is None


def test_a_page_that_is_left_hands_the_keyboard_to_the_names_of_the_pages(side, page, returned):
    side.search_history()
    wait(side._session)
    assert side.window().focusWidget() is side.history.said.field
    side.show_page("work")
    assert side.window().focusWidget() is side.nav.list


def test_a_second_look_needs_a_sentence(qtbot, side, page, returned):
    page.thoughts.why.setText("   ")
    with qtbot.assertNotEmitted(page.thoughts.second_look):
        QTest.keyClick(page.thoughts.why, Qt.Key.Key_Return)
    assert page.thoughts.problem.text() == "Say in a sentence what should be looked at again."
    wait(side._session)
    assert not reading_feedback.marks(store_of(side), returned.draft_id)
    page.thoughts.why.setText("The table")
    with qtbot.waitSignal(page.thoughts.second_look):
        QTest.keyClick(page.thoughts.why, Qt.Key.Key_Return)
    assert page.thoughts.problem.isHidden()
    wait(side._session)


def test_a_second_look_and_a_rating_reach_the_mentor(side, page, returned):
    page.thoughts.why.setText("The second figure, please")
    page.thoughts.second_look.emit(page.thoughts.why.text())
    page.thoughts._stars.button(4).click()
    wait(side._session)
    assert page.thoughts.why.text() == ""
    store = store_of(side)
    store.put_setting(ACTING_AS, returned.team.ben)
    assert submitting.queue(store)[0].wants_second_look
    values = {one.kind: (one.value, one.words) for one in reading_feedback.marks(store, returned.draft_id)}
    assert values[MarkKind.USEFUL] == (4, "")
    assert values[MarkKind.SECOND_LOOK] == (1, "The second figure, please")


def test_reading_for_thirty_seconds_counts_as_opened(qtbot, side, page, returned):
    with qtbot.waitActive(side):
        side.activateWindow()
    page.clock._timer.stop()  # the seconds of this test are told, not waited for
    assert side.work.shown.new_count == 1
    for _ in range(29):
        page.clock.tick()
    wait(side._session)
    assert side.work.shown.new_count == 1
    page.clock.tick()
    wait(side._session)
    assert side.work.shown.new_count == 0
    for _ in range(60):
        page.clock.tick()
    wait(side._session)
    assert reading_feedback.marks(store_of(side), returned.draft_id)[0].value == 30


def test_seconds_with_another_page_shown_do_not_count(side, page, returned):
    side.show_page("work")
    for _ in range(40):
        page.clock.tick()
    wait(side._session)
    assert reading_feedback.marks(store_of(side), returned.draft_id) == ()


def test_seconds_before_and_after_a_break_are_added(qtbot, side, page, returned):
    with qtbot.waitActive(side):
        side.activateWindow()
    page.clock._timer.stop()
    for name in ("work", "feedback", "history", "feedback", "work"):
        for _ in range(16):
            page.clock.tick()
        side.show_page(name)
        wait(side._session)
    assert reading_feedback.marks(store_of(side), returned.draft_id)[0].value == 30


def test_nothing_of_one_person_is_on_the_screen_when_another_comes(side, page, returned):
    side.show_page("history")
    wait(side._session)
    store_of(side).put_setting(ACTING_AS, returned.team.mo)
    side._session.person_changed.emit()
    assert (page.found, side.work.shown.lines, side.nav.list.rows[3:]) == (None, (), [])
    assert side.history.said.list.rows == []
    assert side.history.scores.charts == []
    wait(side._session)


def test_another_person_does_not_see_what_was_open(side, page, returned):
    store_of(side).put_setting(ACTING_AS, returned.team.mo)
    side.refresh()
    wait(side._session)
    assert page.found is None
    assert side.work.shown.lines == ()


def test_keys_do_in_the_open_comment_what_the_buttons_say(side, page, returned):
    page.open_comment(returned.comment_id)
    page.comments.card.text.setFocus()
    QTest.keyClicks(page.comments.card.text, "By hand.")
    QTest.keyClick(page.comments.card.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(side._session)
    assert [one.body for one in page.found.threads[returned.comment_id]] == ["By hand."]
    QTest.keyClick(page.comments.card.text, Qt.Key.Key_Escape)
    assert page.comments.list.hasFocus()


def test_the_letters_of_two_mentors_stand_one_below_the_other(side, page, returned):
    store, team = store_of(side), replace(returned.team, store=store_of(side))
    with team.by(team.lea):
        people.pair_up(store, team.mo, team.ana)
    with team.by(team.mo):
        letter = letters.my_letter(store, returned.draft_id)
        letters.write(store, letter, Part.STRENGTH, "You wrote it short.")
        releasing.release(store, [returned.draft_id])
    side.refresh()
    wait(side._session)
    said = [one.text() for one in page.letter.findChildren(QLabel)]
    assert [words.partition(",")[0] for words in said if words.startswith("From ")] == ["From Ben", "From Mo"]
    assert "You wrote it short." in said
    assert page.found.authors == "Ben, Mo"
    assert page._notice_words.text() == "Mo has given you feedback, too."
    assert len(page.found.comments) == 2


def test_larger_text_gives_the_right_side_a_share_until_somebody_chooses(qtbot, qapp, side):
    side.resize(1920, 1000)
    page = side.feedback
    set_text_scale(qapp, 2.0)
    qtbot.waitUntil(lambda: page._right.width() == pytest.approx(0.4 * page.width(), abs=4))
    page._body.moveSplitter(page.width() - 500, 1)
    chosen = page._right.width()
    side.resize(1900, 1000)
    assert page._right.width() == pytest.approx(chosen, abs=4)
    set_text_scale(qapp, 1.0)
