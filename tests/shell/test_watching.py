"""The file of the draft on the desk: changed, replaced, deleted and back again, with nothing lost."""

import pytest
from pypdf import PdfWriter

from app.shell.watching import Standing
from tests.shell.making import DRAFT, open_draft, until, wait_idle, write_draft

CHANGED = DRAFT.replace("268 a day", "271 a day")


@pytest.fixture
def path(qtbot, session, tmp_path):
    """The file of the draft on the desk, looked at once already."""
    made = write_draft(tmp_path)
    open_draft(qtbot, session, made)
    until(lambda: session.watch._seen is not None)
    return made


def replace_file(path, text):
    """Write a file beside it and put that in its place, as many editors do."""
    other = path.with_name("written-anew.tmp")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


def stands(qtbot, session, standing, act):
    """Do something to the file and wait for the news of it."""
    with qtbot.waitSignal(session.watch.stood) as told:
        act()
    assert told.args[1] is standing


@pytest.mark.parametrize("save", [lambda path, text: path.write_text(text, encoding="utf-8"), replace_file])
def test_each_way_of_saving_is_noticed_time_and_again(qtbot, session, path, save):
    stands(qtbot, session, Standing.CHANGED, lambda: save(path, CHANGED))
    stands(qtbot, session, Standing.SAME, lambda: save(path, DRAFT))
    stands(qtbot, session, Standing.CHANGED, lambda: save(path, CHANGED + "\nMore.\n"))


def test_a_deleted_file_is_missed_and_found_again(qtbot, session, path):
    stands(qtbot, session, Standing.GONE, path.unlink)
    assert session.draft.source.read_text(encoding="utf-8") == DRAFT
    stands(qtbot, session, Standing.SAME, lambda: path.write_text(DRAFT, encoding="utf-8"))


def test_a_file_that_was_only_touched_is_no_news(qtbot, session, path):
    before = session.watch._seen
    with qtbot.assertNotEmitted(session.watch.stood):
        replace_file(path, DRAFT)
        until(lambda: session.watch._seen != before)


def test_the_changed_file_is_the_next_draft_with_its_comments(qtbot, session, path):
    opened = session.draft
    finding = opened.findings[0]
    session.review.accept(finding.key)
    start = opened.document.text.index("helps everybody")
    session.review.comment_on(start, start + len("helps everybody"), body="Whom?")
    wait_idle(qtbot, session)
    stands(qtbot, session, Standing.CHANGED, lambda: path.write_text(CHANGED, encoding="utf-8"))
    with qtbot.waitSignal(session.draft_opened):
        session.reload()
    wait_idle(qtbot, session)
    found = session.draft
    assert (found.draft.number, found.draft.deliverable_id) == (2, opened.draft.deliverable_id)
    assert {one.body for one in found.comments} == {one.body for one in opened.comments}
    assert found.note == ""

    with qtbot.waitSignal(session.draft_opened):
        session.open_recent(opened.draft)  # the draft of before is still there, as it was
    wait_idle(qtbot, session)
    assert session.draft.draft.id == opened.draft.id
    assert session.draft.document.text == opened.document.text


def test_another_text_in_the_same_file_says_so(qtbot, session, tmp_path):
    def numbered(word):
        return "# Report\n\n" + " ".join(f"{word}{number}" for number in range(200))

    path = write_draft(tmp_path, text=numbered("bread"))
    opened = open_draft(qtbot, session, path)
    session.review.comment_on(12, 18, body="Which bread?")
    wait_idle(qtbot, session)
    stands(qtbot, session, Standing.CHANGED, lambda: path.write_text(numbered("boat"), encoding="utf-8"))
    with qtbot.waitSignal(session.draft_opened):
        session.reload()
    assert "next to no words in common" in session.draft.note
    assert session.draft.draft.deliverable_id == opened.draft.deliverable_id
    assert [one.body for one in session.draft.comments] == ["Which bread?"]


def test_a_locked_draft_of_an_earlier_day_opens_with_its_password_from_the_kept_copy(qtbot, session, tmp_path):
    path = tmp_path / "locked.pdf"
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("open sesame")
    writer.write(path)
    with qtbot.waitSignal(session.password_needed):
        session.open_path(path)
    with qtbot.waitSignal(session.draft_opened):
        session.open_path(path, "open sesame")
    wait_idle(qtbot, session)
    draft, session._opened = session.draft.draft, {}
    path.unlink()
    with qtbot.waitSignal(session.password_needed):
        session.open_recent(draft)
    with qtbot.waitSignal(session.draft_opened):
        session.open_path(path, "open sesame")
    wait_idle(qtbot, session)
    assert session.draft.draft.id == draft.id


def test_nothing_is_watched_after_the_end(session, path):
    session.close_anyway()
    assert session.watch._watcher.files() + session.watch._watcher.directories() == []
    assert path.exists()
