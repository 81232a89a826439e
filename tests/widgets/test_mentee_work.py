"""My work: where each stands, handing in with a disclosure, taking back, the next draft; refusals in one sentence."""

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.deliverable import AiUse, DataClass, Deliverable, Submission, WorkState
from app.domain.errors import DeniedError
from app.domain.review import CommentKind
from app.services import assignments, people, reviewing, submitting
from app.services.people import ACTING_AS
from app.services.submitting import Disclosure
from app.store.workspace import open_workspace
from tests.services.team import NEXT, TEXT, make_document
from tests.widgets.mentee import copy_of, make_returned, start, wait
from widgets.labels import Button
from widgets.mentee_side import MenteeSide

NAMES = "Зоя Ångström 李小龍 شيماء"


@pytest.fixture(scope="module")
def made(qapp, tmp_path_factory):
    returned = make_returned(tmp_path_factory.mktemp("made") / "workspace")
    with closing(open_workspace(returned.folder)) as store:
        people.act_as(store, returned.team.lea)
        assignments.new_assignment(store, "Opening hours", returned.team.id)
        people.act_as(store, returned.team.ana)
    return returned


@pytest.fixture
def returned(made, tmp_path):
    return copy_of(made, tmp_path / "copy")


@pytest.fixture
def side(qtbot, returned):
    session = start(returned)
    side = MenteeSide(session)
    qtbot.addWidget(side, before_close_func=lambda _: session.close())
    with qtbot.waitExposed(side):
        side.show()
    side.said_last = []
    side.said.connect(side.said_last.append)
    side.refresh()
    wait(session)
    return side


def store_of(side):
    return side._session.workspace


def press(side, words):
    buttons = [one for one in side.work.list.open_widget.findChildren(Button) if one.accessibleName() == words]
    buttons[0].click()
    wait(side._session)


def offered(side):
    return [one.accessibleName() for one in side.work.list.open_widget.findChildren(Button)]


def titles(side):
    return [(row.title, row.detail, row.place) for row in side.work.list.rows]


def add_next(side, returned, tmp_path, text=NEXT):
    path = tmp_path / "next.txt"
    path.write_text(text, encoding="utf-8")
    side.acts.add_version(path, returned.work_id)
    wait(side._session)


def fill(dialog, level=2, tools="ChatGPT, DeepL"):
    dialog.form.levels.button(level).setChecked(True)
    dialog.form.tools.setText(tools)


def test_the_list_says_what_is_new_and_what_was_asked(side):
    assert titles(side) == [
        ("Waiting for you", "", ""),
        ("Evening opening", "Draft 1 came back from Ben", "new feedback"),
        ("Asked of you", "", ""),
        ("Opening hours", "Not begun", ""),
    ]
    assert side.work.header.facts == "1 waiting for you, 0 with your mentor"


def test_work_is_begun_with_a_file_for_what_was_asked(side, tmp_path):
    path = tmp_path / "opening_hours-2026.txt"
    path.write_text(TEXT.replace("library", NAMES), encoding="utf-8")
    asked = side.work.shown.asked[0]
    side.acts.begin_with(path, asked.id)
    assert side.acts.begin.title.text() == "opening hours 2026"
    side.acts.begin.title.setText("")
    side.acts.begin.go.click()
    wait(side._session)
    assert side.acts.begin.problem.text() == "The work needs a title. Type one."
    side.acts.begin.title.setText(NAMES)
    side.acts.begin.go.click()
    wait(side._session)
    line = side.work.current
    assert (line.work.deliverable.title, line.work.assignment, line.work.state) == (
        NAMES, "Opening hours", WorkState.DRAFTING,
    )  # fmt: skip
    assert side.work.shown.asked == ()
    assert submitting.is_private(store_of(side), line.newest.id)


