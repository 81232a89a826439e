"""What a person decides and writes about the draft on the desk, and undo: every change goes to the disk at once."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.document import Document
from app.domain.review import Comment, CommentKind, Draft
from app.services import reviewing, undoing
from app.services.ports import Workspace
from app.shell.desk_draft import DeskDraft, KeptReview
from app.shell.saves import Saves

T = TypeVar("T")


class Review(QObject):
    """Requests about ``draft``; afterwards the draft holds what the workspace keeps, and the signals tell."""

    comments_changed = Signal()  # comments or decisions
    comment_added = Signal(str)  # the comment's id, when the person asked for one
    comment_removed = Signal(object)  # Comment
    undone = Signal(object)  # Undone, by undo or redo; None when there was nothing

    def __init__(self, saves: Saves, workspace: Callable[[], Workspace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft: DeskDraft | None = None
        self._saves = saves
        self._workspace = workspace

    def accept(self, key: str, body: str | None = None) -> None:
        """Make a comment of the finding or reference with this key; ``body`` replaces the proposed words."""
        opened = self._require_draft()
        finding, reference = opened.finding(key), opened.reference(key)
        if finding is not None:
            found = finding.finding
            self._decide(
                opened, key, lambda ws: reviewing.accept_finding(ws, opened.draft, opened.document, found, body)
            )
        elif reference is not None and reference.checked is not None:
            checked = reference.checked
            self._decide(
                opened, key, lambda ws: reviewing.accept_reference(ws, opened.draft, opened.document, checked, body)
            )

    def dismiss(self, key: str, reason: str) -> None:
        """Dismiss the finding or reference with this key, for a reason."""
        opened = self._require_draft()
        self._decide(opened, key, lambda ws: reviewing.dismiss(ws, opened.draft, key, reason))

    def take_back(self, key: str) -> None:
        """Undo the decision with this key; the comment that an acceptance made goes with it."""
        opened = self._require_draft()
        decision = opened.decisions.get(key)
        if decision is not None:
            self._decide(opened, key, lambda ws: reviewing.take_back(ws, decision))

    def comment_on(self, start: int, end: int, kind: CommentKind = CommentKind.CORRECTION, body: str = "") -> None:
        """Add a comment on a span; ``comment_added`` follows."""
        opened = self._require_draft()
        self._change(
            opened,
            lambda ws: reviewing.comment_on(ws, opened.draft, opened.document, start, end, kind, body),
            then=lambda comment: self.comment_added.emit(comment.id),
        )

    def comment_on_draft(self, kind: CommentKind = CommentKind.CORRECTION, body: str = "") -> None:
        """Add a comment on the draft as a whole; ``comment_added`` follows."""
        opened = self._require_draft()
        self._change(
            opened,
            lambda ws: reviewing.comment_on_draft(ws, opened.draft, kind, body),
            then=lambda comment: self.comment_added.emit(comment.id),
        )

    def edit_comment(self, comment_id: str, kind: CommentKind, body: str) -> None:
        """Keep what a comment says now; called while typing, so only the last text waits for the disk."""
        opened = self._require_draft()
        opened.typed[comment_id] = (kind, body)

        def kept(_: object) -> None:
            if opened.typed.get(comment_id) == (kind, body):
                del opened.typed[comment_id]

        self._on_comment(
            opened,
            comment_id,
            lambda ws, comment: reviewing.edit_comment(ws, comment, body, kind),
            then=kept,
            key=f"edit {comment_id}",
        )

    def resolve(self, comment_id: str, resolved: bool = True) -> None:
        """Mark a comment as resolved, or open it again."""
        opened = self._require_draft()
        self._on_comment(
            opened, comment_id, lambda ws, comment: reviewing.resolve_comment(ws, comment, resolved=resolved)
        )

    def delete_comment(self, comment_id: str) -> None:
        """Remove a comment; ``comment_removed`` carries it, so that it can be restored."""
        opened = self._require_draft()
        item = opened.comment(comment_id)
        if item is None:
            return
        opened.typed.pop(comment_id, None)
        tell = self.comment_removed.emit
        self._on_comment(opened, comment_id, reviewing.delete_comment, then=lambda _: tell(item.comment))

    def undo(self) -> None:
        """Take the newest change of the draft back; ``undone`` follows."""
        self._step(undoing.undo)

    def redo(self) -> None:
        """Make again what was undone last; ``undone`` follows."""
        self._step(undoing.redo)

    def _step(self, take: Callable[[Workspace, Draft, Document], undoing.Undone | None]) -> None:
        opened = self._require_draft()
        self._change(opened, lambda ws: take(ws, opened.draft, opened.document), then=self.undone.emit)

    def _require_draft(self) -> DeskDraft:
        assert self.draft is not None, "asked for a change while no draft is open"
        return self.draft

    def _on_comment(
        self,
        opened: DeskDraft,
        comment_id: str,
        act: Callable[[Workspace, Comment], T],
        then: Callable[[T | None], object] = lambda _: None,
        key: str = "",
    ) -> None:
        """Queue a change of a comment; it works on the comment as it is kept when its turn comes."""

        def change(workspace: Workspace) -> T | None:
            comment = workspace.comment(comment_id)
            return act(workspace, comment) if comment is not None else None

        self._change(opened, change, then, key)

    def _decide(self, opened: DeskDraft, key: str, act: Callable[[Workspace], object]) -> None:
        self._change(opened, act, key=f"decide {key}")

    def _change(
        self,
        opened: DeskDraft,
        act: Callable[[Workspace], T],
        then: Callable[[T], object] = lambda _: None,
        key: str = "",
    ) -> None:
        """Queue a change of the draft's review; afterwards take over what the workspace keeps now."""

        def write() -> tuple[T, KeptReview]:
            workspace = self._workspace()
            result = act(workspace)
            return result, kept_review(workspace, opened.draft.id)

        def done(written: tuple[T, KeptReview]) -> None:
            result, kept = written
            opened.keep_review(kept)
            then(result)
            self.comments_changed.emit()

        self._saves.put(write, done, key)


def kept_review(workspace: Workspace, draft_id: str) -> KeptReview:
    """Return the review of a draft as the workspace keeps it now, as far as the person may see it."""
    undo, redo = workspace.next_steps(draft_id)
    return KeptReview(*reviewing.kept_review(workspace, draft_id), undo, redo)
