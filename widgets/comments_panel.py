"""The comments: written in place, kept as they are typed, resolved ones apart."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.review import CommentKind
from app.shell.desk_draft import DeskDraft
from app.shell.items import CommentItem, words_of
from app.shell.session import Session
from widgets.comment_editor import CommentEditor
from widgets.entries import Entry, Group, place_groups
from widgets.item_panel import ItemPanel
from widgets.looks import KIND_LOOKS
from widgets.rows import Row


class CommentsPanel(ItemPanel):
    """Lists the comments on the open draft."""

    name = "Comments"
    folded_at_first = ("resolved",)
    groupings: ClassVar = {"": "State", "kind": "Kind", "place": "Place", "criterion": "Criterion"}
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        session.review.comments_changed.connect(self.refresh)

    @property
    def count(self) -> int | None:
        """Number of comments that are not resolved, None without a draft."""
        opened = self.opened
        return sum(1 for comment in opened.comments if not comment.resolved) if opened is not None else None

    @property
    def editor(self) -> CommentEditor | None:
        """The editor of the open comment."""
        widget = self.list.open_widget
        return widget if isinstance(widget, CommentEditor) else None

    def entries(self, opened: DeskDraft) -> list[Entry]:
        """Return the comments, those that lost their place first."""
        items = opened.comment_items()
        places = place_groups([item.place for item in items])
        return [_entry(opened, item, place) for item, place in zip(items, places, strict=True)]

    def entry_of(self, opened: DeskDraft, key: str) -> Entry | None:
        """Return the entry of a comment."""
        item = opened.comment(key)
        return _entry(opened, item, *place_groups([item.place])) if item is not None else None

    def card(self, opened: DeskDraft, key: str) -> QWidget:
        """Return the editor of a comment."""
        item = opened.comment(key)
        assert item is not None
        editor = CommentEditor(item)
        editor.changed.connect(self._keep)
        editor.done.connect(self._finish)
        editor.removed.connect(self.session.review.delete_comment)
        editor.resolved.connect(self._resolve)
        return editor

    def explain(self, opened: DeskDraft) -> None:
        """Say how a comment is made."""
        del opened  # it is the same for every draft
        text = "Select words in the draft and press C, or accept a finding with A."
        self.empty.say("message-square", "No comments yet", text)

    def edit(self, comment_id: str) -> None:
        """Open a comment and put the keyboard into its words."""
        self.refresh()
        self.session.set_current(comment_id)
        if self.editor is not None:
            self.editor.text.setFocus()

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.editor is not None:
            self.editor.flush()

    def show_current(self, key: str | None) -> None:
        """Keep what was typed before another row opens."""
        if self.editor is not None and self.editor.comment_id != key:
            self.flush()
        super().show_current(key)

    def _keep(self, comment_id: str, kind: object, body: str) -> None:
        assert isinstance(kind, CommentKind)
        self.session.review.edit_comment(comment_id, kind, body)

    def _finish(self, comment_id: str) -> None:
        opened = self.session.draft
        item = opened.comment(comment_id) if opened is not None else None
        if item is not None and not item.comment.body.strip() and not item.comment.finding:
            self.session.review.delete_comment(comment_id)
        self.session.set_current(None)
        self.closed.emit()

    def _resolve(self, comment_id: str, resolved: bool) -> None:
        self.flush()
        self.session.review.resolve(comment_id, resolved)
        self.session.set_current(None)


def _row(item: CommentItem) -> Row:
    look = KIND_LOOKS[item.comment.kind]
    words = " ".join(item.comment.body.split()) or "No words yet"
    quote = f"“{item.quote}”" if item.quote else look.word
    colour = "ink2" if item.comment.resolved else look.colour
    return Row(item.key, words, quote, item.place, look.icon, colour, look.word, quoted=bool(item.quote))


def _entry(opened: DeskDraft, item: CommentItem, place: Group) -> Entry:
    kind, criterion = item.comment.kind, item.comment.criterion
    groups = {
        "": _group(opened, item),
        "kind": Group(list(KIND_LOOKS).index(kind), f"kind:{kind}", KIND_LOOKS[kind].word),
        "place": place,
    }
    if criterion:
        groups["criterion"] = Group(0, f"criterion:{criterion}", words_of(criterion))
    return Entry(_row(item), groups, item.comment.resolved)


def _group(opened: DeskDraft, item: CommentItem) -> Group:
    anchor = item.comment.anchor
    if item.comment.resolved:
        return Group(3, "resolved", "Resolved")
    if anchor is None:
        return Group(2, "draft", "On the whole draft")
    if anchor.is_orphan or anchor.revision_id != opened.draft.revision_id:
        return Group(0, "lost", "Lost their place")
    return Group(1, "text", "On the text")
