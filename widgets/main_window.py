"""The window: the queue, the draft and the evidence beside it, with menus and keys for everything."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from app.shell.source_lists import SUFFIXES as SOURCE_SUFFIXES
from app.shell.source_lists import with_files
from widgets.preload import Preload
from widgets.sides import DESK, Sides
from widgets.window_frame import WindowParts

if TYPE_CHECKING:
    from app.domain.errors import StetError
    from app.services.undoing import Undone
    from app.shell.desk_draft import DeskDraft
    from app.shell.items import Failure
    from app.shell.session import Session


class MainWindow(WindowParts):
    """Puts the parts together and turns actions into requests of the session.

    Without a session it is an empty frame, until ``show_queue`` and ``show_all`` load its parts: nothing that takes
    long to import may stand between the start of the program and its first look.
    """

    closed = Signal()
    workspace_wanted = Signal(str, object)  # "own", "sample" or "afresh", and the files to open there

    def __init__(
        self, session: "Session | None" = None, is_sample: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Stet")
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._working = False
        self._marking = QTimer(self)  # after the panels have been painted, once for all news of a moment
        self._marking.setSingleShot(True)
        self._marking.timeout.connect(self._show_marks)
        self._is_whole = False
        self._parts: dict[str, bytes] = {}
        if session is not None:
            self.show_queue(session)
            self.show_all(is_sample)

    def show_queue(self, session: "Session") -> None:
        """Load the session's queue alone: what a person begins with."""
        from widgets.sidebar import Sidebar

        self.session = session
        self.sidebar = Sidebar(session, self)
        self.sidebar.setGeometry(self.queue_place())
        self.sidebar.setVisible(self.shows_queue)

    def show_all(self, is_sample: bool = False) -> None:
        """Load everything else around the queue, in one step; ``is_sample`` tells the sample project from own work."""
        from widgets.actions import Actions
        from widgets.desk import Desk
        from widgets.panels import Panels
        from widgets.panes import Panes
        from widgets.start_page import StartPage
        from widgets.status_line import StatusLine
        from widgets.tools import Tools
        from widgets.window_requests import requests_of

        self.is_sample = is_sample
        self.start_page = StartPage(self)
        self.start_page.show_sample(is_sample, has_drafts=False)  # until the workspace tells
        self.desk = Desk(self.start_page, self)
        self.panels = Panels(self.session, self)
        self.status_line = StatusLine(self.session, self)
        self.keys = Actions(self, requests_of(self))
        self.panes = Panes(self.sidebar, self.desk, self.panels, self)
        self.tools = Tools(self, self.session, self.keys, self.panes, self.status_line)
        self.sides = Sides(self.panes, self.session, self)
        self.panes.restore_widths(self._parts)
        self._lay_out()
        self._connect()
        self.panels.hide()
        self._is_whole = True
        self.sidebar.show()  # joining the panes has hidden it
        self.panes.fold(self.width())
        self.end_ground()
        self.desk.focus_draft()
        self._enable()

    # what the menus ask for

    def open_at_start(self, paths: Sequence[Path]) -> None:
        """Open the files of the command line: drafts at once, lists when it is known which ones are used already."""
        lists, drafts = _parted(paths)
        if drafts:
            self.session.open_files(drafts)
        if lists:
            once = Qt.ConnectionType.SingleShotConnection
            self.session.workspace_opened.connect(lambda: self.open_files(lists), once)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open drafts; source lists among the files are added to the lists instead. Own work leaves the sample."""
        lists, drafts = _parted(paths)
        if self.is_sample and drafts:
            self.workspace_wanted.emit("own", list(paths))
            return
        if lists:
            self.session.set_sources(with_files(self.session.source_lists, lists))
        if drafts:
            self.session.open_files(drafts)

    def comment_on_selection(self) -> None:
        """Start a comment on the selected words, or say what to do first."""
        span = self.desk.selection()
        if span is None:
            self.status_line.say("Select the words first, then press C. Shift+C comments on the whole draft.")
            return
        self.panels.show_tab("comments")
        self.session.review.comment_on(*span)
        if self.desk.view is not None:
            self.desk.view.clear_selection()

    def undo(self) -> None:
        """Take the newest change back."""
        if not self.sides.step("undo"):
            self.panels.flush()
            self.session.review.undo()

    def redo(self) -> None:
        """Make again what was undone."""
        if not self.sides.step("redo"):
            self.panels.flush()
            self.session.review.redo()

    def show_side(self, name: str) -> None:
        """Show the review desk, a person's own work or the team."""
        self.sides.show_side(name)

    def toggle_panel(self) -> None:
        """Show or hide the evidence."""
        self.panels.setVisible(self.panels.isHidden() and self.session.draft is not None)

    # news from the session

    def _connect(self) -> None:
        session = self.session
        session.draft_opening.connect(self._show_opening)
        session.draft_opened.connect(self._show_draft)
        session.person_changed.connect(self._put_away)
        changes = (self.sides.shown, self.sides.present_changed, self.panels.tab_changed, self.panels.findings.offered)
        for change in (*changes, session.review.comments_changed, self.panels.rubric.count_changed):
            change.connect(lambda *_: self._enable())
        self.sides.shown.connect(self.status_line.turn_to)
        for said in (self.sides.said, self.panels.rubric.said, self.panels.references.acts.said):
            said.connect(self.status_line.say)
        session.open_stopped.connect(self._back_to_draft)
        session.password_needed.connect(self._ask_password)
        session.failed.connect(self._show_failure)
        session.saves.refused.connect(lambda error: self.status_line.say(str(error)))
        session.progressed.connect(self._note_work)
        session.progressed.connect(self.desk.notice.show_progress)
        session.current_changed.connect(self._show_current)
        session.review.comment_removed.connect(self._offer_undo)
        session.review.undone.connect(self._tell_undone)
        session.review.comment_added.connect(self.panels.edit_comment)
        for news in (session.findings_changed, session.references_changed, session.review.comments_changed):
            news.connect(self._marking.start)
        session.workspace_opened.connect(self._greet)
        self._connect_desk()
        self.sidebar.open_requested.connect(self.keys.by_name["open_files"].trigger)
        self.panels.add_sources_requested.connect(self.keys.by_name["add_sources"].trigger)
        self.start_page.open_requested.connect(self.keys.by_name["open_files"].trigger)
        self.start_page.sources_requested.connect(self.keys.by_name["add_sources"].trigger)
        self.start_page.first_requested.connect(lambda: session.open_recent(session.recent[0]))
        self.start_page.workspace_requested.connect(lambda name: self.workspace_wanted.emit(name, []))
        for asked in (self.status_line.stop_requested, self.desk.notice.stop_requested):
            asked.connect(session.stop)

    def _put_away(self) -> None:
        """Show no draft: somebody else works here now."""
        self.setWindowTitle("Stet")
        self.desk.show_start()
        self.panels.hide()
        self._enable()

    def _connect_desk(self) -> None:
        self.session.workspace_opened.connect(Preload(self).start)
        self.desk.pages_shown.connect(self._make_room)
        self.session.read_ahead.connect(self.desk.make_ready)
        self.desk.mark_clicked.connect(self._open_mark)
        self.desk.header.comment_requested.connect(self.comment_on_selection)
        self.desk.header.panel_toggled.connect(self.toggle_panel)
        self.desk.menu_requested.connect(self._show_selection_menu)
        self.desk.header.send_requested.connect(self.keys.by_name["send_feedback"].trigger)

    def _show_opening(self, path: Path) -> None:
        self.sides.show_side(DESK)
        self.desk.show_opening(path, self.session.opening)

    def _make_room(self) -> None:
        """Give the evidence its room before the draft is laid out, so that nothing moves when it comes."""
        self.panels.show()
        self.panes.fit_panel()

    def _show_draft(self, opened: "DeskDraft") -> None:
        self.setWindowTitle(f"{opened.name} — Stet")
        self.sides.show_side(DESK)
        self._make_room()
        self.desk.show_draft(opened)
        self._marking.start()
        self._enable()
        self.status_line.say(next(filter(None, (opened.note, *opened.document.warnings)), ""))
        self.desk.focus_draft()

    def _back_to_draft(self) -> None:
        self.sidebar.show_draft()
        if self.session.draft is not None:
            self._show_draft(self.session.draft)
            self.panels.refresh()
        else:
            self.panels.hide()
            self.desk.show_start()

    def _show_marks(self) -> None:
        from widgets.text_marks import marks_of

        if self.session.draft is not None and self.desk.view is not None:
            self.desk.set_marks(marks_of(self.session.draft))
            self.desk.view.set_current(self.session.current)

    def _show_current(self, key: str | None) -> None:
        from widgets.text_marks import span_of

        opened = self.session.draft
        span = span_of(opened, key) if opened is not None and key else None
        self.desk.show_current(key, span)
        self._enable()

    def _open_mark(self, key: str) -> None:
        self.panels.show_tab_of(key)
        self.session.set_current(key)

    def _show_failure(self, failure: "Failure") -> None:
        if self.session.workspace is None:
            self._show_failure_page(failure, "Try again", self.session.start)
        elif failure.path:
            self._show_failure_page(failure, "Open another file…", self.keys.by_name["open_files"].trigger)
        else:
            self.status_line.say(f"{failure.title}: {failure.sentence}", "Copy details", lambda: _copy_details(failure))

    def _show_failure_page(self, failure: "Failure", action: str, asked: Callable[[], object]) -> None:
        """Show the failure alone: the evidence of another draft beside it would mislead."""
        self.desk.show_failure(failure, action, asked)
        self.panels.hide()
        self._enable()

    def _ask_password(self, path: Path, was_wrong: bool) -> None:
        from widgets import dialogs

        password = dialogs.ask_password(self, path.name, was_wrong)
        if password is None:
            self._back_to_draft()
        else:
            self.session.open_path(path, password)

    def _offer_undo(self, _: object) -> None:
        self.status_line.say("Comment removed.", "Undo", self.undo)

    def _tell_undone(self, undone: "Undone | None") -> None:
        self.panels.comments.reopen()
        self.status_line.say(undone.sentence if undone is not None else "")

    def _note_work(self, progress: object) -> None:
        if self._working != (progress is not None):
            self._working = progress is not None
            self._enable()

    def _greet(self) -> None:
        if not self.session.queue:
            self.desk.show_start()
        elif self.session.draft is None and self.session.unreadable:
            self.session.open_path(self.session.queue[0])
        self.start_page.show_sample(self.is_sample, bool(self.session.recent))
        if self.is_sample:
            own = partial(self.workspace_wanted.emit, "own", [])
            self.status_line.rest_on("The sample project: nothing here is your own work.", "Start my own", own)
        notices = self.session.workspace.notices if self.session.workspace is not None else ()
        self.start_page.show_notices(notices)
        if notices:
            self.status_line.say(" ".join(notices))

    def _show_selection_menu(self, at: object) -> None:
        menu = QMenu(self)
        for request in ("comment", "copy"):
            menu.addAction(self.keys.by_name[request])
        menu.exec(at)  # type: ignore[call-overload]
        menu.deleteLater()

    def _enable(self) -> None:
        present = {"sample" if self.is_sample else "own"} | ({"work"} if self._working else set()) | self.sides.present
        opened, current = self.session.draft, self.session.current or self.panels.offered
        self.desk.header.show_scored(self.panels.rubric.desk.is_scored)
        if opened is not None and self.desk.shows_draft and self.sides.name == DESK:
            present.add("draft")
            present |= {name for name, step in (("undo", opened.undo), ("redo", opened.redo)) if step is not None}
            if current and opened.comment(current) is not None:
                present.add("comment")
            elif current:
                present |= {"item"} | ({"reference"} if opened.reference(current) is not None else set())
            if self.panels.rubric.takes_digits:
                present.add("rubric")
        self.keys.enable(present)

    # the window itself

    def _lay_out(self) -> None:
        from widgets.labels import rule

        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        layout.addWidget(self.sides, 1)
        layout.addWidget(rule())
        layout.addWidget(self.status_line)
        self.setCentralWidget(centre)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the queue away when the window gets narrow."""
        super().resizeEvent(event)
        if self._is_whole:
            self.panes.fold(self.width())

    def geometry_parts(self) -> dict[str, bytes]:
        """Return the place of the window and the widths of its panes, to give back at the next start."""
        from widgets.theme import theme

        place = {"window": bytes(self.saveGeometry().data())}
        if not self._is_whole:
            return self._parts | place
        return place | self.ground_parts(theme().palette_name, self.sidebar) | self.panes.widths()

    def restore_parts(self, parts: dict[str, bytes]) -> None:
        """Take the place that the window had; what makes no sense is left as it is."""
        if "window" in parts:
            self.restoreGeometry(parts["window"])
        self.restore_ground(parts)
        self._parts = parts
        if self._is_whole:
            self.panes.restore_widths(parts)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged over the window."""
        if self._is_whole and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open files that are dropped on the window."""
        self.open_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep every change before the window goes; ask when one cannot be kept."""
        if not self._is_whole:
            event.accept()
            self.closed.emit()
            return
        self.panels.flush()
        self.sides.flush()
        problem = self.session.close()
        while problem is not None:
            choice = self._ask_unkept(problem)
            if choice == "stay":
                event.ignore()
                return
            if choice == "discard":
                self.session.saves.stop()
            problem = self.session.close()
        event.accept()
        self.closed.emit()

    def _ask_unkept(self, problem: "StetError") -> str:
        from widgets import dialogs

        return dialogs.ask_unkept(self, str(problem), self.session.saves.pending)


def _parted(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the source lists and the drafts among files, by the ends of their names."""
    lists = [path for path in paths if path.suffix.lower() in SOURCE_SUFFIXES]
    return lists, [path for path in paths if path not in lists]


def _copy_details(failure: "Failure") -> None:
    QApplication.clipboard().setText(f"{failure.title}\n{failure.sentence}\n\n{failure.details}")
