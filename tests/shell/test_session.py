"""The session: opening, checking, closing and finding everything again."""

import shutil
from functools import partial
from pathlib import Path

import psutil
import pytest
from pypdf import PdfWriter
from PySide6.QtCore import QObject
from shiboken6 import Shiboken

from app.domain.errors import StetError
from app.domain.reference import Verdict
from app.domain.review import Choice
from app.services.checking import LanguageKnown, Progress
from app.shell.engine import Engine, standard_engine
from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.shell.making import DRAFT, SOURCES, open_draft, start_session, wait_idle, write_draft, write_sources


def endless(_: object):
    yield LanguageKnown("en")
    step = 0
    while True:
        step += 1
        yield Progress("Checking", step, 0)


def slow_engine() -> Engine:
    real = standard_engine()
    return Engine(real.read, lambda document, lists, cache: (endless, (None,)), real.titles)


def test_a_draft_is_read_checked_and_judged(qtbot, session, tmp_path):
    session.set_sources([write_sources(tmp_path)])
    opened = open_draft(qtbot, session, write_draft(tmp_path))
    assert opened.name == "Evening opening"
    assert not opened.is_checking
    assert not opened.stopped
    assert {item.quote for item in opened.findings} >= {"Studies show"}
    assert [item.verdict for item in opened.reference_items()] == [Verdict.VERIFIED, Verdict.MISMATCH]
    assert opened.source_records == 2


class Asker(QObject):
    def __init__(self, told):
        super().__init__()
        self.told = told

    def take(self, found):
        self.told.append(found)


def test_an_answer_for_a_dialog_that_has_gone_is_left_alone(qtbot, session):
    told = []
    gone, here = Asker(told), Asker(told)
    session.ask(lambda _: "for the one that has gone", gone.take)
    session.ask(lambda _: "for the other", here.take)
    Shiboken.delete(gone)
    wait_idle(qtbot, session)
    assert told == ["for the other"]


def test_everything_is_found_again_after_a_restart(qtbot, session, tmp_path, workspace_folder):
    path = write_draft(tmp_path)
    opened = open_draft(qtbot, session, path)
    first, second = opened.findings[:2]
    session.review.accept(first.key)
    session.review.dismiss(second.key, "It is fine as it stands")
    session.review.comment_on(2, 9, body="Which evening?")
    wait_idle(qtbot, session)
    assert session.close() is None

    again = start_session(qtbot, workspace_folder)
    assert [draft.path for draft in again.recent] == [str(path)]
    reopened = open_draft(qtbot, again, path)
    assert reopened.was_accepted(first.key)
    assert reopened.decisions[second.key].choice is Choice.DISMISSED
    assert reopened.decisions[second.key].reason == "It is fine as it stands"
    assert "Which evening?" in [comment.body for comment in reopened.comments]
    assert first.key not in {item.key for item in reopened.open_findings()}
    again.close_anyway()


def test_no_file_of_the_workspace_stays_open_behind_a_read_that_waited(qtbot, session, tmp_path, workspace_folder):
    open_draft(qtbot, session, write_draft(tmp_path))
    session.runner.give_way(60_000)
    session.refresh_recent()
    session.close_anyway()
    mine = [one.path for one in psutil.Process().open_files() if one.path.startswith(str(workspace_folder))]
    assert mine == []


def test_a_renamed_file_finds_its_review(qtbot, session, tmp_path):
    path = write_draft(tmp_path)
    opened = open_draft(qtbot, session, path)
    session.review.comment_on_draft(body="Read it aloud once.")
    wait_idle(qtbot, session)
    moved = tmp_path / "other name.md"
    shutil.move(path, moved)
    again = open_draft(qtbot, session, moved)
    assert again.draft.id == opened.draft.id
    assert [comment.body for comment in again.comments] == ["Read it aloud once."]


def test_a_draft_whose_file_is_gone_opens_from_the_kept_original(qtbot, workspace_folder, tmp_path):
    path = write_draft(tmp_path)
    first = start_session(qtbot, workspace_folder)
    open_draft(qtbot, first, path)
    first.close()
    path.unlink()
    session = start_session(qtbot, workspace_folder)
    session.open_recent(session.recent[0])
    qtbot.waitUntil(lambda: session.draft is not None)
    wait_idle(qtbot, session)
    assert session.draft.document.text.startswith("Evening opening")
    assert session.draft.source != path
    session.close_anyway()


def test_an_edit_is_on_the_disk_once_it_is_said_to_be_kept(qtbot, session, tmp_path, workspace_folder):
    opened = open_draft(qtbot, session, write_draft(tmp_path))
    with qtbot.waitSignal(session.review.comment_added) as added:
        session.review.comment_on(2, 9)
    with qtbot.waitSignal(session.saves.kept):
        session.review.edit_comment(added.args[0], opened.comments[0].kind, "Say which evening.")
    beside = open_workspace(workspace_folder)
    assert [comment.body for comment in beside.comments(opened.draft.id)] == ["Say which evening."]
    beside.close()


