"""Brings a window into each of its states, for what looks at all of them: the accessibility walk, the screenshots."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.domain.document import Kind
from app.main import _open_sample
from app.services.letters import Part
from app.shell.items import Failure
from app.shell.session import Session
from app.shell.source_lists import SourceList
from tests.shell.making import is_idle, until
from tests.widgets.lookup_states import canned_engine, walk_references
from tests.widgets.sharing_states import walk_sharing
from widgets.compare_view import CompareView
from widgets.dialogs import PasswordDialog
from widgets.main_window import MainWindow
from widgets.people_requests import lead_side, show_page
from widgets.scores_page import ScoresPage
from widgets.theme import apply_theme, set_text_scale
from widgets.version_question import VersionQuestion

Visit = Callable[[str, QWidget], object]
DIALOGS = (
    "edit_sources",
    "libraries",
    "show_keys",
    "choose_action",
    "about",
    "show_help",
    "settings",
    "go_to",
    "send_feedback",
    "use_phrase",
    "give_work",
    "policies",
    "new_rubric",
)
TEAM_PAGES = ("Scores", "Late work", "Assignments", "People", "Rubrics")
SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
LOOKS = (("light", 1.0), ("dark", 2.0), ("contrast", 1.0))  # colours do not change with the size


@contextmanager
def shown_window(folder: Path) -> Iterator[MainWindow]:
    """Give a window over the sample project, as at the first start; the mentor works there."""
    _open_sample(folder / "sample", False).close()  # waiting in a test keeps other threads from working
    session = Session(partial(_open_sample, folder / "sample", False), canned_engine())
    window = MainWindow(session, is_sample=True)
    window.show()
    session.start()
    until(lambda: session.workspace is not None and session.runner.is_idle)
    try:
        yield window
    finally:
        window.close()


def open_draft(window: MainWindow, path: Path, lists: Path | None = None) -> None:
    """Open a draft, check it against a source list, and wait until all is there."""
    session = window.session
    if lists is not None:
        session.set_sources([SourceList(lists)])
    session.open_files([path])
    until(lambda: session.draft is not None and session.draft.path == path and is_idle(session))
    settle(window)


def use_look(window: MainWindow, name: str, scale: float) -> None:
    """Show the window in a palette at a size of text."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, name)
    set_text_scale(app, scale)
    settle(window)


def settle(window: MainWindow) -> None:
    """Wait until nothing on the screen is about to change."""
    view = window.desk.view
    if view is not None and window.session.draft is not None:
        if window.session.draft.document.kind is Kind.PDF:
            until(lambda: not view._content.loader._is_busy)
        else:
            columns = (view.old, view.new) if isinstance(view, CompareView) else (view,)
            until(lambda: view.is_filled and not any(one._settling.isActive() for one in columns))
    QTest.qWait(30)


def walk(window: MainWindow, visit: Visit) -> None:
    """Bring the window with an open draft into one state after another and show each to ``visit``."""
    QAccessible.setActive(True)  # else what was heard of a list once is heard of its next rows too
    for name, show in (
        ("start", _show_start),
        ("reading", _show_reading),
        ("failure", _show_failure),
        ("draft", _show_draft),
        ("finding", partial(_show_item, tab="findings")),
        ("references", partial(_show_item, tab="references")),
        ("comments", _show_comments),
        ("rubrics", _show_rubrics),
        ("rubric", _show_rubric),
        ("find", _show_find),
        ("outline", _show_outline),
        *((f"team-{name.lower().replace(' ', '-')}", partial(_show_team, page=name)) for name in TEAM_PAGES),
        ("team-reviews", _show_reviews),
    ):
        show(window)
        settle(window)
        visit(name, window)
    _show_draft(window)
    for name in DIALOGS:
        if name in window.keys.by_name:
            visit_dialog(window.keys.by_name[name].trigger, partial(visit, name), lambda: is_idle(window.session))
    for state, was_wrong in (("password", False), ("password-wrong", True)):
        dialog = PasswordDialog("report.pdf", was_wrong, window)
        visit_dialog(dialog.exec, partial(visit, state))
        dialog.deleteLater()
    _show_item(window, "findings")
    visit_dialog(window.panels.dismiss_current, partial(visit, "reason"))
    _show_item(window, "references")
    for name in ("reference_records", "reference_right"):
        visit_dialog(window.keys.by_name[name].trigger, partial(visit, name), lambda: is_idle(window.session))
    window.activateWindow()
    until(window.isActiveWindow)
    _visit_measure(window, visit)
    _show_draft(window)
    walk_references(window, window.session.workspace.path, visit, settle)
    walk_sharing(window, visit, visit_dialog, lambda: is_idle(window.session))
    _show_draft(window)
    _walk_versions(window, visit)


def _walk_versions(window: MainWindow, visit: Visit) -> None:
    """Show what there is to a mentee's second draft, then put the draft of before on the desk again."""
    assert window.session.draft is not None
    path, place = window.session.draft.path, window.panels.findings.list.currentIndex().row()
    for name, show in (("comparing", _show_comparing), ("carried", _show_carried), ("next-draft", _show_question)):
        show(window)
        settle(window)
        visit(name, window)
    visit_dialog(window.keys.by_name["show_disclosure"].trigger, partial(visit, "disclosure"))
    window.findChild(VersionQuestion).put_away()
    window.session.open_path(path)
    until(lambda: window.session.draft is not None and window.session.draft.path == path and is_idle(window.session))
    settle(window)
    _show_draft(window)
    findings = window.panels.findings.list
    findings.set_current_quietly(findings.model().index(place, 0))
    window.activateWindow()
    window.desk.focus_draft()
    until(window.isActiveWindow)


