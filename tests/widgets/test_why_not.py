"""What is selected is asked about: each check's part is listed, with the way to its page."""

from PySide6.QtWidgets import QApplication, QLabel

from app.services.why_not import Outcome
from tests.shell.making import is_idle, until
from widgets.labels import IconButton
from widgets.why_not import WhyNotDialog, ask_why_not


def shown():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, WhyNotDialog) and one.isVisible()]


def test_the_selected_words_are_explained(window, session, opened):
    start = opened.document.text.index("Visits rose")
    ask_why_not(session, opened, (start, start + 11), window)
    until(lambda: is_idle(session) and bool(shown()))
    (dialog,) = shown()
    outcomes = {reason.check: reason.outcome for reason in dialog.reasons}
    assert outcomes["tool-markup"] is Outcome.NOTHING
    assert outcomes["policy-terms"] is Outcome.NOT_RUN
    assert any("Visits rose" in label.text() for label in dialog.findChildren(QLabel))
    assert dialog.findChildren(IconButton)
    dialog.close()


def test_without_a_selection_it_says_what_to_do(window):
    window.keys.by_name["why_not"].trigger()
    assert not shown()
