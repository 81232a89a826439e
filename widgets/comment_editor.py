"""Writing a comment in place: its kind, its words, and more where it helps; kept as they are typed."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from app.domain.review import CommentKind
from app.shell.items import CommentItem
from widgets.comment_more import CommentMore, CommentText
from widgets.flow_layout import FlowLayout
from widgets.icons import icon
from widgets.labels import Button
from widgets.looks import KIND_LOOKS, Look
from widgets.open_card import OpenCard
from widgets.theme import px, theme

__all__ = ["TYPING_PAUSE_MS", "CommentEditor", "CommentText", "KindButton"]

TYPING_PAUSE_MS = 400
_LINES = 5


class CommentEditor(OpenCard):
    """The open row of a comment."""

    changed = Signal(str, object, str)  # id, CommentKind, body
    done = Signal(str)
    removed = Signal(str)
    resolved = Signal(str, bool)
    explained = Signal(str, object)  # id, what was typed into the further fields by name
    library_requested = Signal(str)

    def __init__(
        self, item: CommentItem, criteria: Mapping[str, str] | None = None, origin: Button | None = None
    ) -> None:
        is_new = not item.comment.body.strip()
        look = KIND_LOOKS[item.comment.kind]
        super().__init__(
            Look("Comment", "message-square", "accent"), "New comment" if is_new else look.word, item.place
        )
        self.comment_id = item.key
        self._kept = (item.comment.kind, item.comment.body)
        self.add_text(f"“{item.quote}”" if item.quote else "", "quote")
        self._kinds = self._kind_buttons(item.comment.kind)
        self.text = CommentText(self)
        self.text.setPlainText(item.comment.body)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Comment")
        self.text.setAccessibleDescription("What, why, and what good looks like.")
        self.text.setFixedHeight(px(22) * _LINES)
        self.column.addWidget(self.text)
        self.more = CommentMore(item.comment, criteria or {}, self)
        self._unfold = Button("Why, what good looks like…", "Ctrl+.", "link")
        self._unfold.clicked.connect(self.unfold)
        self.column.addWidget(self._unfold)
        self.column.addWidget(self.more)
        self.add_buttons([*self._buttons(item), *([origin] if origin is not None else [])])
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.text.textChanged.connect(self._pause.start)
        self.text.left.connect(self.flush)
        self.text.done.connect(self.finish)
        self._connect_more()

    @property
    def kind(self) -> CommentKind:
        """The kind that is chosen."""
        return tuple(CommentKind)[self._kinds.checkedId()]

    @property
    def body(self) -> str:
        """The words as they are now."""
        return self.text.toPlainText()

    @property
    def is_typing(self) -> bool:
        """Whether there are words that were not handed over yet."""
        return (self.kind, self.body) != self._kept or self._pause.isActive()

    def flush(self) -> None:
        """Hand over what has been typed, if it is new."""
        self._pause.stop()
        now = (self.kind, self.body)
        if now != self._kept:
            self._kept = now
            self.changed.emit(self.comment_id, *now)
        said = self.more.changed_fields()
        if said:
            self.explained.emit(self.comment_id, said)

    def unfold(self) -> None:
        """Show the further fields and go to the first one that is empty."""
        self._unfold.hide()
        self.more.show()
        self.more.focus_first()

    def finish(self) -> None:
        """Be done with this comment."""
        self.flush()
        self.done.emit(self.comment_id)

    def _connect_more(self) -> None:
        self.more.setVisible(self.more.says_something)
        self._unfold.setVisible(not self.more.says_something)
        self.more.typed.connect(self._pause.start)
        self.more.left.connect(self.flush)
        self.more.done.connect(self.finish)

    def _buttons(self, item: CommentItem) -> list[Button]:
        done, remove = Button("Done", "Esc", "primary"), Button("Remove")
        resolve = Button("Open again" if item.comment.resolved else "Resolve", "E")
        done.clicked.connect(self.finish)
        library = Button("Add to the library")
        library.clicked.connect(self._ask_library)
        remove.clicked.connect(lambda: self.removed.emit(self.comment_id))
        resolve.clicked.connect(lambda: self.resolved.emit(self.comment_id, not item.comment.resolved))
        return [done, resolve, remove, library]

    def _ask_library(self) -> None:
        self.flush()
        self.library_requested.emit(self.comment_id)

    def _kind_buttons(self, chosen: CommentKind) -> QButtonGroup:
        group = QButtonGroup(self)
        holder = QWidget(self)
        flow = FlowLayout(holder, spacing=4)
        for number, kind in enumerate(CommentKind):
            button = KindButton(kind, holder)
            button.setChecked(kind is chosen)
            group.addButton(button, number)
            flow.addWidget(button)
        group.idClicked.connect(lambda _: self.flush())
        self.column.addWidget(holder)
        return group


class KindButton(QToolButton):
    """One of the five kinds, with its icon and word."""

    def __init__(self, kind: CommentKind, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = KIND_LOOKS[kind]
        self.setText(f" {self._look.word}")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAccessibleName(self._look.word)
        theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._look.icon, "ink"))
        self.setIconSize(QSize(px(16), px(16)))