def visit_dialog(
    ask: Callable[[], object], visit: Callable[[QWidget], object], is_ready: Callable[[], bool] = lambda: True
) -> None:
    """Show the dialog or popup that ``ask`` opens, modal or not, to ``visit`` once it is ready, and close it."""
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    failed: list[AssertionError] = []
    looked: list[QWidget] = []

    def look() -> None:
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one not in before]
        if not shown or not is_ready():
            QTimer.singleShot(20, look)
            return
        QTest.qWait(20)
        try:
            visit(shown[-1])
        except AssertionError as error:  # an error inside a slot would be lost
            failed.append(error)
        looked.append(shown[-1])
        if shown[-1].isVisible():
            shown[-1].reject() if isinstance(shown[-1], QDialog) else shown[-1].close()

    QTimer.singleShot(20, look)
    ask()
    until(lambda: bool(looked))
    QTest.qWait(10)
    if failed:
        raise failed[0]


def _show_start(window: MainWindow) -> None:
    window.desk.show_start()
    window.panels.hide()


def _show_reading(window: MainWindow) -> None:
    window.desk.show_opening(Path("A long report.docx"))


def _show_failure(window: MainWindow) -> None:
    failure = Failure(
        "A long report.docx could not be opened", "The file is cut off. Ask for it again.", "details", "x"
    )
    window.desk.show_failure(failure, "Open another file…", lambda: None)


def _show_draft(window: MainWindow) -> None:
    window.session.set_current(None)
    window._back_to_draft()
    window.panels.show_tab("findings")


def _show_item(window: MainWindow, tab: str) -> None:
    _show_draft(window)
    window.panels.show_tab(tab)
    settle(window)
    window.panels.focus_list()
    if tab == "findings":  # the first one, wherever the list was left
        window.session.set_current(next(row.key for row in window.panels.findings.list.rows if "@" in row.key))
    else:
        window.panels.step(1)
        window.panels.step(1)


def _visit_measure(window: MainWindow, visit: Visit) -> None:
    """Open a dense habit; afterwards the list stands on its first finding again."""
    _show_draft(window)
    keys = [row.key for row in window.panels.findings.list.rows if not row.is_group]
    window.session.set_current(next(key for key in keys if key.startswith("density:")))
    settle(window)
    visit("measure", window)
    window.session.set_current(keys[0])


def _show_comments(window: MainWindow) -> None:
    session = window.session
    _show_draft(window)
    window.panels.show_tab("comments")
    assert session.draft is not None
    if not session.draft.comments:
        start = session.draft.document.text.find("the")
        session.review.comment_on(start, start + 40)
        until(lambda: is_idle(session) and window.panels.comments.editor is not None)
        editor = window.panels.comments.editor
        editor.text.setPlainText("Which day was counted, and by whom? A reader will ask.")
        editor.finish()
        until(lambda: is_idle(session))
    settle(window)
    window.panels.step(1)


def _show_rubrics(window: MainWindow) -> None:
    """Show which rubrics there are, with one in use once the rubric was shown."""
    _show_draft(window)
    rubric = window.panels.rubric
    until(lambda: is_idle(window.session) and rubric.desk.scores is not None)
    window.panels.show_rubric()
    rubric.choose_another()
    until(lambda: bool(rubric.chooser.buttons) and is_idle(window.session))


def _show_rubric(window: MainWindow) -> None:
    """Show a criterion with evidence and a suggestion, levels that were chosen, the cap and the letter."""
    rubric = window.panels.rubric
    rubric.press(3)  # of the ready ones, the policy brief
    until(lambda: is_idle(window.session) and bool(rubric.cards))
    if not rubric.count.startswith("2"):
        rubric.press(2)
        rubric.press(4)
        rubric.comment()
        rubric.cards[2].words.setPlainText("The decision is named in the last line only.")
        rubric.letter.parts[Part.STRENGTH].words.setPlainText("Visitors were counted at the door.")
        window.panels.flush()
    until(lambda: is_idle(window.session))
    rubric.focus_list()


def _show_find(window: MainWindow) -> None:
    _show_draft(window)
    window.keys.by_name["find"].trigger()
    window.desk.find_bar.field.setText("the")
    window.desk.find_bar.ask()


def _show_team(window: MainWindow, page: str, view: int = 0) -> None:
    show_page(window, page)
    until(lambda: is_idle(window.session))
    shown = lead_side(window).page_named(page)
    if isinstance(shown, ScoresPage):
        shown.show_view(view)


def _show_reviews(window: MainWindow) -> None:
    _show_team(window, "Scores", view=1)


def _show_comparing(window: MainWindow) -> None:
    """Show a mentee's second draft beside the first one."""
    session = window.session
    assert session.draft is not None
    line = next(one for one in window.sidebar.queue.lines if one.draft.number > 1)
    window.sidebar._choose(f"work:{line.draft.id}")
    until(lambda: session.draft is not None and session.draft.draft.id == line.draft.id and is_idle(session))
    settle(window)
    window.keys.by_name["next_change"].trigger()
    until(lambda: isinstance(window.desk.view, CompareView))
    settle(window)
    window.keys.by_name["next_change"].trigger()


def _show_carried(window: MainWindow) -> None:
    """Open a comment that came from the draft before, with all its fields."""
    window.keys.by_name["compare"].trigger()
    window.panels.show_tab("comments")
    window.panels.step(1)
    until(lambda: is_idle(window.session))
    window.keys.by_name["comment_more"].trigger()


def _show_question(window: MainWindow) -> None:
    window.findChild(VersionQuestion).ask("Evening opening")


def _show_outline(window: MainWindow) -> None:
    window.desk.find_bar.close_bar()
    _show_draft(window)
