"""The feedback as a file: a page in the browser, a PDF that Poppler reads; nothing half written."""

import shutil
import subprocess

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.domain.errors import StetError
from tests.exports.test_feedback_report import REPORT
from tests.shell.making import is_idle, until
from tests.widgets.test_keyboard_walk import own_dialogs  # noqa: F401 a fixture
from widgets.preview_page import PreviewPage
from widgets.release_export import write_report
from widgets.theme import apply_theme


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs Poppler")
def test_the_pdf_holds_every_word_on_pages_of_a4(qapp, tmp_path):
    target = tmp_path / "feedback.pdf"
    write_report(REPORT, target)
    text = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("For Zoë Ōkubo, on Evening <opening>", "What is strong", "“Visitors were counted”", "in <May>",
                  "<b>One</b> is gone.", "Sources exist 30 (60 × 2/4) = 30"):  # fmt: skip
        assert words in text
    facts = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    assert "A4" in facts
    assert [one.name for one in tmp_path.iterdir()] == ["feedback.pdf"]


def test_a_page_that_cannot_be_written_leaves_nothing_behind(qapp, tmp_path):
    (tmp_path / "taken.html").mkdir()
    with pytest.raises(StetError, match="cannot be written"):
        write_report(REPORT, tmp_path / "taken.html")
    assert [one.name for one in tmp_path.iterdir()] == ["taken.html"]


def test_the_preview_shows_the_same_words_in_each_theme(qtbot, qapp):
    page = PreviewPage()
    qtbot.addWidget(page)
    page.show_report(REPORT)
    before = page.toPlainText()
    assert "Date it & source it." in before
    apply_theme(qapp, "dark")
    assert page.toPlainText() == before
    apply_theme(qapp, "light")


@pytest.mark.usefixtures("own_dialogs")
def test_a_file_is_asked_for_and_written(window, session, opened, tmp_path):
    session.review.comment_on_draft(body="Read it aloud once.")
    until(lambda: is_idle(session))
    proposed = []

    def answer():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not isinstance(QApplication.focusWidget(), QLineEdit):
            QTimer.singleShot(20, answer)
            return
        proposed.extend(dialog.selectedFiles())
        dialog.selectNameFilter("Web page (*.html)")
        QApplication.focusWidget().setText(str(tmp_path / "out"))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    window.keys.by_name["export_feedback"].trigger()
    until(lambda: window.status_line.said == f"The feedback is in {tmp_path / 'out.html'}.")
    assert proposed == [str(opened.path.with_name("draft feedback.pdf"))]
    assert "Read it aloud once." in (tmp_path / "out.html").read_text(encoding="utf-8")
