"""The foot of the rubric: the total with its arithmetic, and what holds it down."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rubrics.marking import Total, cap_words, shown
from widgets.labels import IconLabel, label, rule


class RubricTotal(QFrame):
    """Two lines: the sum, how many criteria are scored; the cap, the total."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self._sum, self._count = label("", "strong", wrap=True), label("", "small")
        self._cap, self._lock = label("", "small", wrap=True), IconLabel("lock", "ask", "Limit")
        self._value, self._of = label("", "number"), label("of 100", "small")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(rule())
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 8, 16, 8)
        inside.setSpacing(2)
        lines.addLayout(inside)
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(8)
            inside.addLayout(line)
        first.addWidget(self._sum, 1)
        first.addWidget(self._count)
        second.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignVCenter)
        second.addWidget(self._cap, 1)
        second.addWidget(self._value)
        second.addWidget(self._of)

    def show_total(self, result: Total, arithmetic: str) -> None:
        """Show a total; ``arithmetic`` is the whole of it, for the tooltip and for those who listen."""
        scored = [row.share for row in result.rows if row.share is not None]
        so_far = "" if result.is_complete else " so far"
        sums = " + ".join(map(shown, scored))
        total = f"{sums} = {shown(result.sum)}" if len(scored) > 1 else sums
        self._sum.setText(f"{total}{so_far}" if scored else "No level is chosen yet")
        self._sum.setToolTip(arithmetic)
        self._count.setText(f"{len(scored)} of {len(result.rows)} scored")
        self._cap.setText(cap_words(result))
        self._lock.setVisible(bool(result.capped_by))
        self._value.setText(shown(result.value))
        self.setAccessibleName(f"Total {shown(result.value)} of 100. {arithmetic}")
