"""The genre that style is measured against is remembered, and what makes no sense is left out."""

from app.domain.finding import GENRE
from app.shell.genre import Genre
from tests.shell.making import start_session, wait_idle


def test_a_choice_is_remembered(qtbot, workspace_folder):
    first = start_session(qtbot, workspace_folder)
    genre = Genre(first)
    assert genre.chosen == GENRE
    with qtbot.waitSignal(genre.changed):
        genre.choose("essay")
    with qtbot.assertNotEmitted(genre.changed):
        genre.choose("poem")
    wait_idle(qtbot, first)
    assert first.close() is None
    again = start_session(qtbot, workspace_folder)
    genre = Genre(again)
    wait_idle(qtbot, again)
    assert genre.chosen == "essay"
    again.close_anyway()
