"""The title bar of a page of the mentee's side: its name, a line of facts, its buttons at the right."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.labels import ElidedLabel
from widgets.theme import px, theme


class MenteeHeader(QFrame):
    """One line of title, one of facts."""

    def __init__(self, title: str, buttons: Sequence[QAbstractButton] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self._title, self._facts = ElidedLabel(title, "title"), ElidedLabel("", "small")
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch()
        texts.addWidget(self._title)
        texts.addWidget(self._facts)
        texts.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 0, 14, 1)
        layout.setSpacing(8)
        layout.addLayout(texts, 1)
        tools = QHBoxLayout()
        tools.setSpacing(0 if any(button.isCheckable() for button in buttons) else 8)  # segments touch each other
        for before, button in zip((None, *buttons), buttons, strict=False):
            if before is not None and before.isCheckable() and not button.isCheckable():
                tools.addSpacing(12)
            tools.addWidget(button)
        layout.addLayout(tools)
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def facts(self) -> str:
        """The line of facts."""
        return self._facts.accessibleName()

    def say(self, facts: str, title: str = "") -> None:
        """Show the facts, and another title where one is given."""
        self._facts.show_text(facts)
        if title:
            self._title.show_text(title)

    def _fit(self) -> None:
        """Take the room that the size of the text needs."""
        self.setFixedHeight(px(52) + 1)
