"""What a panel says when it has nothing to list: what is so, then one next step."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from widgets.labels import Button, IconLabel, label

N = TypeVar("N", bound=QWidget | None)


class EmptyState(QFrame):
    """A small icon, a title, a sentence, at most one action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 40, 24, 24)
        self._layout.setSpacing(6)
        self._icon: IconLabel | None = None
        self._title, self._sentence = label("", "strong", wrap=True), label("", "muted", wrap=True)
        for line in (self._title, self._sentence):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._layout.addWidget(line)
        self._button: Button | None = None
        self._layout.addStretch(1)
        self._said: tuple[str, ...] = ()

    def say(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        action: str = "",
        asked: Callable[[], object] | None = None,
    ) -> None:
        """Say what is so; ``asked`` is called when ``action`` is pressed."""
        said = (icon_name, title, sentence, action)
        if self._said == said:
            return
        if self._said[:1] != said[:1] or self._icon is None:
            self._icon = self._replace(self._icon, IconLabel(icon_name, "ink2", title, 20), 0)
        self._said = said
        self.setAccessibleName(f"{title}. {sentence}")
        self._icon.name_it(title)
        self._title.setText(title)
        self._sentence.setText(sentence)
        offered = Button(action, kind="link") if action and asked is not None else None
        if offered is not None and asked is not None:
            offered.clicked.connect(lambda *_: asked())
        self._button = self._replace(self._button, offered, 3)

    def _replace(self, old: QWidget | None, new: N, place: int) -> N:
        """Put ``new`` where ``old`` stands, or nothing."""
        if old is not None:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        if new is not None:
            self._layout.insertWidget(place, new, 0, Qt.AlignmentFlag.AlignHCenter)
        return new
