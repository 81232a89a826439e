"""The middle of the window: the view that fits the file, its size, and finding words in it."""

from app.shell.items import Failure
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
