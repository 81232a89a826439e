"""The PDF view over real files: marks, clicks, reveal, find, zoom, trouble."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from app.documents import pdf
from app.shell.pages import page_service
from tests.documents.test_pdf import encrypted
from tests.widgets.pdf_views import PAGES, click, make_draft, make_view, marks_of, point_of, press, wait_for_page
from widgets.marks import Line, Mark
from widgets.pdf_layout import Spot
from widgets.pdf_view import LARGEST_ZOOM, PdfView
from widgets.theme import set_text_scale


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return make_draft(tmp_path_factory.mktemp("pdf"))


@pytest.fixture
def view(qtbot, qapp, draft):
    return make_view(qtbot, qapp, draft)


def test_pages_in_sight_are_drawn_and_neighbours_fetched(qtbot, view):
    wait_for_page(qtbot, view, 1)
    picture = view.paper.content.loader.picture(0)
    on_screen = view.paper.layout_of_pages.area(0).width() * view.devicePixelRatioF()
    assert picture.image.width() == pytest.approx(on_screen, abs=2)
    assert view.page_count == PAGES


def test_a_click_on_the_words_of_a_mark_tells_its_key(qtbot, view, draft):
    marks = marks_of(draft[0], "two evenings")
    view.set_marks(marks)
    view.grab()
    with qtbot.waitSignal(view.mark_clicked) as clicked:
        click(qtbot, view, point_of(view, marks[2].start, marks[2].end))
    assert clicked.args == ["k2"]


def test_a_click_beside_every_mark_tells_nothing(qtbot, view, draft):
    view.set_marks(marks_of(draft[0], "two evenings"))
    view.grab()
    start = draft[0].document.text.index("door count")
    with qtbot.assertNotEmitted(view.mark_clicked):
        click(qtbot, view, point_of(view, start, start + 10))


def test_marks_are_as_thick_as_the_page_is_large_whatever_the_size_of_the_texts(qtbot, qapp, view, draft):
    view.set_zoom(0.75)
    wait_for_page(qtbot, view, 0)
    plain = words_of(view)
    view.set_marks(marks_of(draft[0], "two evenings"))
    marked = words_of(view)
    assert marked != plain
    set_text_scale(qapp, 2.0)
    view.set_zoom(0.75)
    wait_for_page(qtbot, view, 0)
    assert words_of(view) == marked
    set_text_scale(qapp, 1.0)


def words_of(view):
    """Return the picture of the words of the first page, without the margin beside them."""
    area = view.paper.layout_of_pages.area(0).translated(-view.paper.offset())
    return view.paper.viewport().grab(area.toRect().adjusted(30, 30, -60, -300)).toImage()


def test_a_click_on_an_icon_in_the_margin_tells_its_key(qtbot, view, draft):
    marks = marks_of(draft[0], "two evenings", 3)
    view.set_marks(marks)
    view.set_current("k1")
    view.grab()
    icons = view.paper._margin.icons
    assert [placed.mark.key for placed in icons] == ["k0", "k1", "k2"]
    with qtbot.waitSignal(view.mark_clicked) as clicked:
        click(qtbot, view, (icons[1].area.center() - view.paper.offset()).toPoint())
    assert clicked.args == ["k1"]
    assert view.selection() is None
    view.select(0, 9)
    with qtbot.waitSignal(view.mark_clicked):
        click(qtbot, view, (icons[1].area.center() - view.paper.offset()).toPoint())
    assert view.selection() == (0, 9)


def test_reveal_puts_the_words_into_the_upper_third(qtbot, view, draft):
    start = draft[0].document.text.index("kept fifth 20.")
    view.reveal(start, start + 9)
    wait_for_page(qtbot, view, 4)
    assert 0 <= point_of(view, start, start + 9).y() <= view.paper.viewport().height() / 3
    assert view.page == 4


def test_words_on_their_way_do_not_scroll_once_the_person_has(qtbot, view, draft):
    start = draft[0].document.text.index("kept fifth 20.")
    view.reveal(start, start + 9)
    press(qtbot, view, Qt.Key.Key_PageUp)
    before = view.paper.offset()
    wait_for_page(qtbot, view, 4)
    assert view.paper.offset() == before


def test_find_goes_through_the_draft_and_round(qtbot, view, draft):
    text = draft[0].document.text
    assert view.find_text("PART 3")
    assert text[slice(*view.selection())] == "Part 3"
    wait_for_page(qtbot, view, 3)
    assert view.find_text("part")
    assert text[view.selection()[0] :].startswith("Part 4")
    assert view.find_text("part", backwards=True)
    assert text[view.selection()[0] :].startswith("Part 3")
    assert not view.find_text("absent words")


def test_zoom_keeps_the_place(qtbot, view, draft):
    start = draft[0].document.text.index("kept fourth 20.")
    view.reveal(start, start + 9)
    wait_for_page(qtbot, view, 3)
    before = view.paper.spot_at(QPointF(0, view.paper.viewport().height() / 3))
    with qtbot.waitSignal(view.zoom_changed):
        view.set_zoom(1.5)
    after = view.paper.spot_at(QPointF(0, view.paper.viewport().height() / 3))
    assert (after.page, after.y) == (before.page, pytest.approx(before.y, abs=1))
    view.set_zoom(99)
    assert view.zoom() == LARGEST_ZOOM


def test_pages_fit_the_width_until_a_zoom_is_asked_for(qtbot, view):
    view.resize(500, 600)
    narrow = view.zoom()
    view.resize(640, 600)
    assert view.zoom() > narrow
    view.set_zoom(2.0)
    view.resize(500, 600)
    assert view.zoom() == 2.0
    view.fit_width()
    assert view.zoom() == pytest.approx(narrow)


def test_going_to_a_page(qtbot, view):
    with qtbot.waitSignal(view.page_changed):
        view.go_to_page(3)
    assert view.page == 3
    assert view.paper.accessibleDescription().startswith(f"Page 4 of {PAGES}. ")
    view.go_to_page(99)
    assert view.page == PAGES - 1


def test_a_link_shows_where_it_leads_before_anything_opens(qtbot, view, draft):
    view.go_to_page(PAGES - 1)
    wait_for_page(qtbot, view, PAGES - 1)
    (link,) = draft[0].document.links
    with qtbot.waitSignal(view.paper.link_hit) as hit:
        click(qtbot, view, point_of(view, link.start, link.end))
    assert hit.args[0] == "https://example.org/"


def test_five_thousand_marks(qtbot, view, draft):
    text = draft[0].document.text
    places = range(0, len(text) - 3, max(1, len(text) // 5000))
    marks = tuple(Mark(f"k{at}", at, at + 3, Line.DASH, "info", "ask", "") for at in places)[:5000]
    assert len(marks) == 5000
    view.set_marks(marks)
    view.set_current("k10")
    view.grab()
    assert view.paper._margin.icons


def test_marks_do_not_move_the_draft(qtbot, view, draft):
    view.go_to_page(2)
    before = view.paper.offset()
    view.set_marks(marks_of(draft[0], "two evenings"))
    view.set_current("k5")
    view.grab()
    assert view.paper.offset() == before


def test_a_file_that_goes_away_is_said_on_the_page(qtbot, draft, tmp_path):
    path = tmp_path / "gone.pdf"
    view = PdfView()
    qtbot.addWidget(view)
    view.show()
    view.show_reading(draft[0], path)
    qtbot.waitUntil(lambda: bool(view.paper.content.loader.trouble(0)))
    assert view.paper.content.loader.trouble(0) == "gone.pdf: The file is gone or may not be read."
    view.grab()


def test_a_file_cut_short_spares_the_window(qtbot, draft, tmp_path):
    path = tmp_path / "cut.pdf"
    path.write_bytes(draft[1].read_bytes()[:300])
    view = PdfView()
    qtbot.addWidget(view)
    view.show()
    view.show_reading(draft[0], path)
    qtbot.waitUntil(lambda: bool(view.paper.content.loader.trouble(0)))
    assert "damaged" in view.paper.content.loader.trouble(0)


def test_a_password_opens_the_pages(qtbot, tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(encrypted())
    view = PdfView()
    qtbot.addWidget(view)
    view.show()
    view.show_reading(pdf.read(path.read_bytes(), "sesame"), path, "sesame")
    wait_for_page(qtbot, view, 0)


def test_a_view_closed_while_its_pages_load_hears_nothing_more(qtbot, draft):
    views = [PdfView() for _ in range(5)]
    for view in views:
        view.show()
        view.show_reading(*draft)
        view.close()
        view.deleteLater()
    last = PdfView()
    qtbot.addWidget(last)
    last.show()
    last.show_reading(*draft)
    wait_for_page(qtbot, last, 0)


def test_without_a_file_there_are_no_pages(qtbot, draft):
    view = PdfView()
    qtbot.addWidget(view)
    with pytest.raises(ValueError, match="from its file"):
        view.show_reading(draft[0])
    assert (view.selection(), view.find_text("pilot")) == (None, False)


def test_every_offset_comes_back_from_its_place_on_the_page(view, draft):
    text = view.paper.content.text
    first = draft[0].document.pages[0]
    for offset in range(first.start, first.end, 7):
        spans = text.spans(offset, offset + 1)
        if spans and (rects := text.rects(spans[0])):
            middle = Spot(0, (rects[0].left + rects[0].right) / 2, (rects[0].top + rects[0].bottom) / 2)
            assert text.offset_at(middle) == offset


def test_the_service_ends_with_the_application(qapp):
    assert page_service() is page_service()
    assert page_service().parent() is qapp


def test_a_tooltip_needs_no_page(qtbot, qapp):
    view = PdfView()
    qtbot.addWidget(view)
    view.show()
    qtbot.mouseMove(view.paper.viewport(), QPoint(5, 5))
    click(qtbot, view, QPoint(5, 5))
    press(qtbot, view, Qt.Key.Key_Right)
    view.grab()


def test_the_scroll_bar_shows_where_the_marks_are(view, draft):
    document = draft[0].document
    first, last = document.pages[0].start, document.pages[-1].start
    view.set_marks(
        (
            Mark("a", first, first + 3, Line.WAVE, "info", "fix", ""),
            Mark("b", last, last + 3, Line.DASH, "info", "ask", ""),
        )
    )
    (top, top_colour), (bottom, bottom_colour) = sorted(view.paper.bar.ticks)
    assert (top_colour, bottom_colour) == ("fix", "ask")
    assert top < 0.02
    assert bottom == pytest.approx((PAGES - 1) / PAGES, abs=0.02)


def test_a_whole_page_and_the_whole_width_fit(view):
    view.go_to_page(2)
    view.fit_page()
    page = view.paper.layout_of_pages.area(2)
    assert page.height() <= view.paper.viewport().height()
    assert view.page == 2
    assert view.place() == view._content.document.pages[2].start
    whole = view.zoom()
    view.fit_width()
    assert view.zoom() > whole
    assert view.paper.layout_of_pages.area(2).width() <= view.paper.viewport().width()


def test_a_pdf_made_of_another_format_is_shown_from_its_bytes(qtbot, draft):
    reading, path = draft
    made = PdfView()
    qtbot.addWidget(made)
    made.show_reading(replace(reading, converted=path.read_bytes()), path.with_suffix(".pptx"))
    wait_for_page(qtbot, made, 0)
    assert made.shows_words
