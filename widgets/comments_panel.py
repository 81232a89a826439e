"""The comments: written in place, kept as they are typed, resolved ones apart."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.placement import State
from app.domain.review import CommentKind
from app.shell.around import surroundings
from app.shell.desk_draft import DeskDraft
from app.shell.items import CommentItem, words_of
from app.shell.session import Session
from widgets.comment_cards import LOST_LOOK, LostComment, OthersComment
from widgets.comment_editor import CommentEditor
from widgets.comment_thread import CommentThread
from widgets.entries import Entry, Group, place_groups
from widgets.item_panel import ItemPanel
from widgets.labels import Button
from widgets.looks import KIND_LOOKS
from widgets.open_card import OpenCard
from widgets.rows import Row

_SHOWN = 400


class CommentsPanel(ItemPanel):
    """Lists the comments on the open draft."""

    name = "Comments"
    folded_at_first = ("resolved",)
    groupings: ClassVar = {"": "State", "kind": "Kind", "place": "Place", "criterion": "Criterion"}
    closed = Signal()
    original_requested = Signal(str)  # the id of a comment whose first place is wanted
    place_requested = Signal(str)  # the id of a comment to put on the selection

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.around = surroundings(session)
        self.around.changed.connect(self._take_around)
        session.review.comments_changed.connect(self.refresh)
        session.review.answered.connect(self.around.refresh)

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
        here = self.around.here
        if here is not None and item.comment.author_id != here.me:
            return self._with_thread(OthersComment(item, here.name(item.comment.author_id)), item)
        if _has_lost_place(opened, item):
            return self._lost(item)
        is_carried = item.comment.draft_id != opened.draft.id and item.comment.anchor is not None
        criteria = here.criteria if here is not None else {}
        editor = CommentEditor(item, criteria, self._origin(item) if is_carried else None)
        editor.changed.connect(self._keep)
        editor.explained.connect(self.session.review.explain)
        editor.library_requested.connect(self.session.review.add_to_library)
        editor.done.connect(self._finish)
        editor.removed.connect(self.session.review.delete_comment)
        editor.resolved.connect(self._resolve)
        return self._with_thread(editor, item)

    def _lost(self, item: CommentItem) -> QWidget:
        card = LostComment(item, self._origin(item))
        card.resolved.connect(lambda: self._resolve(item.key, True))
        card.removed.connect(lambda: self.session.review.delete_comment(item.key))
        card.place_requested.connect(lambda: self.place_requested.emit(item.key))
        return self._with_thread(card, item)

    def _origin(self, item: CommentItem) -> Button:
        here = self.around.here
        number = here.number_of(item.comment.draft_id) if here is not None else 0
        button = Button(f"Show in draft {number}" if number else "Show where it was")
        button.clicked.connect(lambda: self.original_requested.emit(item.key))
        return button

    def _with_thread(self, card: OpenCard, item: CommentItem) -> QWidget:
        """Add the answers to a comment that the mentee was given."""
        here = self.around.here
        draft_id = here.released.get(item.key, "") if here is not None else ""
        replies = here.threads.get(item.key, ()) if here is not None else ()
        if here is not None and (draft_id or replies):
            thread = CommentThread(replies, here, bool(draft_id))
            thread.answered.connect(lambda words: self.session.review.answer(item.key, draft_id, words))
            card.column.addWidget(thread)
        return card

    def _take_around(self) -> None:
        """Show what has become known, unless the person is typing."""
        focus, card = QApplication.focusWidget(), self.list.open_widget
        is_typing = card is not None and focus is not None and card.isAncestorOf(focus) and not self._is_sent(focus)
        if card is not None and not is_typing:
            self.flush()
            self.reopen()

    @staticmethod
    def _is_sent(focus: QWidget) -> bool:
        thread = focus.parentWidget()
        return isinstance(thread, CommentThread) and thread.is_sent

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

    def unfold(self) -> None:
        """Show the further fields of the open comment."""
        if self.editor is not None:
            self.editor.unfold()

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


def _row(opened: DeskDraft, item: CommentItem) -> Row:
    look, comment = KIND_LOOKS[item.comment.kind], item.comment
    words = " ".join(comment.body[:_SHOWN].split()) or "No words yet"
    quote = f"“{item.quote}”" if item.quote else look.word
    if _has_lost_place(opened, item):
        return Row(item.key, words, quote, f"was {item.place}", LOST_LOOK.icon, "ask", LOST_LOOK.word, quoted=True)
    colour = "ink2" if comment.resolved else look.colour
    place = f"moved, {item.place}" if comment.anchor and comment.anchor.state is State.MOVED else item.place
    if _group(opened, item).name == "changed":
        quote = f"Now: {quote}"
    return Row(item.key, words, quote, place, look.icon, colour, look.word, quoted=bool(item.quote))


def _entry(opened: DeskDraft, item: CommentItem, place: Group) -> Entry:
    kind, criterion = item.comment.kind, item.comment.criterion
    groups = {
        "": _group(opened, item),
        "kind": Group(list(KIND_LOOKS).index(kind), f"kind:{kind}", KIND_LOOKS[kind].word),
        "place": place,
    }
    if criterion:
        groups["criterion"] = Group(0, f"criterion:{criterion}", words_of(criterion))
    return Entry(_row(opened, item), groups, item.comment.resolved)


def _has_lost_place(opened: DeskDraft, item: CommentItem) -> bool:
    anchor = item.comment.anchor
    if anchor is None or item.comment.resolved:
        return False
    return anchor.is_orphan or anchor.revision_id != opened.draft.revision_id


def _group(opened: DeskDraft, item: CommentItem) -> Group:
    anchor = item.comment.anchor
    if item.comment.resolved:
        return Group(5, "resolved", "Resolved")
    if anchor is None:
        return Group(4, "draft", "On the whole draft")
    if _has_lost_place(opened, item):
        return Group(0, "lost", "Lost their place")
    if item.comment.draft_id == opened.draft.id:
        return Group(3, "text", "On the text")
    if anchor.state is State.CHANGED:
        return Group(1, "changed", "The words changed")
    return Group(2, "carried", "Carried unchanged")
