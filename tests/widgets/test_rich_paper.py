"""Marks on the paper lie under all of their words, wherever the words stand in their line."""

from app.documents import markdown
from tests.widgets.rich_views import make_view, mark, show_marks


def test_a_number_at_the_right_of_its_cell_is_marked_whole(qtbot):
    reading = markdown.read(b"| Day | Visits |\n|---|---:|\n| Tuesday | 1,251 |\n| Thursday | 285 |\n")
    view = make_view(qtbot, reading)
    show_marks(qtbot, view, (mark(reading, "1,251"), mark(reading, "Tuesday", "left")))
    widths = {one.key: pieces[0].area.width() for one, _, pieces in view._paper._in_sight(*view._paper._reach())}
    assert widths["left"] * 0.4 < widths["k"] < widths["left"]
