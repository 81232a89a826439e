"""The rich view over real DOCX, Markdown and text files: words, marks, selection, reveal, find, growth."""

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextTable
from PySide6.QtWidgets import QAbstractSlider

from app.documents import docx as docx_reader
from app.documents import markdown, text
from app.domain.document import BlockKind
from tests.widgets.rich_views import make_view, mark, show_marks, shown_at, span
from widgets.link_menu import ask_to_open
from widgets.marks import Line, Mark
from widgets.rich_view import LARGEST_ZOOM, SMALLEST_ZOOM, RichView
from widgets.theme import apply_theme, set_text_scale

REPORT = """# Later opening 😀

Summary of the *whole* trial, see [the count](https://example.org/a?b=1&c=2) and the note.[^1]

## What we did

1. We counted visitors at the door.
2. We asked 96 of them.
   - Some answered.

| Day | Visits |
|---|---|
| Tuesday | 251 |
| Thursday | 285 |

> A quoted line.

[^1]: The note at the end.
"""


@pytest.fixture(autouse=True)
def light(qapp):
    apply_theme(qapp, "light")
    yield
    apply_theme(qapp, "light")


@pytest.fixture
def reading():
    return markdown.read(REPORT.encode())


@pytest.fixture
def view(qtbot, reading):
    return make_view(qtbot, reading)


@pytest.fixture(scope="module")
def long_reading():
    made = docx.Document()
    made.add_heading("A long report", 0)
    for number in range(1500):
        made.add_paragraph(f"Paragraph {number} says that the door count of each evening was kept, and by whom. " * 3)
    buffer = io.BytesIO()
    made.save(buffer)
    return docx_reader.read(buffer.getvalue())


def point_of(view, start):
    """Return a point of the viewport on the character at an offset."""
    paper = view._paper
    cursor = paper.textCursor()
    cursor.setPosition(view._map.position(start))
    left = paper.cursorRect(cursor)
    cursor.setPosition(view._map.position(start + 1))
    return (QPointF(left.center()) + QPointF(max(1, paper.cursorRect(cursor).left() - left.left()) / 2, 0)).toPoint()


def click(qtbot, view, point):
    qtbot.mouseClick(view._paper.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_every_block_shows_its_very_words(view, reading):
    document = reading.document
    assert {BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.QUOTE, BlockKind.FOOTNOTE} <= {
        block.kind for block in document.blocks
    }
    for block in document.blocks:
        assert shown_at(view, block.start, block.end) == document.text_of(block).replace("\n", "\u2028")


def test_headings_lists_tables_and_notes_are_told_apart(view, reading):
    lines = view._paper.toPlainText()
    assert "1.\tWe counted" in lines
    assert "Notes\n" in lines
    document = view._paper.document()
    table = next(frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable))
    assert (table.rows(), table.columns()) == (3, 2)
    weights = [
        table.cellAt(row, 0).firstCursorPosition().block().begin().fragment().charFormat().fontWeight()
        for row in (0, 1)
    ]
    assert weights[0] > weights[1]
    headings = [block.text() for block in blocks_of(document) if block.blockFormat().headingLevel()]
    assert headings[1:] == ["What we did"]


def blocks_of(document):
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


@settings(max_examples=25)
@given(data=st.data())
def test_a_selected_span_comes_back(qapp, data):
    view = RichView()
    view.show_reading(markdown.read(REPORT.encode()))
    view._fill_all()
    document = view._reading.document
    block = data.draw(st.sampled_from([block for block in document.blocks if block.end > block.start]))
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    view.select(start, end)
    assert view.selection() == (start, end)
    view.clear_selection()
    assert view.selection() is None


def test_selecting_tells(qtbot, view, reading):
    with qtbot.waitSignal(view.selection_changed) as told:
        view.select(*span(reading, "counted visitors"))
    assert told.args == [span(reading, "counted visitors")]


