"""A page with a list at the left and what was chosen from it at the right."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.labels import IconLabel, label, rule
from widgets.queue_list import QueueList
from widgets.rows import Row
from widgets.theme import px, theme

_LIST_WIDTH, _WIDEST_LIST = 270, 380


class GroupList(QueueList):
    """Rows under heads that fold; the chosen one is marked."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._groups: Sequence[tuple[str, Sequence[Row]]] = ()
        self._folded: set[str] = set()
        self.folded.connect(self._fold)

    def show_groups(self, groups: Sequence[tuple[str, Sequence[Row]]]) -> None:
        """Show the groups that have rows, by title."""
        self._groups = groups
        rows: list[Row] = []
        for title, members in groups:
            if members:
                is_folded = title in self._folded
                rows.append(Row(f"group:{title}", title, count=len(members), folded=is_folded))
                rows += [] if is_folded else members
        self.show_rows(rows)

    def _fold(self, key: str) -> None:
        self._folded ^= {key.removeprefix("group:")}
        self.show_groups(self._groups)


class Trouble(QWidget):
    """One sentence about why something was not changed; nothing while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label("", "small", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(IconLabel("octagon-alert", "fix", "Not changed"))
        line.addWidget(self._words, 1)
        self.say("")

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, sentence: str) -> None:
        """Say a sentence, or nothing any more."""
        self._words.setText(sentence)
        self.setVisible(bool(sentence))


class _ListColumn(QFrame):
    """The column at the left of a page; its width follows the size of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(min(px(_LIST_WIDTH), _WIDEST_LIST))


def lay_beside(page: QFrame, above: Sequence[QWidget], chosen_from: QWidget, right: QVBoxLayout) -> None:
    """Put a list with fields above it at the left of the page, and ``right`` at its right."""
    left = _ListColumn(page)
    left.setProperty("surface", "panel")
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 14, 0, 8)
    column.setSpacing(6)
    fields = QVBoxLayout()
    fields.setContentsMargins(16, 0, 16, 4)
    fields.setSpacing(4)
    for part in above:
        fields.addWidget(part)
    column.addLayout(fields)
    column.addWidget(chosen_from, 1)
    right.setContentsMargins(26, 16, 26, 12)
    line = QHBoxLayout(page)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    line.addWidget(left)
    line.addWidget(rule("v"))
    line.addLayout(right, 1)
