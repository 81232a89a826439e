"""What each action of the window asks for; dialogs are loaded when they are first shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.shell.source_lists import with_files
from widgets.library_requests import library_requests
from widgets.lookup_requests import lookup_requests
from widgets.mentee_requests import mentee_requests
from widgets.page_requests import PageRequests
from widgets.people_requests import people_requests
from widgets.release_requests import release_requests
from widgets.review_requests import review_requests
from widgets.sharing_requests import sharing_requests
from widgets.tools import tool_requests

if TYPE_CHECKING:
    from widgets.window_frame import WindowParts


def requests_of(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for each action of ``widgets.actions.ACTIONS``, by its name."""
    session, desk, panels, sidebar = window.session, window.desk, window.panels, window.sidebar
    return {
        "open_files": lambda: choose_files(window),
        "add_sources": lambda: add_sources(window),
        "edit_sources": lambda: edit_sources(window),
        "reload": session.reload,
        "quit": window.close,
        "undo": window.undo,
        "redo": window.redo,
        "copy": lambda: copy_selection(window),
        "find": desk.find_bar.open_bar,
        "find_next": desk.find_bar.ask_next,
        "find_previous": lambda: desk.find_bar.ask(backwards=True),
        "show_findings": lambda: panels.show_tab("findings"),
        "show_references": lambda: panels.show_tab("references"),
        "show_comments": lambda: panels.show_tab("comments"),
        "toggle_panel": window.toggle_panel,
        "zoom_in": lambda: desk.zoom_by(1),
        "zoom_out": lambda: desk.zoom_by(-1),
        "zoom_normal": lambda: desk.zoom_by(0),
        "next_item": lambda: panels.step(1),
        "previous_item": lambda: panels.step(-1),
        "accept": panels.accept_current,
        "accept_edit": panels.edit_current,
        "dismiss": panels.dismiss_current,
        "comment": window.comment_on_selection,
        "comment_on_draft": lambda: comment_on_draft(window),
        "why_not": lambda: why_not(window),
        "resolve": panels.resolve_current,
        "remove": panels.remove_current,
        "recheck": session.recheck,
        "stop": session.stop,
        "previous_draft": lambda: sidebar.step(-1),
        "next_pane": lambda: window.sides.next_pane(1),
        "previous_pane": lambda: window.sides.next_pane(-1),
        "show_help": lambda: show_help(window),
        "choose_action": lambda: choose_action(window),
        "show_sample": lambda: window.workspace_wanted.emit("sample", []),
        "reset_sample": lambda: window.workspace_wanted.emit("afresh", []),
        "start_own": lambda: window.workspace_wanted.emit("own", []),
        "about": lambda: show_about(window),
        "filter_list": panels.toggle_filter,
        **library_requests(window),
        **lookup_requests(window),
        **release_requests(window),
        **review_requests(window),
        **people_requests(window),
        **mentee_requests(window),
        **sharing_requests(window),
        **PageRequests(window, session, desk, window.status_line).by_name(),
        **tool_requests(lambda: window.tools),
    }


def choose_files(window: "WindowParts") -> None:
    """Ask for drafts and open them."""
    from widgets import dialogs

    window.open_files(dialogs.choose_drafts(window))


def add_sources(window: "WindowParts") -> None:
    """Ask for source lists and check the references against them from now on."""
    from widgets import dialogs

    paths = dialogs.choose_sources(window)
    if paths:
        window.session.set_sources(with_files(window.session.source_lists, paths))


def edit_sources(window: "WindowParts") -> None:
    """Show the source lists: which are used, which are complete."""
    from widgets.source_lists_dialog import SourceListsDialog

    dialog = SourceListsDialog(window.session.source_lists, window)
    if dialog.exec() and dialog.lists() != window.session.source_lists:
        window.session.set_sources(dialog.lists())
    dialog.deleteLater()


def comment_on_draft(window: "WindowParts") -> None:
    """Start a comment on the draft as a whole."""
    window.panels.show_tab("comments")
    window.session.review.comment_on_draft()


def copy_selection(window: "WindowParts") -> None:
    """Copy the selected words."""
    span, opened = window.desk.selection(), window.session.draft
    if span is not None and opened is not None:
        QApplication.clipboard().setText(opened.document.text[slice(*span)])


def why_not(window: "WindowParts") -> None:
    """Say what each check did with the selected words."""
    span, opened = window.desk.selection(), window.session.draft
    if span is None or opened is None:
        window.status_line.say("Select the words first.")
        return
    from widgets.why_not import ask_why_not

    ask_why_not(window.session, opened, span, window)


def choose_action(window: "WindowParts") -> None:
    """Find an action by its words and do it."""
    from widgets.command_palette import CommandPalette

    others = [action for name, action in window.keys.by_name.items() if name != "choose_action"]
    palette = CommandPalette(others, window)
    if palette.exec() and palette.chosen is not None:
        palette.chosen.trigger()
    palette.deleteLater()


def show_help(window: "WindowParts") -> None:
    """Show the help."""
    from widgets import help_dialog

    help_dialog.show_guide(window)


def show_about(window: "WindowParts") -> None:
    """Say what this program is."""
    from widgets import dialogs

    dialogs.show_about(window)
