"""The frame of a row that is open in place: a head line, then what the panel puts in, then buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.flow_layout import FlowLayout
from widgets.labels import ElidedLabel, IconLabel, label
from widgets.looks import Look
from widgets.theme import px

_TITLE_ROOM = 220  # of the title, to which the place gives way; a panel is never too narrow for it


class OpenCard(QFrame):
    """A row opened over the full width, with a bar at its left edge; no box."""

    def __init__(self, look: Look, title: str, place: str, beside: str = "") -> None:
        super().__init__()
        self.setProperty("surface", "current")
        self.setAccessibleName(f"{look.word}, {title}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(13, 9, 14, 12)
        self.column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(look.icon, look.colour, look.word), 0, Qt.AlignmentFlag.AlignTop)
        name = label(title, "strong", wrap=not beside)
        name.ensurePolished()
        name.setMinimumWidth(min(name.fontMetrics().horizontalAdvance(title) + 2, max(_TITLE_ROOM, px(140))))
        head.addWidget(name, 0 if beside else 1)
        if beside:
            head.addWidget(label(beside, "muted", wrap=True), 1)
        head.addWidget(ElidedLabel(place, "small", most=140), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)

    def add_text(self, text: str, role: str = "") -> None:
        """Add a paragraph; an empty one is left out."""
        if text:
            self.column.addWidget(label(text, role, wrap=True))

    def add_notice(self, look: Look, text: str) -> None:
        """Add a sentence with an icon before it."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(look.icon, look.colour, look.word), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, "", wrap=True), 1)
        self.column.addLayout(row)

    def add_buttons(self, buttons: Sequence[QAbstractButton]) -> FlowLayout:
        """Add a line of buttons that wraps when the panel is narrow, and return it."""
        holder = QWidget()
        flow = FlowLayout(holder, spacing=5)
        for button in buttons:
            flow.addWidget(button)
        self.column.addSpacing(2)
        self.column.addWidget(holder)
        return flow
