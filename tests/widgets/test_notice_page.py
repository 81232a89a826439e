"""What is being read, and why something is not here, with one next step."""

from PySide6.QtWidgets import QApplication, QLabel, QProgressBar

from app.shell.items import Failure, WorkProgress
from widgets.labels import Button
from widgets.notice_page import NoticePage


def shown(page):
    return [label.text() for label in page.findChildren(QLabel) if label.text() and label.isVisibleTo(page)]


def test_a_failure_offers_a_step_and_the_details(qtbot):
    page, asked = NoticePage(), []
    qtbot.addWidget(page)
    page.show_busy("draft.docx")
    assert shown(page) == ["Reading draft.docx", "It opens here in a moment."]
    page.show_failure(
        Failure("draft.docx cannot be read", "The file is empty.", "Traceback", "/tmp/draft.docx"),
        "Open another file…",
        lambda: asked.append(1),
    )
    assert shown(page) == ["draft.docx cannot be read", "The file is empty."]
    step, copy = [button for button in page.findChildren(Button) if button.isVisibleTo(page)]
    step.click()
    assert asked == [1]
    copy.click()
    assert QApplication.clipboard().text() == "draft.docx cannot be read\n/tmp/draft.docx\n\nTraceback"


def test_what_is_read_says_how_far_it_is_and_can_be_stopped(qtbot):
    page = NoticePage()
    qtbot.addWidget(page)
    page.show_progress(WorkProgress("Reading draft.docx", 1, 9))  # nobody looks at it yet
    page.show_busy("draft.docx")
    page.show_progress(WorkProgress("Reading draft.docx", 14, 31))
    assert "14 of 31" in shown(page)
    bar = page.findChild(QProgressBar)
    assert (bar.value(), bar.maximum()) == (14, 31)
    (stop,) = page.findChildren(Button)
    with qtbot.waitSignal(page.stop_requested):
        stop.click()
    page.show_failure(Failure("It cannot be read", "", "", ""), "Open", print)
    page.show_progress(WorkProgress("Reading draft.docx", 15, 31))
    assert "15 of 31" not in shown(page)
