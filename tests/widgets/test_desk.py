"""The middle of the window: the view that fits the file, its size, and finding words in it."""

import threading
from dataclasses import replace

import pytest

from app.domain.errors import CancelledError
from app.shell.items import Failure
from tests.documents.pdfs import column, make_pdf
from tests.shell.making import is_idle, until, write_draft
from widgets.pdf_view import PdfView
from widgets.rich_view import RichView


def test_a_text_is_shown_as_text(window, opened):
    desk = window.desk
    assert isinstance(desk.view, RichView)
    assert desk.shows_draft
    assert desk.header.isVisible()


def test_the_size_is_shown_and_kept_for_the_next_draft(window, opened):
    desk = window.desk
    desk.zoom_by(2)
    size = desk.view.zoom()
    assert size > 1
    assert desk.header._zoom.text() == f"{round(size * 100)} %"
    desk.show_draft(opened)
    assert desk.view.zoom() == size
    desk.zoom_by(0)
    assert desk.view.zoom() == 1.0


def test_finding_selects_the_words(window, opened):
    desk = window.desk
    desk.find_bar.field.setText("visits ROSE")
    desk.find_bar.ask()
    start = opened.document.text.index("Visits rose")
    assert desk.selection() == (start, start + 11)
    desk.find_bar.field.setText("zebra")
    desk.find_bar.ask()
    assert desk.find_bar._answer.text() == "Not in this draft"


def test_a_failure_takes_the_place_of_the_draft_and_goes(window, opened):
    desk = window.desk
    desk.show_failure(Failure("x cannot be read", "It is empty."), "Open another file…", lambda: None)
    assert not desk.shows_draft
    assert not desk.header.isVisible()
    desk.show_draft(opened)
    assert desk.shows_draft


WORDS = "The pilot ran on two evenings a week and the door count was kept"


def write_pdf(folder, name="long.pdf", pages=5):
    path = folder / name
    lines = [[f"{WORDS} {number} {line}." for line in range(40)] for number in range(pages)]
    path.write_bytes(make_pdf(*(column(60, 60, page, leading=16) for page in lines)))
    return path


@pytest.fixture
def held(window, session, opened):
    """Files are read, but nobody hears of it before this event is set; afterwards the first draft is back."""
    release, engine = threading.Event(), session.engine

    def read(request, worker, job):
        reading = engine.read(request, worker, job)
        while not release.wait(0.01):
            if job.is_cancelled:
                raise CancelledError
        return reading

    session.engine = replace(engine, read=read)
    yield release
    release.set()
    session.engine = engine
    session.open_path(opened.path)
    until(lambda: session.draft is opened and is_idle(session))


def test_the_pages_of_a_pdf_are_there_before_its_words_and_stay_where_they_are(window, session, held, tmp_path):
    desk = window.desk
    session.open_files([write_pdf(tmp_path)])
    until(lambda: desk.shows_words)
    pages = desk.in_sight
    assert (session.draft.path.name, desk.shows_draft, desk.header.isVisible()) == ("draft.md", False, True)
    assert desk.header._facts.accessibleName() == "PDF   5 pages   Reading the text …"
    assert [window.panels.tabs.tabText(place) for place in range(3)] == ["Findings", "References", "Comments"]
    assert not window.panels.findings.list.rows
    assert desk.selection() is None
    pages.go_to_page(3)
    at, picture = pages.paper.offset(), pages.paper.layout_of_pages.area(3)
    held.set()
    until(lambda: desk.shows_draft)
    assert desk.view is pages
    assert pages.paper.offset() == at
    assert pages.paper.layout_of_pages.area(3) == picture
    assert pages.find_text("kept 3 7")


def test_a_reading_that_is_stopped_gives_the_draft_back(window, session, held, tmp_path, opened):
    session.open_files([write_pdf(tmp_path)])
    until(lambda: window.desk.shows_words)
    session.stop()
    until(lambda: window.desk.shows_draft)
    assert isinstance(window.desk.view, RichView)
    assert window.panels.findings.list.rows


def test_a_file_that_only_looks_like_a_pdf_says_why_it_cannot_be_read(window, session, held, tmp_path):
    path = tmp_path / "rubbish.pdf"
    path.write_bytes(b"%PDF-1.7 and then nothing of use")
    failed = []
    session.failed.connect(failed.append)
    session.open_files([path])
    until(lambda: bool(failed))
    session.failed.disconnect(failed.append)
    assert window.desk.in_sight is None
    assert failed[0].title == "rubbish.pdf cannot be read"


def test_the_next_pages_come_fitted_once_it_was_asked_for(window, session, opened, tmp_path):
    desk, first = window.desk, write_pdf(tmp_path, "first.pdf")
    session.open_files([first])
    until(lambda: session.draft.path == first and is_idle(session) and desk.shows_draft)
    fitted = desk.view.zoom()
    desk.zoom_by(2)
    assert desk.view.zoom() > fitted
    window.keys.by_name["fit_width"].trigger()
    assert desk.view.zoom() == fitted
    second = write_pdf(tmp_path, "second.pdf", pages=2)
    session.open_files([second])
    until(lambda: session.draft.path == second and is_idle(session) and desk.shows_draft)
    assert desk.view.zoom() == fitted
    desk.zoom_by(1)
    assert desk.view.zoom() == pytest.approx(fitted * 1.1, abs=0.01)
    session.open_path(opened.path)
    until(lambda: session.draft is opened)


def test_the_pages_of_the_next_pdf_are_drawn_before_it_is_asked_for(window, session, opened, tmp_path):
    desk, path = window.desk, write_pdf(tmp_path, "next.pdf")
    session.queue = [opened.path, path]
    session.open_path(opened.path)
    size = desk.header._zoom.text()
    until(lambda: any(view.shows_words for view in desk.findChildren(PdfView)))
    (ready,) = desk.findChildren(PdfView)
    assert (desk.in_sight, desk.header._zoom.text()) == (desk.view, size)
    session.open_path(path)
    until(lambda: session.draft.path == path and is_idle(session))
    assert desk.view is ready
    assert ready.find_text("kept 3 7")
    session.open_path(opened.path)
    until(lambda: session.draft is opened)


def test_the_next_draft_is_written_out_of_sight_and_comes_as_it_is(window, session, opened, tmp_path):
    desk, paths = window.desk, [write_draft(tmp_path, f"{name}.md") for name in ("now", "then")]
    session.queue_files(paths)
    session.open_path(paths[0])
    until(lambda: any(view is not desk.view for view in desk.findChildren(RichView)) and is_idle(session))
    (ready,) = (view for view in desk.findChildren(RichView) if view is not desk.view)
    until(lambda: ready.is_filled)
    session.open_path(paths[1])
    until(lambda: session.draft.path == paths[1])
    assert desk.view is ready
    assert desk.shows_words
    until(lambda: is_idle(session))
