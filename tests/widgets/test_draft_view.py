"""Both views keep the promises of every view of a draft."""

import pytest

from app.documents import markdown, pdf
from tests.documents.pdfs import Text, make_pdf
from tests.shell.making import until
from widgets.compare_view import CompareView
from widgets.draft_view import DraftView
from widgets.marks import Line, Mark
from widgets.pdf_view import PdfView
from widgets.rich_view import RichView
from widgets.theme import colour

WORDS = "The pilot ran on two evenings."


@pytest.fixture(params=[RichView, PdfView])
def view(request, qtbot, tmp_path):
    made = request.param()
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    path = tmp_path / "draft"
    path.write_bytes(make_pdf([Text(50, 100, WORDS)]) if request.param is PdfView else WORDS.encode())
    read = pdf.read if request.param is PdfView else markdown.read
    made.show_reading(read(path.read_bytes()), path)
    return made


@pytest.mark.parametrize("kind", [RichView, PdfView, CompareView])
def test_nothing_of_the_interface_is_left_out(kind):
    promised = {name for name, value in vars(DraftView).items() if callable(value) and not name.startswith("_")}
    ahead = {"make_ready", "is_ready_for"} if kind is CompareView else set()  # nobody compares ahead
    assert {name for name in promised - ahead if getattr(kind, name) is getattr(DraftView, name)} <= {
        "mark_clicked", "selection_changed", "selection_menu_requested", "filled", "zoom_changed",
        "fit_width", "fit_page",  # text has neither: its measure and its normal size stand for them
    }  # fmt: skip


def test_words_are_found_selected_and_let_go(qtbot, view):
    assert view.selection() is None
    with qtbot.waitSignal(view.selection_changed):
        assert view.find_text("PILOT")
    assert view.selection() == (4, 9)
    view.clear_selection()
    assert view.selection() is None
    assert not view.find_text("absent")


def test_every_place_that_is_looked_for_is_framed(view):
    def framed():
        image = view.grab().toImage()
        return sum(
            image.pixelColor(x, y) == colour("accent") for y in range(image.height()) for x in range(image.width())
        )

    before = framed()
    view.show_found([(4, 9), (21, 29)])
    until(lambda: framed() > before + 20)
    view.show_found(())
    assert framed() == before


def test_the_size_changes_and_is_told_once(qtbot, view):
    with qtbot.waitSignal(view.zoom_changed) as told:
        view.set_zoom(1.5)
    assert told.args == [1.5]
    assert view.zoom() == 1.5
    with qtbot.assertNotEmitted(view.zoom_changed):
        view.set_zoom(1.5)


def test_marks_come_and_go(view):
    view.set_marks((Mark("k", 4, 9, Line.WAVE, "info", "fix", "Why"),))
    view.set_current("k")
    view.reveal(4, 9)
    view.grab()
    view.set_marks(())
    view.set_current(None)
    view.grab()


def test_the_menu_is_asked_for_where_the_mouse_is(qtbot, view):
    paper = view.focusProxy()
    with qtbot.waitSignal(view.selection_menu_requested):
        paper.customContextMenuRequested.emit(paper.rect().center())
