"""The rubric beside a draft: digits, the way through the criteria, comments, choosing, what a mentor must know."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.services import assignments, people, scoring, submitting
from app.services.letters import Part
from app.shell.scoring_desk import RubricChoice
from tests.services.team import RUBRIC
from tests.shell.making import is_idle, until
from widgets.rubric_card import EvidenceRow
from widgets.theme import set_text_scale

BRIEF = RUBRIC.replace(
    "title: Plain words\n    weight: 40\n", "title: Plain words\n    weight: 40\n    describes: For the reader\n"
)


@pytest.fixture
def panel(window, session):
    """The panel with a rubric of two criteria, nothing scored."""
    panel = window.panels.rubric
    kept = assignments.keep_rubric(session.workspace, BRIEF, "brief.yaml")
    window.activateWindow()
    window.panels.show_rubric()
    if panel.desk.rubric is None or panel.desk.rubric.title != "Brief":
        panel.desk.choose_rubric(RubricChoice("Brief", "", 2, kept_id=kept.id))
        settle(session)
    for name, score in panel.desk.scores.marking.scores.items():
        if score.level:
            panel.desk.set_level(name, "")
        if score.comment:
            panel.desk.comment_on(name, "")
    if panel.desk.scores.letter.strength:
        panel.desk.write(Part.STRENGTH, "")
    settle(session)
    panel._open("ACC")
    panel.focus_list()
    return panel


def settle(session):
    until(lambda: is_idle(session))
    QTest.qWait(1)


def key(window, key_, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key_, modifier)
    settle(window.session)


def chosen(panel):
    return [next((button.level.id for button in card.levels.buttons if button.isChecked()), "") for card in panel.cards]


def words_of(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def test_one_key_scores_a_criterion_and_goes_on_to_the_next_open_one(window, panel):
    assert chosen(panel) == ["", ""]
    key(window, Qt.Key.Key_2)
    assert (chosen(panel), panel.current) == (["partly", ""], "TON")
    assert QApplication.focusWidget() is panel.cards[1].levels.buttons[0]
    assert panel.count == window.panels.tabs.tabText(3).removeprefix("Rubric ") == "1 of 2"
    assert "30 so far" in words_of(panel.total)
    key(window, Qt.Key.Key_2)
    assert (chosen(panel), panel.current) == (["partly", "meets"], "TON")
    assert "30 + 40 = 70" in words_of(panel.total)
    assert "50" in words_of(panel.total)
    assert "Sources exist is below Meets, so the total cannot pass 50." in words_of(panel.total)
    assert "60 × 2/4 = 30" in words_of(panel.cards[0])


def test_a_digit_that_has_no_level_says_so_and_zero_takes_a_level_back(window, panel):
    panel.step(1)
    key(window, Qt.Key.Key_3)
    assert window.status_line.said == "Plain words has 2 levels."
    key(window, Qt.Key.Key_1)
    panel._open("TON")
    key(window, Qt.Key.Key_0)
    assert chosen(panel) == ["", ""]
    assert panel.current == "TON"


def test_undo_and_redo_show_in_the_panel(window, panel):
    key(window, Qt.Key.Key_3)
    assert chosen(panel)[0] == "meets"
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert chosen(panel)[0] == ""
    key(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert chosen(panel)[0] == "meets"


def test_tab_goes_from_criterion_to_criterion_and_on_to_the_letter(window, panel):
    key(window, Qt.Key.Key_Tab)
    assert panel.current == "TON"
    key(window, Qt.Key.Key_Backtab)
    assert panel.current == "ACC"
    key(window, Qt.Key.Key_J)
    assert panel.current == "TON"
    key(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.letter.parts[Part.STRENGTH].words


def test_arrows_move_without_choosing_and_the_space_bar_chooses(window, panel):
    key(window, Qt.Key.Key_Right)
    key(window, Qt.Key.Key_Right)
    assert chosen(panel) == ["", ""]
    assert QApplication.focusWidget() is panel.cards[0].levels.buttons[2]
    key(window, Qt.Key.Key_Space)
    assert chosen(panel) == ["meets", ""]
    key(window, Qt.Key.Key_Left)
    key(window, Qt.Key.Key_Return)
    assert chosen(panel) == ["meets", "meets"]


def test_digits_are_only_words_while_one_writes(window, panel):
    key(window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    field = panel.cards[0].words
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "3 of 12, see R and L")
    key(window, Qt.Key.Key_Escape)
    settle(window.session)
    assert chosen(panel) == ["", ""]
    assert panel.desk.comment_of("ACC") == "3 of 12, see R and L"
    assert QApplication.focusWidget() in panel.cards[0].levels.buttons
    assert field.isVisible()


def test_typing_is_not_replaced_by_what_the_disk_says_late(window, panel):
    panel.write_letter()
    field = panel.letter.parts[Part.STRENGTH].words
    QTest.keyClicks(field, "You ")
    field.flush()
    QTest.keyClicks(field, "count.")
    settle(window.session)
    assert field.toPlainText() == "You count."
    panel.flush()
    settle(window.session)
    assert panel.desk.scores.letter.strength == "You count."
    key(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() in panel.cards[0].levels.buttons


def test_typing_is_kept_by_itself(window, panel):
    panel.write_letter()
    QTest.keyClicks(QApplication.focusWidget(), "Kept.")
    until(lambda: panel.desk.scores.letter.strength == "Kept.")


def test_evidence_and_suggestion_stand_beside_the_criterion_and_nothing_is_set(window, session, opened, panel):
    vague = next(item for item in opened.findings if item.finding.check == "vague-attribution")
    assert "Evidence, 1 not decided" in words_of(panel.cards[0])
    session.review.accept(vague.key)
    settle(session)
    assert "Evidence, 1 you stand behind" in words_of(panel.cards[0])
    suggestion = "Suggested Partly, because you accepted 1 finding to ask about. The choice is yours."
    assert suggestion in words_of(panel.cards[0])
    assert [button.is_suggested for button in panel.cards[0].levels.buttons] == [False, True, False]
    assert panel.cards[0].levels.buttons[1].accessibleName() == "2 Partly, 2 of 4, suggested"
    assert chosen(panel) == ["", ""]
    session.review.take_back(vague.key)
    settle(session)


def test_a_piece_of_evidence_is_shown_in_the_draft_by_keys(window, session, opened, panel):
    vague = next(item for item in opened.findings if item.finding.check == "vague-attribution")
    session.set_current(None)
    panel.focus_list()
    key(window, Qt.Key.Key_Down)
    row = QApplication.focusWidget()
    assert isinstance(row, EvidenceRow)
    assert row.accessibleName().endswith(vague.place)
    key(window, Qt.Key.Key_Return)
    assert session.current == vague.key
    key(window, Qt.Key.Key_Up)
    assert QApplication.focusWidget() in panel.cards[0].levels.buttons
    session.set_current(None)


def test_another_rubric_is_chosen_by_its_digit(window, panel):
    window.keys.by_name["choose_rubric"].trigger()
    until(lambda: len(panel.chooser.buttons) == 5 and QApplication.focusWidget() is panel.chooser.buttons[0])
    assert "Stay with Brief" in [button.text() for button in panel.chooser.findChildren(type(panel.chooser.buttons[0]))]
    key(window, Qt.Key.Key_3)
    until(lambda: len(panel.cards) == 5)
    assert panel._title.toolTip() == "Policy brief, version 1"
    assert QApplication.focusWidget() in panel.cards[0].levels.buttons


def test_digits_bring_the_rubric_and_do_nothing_without_letters(window, panel):
    window.panels.show_tab("findings")
    window.keys.by_name["level_0"].trigger()
    settle(window.session)
    assert panel.isVisible()
    assert chosen(panel) == ["", ""]
    window.keys.use_letters(False)
    key(window, Qt.Key.Key_1)
    assert chosen(panel) == ["", ""]
    window.keys.use_letters(True)


def test_the_panel_works_in_a_window_of_its_own(window, panel):
    window.keys.by_name["panel_window"].trigger()
    floating = panel.window()
    assert floating is not window
    floating.activateWindow()
    until(floating.isActiveWindow)
    panel.focus_list()
    key(window, Qt.Key.Key_1)
    assert chosen(panel) == ["fails", ""]
    window.keys.by_name["panel_right"].trigger()
    window.activateWindow()


def test_a_mentor_hears_of_another_mentor(window, session, opened, panel):
    ws = session.workspace
    me, other, mentee = ws.me(), people.add_person(ws, "Maya"), people.add_person(ws, "Ana")
    people.pair_up(ws, me, mentee.id)
    people.pair_up(ws, other.id, mentee.id)
    submitting.bring_in(ws, opened.draft.id, mentee.id)
    people.act_as(ws, other.id)
    scoring.my_review(ws, opened.draft.id)
    people.act_as(ws, me)
    panel.desk.reload()
    settle(session)
    assert "Maya has begun to review this draft too. Each of you scores and sends on their own." in words_of(panel)
    assert "Letter to Ana" in words_of(panel.letter)


def test_a_criterion_that_is_higher_than_the_view_shows_its_top(qtbot, qapp, window, panel):
    size = window.size()
    set_text_scale(qapp, 2.0)
    window.resize(1280, 450)
    panel.step(1)
    card, view = panel.cards[1], panel._scroll.viewport()
    qtbot.waitUntil(lambda: card.height() > view.height())
    panel.step(1)
    panel.step(1)
    qtbot.waitUntil(lambda: card.mapTo(view, QPoint()).y() == 0)
    panel.comment()
    qtbot.waitUntil(lambda: 0 < card.words.mapTo(view, QPoint()).y() < view.height())
    set_text_scale(qapp, 1.0)
    window.resize(size)
