"""What a person decides and writes about the draft on the desk, and undo: every change goes to the disk at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.document import Document
from app.domain.feedback import Phrase
from app.domain.review import Comment, CommentKind, Draft
from app.services import dismissals, phrases, reading_feedback, reviewing, undoing
from app.services.dismissals import Reach
from app.services.ports import Workspace
from app.shell.desk_draft import DeskDraft, KeptReview
from app.shell.saves import Saves

T = TypeVar("T")


class Review(QObject):
    """Requests about ``draft``; afterwards the draft holds what the workspace keeps, and the signals tell."""

    comments_changed = Signal()  # comments or decisions
    comment_added = Signal(str)  # the comment's id, when the person asked for one
    comment_removed = Signal(object)  # Comment
    accepted = Signal(int)  # how many findings at once
    library_changed = Signal()
    answered = Signal()
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

    def dismiss(self, key: str, reason: str, reach: Reach = Reach.HERE) -> None:
        """Dismiss the finding or reference with this key, for a reason; the rule of a finding also further."""
        opened = self._require_draft()
        self._decide(opened, key, lambda ws: dismissals.dismiss(ws, opened.draft, key, reason, reach))

    def take_back(self, key: str) -> None:
        """Undo the decision with this key; the comment that an acceptance made goes with it."""
        opened = self._require_draft()
        decision = opened.decisions.get(key)
        if decision is not None:
            self._decide(opened, key, lambda ws: dismissals.take_back(ws, decision))

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

    def explain(self, comment_id: str, said: Mapping[str, str]) -> None:
        """Keep the further fields of a comment by name: why, good, suggestion, criterion; called while typing."""
        self._on_comment(
            self._require_draft(),
            comment_id,
            lambda ws, comment: reviewing.explain_comment(ws, comment, **said),
            key=f"explain {comment_id} {sorted(said)}",
        )

    def place(self, comment_id: str, span: tuple[int, int]) -> None:
        """Let a comment that lost its place stand on these words."""
        opened = self._require_draft()
        self._on_comment(
            opened,
            comment_id,
            lambda ws, comment: reviewing.place_comment(ws, opened.draft, opened.document, comment, span),
        )

    def accept_all(self, keys: Sequence[str]) -> None:
        """Make a comment of each of these findings that is not decided, as one step of undo; ``accepted`` follows."""
        opened = self._require_draft()
        findings = [item.finding for item in map(opened.finding, keys) if item is not None]
        self._change(
            opened,
            lambda ws: reviewing.accept_all(ws, opened.draft, opened.document, findings),
            then=lambda made: self.accepted.emit(len(made)),
        )

    def use_phrase(self, phrase: Phrase, span: tuple[int, int] | None = None, key: str = "") -> None:
        """Say a phrase of the library in the comment or of the finding with this key, else on a span or on the draft.

        What a comment says already stays before it. ``comment_added`` follows.
        """
        opened = self._require_draft()

        def write(workspace: Workspace) -> Comment:
            comment = workspace.comment(key) if key else None
            if comment is None:
                return phrases.use_phrase(workspace, phrase, self._new_for(workspace, opened, span, key))
            return phrases.use_phrase(workspace, _added_to(comment, phrase), comment)

        self._change(opened, write, then=lambda comment: self.comment_added.emit(comment.id))

    def _new_for(self, workspace: Workspace, opened: DeskDraft, span: tuple[int, int] | None, key: str) -> Comment:
        draft, document, finding = opened.draft, opened.document, opened.finding(key) if key else None
        if finding is not None:
            return reviewing.accept_finding(workspace, draft, document, finding.finding)[0]
        if span is not None:
            return reviewing.comment_on(workspace, draft, document, *span, CommentKind.CORRECTION, "")
        return reviewing.comment_on_draft(workspace, draft, CommentKind.CORRECTION, "")

    def add_to_library(self, comment_id: str, team_id: str = "") -> None:
        """Add what a comment says to one's own library, or to that of a team; ``library_changed`` follows."""
        self._on_comment(
            self._require_draft(),
            comment_id,
            lambda ws, comment: phrases.phrase_from(ws, comment, team_id),
            then=lambda _: self.library_changed.emit(),
        )

    def answer(self, comment_id: str, draft_id: str, body: str) -> None:
        """Answer in a comment's thread; ``answered`` follows."""
        self._change(
            self._require_draft(),
            lambda ws: reading_feedback.reply(ws, draft_id, comment_id, body),
            then=lambda _: self.answered.emit(),
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


def _added_to(comment: Comment, phrase: Phrase) -> Phrase:
    """Return the phrase after what the comment says already."""
    if not comment.body.strip():
        return phrase
    said = {
        name: getattr(comment, name) or getattr(phrase, name) for name in ("why", "good", "suggestion", "criterion")
    }
    return replace(phrase, kind=comment.kind, body=f"{comment.body.rstrip()}\n{phrase.body}", **said)


def kept_review(workspace: Workspace, draft_id: str) -> KeptReview:
    """Return the review of a draft as the workspace keeps it now, as far as the person may see it."""
    undo, redo = workspace.next_steps(draft_id)
    standing = dismissals.standing(workspace, draft_id)
    return KeptReview(*reviewing.kept_review(workspace, draft_id), undo, redo, standing)
