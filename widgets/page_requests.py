"""What is asked of the draft as something to read: going to a heading or a page, its size, printing it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.shell.session import Session
from widgets.desk import Desk
from widgets.status_line import StatusLine


class PageRequests:
    """Joins reading and printing to the window; dialogs are loaded when they are first shown."""

    def __init__(self, window: QWidget, session: Session, desk: Desk, line: StatusLine) -> None:
        self._window, self._session, self._desk, self._line = window, session, desk, line

    def by_name(self) -> dict[str, Callable[[], object]]:
        """Return what to call for each of these actions."""
        return {
            "go_to": self.go_to,
            "fit_width": lambda: self._desk.fit("width"),
            "fit_page": lambda: self._desk.fit("page"),
            "print": lambda: self.print_draft(with_comments=False),
            "print_comments": lambda: self.print_draft(with_comments=True),
        }

    def go_to(self) -> None:
        """Ask for a heading or a page and show it."""
        from widgets.outline import OutlineDialog

        opened, view = self._session.draft, self._desk.view
        if opened is None or view is None:
            return
        dialog = OutlineDialog(opened.document, view.place(), self._window)
        if dialog.exec() and dialog.chosen is not None:
            view.reveal(dialog.chosen.start, dialog.chosen.end)
            self._desk.focus_draft()
        dialog.deleteLater()

    def print_draft(self, with_comments: bool) -> None:
        """Ask for a printer and print the draft, with its comments after it or without them."""
        from widgets.printing import ask_to_print

        opened = self._session.draft
        if opened is not None:
            ask_to_print(opened, with_comments, self._window, self._line.say)
