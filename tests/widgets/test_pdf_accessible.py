"""A screen reader gets the words of a PDF, its caret and the place of each character."""

import gc

import pytest
from PySide6.QtGui import QAccessible

from app.documents import pdf
from tests.documents.pdfs import Text, make_pdf
from widgets.pdf_accessible import _in_units
from widgets.pdf_view import PdfView

NAMES = ("first", "second", "third")


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "draft.pdf"
    path.write_bytes(make_pdf(*([Text(72, 100, f"The {name} page says this.")] for name in NAMES)))
    return pdf.read(path.read_bytes()), path


def make_view(qtbot, draft):
    made = PdfView()
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    made.show_reading(*draft)
    return made


@pytest.fixture
def view(qtbot, draft):
    made = make_view(qtbot, draft)
    qtbot.waitUntil(lambda: all(made.paper.content.text.knows(page) for page in range(2)))
    return made


@pytest.fixture
def words(view):
    return QAccessible.queryAccessibleInterface(view.paper).textInterface()


def test_the_words_are_read_in_order(view, words, draft):
    text = draft[0].document.text
    found = QAccessible.queryAccessibleInterface(view.paper)
    assert found.role() is QAccessible.Role.Document
    assert words.characterCount() == len(text)
    assert words.text(0, len(text)) == text
    assert "The second page" in words.text(draft[0].document.pages[1].start, len(text))


def test_every_other_interface_is_nothing(view):
    found = QAccessible.queryAccessibleInterface(view.paper)
    for asked in (found.actionInterface, found.valueInterface, found.selectionInterface, found.editableTextInterface):
        assert asked() is None


def test_the_caret_is_told_and_can_be_put(view, words, draft):
    assert words.cursorPosition() == 0
    start = draft[0].document.text.index("third")
    words.setCursorPosition(start)
    assert words.cursorPosition() == start
    assert view.page == 2
    words.setSelection(0, start, start + 5)
    assert view.selection() == (start, start + 5)
    words.removeSelection(0)
    assert view.selection() is None
    assert words.selectionCount() == 0


def test_a_character_has_a_place_on_the_screen(view, words, draft):
    start = draft[0].document.text.index("first")
    box = words.characterRect(start)
    assert not box.isEmpty()
    assert words.offsetAtPoint(box.center()) == start
    assert words.characterRect(start + 1).left() >= box.right() - 2


def test_without_a_draft_there_are_no_words(qtbot):
    view = PdfView()
    qtbot.addWidget(view)
    words = QAccessible.queryAccessibleInterface(view.paper).textInterface()
    assert (words.characterCount(), words.text(0, 10), words.cursorPosition()) == (0, "", 0)
    assert words.characterRect(0).isEmpty()
    assert words.offsetAtPoint(view.rect().center()) == -1


def test_interfaces_go_with_their_views(qtbot, draft):
    for _ in range(30):
        view = PdfView()
        found = QAccessible.queryAccessibleInterface(view.paper)
        assert found.textInterface().characterCount() == 0
        view.close()
        view.deleteLater()
        del view, found
        qtbot.wait(0)
        gc.collect()


def test_a_character_beyond_16_bits_is_one_unit():
    assert _in_units("a\U0001f600b") == "a\ufffdb"