def test_stopping_keeps_what_was_found_and_checking_again_works(qtbot, workspace_folder, tmp_path):
    session = start_session(qtbot, workspace_folder, slow_engine())
    with qtbot.waitSignal(session.progressed, check_params_cb=lambda work: work and work.what == "Checking"):
        session.open_files([write_draft(tmp_path)])
    session.stop()
    assert session.draft.stopped
    assert not session.draft.is_checking
    assert session.draft.language == "en"
    wait_idle(qtbot, session)
    with qtbot.waitSignal(session.progressed, check_params_cb=lambda work: work and work.what == "Checking"):
        session.recheck()
    assert not session.draft.stopped
    session.close_anyway()


def test_opening_another_draft_stops_the_run_on_the_first(qtbot, workspace_folder, tmp_path):
    session = start_session(qtbot, workspace_folder, slow_engine())
    with qtbot.waitSignal(session.progressed, check_params_cb=lambda work: work and work.what == "Checking"):
        session.open_files([write_draft(tmp_path)])
    first = session.draft
    with qtbot.waitSignal(session.draft_opened):
        session.open_files([write_draft(tmp_path, "second.md", "# Second\n\nSome words.\n")])
    assert first.stopped
    assert session.draft.name == "Second"
    session.close_anyway()


def bad_files(folder: Path) -> dict[str, Path]:
    (folder / "empty.docx").write_bytes(b"")
    (folder / "rubbish.pdf").write_bytes(b"%PDF-1.7 and then nothing of use")
    (folder / "folder.docx").mkdir()
    return {name: folder / name for name in ("empty.docx", "rubbish.pdf", "folder.docx", "gone.docx")}


@pytest.mark.parametrize("name", ["empty.docx", "rubbish.pdf", "folder.docx", "gone.docx"])
def test_a_file_that_cannot_be_read_gives_one_sentence_and_the_session_goes_on(qtbot, session, tmp_path, name):
    path = bad_files(tmp_path)[name]
    with qtbot.waitSignal(session.failed) as failed:
        session.open_files([path])
    failure = failed.args[0]
    assert failure.title == f"{name} cannot be read"
    assert failure.sentence.endswith(".")
    assert not failure.sentence.startswith(name)
    assert path in session.unreadable
    assert session.draft is None


def test_a_locked_pdf_asks_for_its_password(qtbot, session, tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("right")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    with qtbot.waitSignal(session.password_needed) as asked:
        session.open_files([path])
    assert asked.args == [path, False]
    with qtbot.waitSignal(session.password_needed) as asked:
        session.open_path(path, "wrong")
    assert asked.args == [path, True]


def test_a_workspace_that_cannot_be_opened_says_why_again_for_a_file(qtbot, workspace_folder, tmp_path):
    workspace_folder.write_text("not a folder")
    session = Session(partial(open_workspace, workspace_folder))
    with qtbot.waitSignal(session.failed) as failed:
        session.start()
    assert failed.args[0].title == "The workspace cannot be opened"
    with qtbot.waitSignal(session.failed) as failed_again:
        session.open_files([write_draft(tmp_path)])
    assert failed_again.args[0].sentence == failed.args[0].sentence
    session.close_anyway()


def test_a_broken_entry_costs_that_entry_only_and_is_named(qtbot, session, tmp_path):
    broken = SOURCES + "\n@article{broken, title = {Never closed\n"
    line = broken[: broken.index("@article{broken")].count("\n") + 1
    session.set_sources([write_sources(tmp_path, text=broken)])
    opened = open_draft(qtbot, session, write_draft(tmp_path))
    assert [(one.file, one.line) for one in opened.rejected] == [("sources.bib", line)]
    assert opened.source_records == 2


def test_source_lists_are_remembered(qtbot, session, tmp_path, workspace_folder):
    wanted = write_sources(tmp_path)
    session.set_sources([wanted])
    wait_idle(qtbot, session)
    session.close()
    again = start_session(qtbot, workspace_folder)
    assert again.source_lists == (wanted,)
    again.close_anyway()


def test_reload_takes_over_what_the_author_changed(qtbot, session, tmp_path):
    path = write_draft(tmp_path)
    open_draft(qtbot, session, path)
    path.write_text(DRAFT.replace("Studies show", "Our count shows"))
    with qtbot.waitSignal(session.draft_opened):
        session.reload()
    assert "Our count shows" in session.draft.document.text


def test_a_bug_goes_to_the_crash_handler_and_a_failure_of_the_world_does_not(session):
    broken, failed = [], []
    session.broke.connect(broken.append)
    session.failed.connect(failed.append)
    session.fail("Title", StetError("The disk is full."))
    session.fail("Title", KeyError("bug"))
    assert [type(error) for error in broken] == [KeyError]
    assert failed[0].sentence == "The disk is full."
    assert "log" in failed[1].sentence


def test_what_a_screen_asks_for_comes_from_the_workspace_or_fails_in_words(qtbot, session, tmp_path):
    open_draft(qtbot, session, write_draft(tmp_path))
    found = []
    session.ask(lambda workspace: [draft.name for draft in workspace.drafts()], found.append)
    wait_idle(qtbot, session)
    assert found == [["draft.md"]]
    with qtbot.waitSignal(session.failed) as caught:
        session.ask(lambda workspace: workspace.draft("none"), found.append)
    assert "not in this workspace" in caught.args[0].sentence
