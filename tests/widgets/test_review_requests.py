"""Annotations, library, queue and versions, asked for by their actions in a mentor's window."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.domain.deliverable import AiUse
from app.domain.feedback import Outcome
from app.domain.review import CommentKind
from app.services import phrases, reading_feedback, releasing, reviewing
from app.shell.comparing import ONLY_ONE
from tests.shell.making import until
from tests.widgets.reviewing import FIRST, SECOND, do, hand_in, mentor_window, team_workspace, wait
from widgets.comment_thread import CommentThread
from widgets.compare_view import CompareView
from widgets.phrase_picker import PhrasePicker
from widgets.version_question import VersionQuestion

FIGURES = "\n\nStudies show that this works.\n\nResearch shows that it pays.\n\nMany experts agree with all of that.\n"
OTHER = "\n\n".join(f"Quite{number} another{number} text{number} about{number} bees{number}." for number in range(40))
NAMES = """# 图书馆

מבקרים רבים באו בערב אל הספרייה החדשה.

زار المكتبة كثيرون في المساء.

| a | b |
|---|---|
| 1 | 2 |
"""
OWN = "\n\n".join([SECOND, *(f"Own{number} words{number} of{number} mine{number}." for number in range(20))])


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    with team_workspace(folder / "workspace") as team:
        first = hand_in(team, folder, "first.md", FIRST + FIGURES, level=AiUse.PARTS, tools=("Some tool",))
        with team.by(team.ben) as store:
            comment = reviewing.comment_on_draft(store, first.draft, CommentKind.PRAISE, "A clear start.")
            phrases.add_phrase(store, CommentKind.QUESTION, "Who counted, and when?")
            phrases.add_phrase(store, CommentKind.PRAISE, "Clear and short.")
            releasing.release(store, [first.draft.id])
        with team.by(team.ana) as store:
            reading_feedback.reply(store, first.draft.id, comment.id, "Thank you!")
        hand_in(team, folder, "bees.md", FIRST + OTHER, team.work("Bees"))
        hand_in(team, folder, "others.md", OTHER, team.work("Names"))
        hand_in(team, folder, "names.md", NAMES, team.work("מבקרים"))
    with mentor_window(folder / "workspace") as made:
        made.folder = folder
        yield made


def open_work(window, title, number=1):
    window.sidebar.queue.refresh()
    wait(window)
    line = next(one for one in window.sidebar.queue.lines if one.work.deliverable.title == title)
    window.sidebar._choose(f"work:{line.draft.id}")
    until(lambda: window.session.draft is not None and window.session.draft.draft.id == line.draft.id)
    wait(window)
    return window.session.draft


def answer(kind, act):
    """Do something with the next dialog of a kind."""

    def look():
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        if found and (not isinstance(found[0], PhrasePicker) or found[0]._shelf.phrases):
            act(found[0])
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def test_the_queue_says_who_and_where_it_stands(window):
    open_work(window, "Evening opening")
    rows = {row.key: row for row in window.sidebar.list.rows}
    groups = [row.title for row in rows.values() if row.is_group]
    assert groups[:2] == ["To review", "Waiting for the author"]
    assert window.sidebar.list.marked == f"work:{window.session.draft.draft.id}"
    marked = rows[window.sidebar.list.marked]
    assert (marked.title, marked.detail) == ("Ana", "Evening opening, draft 1, returned")
    facts = window.desk.header._facts.accessibleName()
    assert facts.startswith("Ana   Draft 1   Returned")


def test_what_the_author_says_about_ai_use_is_at_hand(window):
    open_work(window, "Evening opening")
    assert not window.desk.header._disclosure.isHidden()
    said = []

    def read(dialog):
        said.extend(one.text() for one in dialog.findChildren(type(window.desk.header._zoom)))
        dialog.reject()

    answer(QDialog, read)
    do(window, "show_disclosure")
    assert "For parts of the text" in said
    assert "Some tool" in said


def test_an_answer_in_the_thread_can_be_answered(window):
    opened = open_work(window, "Evening opening")
    do(window, "show_comments")
    comment = next(one for one in opened.comments if one.body == "A clear start.")
    window.session.set_current(comment.id)
    wait(window)
    thread = window.panels.comments.editor.findChild(CommentThread)
    assert "Thank you!" in [one.text() for one in thread.findChildren(type(window.desk.header._zoom))]
    thread.field.setPlainText("You are welcome.")
    thread.field.sent.emit()
    wait(window)
    replies = window.panels.comments.around.here.threads[comment.id]
    assert [one.body for one in replies] == ["Thank you!", "You are welcome."]


def test_all_of_a_rule_become_comments_with_one_undo(window):
    opened = open_work(window, "Evening opening")
    item = next(item for item in opened.open_findings() if item.finding.check == "vague-attribution")
    same = [one for one in opened.open_findings() if one.finding.check == "vague-attribution"]
    before = len(opened.comments)
    window.session.set_current(item.key)
    do(window, "accept_rule")
    assert len(same) > 1
    assert len(opened.comments) == before + len(same)
    do(window, "undo")
    assert len(opened.comments) == before


def test_q_puts_a_phrase_on_the_selection_and_counts_it(window):
    opened = open_work(window, "Evening opening")
    window.session.set_current(None)
    start = opened.document.text.index("212 people")
    window.desk.view.select(start, start + 10)

    def choose(picker):
        QTest.keyClicks(picker.field, "who when")
        assert [row.detail for row in picker.list.rows] == ["Question, not used yet"]
        QTest.keyClick(picker.field, Qt.Key.Key_Return)

    answer(PhrasePicker, choose)
    do(window, "use_phrase")
    comment = next(one for one in opened.comments if one.body == "Who counted, and when?")
    assert (comment.kind, comment.anchor.exact) == (CommentKind.QUESTION, "212 people")

    seen = []
    answer(PhrasePicker, lambda picker: (seen.append(picker.list.rows[0].detail), picker.reject()))
    do(window, "use_phrase")
    assert seen == ["Question, used once"]


def test_a_phrase_goes_after_what_a_comment_says_already(window):
    opened = open_work(window, "Evening opening")
    window.session.review.comment_on_draft(CommentKind.CORRECTION, "My own words.")
    wait(window)
    comment = next(one for one in opened.comments if one.body == "My own words.")
    window.session.set_current(comment.id)
    answer(PhrasePicker, lambda picker: (picker.field.setText("clear"), QTest.keyClick(picker.field, Qt.Key.Key_Enter)))
    do(window, "use_phrase")
    changed = next(one for one in opened.comments if one.id == comment.id)
    assert (changed.body, changed.kind) == ("My own words.\nClear and short.", CommentKind.CORRECTION)


def test_a_phrase_goes_to_the_finding_that_lies_open(window):
    open_work(window, "Bees")
    opened = open_work(window, "Evening opening")
    window.panels.show_tab("findings")
    until(lambda: window.panels.offered)
    finding = opened.finding(window.panels.offered).finding
    answer(PhrasePicker, lambda picker: (picker.field.setText("clear"), QTest.keyClick(picker.field, Qt.Key.Key_Enter)))
    do(window, "use_phrase")
    assert (finding.start, finding.end) in {(one.anchor.start, one.anchor.end) for one in opened.comments if one.anchor}
    assert window.session.current in {one.id for one in opened.comments if one.body.endswith("Clear and short.")}


def test_a_comment_joins_the_library_where_it_is_changed_and_deleted(window):
    opened = open_work(window, "Evening opening")
    window.session.set_current(next(one.id for one in opened.comments if one.body == "A clear start."))
    do(window, "add_phrase")
    picker = PhrasePicker(window.session, window)
    until(lambda: picker._shelf.phrases)
    picker.field.setText("clear start")
    assert [row.title for row in picker.list.rows] == ["A clear start."]
    picker.edit_current()
    picker.editor.setPlainText("A very clear start.")
    picker._keep_words()
    wait(window)
    assert [row.title for row in picker.list.rows] == ["A very clear start."]
    picker.field.setText("very clear")
    assert [row.title for row in picker.list.rows] == ["A very clear start."]
    picker.delete_current()
    wait(window)
    assert picker.list.rows == []
    picker.deleteLater()


def test_why_and_what_good_looks_like_are_kept_as_they_are_typed(window):
    opened = open_work(window, "Evening opening")
    comment = next(one for one in opened.comments if one.body == "A clear start.")
    window.session.set_current(None)
    window.session.set_current(comment.id)
    wait(window)
    editor = window.panels.comments.editor
    assert editor.more.isHidden()
    do(window, "comment_more")
    assert not editor.more.isHidden()
    editor.more.fields["why"].setPlainText("A reader decides here.")
    editor.more.fields["good"].setPlainText("x" * 100_000)
    editor.flush()
    wait(window)
    kept = next(one for one in opened.comments if one.id == comment.id)
    assert (kept.why, len(kept.good)) == ("A reader decides here.", 100_000)


def test_a_first_draft_has_nothing_to_compare_with(window):
    open_work(window, "Bees")
    do(window, "compare")
    assert window.status_line.said == ONLY_ONE
    assert not isinstance(window.desk.view, CompareView)


def test_the_next_one_that_nobody_has_begun_is_opened_and_then_there_is_none(window):
    open_work(window, "Evening opening")
    seen = set()
    for _ in range(3):
        window.keys.by_name["next_draft"].trigger()
        wait(window)
        opened = window.session.draft
        seen.add(opened.name)
        window.session.review.comment_on_draft(CommentKind.PRAISE, "Seen.")
        wait(window)
    assert len(seen) == 3
    window.keys.by_name["next_draft"].trigger()
    wait(window)
    assert window.status_line.said == "Nothing else waits for a review."


def test_names_and_words_in_any_script_are_commented_on(window):
    opened = open_work(window, "מבקרים")
    text = opened.document.text
    for words in ("הספרייה החדשה", "المكتبة", "图书馆", "1"):
        start = text.index(words)
        window.desk.view.select(start, start + len(words))
        do(window, "comment")
        assert any(one.anchor and one.anchor.exact == words for one in opened.comments)


def test_a_new_version_of_own_work_is_asked_about_and_joins_it(window):
    session = window.session
    first = window.folder / "own-report.md"
    first.write_text(OWN, encoding="utf-8")
    window.open_files([first])
    until(lambda: session.draft.path == first)
    wait(window)
    work_id = session.draft.draft.deliverable_id
    second = window.folder / "own-report-2.md"
    second.write_text(OWN.replace("three hours", "four hours"), encoding="utf-8")
    window.open_files([second])
    until(lambda: session.draft.path == second)
    wait(window)
    question = window.findChild(VersionQuestion)
    assert not question.isHidden()
    assert "own-report" in question.words.text()
    question.yes.click()
    until(lambda: session.draft.draft.deliverable_id == work_id)
    wait(window)
    assert session.draft.draft.number == 2
    assert question.isHidden()
    do(window, "compare")
    assert window.desk.view.change_words == "1 change"
    do(window, "compare")


def test_a_new_version_that_is_another_text_is_said(window):
    session = window.session
    path = window.folder / "own-report-2.md"
    path.write_text("# Bees\n\n" + OTHER, encoding="utf-8")
    do(window, "reload")
    until(lambda: session.draft.draft.number == 3)
    wait(window)
    assert "next to no words in common" in window.status_line.said
    do(window, "compare")
    assert "it is another text" in window.status_line.said
    do(window, "compare")


def test_sent_feedback_shows_in_queue_and_title(window):
    opened = open_work(window, "Bees")
    session, desk = window.session, window.panels.rubric.desk
    until(lambda: desk.scores is not None)
    if not opened.comments:
        session.review.comment_on_draft(CommentKind.PRAISE, "Seen.")
        wait(window)
    desk.release((opened.draft.id,), Outcome.RETURNED, "", lambda _: None)
    wait(window)
    assert "Returned" in window.desk.header._facts.accessibleName()
    row = next(row for row in window.sidebar.list.rows if row.key == f"work:{opened.draft.id}")
    assert "returned" in row.detail
