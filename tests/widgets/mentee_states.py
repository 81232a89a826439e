"""Brings a window into each state of the mentee's side, with the author of the sample project at work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.main import _open_sample
from app.services import people
from app.services.sample import AUTHOR
from app.shell.session import Session
from tests.shell.making import is_idle, until
from widgets.main_window import MainWindow
from widgets.mentee_side import MenteeSide

Visit = Callable[[str, QWidget], object]


@contextmanager
def author_window(folder: Path) -> Iterator[MainWindow]:
    """Give a window over a fresh sample project in which its author works."""
    session = Session(partial(_open_as_author, folder / "sample"))
    window = MainWindow(session, is_sample=True)
    window.show()
    session.start()
    until(lambda: session.workspace is not None and is_idle(session) and window.sides.name == "mine")
    try:
        yield window
    finally:
        window.close()


def _open_as_author(folder: Path):
    workspace = _open_sample(folder, False)
    people.act_as(workspace, next(one.id for one in workspace.directory().people if one.name == AUTHOR))
    return workspace


def walk_mine(window: MainWindow, visit: Visit) -> None:
    """Bring the side into one state after another and show each to ``visit``."""
    side = window.sides.page("mine")
    window.activateWindow()  # as a window manager does when a dialog closes
    until(window.isActiveWindow)
    for name, show in (
        ("my-work", _show_work),
        ("letter", partial(_show_letter, place=0)),
        ("letter-read", partial(_show_letter, place=1)),
        ("my-comments", _show_comments),
        ("history", partial(_show_history, table=False)),
        ("history-table", partial(_show_history, table=True)),
        ("history-search", _show_search),
    ):
        show(side)
        settle(side)
        visit(name, window)
    for name, ask in (("hand-in", _ask_disclosure), ("new-work", _ask_title)):
        dialog = ask(side)
        settle(side)
        visit(name, dialog)
        dialog.reject()
        settle(side)
    _show_work(side)


def settle(side: MenteeSide) -> None:
    """Wait until nothing on the screen is about to change."""
    until(lambda: is_idle(side._session))
    QTest.qWait(40)
    until(lambda: is_idle(side._session))


def _show_work(side: MenteeSide) -> None:
    side.show_page("work")
    side.refresh()
    settle(side)
    side.work.open(side.work.shown.lines[0].work.deliverable.id)


def _show_letter(side: MenteeSide, place: int) -> None:
    side.show_feedback(side.work.shown.received[place].draft.id)
    settle(side)
    side.feedback.show_draft(False)


def _show_comments(side: MenteeSide) -> None:
    _show_letter(side, 0)
    comment = next(one for one in side.feedback.found.comments if one.draft_id == side.feedback.found.draft.id)
    side.feedback.open_comment(comment.id)


def _show_history(side: MenteeSide, table: bool) -> None:
    side.show_page("history")
    side.history._tabs.button(0).click()
    settle(side)
    side.history.scores.show_table(table)


def _show_search(side: MenteeSide) -> None:
    side.history.scores.show_table(False)
    side.search_history()
    settle(side)
    side.history.said.list.step(1)


def _ask_disclosure(side: MenteeSide):
    """Show the form with everything in it, and what it says to a wrong answer."""
    side.acts._show_disclosure(side.work.shown.lines[0], "")
    form = side.acts.submit.form
    form.levels.button(2).setChecked(True)
    side.acts.submit.submit()
    return side.acts.submit


def _ask_title(side: MenteeSide):
    side.acts.begin_with(Path("evening_opening.docx"))
    return side.acts.begin
