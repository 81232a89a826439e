"""The file that comes next is read while the first is on the desk; nobody hears of it before it is asked for."""

import threading
from dataclasses import replace

import pytest

from tests.shell.making import DRAFT, open_draft, start_session, wait_idle, write_draft


@pytest.fixture
def reads(session):
    """The names of the files that were read, in order; those named in ``reads.held`` end only after ``reads.go``."""

    class Reads(list):
        held: frozenset[str] = frozenset()
        go = threading.Event()

    made, engine = Reads(), session.engine

    def read(request, worker, job):
        made.append(request.path.name)
        if request.path.name in made.held:
            made.go.wait(60)
        return engine.read(request, worker, job)

    session.engine = replace(engine, read=read)
    yield made
    made.go.set()


@pytest.fixture
def paths(tmp_path):
    return [write_draft(tmp_path, f"{name}.md", f"# {name}\n\nSome words.\n") for name in ("one", "two", "three")]


def start_with_the_next_held(qtbot, session, reads, paths):
    """Open the first file; the second is being read ahead, and that does not end."""
    reads.held = frozenset({"two.md"})
    session.queue_files(paths)
    session.open_path(paths[0])
    qtbot.waitUntil(lambda: len(reads) == 2 and session.draft is not None)


def wait_ahead(qtbot, session, reads, count):
    qtbot.waitUntil(lambda: len(reads) >= count)
    wait_idle(qtbot, session)


def test_the_next_file_of_the_queue_is_read_ahead_and_opens_without_being_read_again(qtbot, session, reads, paths):
    session.queue_files(paths)
    open_draft(qtbot, session, paths[0])
    wait_ahead(qtbot, session, reads, 2)
    assert [draft.name for draft in session.workspace.drafts()] == ["one.md"], "nothing is kept of what nobody opened"
    opening = []
    session.draft_opening.connect(opening.append)
    assert open_draft(qtbot, session, paths[1]).name == "two"
    assert opening == []
    wait_ahead(qtbot, session, reads, 3)
    assert reads == ["one.md", "two.md", "three.md"]


def test_a_file_that_changed_since_it_was_read_ahead_is_read_again(qtbot, session, reads, paths):
    session.queue_files(paths)
    open_draft(qtbot, session, paths[0])
    wait_ahead(qtbot, session, reads, 2)
    paths[1].write_text(DRAFT)
    assert open_draft(qtbot, session, paths[1]).name == "Evening opening"
    assert reads[:3] == ["one.md", "two.md", "two.md"]


def test_asking_for_the_file_that_is_being_read_ahead_waits_for_that_reading(qtbot, session, reads, paths):
    start_with_the_next_held(qtbot, session, reads, paths)
    with qtbot.waitSignal(session.draft_opening):
        session.open_path(paths[1])
    reads.go.set()
    qtbot.waitUntil(lambda: session.draft.path == paths[1])
    assert reads[:2] == ["one.md", "two.md"]


def test_opening_another_file_ends_what_is_read_ahead(qtbot, session, reads, paths):
    start_with_the_next_held(qtbot, session, reads, paths)
    session.open_path(paths[2])
    reads.go.set()
    qtbot.waitUntil(lambda: session.draft.path == paths[2])
    wait_idle(qtbot, session)
    assert session.opened(paths[1]) is None


def test_a_file_that_cannot_be_read_ahead_is_no_news_before_it_is_opened(qtbot, session, reads, paths):
    paths[1].write_bytes(b"")
    failed = []
    session.failed.connect(failed.append)
    session.queue_files(paths)
    open_draft(qtbot, session, paths[0])
    wait_ahead(qtbot, session, reads, 2)
    assert failed == []
    assert paths[1] not in session.unreadable
    with qtbot.waitSignal(session.failed):
        session.open_path(paths[1])
    assert failed[0].title == "two.md cannot be read"


def test_closing_ends_what_is_read_ahead(qtbot, workspace_folder, paths):
    session = start_session(qtbot, workspace_folder)
    session.queue_files(paths)
    open_draft(qtbot, session, paths[0])
    assert session.close() is None
