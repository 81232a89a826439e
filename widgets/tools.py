"""What works on the window as a whole: settings, layouts, giving back, the clipboard, recent drafts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMainWindow

from app.shell.people_here import people_here
from app.shell.session import Session
from widgets.actions import Actions
from widgets.file_news import FileNews
from widgets.layouts import LAYOUT_REQUESTS, Layouts
from widgets.panes import Panes
from widgets.people_button import PersonButton
from widgets.preferences_keeper import PreferencesKeeper
from widgets.recent_menu import RecentMenu
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from pathlib import Path

    from widgets.settings_dialog import SettingsDialog


class Tools:
    """Joins these parts to the window; dialogs are loaded when they are first shown."""

    def __init__(self, window: QMainWindow, session: Session, keys: Actions, panes: Panes, line: StatusLine) -> None:
        self._window, self._session, self._keys, self._line = window, session, keys, line
        self._panels = panes.panels
        FileNews(session, line, window)
        self.preferences = PreferencesKeeper(session, keys, window)
        self.layouts = Layouts(window, panes, line)
        self.preferences.changed.connect(lambda: self._panels.use_lists(self.preferences.chosen.lists))
        self._panels.lists_changed.connect(lambda lists: self.preferences.change(lists=lists))
        self._panels.place_requested.connect(self.layouts.put_panel)
        self.person = PersonButton(people_here(session), keys, window)
        self.person.menu().aboutToShow.connect(self._panels.flush)
        window.menuBar().setCornerWidget(self.person)
        keys.menus["File"].insertMenu(keys.by_name["export_copy"], RecentMenu(session, window))

    def export(self) -> None:
        """Ask for a file name and write the reviewed draft there."""
        from widgets.give_back import GiveBack

        self._panels.flush()
        GiveBack(self._session, self._line, self._window).export()

    def draft_from_clipboard(self) -> None:
        """Keep the text of the clipboard as a draft and open it."""
        from app.shell.giving_back import keep_clipboard
        from app.shell.jobs import Handlers, Lane

        session, text = self._session, QApplication.clipboard().text()
        if session.workspace is None:
            return
        folder = session.workspace.path / "clipboard"
        handlers: Handlers[Path] = Handlers(
            done=lambda path: session.open_files([path]),
            failed=lambda error: session.fail("No draft was made", error),
        )
        session.runner.submit(Lane.DISK, lambda _: keep_clipboard(folder, text), handlers)

    def edit_settings(self, page: str = "Look") -> "SettingsDialog":
        """Show the settings beside the work."""
        from widgets.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.preferences, self._session, page, self._window)
        dialog.online_requested.connect(self._keys.by_name["online_choice"].trigger)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def show_policies(self) -> None:
        """Choose, make and edit the policy that drafts are checked by."""
        from widgets.policy_dialog import show_policies

        show_policies(self._session, self._window)

    def new_rubric(self) -> None:
        """Make a rubric."""
        from widgets.rubric_form import RubricForm

        form = RubricForm(self._session, parent=self._window)
        form.finished.connect(form.deleteLater)
        form.show()

    def show_keys(self) -> None:
        """Show every key on one sheet."""
        from widgets.keys_sheet import KeysSheet

        sheet = KeysSheet(self._keys, self._window)
        sheet.letters_toggled.connect(lambda on: self.preferences.change(letters=on))
        sheet.change_requested.connect(lambda: self.edit_settings("Keys"))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()


def tool_requests(tools: Callable[[], Tools]) -> dict[str, Callable[[], object]]:
    """Return what to call for the actions of this part, by their names; the tools are made after the actions."""

    def arrange(name: str) -> Callable[[], None]:
        return lambda: tools().layouts.do(name)

    return {
        **{name: arrange(name) for name in LAYOUT_REQUESTS},
        "export_copy": lambda: tools().export(),
        "clipboard_draft": lambda: tools().draft_from_clipboard(),
        "settings": lambda: tools().edit_settings(),
        "show_keys": lambda: tools().show_keys(),
        "policies": lambda: tools().show_policies(),
        "new_rubric": lambda: tools().new_rubric(),
    }