def test_the_next_draft_is_handed_in_and_reaches_the_mentor(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    assert side.work.current.newest.number == 2
    assert "Hand in…" in offered(side)
    press(side, "Hand in…")
    fill(side.acts.submit)
    side.acts.submit.form.sections.setText("Summary")
    side.acts.submit.form.minutes.setText("20")
    side.acts.submit.form.attach("You: shorten this")
    side.acts.submit.form.data_class.setCurrentIndex(list(DataClass).index(DataClass.CONFIDENTIAL))
    side.acts.submit.submit()
    wait(side._session)
    assert side.acts.submit is None
    assert side.said_last[-1] == "Draft 2 is handed in."
    (row,) = (one for one in side.work.list.rows if one.key == returned.work_id)
    assert row.detail.startswith("New feedback on draft 1. Draft 2 handed in ")
    assert (row.spoken, row.place) == ("New feedback", "")
    assert side.work.header.facts == "1 waiting for you, 1 with your mentor"
    store = store_of(side)
    store.put_setting(ACTING_AS, returned.team.ben)
    (work,) = submitting.queue(store)
    assert (work.number, work.state) == (2, WorkState.SUBMITTED)
    given = submitting.submission_of(store, work.draft_id)
    assert (given.level, given.tools, given.sections, given.minutes_saved) == (
        AiUse.PARTS, ("ChatGPT", "DeepL"), "Summary", 20,
    )  # fmt: skip
    assert (given.data_class, given.prompts) == (DataClass.CONFIDENTIAL, "You: shorten this")


def test_handing_in_twice_is_one_clear_sentence(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    press(side, "Hand in…")
    fill(side.acts.submit)
    submitting.hand_in(store_of(side), side.work.current.newest.id, Disclosure())
    side.acts.submit.submit()
    wait(side._session)
    said = "Draft 2 was handed in already. Add a new version to hand in again."
    assert side.acts.submit.problem.text() == said
    assert side.acts.submit.form.tools.text() == "ChatGPT, DeepL"
    side.acts.hand_in_draft(returned.draft_id)
    wait(side._session)
    assert side.said_last[-1] == "Draft 2 of “Evening opening” was handed in already."


def test_what_was_said_is_kept_until_it_is_handed_in(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    press(side, "Hand in…")
    fill(side.acts.submit, tools="A tool with a very long name " + NAMES)
    side.acts.submit.reject()
    wait(side._session)
    press(side, "Hand in…")
    assert side.acts.submit.form.tools.text() == "A tool with a very long name " + NAMES
    assert side.acts.submit.form.level is AiUse.PARTS
    side.acts.submit.submit()
    wait(side._session)
    assert store_of(side).setting(f"unsent {returned.team.ana}") == {}


def test_work_deleted_while_its_dialog_is_open_is_not_handed_in(side, returned, tmp_path):
    path = tmp_path / "other.txt"
    path.write_text(TEXT, encoding="utf-8")
    side.acts.begin_with(path)
    side.acts.begin.go.click()
    wait(side._session)
    line = side.work.current
    press(side, "Hand in…")
    fill(side.acts.submit)
    submitting.delete_work(store_of(side), line.work.deliverable)
    side.acts.submit.submit()
    wait(side._session)
    assert side.acts.submit.problem.text().startswith("“other” was deleted, so it cannot be handed in.")
    assert store_of(side).records(Submission, draft_id=line.newest.id) == ()


def test_a_draft_is_taken_back_until_somebody_reviews_it(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    draft = side.work.current.newest
    submitting.hand_in(store_of(side), draft.id, Disclosure())
    side.refresh()
    wait(side._session)
    assert "Take it back" in offered(side)
    press(side, "Take it back")
    assert submitting.is_private(store_of(side), draft.id)
    submitting.hand_in(store_of(side), draft.id, Disclosure())
    side.refresh()
    wait(side._session)
    with replace(returned.team, store=store_of(side)).by(returned.team.ben) as store:
        reviewing.comment_on(store, draft, make_document(NEXT), 0, 5, CommentKind.QUESTION, "Why?")
    press(side, "Take it back")
    assert side.said_last[-1].startswith("Ben has begun to review this, so it can no longer be taken back.")


def test_an_answer_that_comes_after_the_dialog_was_closed_is_said_all_the_same(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    press(side, "Hand in…")
    fill(side.acts.submit)
    side.acts.submit.submit()
    side.acts.submit.reject()
    wait(side._session)
    assert side.said_last[-1] == "Draft 2 is handed in."
    path = tmp_path / "other.txt"
    path.write_text(TEXT, encoding="utf-8")
    side.acts.begin_with(path)
    side.acts.begin.title.setText(" ")
    side.acts.begin.go.click()
    side.acts.begin.reject()
    wait(side._session)
    assert side.said_last[-1] == "The work needs a title. Type one."


def test_the_self_check_is_private(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    draft = side.work.current.newest
    press(side, "Check it privately")
    assert side._session.draft.draft.id == draft.id
    assert side.said_last[-1] == "Draft 2 is private to you until you hand it in (File, Hand in…)."
    store = store_of(side)
    store.put_setting(ACTING_AS, returned.team.ben)
    (work,) = submitting.queue(store)
    assert work.number == 1
    with pytest.raises(DeniedError):
        reviewing.comment_on(store, draft, make_document(NEXT), 0, 5, CommentKind.QUESTION, "Why?")
    store.put_setting(ACTING_AS, returned.team.ana)


def test_the_form_asks_before_it_lets_go(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    press(side, "Hand in…")
    dialog = side.acts.submit
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.problem.text() == "Say how much AI tools did. “None” is an answer, too."
    dialog.form.levels.button(1).setChecked(True)
    dialog.submit()
    assert dialog.problem.text() == "Name at least one tool that was used."
    assert dialog.problem.isVisible()
    below = dialog.form._inside.itemAt(dialog.form._inside.indexOf(dialog.form.tools) + 1).widget()
    assert below is dialog._trouble
    assert dialog.form.tools.property("wrong") == "yes"
    dialog.form.tools.setText("DeepL")
    dialog.form.minutes.setText("a few")
    dialog.submit()
    assert dialog.problem.text().startswith("Minutes saved is a whole number")
    assert dialog.form.tools.property("wrong") == ""
    assert store_of(side).records(Submission, draft_id=side.work.current.newest.id) == ()


def test_a_file_that_is_no_draft_is_said_in_one_sentence(side, returned, tmp_path):
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 nothing")
    side.acts.add_version(path, returned.work_id)
    wait(side._session)
    assert "broken.docx" in side.said_last[-1] or "docx" in side.said_last[-1].lower()
    assert [one.number for one in store_of(side).drafts_of(returned.work_id)] == [1]


def test_a_transcript_is_taken_from_a_text_file(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    press(side, "Hand in…")
    dialog, path = side.acts.submit, tmp_path / "chat.txt"
    path.write_text(NAMES, encoding="utf-8")
    dialog._read_text(path)
    wait(side._session)
    assert dialog.form.prompts.toPlainText() == NAMES
    dialog._read_text(tmp_path / "missing.txt")
    wait(side._session)
    assert dialog.problem.text() == "missing.txt cannot be read: No such file or directory. Choose another file."
    assert store_of(side).records(Deliverable, id=returned.work_id)


def test_a_file_that_has_changed_since_is_said_before_it_is_handed_in(side, returned, tmp_path):
    add_next(side, returned, tmp_path)
    (tmp_path / "next.txt").write_text(NEXT + "One more sentence.", encoding="utf-8")
    press(side, "Hand in…")
    assert side.acts.submit.problem.text().startswith("next.txt has changed since it became draft 2.")
    side.acts.submit.reject()
    wait(side._session)
    side.acts.add_version(tmp_path / "next.txt", returned.work_id)
    wait(side._session)
    press(side, "Hand in…")
    assert side.acts.submit.problem.text() == ""
