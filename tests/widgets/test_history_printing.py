"""A history on paper."""

from app.shell.my_history import Filters, find_said, history_of
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
