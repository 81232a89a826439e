"""What came from the shared database is shown where it belongs; nothing jumps, and what is being typed stays."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from app.domain.errors import NotFoundError
from app.shell.people_here import people_here
from app.shell.review import kept_review
from app.shell.sharing_news import Came
from app.shell.side_names import DESK

if TYPE_CHECKING:
    from app.services.ports import Workspace
    from app.shell.desk_draft import DeskDraft, KeptReview
    from widgets.comment_editor import CommentEditor
    from widgets.window_frame import WindowParts

_LOST = "Some work is not shared with you any more, so it is gone from here. What you had not sent is in Sharing."


class Refresher:
    """Reads again what the window shows, after a sync brought something."""

    def __init__(self, window: "WindowParts") -> None:
        self._window = window

    def show(self, came: Came) -> None:
        """Show everything as it is now."""
        window, session = self._window, self._window.session
        if came.kinds & {"people", "lost"}:
            people_here(session).refresh()
        session.refresh_recent()
        window.sidebar.queue.refresh()
        if window.sides.name != DESK:
            window.sides.read_again()
        if "lost" in came.kinds:
            window.status_line.say(_LOST)
        if session.draft is not None:
            self._read_draft(session.draft)

    def _read_draft(self, opened: "DeskDraft") -> None:
        session, draft_id = self._window.session, opened.draft.id

        def take(kept: "KeptReview | None") -> None:
            if session.draft is not opened:
                return
            if kept is None:
                session.start_over()
            else:
                self._show_review(opened, kept)

        session.ask(lambda ws: kept_review(ws, draft_id) if _is_there(ws, draft_id) else None, take)

    def _show_review(self, opened: "DeskDraft", kept: "KeptReview") -> None:
        panels, session = self._window.panels, self._window.session
        opened.keep_review(kept)
        session.review.comments_changed.emit()
        editor, item = panels.comments.editor, None
        if editor is not None:
            item = opened.comment(editor.comment_id)
        if editor is not None and item is not None and not editor.is_typing and item.comment.body != editor.body:
            self._write_anew(editor)
        panels.comments.around.refresh()
        panels.rubric.desk.reload()

    def _write_anew(self, editor: "CommentEditor") -> None:
        """Show what the open comment says now; the cursor stays where it was, as far as the words reach."""
        comments = self._window.panels.comments
        had_focus, place = editor.text.hasFocus(), editor.text.textCursor().position()
        comments.reopen()
        fresh = comments.editor
        if fresh is not None and had_focus:
            cursor = QTextCursor(fresh.text.document())
            cursor.setPosition(min(place, len(fresh.body)))
            fresh.text.setTextCursor(cursor)
            fresh.text.setFocus()


def _is_there(workspace: "Workspace", draft_id: str) -> bool:
    try:
        work_id = workspace.draft(draft_id).deliverable_id
    except NotFoundError:
        return False
    return any(one.id == draft_id for one in workspace.drafts_of(work_id))
