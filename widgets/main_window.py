"""The window: the queue, the draft and the evidence beside it, with menus and keys for everything."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QVBoxLayout, QWidget

from app.domain.errors import StetError
from app.services.ports import Taken
from app.shell.desk_draft import DeskDraft
from app.shell.help_pages import help_page
from app.shell.items import Failure
from app.shell.session import Session
from app.shell.source_lists import SUFFIXES as SOURCE_SUFFIXES
from app.shell.source_lists import with_files
from widgets import dialogs
from widgets.actions import Actions
from widgets.command_palette import CommandPalette
from widgets.desk import Desk
from widgets.help_dialog import show_help
from widgets.keys_sheet import KeysSheet
from widgets.labels import rule
from widgets.panels import Panels
from widgets.panes import Panes
from widgets.sidebar import Sidebar
from widgets.source_lists_dialog import SourceListsDialog
from widgets.start_page import StartPage
from widgets.status_line import StatusLine
from widgets.text_marks import marks_of, span_of


class MainWindow(QMainWindow):
    """Puts the parts together and turns actions into requests of the session."""

    closed = Signal()

    def __init__(self, session: Session, sample: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Stet")
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.session = session
        self._sample = tuple(sample)
        self._working = False
        self.start_page = StartPage(self)
        self.desk = Desk(self.start_page, self)
        self.sidebar = Sidebar(session, self)
        self.panels = Panels(session, self)
        self.status_line = StatusLine(session, self)
        self.keys = Actions(self, self._requests())
        self.panes = Panes(self.sidebar, self.desk, self.panels, self)
        self._lay_out()
        self._connect()
        self.panels.hide()
        self._enable()

    # what the menus ask for

    def choose_files(self) -> None:
        """Ask for drafts and open them."""
        self.open_files(dialogs.choose_drafts(self))

    def open_at_start(self, paths: Sequence[Path]) -> None:
        """Open the files of the command line: drafts at once, lists when it is known which ones are used already."""
        lists, drafts = _parted(paths)
        if drafts:
            self.session.open_files(drafts)
        if lists:
            once = Qt.ConnectionType.SingleShotConnection
            self.session.workspace_opened.connect(lambda: self.open_files(lists), once)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open drafts; source lists among the files are added to the lists instead."""
        lists, drafts = _parted(paths)
        if lists:
            self.session.set_sources(with_files(self.session.source_lists, lists))
        if drafts:
            self._leave_sample(drafts)
            self.session.open_files(drafts)

    def _leave_sample(self, drafts: Sequence[Path]) -> None:
        """Put the sample's source list away when own work is opened: it would say nothing about that."""
        used = {one.path for one in self.session.source_lists}
        if used and used <= set(self._sample) and not set(drafts) & set(self._sample):
            self.session.set_sources(())

    def add_sources(self) -> None:
        """Ask for source lists and check the references against them from now on."""
        paths = dialogs.choose_sources(self)
        if paths:
            self.session.set_sources(with_files(self.session.source_lists, paths))

    def edit_sources(self) -> None:
        """Show the source lists: which are used, which are complete."""
        dialog = SourceListsDialog(self.session.source_lists, self)
        if dialog.exec() and dialog.lists() != self.session.source_lists:
            self.session.set_sources(dialog.lists())
        dialog.deleteLater()

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
        self.panels.flush()
        self.session.review.undo()

    def redo(self) -> None:
        """Make again what was undone."""
        self.panels.flush()
        self.session.review.redo()

    def toggle_panel(self) -> None:
        """Show or hide the evidence."""
        self.panels.setVisible(self.panels.isHidden() and self.session.draft is not None)

    def _requests(self) -> dict[str, Callable[[], object]]:
        session, desk, panels = self.session, self.desk, self.panels
        return {
            "open_files": self.choose_files,
            "add_sources": self.add_sources,
            "edit_sources": self.edit_sources,
            "reload": session.reload,
            "quit": self.close,
            "undo": self.undo,
            "redo": self.redo,
            "copy": self._copy,
            "find": desk.find_bar.open_bar,
            "find_next": desk.find_bar.ask_next,
            "find_previous": lambda: desk.find_bar.ask(backwards=True),
            "show_findings": lambda: panels.show_tab("findings"),
            "show_references": lambda: panels.show_tab("references"),
            "show_comments": lambda: panels.show_tab("comments"),
            "toggle_sidebar": lambda: self.sidebar.setVisible(self.sidebar.isHidden()),
            "toggle_panel": self.toggle_panel,
            "zoom_in": lambda: desk.zoom_by(1),
            "zoom_out": lambda: desk.zoom_by(-1),
            "zoom_normal": lambda: desk.zoom_by(0),
            "next_item": lambda: panels.step(1),
            "previous_item": lambda: panels.step(-1),
            "accept": panels.accept_current,
            "dismiss": panels.dismiss_current,
            "comment": self.comment_on_selection,
            "comment_on_draft": self._comment_on_draft,
            "resolve": panels.resolve_current,
            "remove": panels.remove_current,
            "recheck": session.recheck,
            "stop": session.stop,
            "next_draft": lambda: self.sidebar.step(1),
            "previous_draft": lambda: self.sidebar.step(-1),
            "next_pane": lambda: self.panes.next_pane(1),
            "previous_pane": lambda: self.panes.next_pane(-1),
            "show_help": lambda: show_help("Help", help_page("mentor"), self),
            "choose_action": self.choose_action,
            "show_keys": self.show_keys,
            "about": lambda: dialogs.show_about(self),
        }

    def show_keys(self) -> None:
        """Show every key on one sheet."""
        sheet = KeysSheet(self.keys.letters_are_on, self)
        sheet.letters_toggled.connect(self.keys.use_letters)
        sheet.exec()
        sheet.deleteLater()

    def choose_action(self) -> None:
        """Find an action by its words and do it."""
        others = [action for name, action in self.keys.by_name.items() if name != "choose_action"]
        palette = CommandPalette(others, self)
        if palette.exec() and palette.chosen is not None:
            palette.chosen.trigger()
        palette.deleteLater()

    def _comment_on_draft(self) -> None:
        self.panels.show_tab("comments")
        self.session.review.comment_on_draft()

    def _copy(self) -> None:
        view = self.desk.view
        span = self.desk.selection()
        if view is not None and span is not None and self.session.draft is not None:
            QApplication.clipboard().setText(self.session.draft.document.text[slice(*span)])

    # news from the session

    def _connect(self) -> None:
        session = self.session
        session.draft_opening.connect(lambda path: self.desk.show_busy(path.name))
        session.draft_opened.connect(self._show_draft)
        session.open_stopped.connect(self._back_to_draft)
        session.password_needed.connect(self._ask_password)
        session.failed.connect(self._show_failure)
        session.progressed.connect(self._note_work)
        session.current_changed.connect(self._show_current)
        session.review.comment_removed.connect(self._offer_undo)
        session.review.undone.connect(self._tell_undone)
        session.review.comments_changed.connect(self._enable)
        session.review.comment_added.connect(self.panels.edit_comment)
        for news in (session.findings_changed, session.references_changed, session.review.comments_changed):
            news.connect(self._show_marks_soon)
        session.workspace_opened.connect(self._greet)
        self.desk.mark_clicked.connect(self._open_mark)
        self.desk.header.comment_requested.connect(self.comment_on_selection)
        self.desk.header.panel_toggled.connect(self.toggle_panel)
        self.desk.menu_requested.connect(self._show_selection_menu)
        self.sidebar.open_requested.connect(self.choose_files)
        self.panels.add_sources_requested.connect(self.add_sources)
        self.start_page.open_requested.connect(self.choose_files)
        self.start_page.sources_requested.connect(self.add_sources)
        self.start_page.sample_requested.connect(lambda: self.open_files(self._sample))
        self.status_line.stop_requested.connect(session.stop)

    def _show_draft(self, opened: DeskDraft) -> None:
        self.setWindowTitle(f"{opened.name} — Stet")
        self.desk.show_draft(opened)
        self.panels.show()
        self.panes.fit_panel()
        self._show_marks_soon()
        self._enable()
        warnings = opened.document.warnings
        self.status_line.say(warnings[0] if warnings else "")
        self.desk.focus_draft()

    def _back_to_draft(self) -> None:
        self.sidebar.show_draft()
        if self.session.draft is not None:
            self._show_draft(self.session.draft)
        else:
            self.desk.show_start()

    def _show_marks_soon(self) -> None:
        if self.session.draft is not None and self.desk.view is not None:
            self.desk.set_marks(marks_of(self.session.draft))
            self.desk.view.set_current(self.session.current)

    def _show_current(self, key: str | None) -> None:
        opened = self.session.draft
        span = span_of(opened, key) if opened is not None and key else None
        self.desk.show_current(key, span)
        self._enable()

    def _open_mark(self, key: str) -> None:
        self.panels.show_tab_of(key)
        self.session.set_current(key)

    def _show_failure(self, failure: Failure) -> None:
        if self.session.workspace is None:
            self._show_failure_page(failure, "Try again", self.session.start)
        elif failure.path:
            self._show_failure_page(failure, "Open another file…", self.choose_files)
        else:
            self.status_line.say(f"{failure.title}: {failure.sentence}", "Copy details", lambda: _copy_details(failure))

    def _show_failure_page(self, failure: Failure, action: str, asked: Callable[[], object]) -> None:
        """Show the failure alone: the evidence of another draft beside it would mislead."""
        self.desk.show_failure(failure, action, asked)
        self.panels.hide()
        self._enable()

    def _ask_password(self, path: Path, was_wrong: bool) -> None:
        password = dialogs.ask_password(self, path.name, was_wrong)
        if password is None:
            self._back_to_draft()
        else:
            self.session.open_path(path, password)

    def _offer_undo(self, _: object) -> None:
        self.status_line.say("Comment removed.", "Undo", self.undo)

    def _tell_undone(self, taken: Taken | None) -> None:
        self.panels.comments.reopen()
        changed_since = "Somebody has changed it since, so it stays as it is."
        self.status_line.say(changed_since if taken is not None and not taken.applied else "")

    def _note_work(self, progress: object) -> None:
        if self._working != (progress is not None):
            self._working = progress is not None
            self._enable()

    def _greet(self) -> None:
        if not self.session.queue:
            self.desk.show_start()
        elif self.session.draft is None and self.session.unreadable:
            self.session.open_path(self.session.queue[0])
        if self._sample and not self.session.recent and not self.session.queue:
            self.session.queue_files([path for path in self._sample if path.suffix.lower() not in SOURCE_SUFFIXES])
            self.start_page.offer_sample(True)
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
        present = {"work"} if self._working else set()
        opened, current = self.session.draft, self.session.current
        if opened is not None and self.desk.shows_draft:
            present.add("draft")
            present |= {name for name, step in (("undo", opened.undo), ("redo", opened.redo)) if step is not None}
            if current and opened.comment(current) is not None:
                present.add("comment")
            elif current:
                present.add("item")
        self.keys.enable(present)

    # the window itself

    def _lay_out(self) -> None:
        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        layout.addWidget(self.panes, 1)
        layout.addWidget(rule())
        layout.addWidget(self.status_line)
        self.setCentralWidget(centre)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the queue away when the window gets narrow."""
        super().resizeEvent(event)
        self.panes.fold(self.width())

    def geometry_parts(self) -> dict[str, bytes]:
        """Return the place of the window and the widths of its panes, to give back at the next start."""
        return {"window": bytes(self.saveGeometry().data()), **self.panes.widths()}

    def restore_parts(self, parts: dict[str, bytes]) -> None:
        """Take the place that the window had; what makes no sense is left as it is."""
        if "window" in parts:
            self.restoreGeometry(parts["window"])
        self.panes.restore_widths(parts)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged over the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open files that are dropped on the window."""
        self.open_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep every change before the window goes; ask when one cannot be kept."""
        self.panels.flush()
        problem = self.session.close()
        while problem is not None:
            if not self._try_again(problem):
                event.ignore()
                return
            problem = self.session.close()
        event.accept()
        self.closed.emit()

    def _try_again(self, problem: StetError) -> bool:
        """Ask what to do about a change that cannot be kept; whether closing goes on."""
        choice = dialogs.ask_unkept(self, str(problem), self.session.saves.pending)
        if choice == "discard":
            self.session.saves.stop()
        return choice != "stay"


def _parted(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the source lists and the drafts among files, by the ends of their names."""
    lists = [path for path in paths if path.suffix.lower() in SOURCE_SUFFIXES]
    return lists, [path for path in paths if path not in lists]


def _copy_details(failure: Failure) -> None:
    QApplication.clipboard().setText(f"{failure.title}\n{failure.sentence}\n\n{failure.details}")
