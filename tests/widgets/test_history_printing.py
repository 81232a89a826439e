"""A history on paper."""

from dataclasses import replace

from app.shell.my_history import NO_HISTORY, Filters, find_said, history_of
from tests.shell.making import wait_idle
from tests.widgets.test_history_page import page, side  # noqa: F401 fixtures
from tests.widgets.test_printing import printer_to
from widgets.history_printing import history_document
from widgets.printing import print_on
from widgets.theme import apply_theme


def test_everything_is_on_paper_and_dark_whatever_the_theme(qtbot, qapp, side, tmp_path):  # noqa: F811 a fixture
    store = side._session.workspace
    apply_theme(qapp, "dark")
    found = history_of(store)
    said = find_said(store, found.mentee_id, Filters(), most=5000)
    document = history_document(found, said, {})
    apply_theme(qapp, "light")
    words = document.toPlainText()
    assert words.startswith(f"History of {found.name}")
    assert all(title in words for title in found.criteria.values())
    assert all(line in words for one in said for line in one.body.splitlines())
    assert found.comes_back
    assert f"of the last {found.comes_back[0].recurring.of} drafts" in words
    assert "#ffffff" not in document.toHtml().lower()
    print_on(printer_to(tmp_path / "history.pdf"), document)
    assert (tmp_path / "history.pdf").read_bytes().startswith(b"%PDF")
    wait_idle(qtbot, side._session)


def test_what_is_left_out_is_said(qtbot, side):  # noqa: F811 a fixture
    store = side._session.workspace
    found = history_of(store)
    said = find_said(store, found.mentee_id, Filters(), most=5000)
    assert len(said) > 2
    assert "Only the newest" not in history_document(found, said, {}, most=len(said)).toPlainText()
    words = history_document(found, said, {}, most=2).toPlainText()
    assert "Only the newest 2 are printed. Older ones are in the history in Stet." in words
    wait_idle(qtbot, side._session)


def test_a_person_without_a_name_has_a_history_all_the_same(qapp):
    assert history_document(NO_HISTORY, (), {}).toPlainText().startswith("History\n")
    named = replace(NO_HISTORY, name="A & B")
    assert history_document(named, (), {}).toPlainText().startswith("History of A & B\n")
