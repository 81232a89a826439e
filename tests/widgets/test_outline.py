"""Going to a heading by its words and to a page by its number."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.documents import markdown, pdf
from tests.documents.pdfs import Text, make_pdf
from tests.widgets.states import visit_dialog
from widgets.outline import OutlineDialog, headings_of, page_place

DRAFT = b"# One report\n\nText.\n\n## What we did\n\nMore.\n\n## What it cost\n\n| # no |\n|---|\n| x |\n"


def read_pages(count):
    return pdf.read(make_pdf(*([Text(72, 100, f"Words of page {page}.")] for page in range(1, count + 1)))).document


def test_headings_stand_as_deep_as_in_the_draft():
    document = markdown.read(DRAFT).document
    assert [(place.words, place.depth) for place in headings_of(document)] == [
        ("One report", 0),
        ("What we did", 1),
        ("What it cost", 1),
    ]


def test_words_narrow_the_list_and_enter_chooses(qtbot):
    document = markdown.read(DRAFT).document
    dialog = OutlineDialog(document, here=document.text.index("More"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.currentItem().text().strip() == "What we did"
    QTest.keyClicks(dialog.field, "what")
    assert dialog.list.count() == 2
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.chosen.words == "What it cost"
    assert document.text[dialog.chosen.start : dialog.chosen.end] == "What it cost"


def test_a_number_is_a_page(qtbot):
    document = read_pages(3)
    assert page_place(document, " 2 ").start == document.pages[1].start
    assert page_place(document, "9") is None
    assert page_place(document, "") is None
    dialog = OutlineDialog(document)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setText("3")
    assert dialog.list.currentItem().text() == "Page 3"
    dialog.field.returnPressed.emit()
    assert dialog.chosen.start == document.pages[2].start


def test_a_draft_without_headings_says_so(qtbot):
    dialog = OutlineDialog(markdown.read(b"Only words.").document)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog._none.isVisible()
    dialog.field.returnPressed.emit()
    assert dialog.chosen is None


def test_the_window_goes_to_a_heading(qtbot, window, opened):
    view = window.desk.view
    view.set_zoom(3.0)
    qtbot.waitUntil(lambda: view.is_filled)
    visit_dialog(window.keys.by_name["go_to"].trigger, choose_last)
    assert view.place() >= opened.document.text.index("Studies show")
    assert window.desk.isAncestorOf(window.focusWidget())
    view.set_zoom(1.0)


def choose_last(dialog):
    dialog.list.setCurrentRow(dialog.list.count() - 1)
    dialog._choose()


def test_find_counts_its_places(window, opened):
    window.desk.find_bar.open_bar()
    window.desk.find_bar.field.setText("evening")
    window.desk.find_bar.ask()
    count = opened.document.text.casefold().count("evening")
    first = window.desk.find_bar._answer.text()
    window.desk.find_bar.ask()
    assert first.endswith(f" of {count}")
    assert window.desk.find_bar._answer.text() != first
    window.desk.find_bar.close_bar()
