"""What a panel says when it has nothing to list: what is so, then one next step."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from widgets.labels import Button, IconLabel, label


class EmptyState(QFrame):
    """A small icon, a title, a sentence, at most one action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 40, 24, 24)
        self._layout.setSpacing(6)
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
        if self._said == (icon_name, title, sentence, action):
            return
        self._said = (icon_name, title, sentence, action)
        self._clear()
        self.setAccessibleName(f"{title}. {sentence}")
        mark = IconLabel(icon_name, "ink2", title, 20)
        self._layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((title, "strong"), (sentence, "muted")):
            line = label(text, role, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._layout.addWidget(line)
        if action and asked is not None:
            button = Button(action, kind="link")
            button.clicked.connect(lambda *_: asked())
            self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.addStretch(1)

    def _clear(self) -> None:
        while self._layout.count():
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