def test_the_keyboard_selects(qtbot, view, reading):
    view.select(*span(reading, "counted"))
    qtbot.keyClick(view._paper, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection() == span(reading, "counted ")


def test_a_click_on_marked_words_tells_the_key(qtbot, view, reading):
    show_marks(qtbot, view, (mark(reading, "counted visitors", "outer"), mark(reading, "visitors", "inner")))
    with qtbot.waitSignal(view.mark_clicked) as clicked:
        click(qtbot, view, point_of(view, span(reading, "counted")[0] + 2))
    assert clicked.args == ["outer"]
    with qtbot.waitSignal(view.mark_clicked) as clicked:
        click(qtbot, view, point_of(view, span(reading, "visitors")[0] + 2))
    assert clicked.args == ["inner"]


def test_a_click_on_an_icon_tells_the_key(qtbot, view, reading):
    show_marks(qtbot, view, (mark(reading, "counted visitors", "one"), mark(reading, "96 of them", "two")))
    view.set_current("two")
    view.grab()
    icons = view._paper._margin.icons
    assert [placed.mark.key for placed in icons] == ["one", "two"]
    view.select(0, 5)
    with qtbot.waitSignal(view.mark_clicked) as clicked:
        click(qtbot, view, icons[0].area.center().toPoint())
    assert view.selection() == (0, 5)
    assert clicked.args == ["one"]


def test_a_mark_over_several_blocks_has_one_icon(qtbot, view, reading):
    start, end = span(reading, "door.")[0], span(reading, "96 of")[1]
    show_marks(qtbot, view, (Mark("k", start, end, Line.SOLID, "message-square", "accent", ""),))
    view.grab()
    assert len(view._paper._margin.icons) == 1


@pytest.mark.parametrize("theme_name", ["light", "dark", "contrast"])
def test_the_current_mark_changes_the_picture(qapp, qtbot, reading, theme_name):
    apply_theme(qapp, theme_name)
    view = make_view(qtbot, reading)
    show_marks(qtbot, view, (mark(reading, "counted visitors"),))
    before = view.grab().toImage()
    view.set_current("k")
    assert view.grab().toImage() != before


def test_marks_do_not_move_the_draft(qtbot, long_reading):
    view = make_view(qtbot, long_reading)
    view.reveal(*span(long_reading, "Paragraph 700 says"))
    bar = view._paper.verticalScrollBar()
    before, height = bar.value(), bar.maximum()
    show_marks(
        qtbot, view, tuple(mark(long_reading, f"Paragraph {number} says", str(number)) for number in range(0, 1500, 3))
    )
    view.set_current("700")
    view.grab()
    assert (bar.value(), bar.maximum()) == (before, height)


def test_five_thousand_marks(qtbot, long_reading):
    view = make_view(qtbot, long_reading)
    step = len(long_reading.document.text) // 5000
    show_marks(
        qtbot, view, tuple(Mark(str(n), n * step, n * step + 9, Line.DASH, "info", "ask", "") for n in range(5000))
    )
    assert len(view._paper.bar.ticks) == 5000
    view.grab()
    assert view._paper._margin.icons


def line_of(view, words):
    rect = view._paper.line_at(view._map.position(span(view._reading, words)[0]))
    return rect.translated(0, -view._paper.verticalScrollBar().value())


def test_reveal_puts_the_words_into_the_upper_third(qtbot, long_reading):
    view = make_view(qtbot, long_reading)
    view.reveal(*span(long_reading, "Paragraph 700 says"))
    line = line_of(view, "Paragraph 700 says")
    assert 0 <= line.top() <= view._paper.viewport().height() / 3


def test_reveal_waits_for_words_that_are_not_written_yet(qtbot, long_reading):
    view = RichView()
    qtbot.addWidget(view)
    view.resize(720, 600)
    view.show()
    view.show_reading(long_reading)
    assert not view.is_filled
    with qtbot.waitSignal(view.filled):
        view.reveal(*span(long_reading, "Paragraph 1400 says"))
    line = line_of(view, "Paragraph 1400 says")
    assert 0 <= line.top() <= view._paper.viewport().height() / 2


def test_words_on_their_way_do_not_scroll_once_the_person_has(qtbot, long_reading):
    view = RichView()
    qtbot.addWidget(view)
    view.resize(720, 600)
    view.show()
    view.show_reading(long_reading)
    view.reveal(*span(long_reading, "Paragraph 1400 says"))
    with qtbot.waitSignal(view.filled):
        view._paper.bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    assert view._paper.bar.value() == 0


def test_a_long_draft_shows_its_top_first_and_may_be_closed_while_it_grows(qtbot, long_reading):
    view = RichView()
    view.resize(720, 600)
    view.show()
    view.show_reading(long_reading)
    assert not view.is_filled
    assert view._paper.toPlainText().startswith("A long report")
    assert view._paper.verticalScrollBar().value() == 0
    view.close()
    view.deleteLater()
    qtbot.wait(1)


def test_zoom_keeps_the_first_line_and_the_selection(qtbot, long_reading):
    view = make_view(qtbot, long_reading)
    view.reveal_top(span(long_reading, "Paragraph 700 says")[0])
    chosen = span(long_reading, "Paragraph 701 says")
    view.select(*chosen)
    top = view._top_offset()
    with qtbot.waitSignals([view.zoom_changed, view.filled]):
        view.set_zoom(1.5)
    assert view.zoom() == 1.5
    assert long_reading.document.block_at(view._top_offset()) == long_reading.document.block_at(top)
    assert view.selection() == chosen


def test_zoom_has_its_limits(qtbot, view):
    view.set_zoom(50)
    assert view.zoom() == LARGEST_ZOOM
    view.set_zoom(0.01)
    assert view.zoom() == SMALLEST_ZOOM


def test_a_theme_and_a_text_size_keep_the_place(qapp, qtbot, long_reading):
    view = make_view(qtbot, long_reading)
    view.reveal_top(span(long_reading, "Paragraph 300 says")[0])
    with qtbot.waitSignal(view.filled):
        apply_theme(qapp, "dark")
    assert long_reading.document.text[view._top_offset() :].startswith("Paragraph 300 says")
    with qtbot.waitSignal(view.filled):
        set_text_scale(qapp, 1.5)
    set_text_scale(qapp, 1.0)


def test_find_goes_through_the_draft_and_round(view, reading):
    words = reading.document.text
    assert view.find_text("COUNT")
    first = view.selection()
    assert view.find_text("count")
    assert words[slice(*view.selection())] == "count" != first
    assert view.find_text("count", backwards=True)
    assert view.selection() == first
    assert not view.find_text("absent")


@pytest.mark.parametrize(("width", "most"), [(380, 330), (720, 600), (1400, 640)])
def test_the_column_keeps_a_comfortable_measure(qtbot, reading, width, most):
    view = make_view(qtbot, reading, width)
    assert 240 <= view._paper.measure <= most
    assert view._paper.horizontalScrollBar().maximum() == 0


def test_a_link_shows_where_it_leads_before_anything_opens(qtbot, view, reading):
    with qtbot.waitSignal(view._paper.link_hit) as hit:
        click(qtbot, view, point_of(view, span(reading, "the count")[0] + 2))
    menu = ask_to_open(view, hit.args[0], hit.args[1])
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "https://example.org/a?b=1&&c=2"
    assert "Open in the browser" in texts
    menu.close()


def test_a_dangerous_address_can_only_be_copied(qtbot, view):
    menu = ask_to_open(view, "file:///bin/sh", view.mapToGlobal(view.rect().center()))
    assert [action.text() for action in menu.actions()] == ["file:///bin/sh", "Copy address"]
    menu.close()


def test_a_note_and_its_call_lead_to_one_another(qtbot, long_reading):
    lines = [REPORT.partition("[^1]:")[0], *["More words.\n"] * 120, "[^1]: The note at the end.\n"]
    reading = markdown.read("\n".join(lines).encode())
    view = make_view(qtbot, reading)
    bar = view._paper.verticalScrollBar()
    (call,) = reading.document.note_marks
    view._follow_link(f"stet-note:{call.note}", view.mapToGlobal(view.rect().center()))
    assert bar.value() > 0
    view._follow_link("stet-call:0", view.mapToGlobal(view.rect().center()))
    assert bar.value() == 0


def test_a_view_without_a_draft_and_one_of_a_single_word(qtbot, qapp):
    view = RichView()
    qtbot.addWidget(view)
    assert not view.find_text("words")
    view.set_zoom(1.2)
    view.show_reading(text.read(b"Words"))
    view.grab()
    assert view.selection() is None
    assert view.find_text("words")


def test_the_scroll_bar_of_a_short_draft_has_its_ticks_beside_the_words(qtbot, view, reading):
    show_marks(qtbot, view, (mark(reading, "counted visitors"),))
    ((share, _),) = view._paper.bar.ticks
    assert share * view.height() == pytest.approx(point_of(view, span(reading, "counted")[0]).y(), abs=12)


def test_the_scroll_bar_shows_where_the_marks_are(qtbot, long_reading):
    view = make_view(qtbot, long_reading)
    show_marks(
        qtbot, view, (mark(long_reading, "Paragraph 750 says"), mark(long_reading, "Paragraph 1499 says", "last"))
    )
    (middle, _), (bottom, _) = sorted(view._paper.bar.ticks)
    assert middle == pytest.approx(0.5, abs=0.02)
    assert bottom == pytest.approx(1.0, abs=0.02)


def test_nothing_moves_when_findings_arrive(qtbot, long_reading):
    view = make_view(qtbot, long_reading)
    length = len(long_reading.document.text)
    view.reveal(length // 2, length // 2 + 1)
    bar, before = view._paper.bar, view.grab().toImage().width()
    value, range_before, line = bar.value(), bar.maximum(), view._paper.line_at(view._map.position(length // 2))
    marks = [Mark(f"m{at}", at, at + 20, Line.DASH, "info", "ask", "") for at in range(0, length - 30, length // 50)]
    show_marks(qtbot, view, tuple(marks))
    view.grab()
    assert (bar.value(), bar.maximum(), before) == (value, range_before, view.grab().toImage().width())
    assert view._paper.line_at(view._map.position(length // 2)) == line
    assert len(bar.ticks) == len(marks)


def test_every_place_of_what_is_looked_for_is_framed_until_it_is_forgotten(view, reading):
    def picture():
        return view.grab().toImage()

    plain = picture()
    spans = [span(reading, "Summary"), span(reading, "Tuesday")]
    view.show_found(spans)
    assert list(view._found_between(0, 10_000)) == [piece for one in spans for piece in view._map.pieces(*one)]
    assert picture() != plain
    view.show_found(())
    assert picture() == plain
