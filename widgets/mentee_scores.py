"""The scores with their levels, words and arithmetic: blue or grey, never a verdict on a person."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.scoring import CriterionScore
from app.services.released import Scored
from app.shell.mine import ReceivedFeedback
from widgets.labels import label, rule
from widgets.mentee_text import long_text


class ScoresBox(QWidget):
    """Each criterion with the level that was chosen, then the total."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._inside: QWidget | None = None
        self.setAccessibleName("Scores")

    def show_feedback(self, found: ReceivedFeedback) -> None:
        """Show the scores there are; nothing before the questions are answered."""
        if self._inside is not None:
            self._inside.deleteLater()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        shown = [one for one in found.feedback if one.scored is not None]
        for one in shown:
            assert one.scored is not None
            _add_scored(column, one.scored, found.name(one.author_id) if len(found.feedback) > 1 else "")
        self._column.addWidget(self._inside)
        self.setVisible(bool(shown))


def _add_scored(column: QVBoxLayout, scored: Scored, author: str) -> None:
    column.addWidget(label(f"Scores by {author}" if author else "Your scores", "title", wrap=True))
    column.addWidget(label(f"{scored.rubric_title}, version {scored.rubric_version}", "small", wrap=True))
    for one in scored.criteria:
        column.addWidget(rule())
        column.addLayout(_line(one))
        if one.comment:
            column.addWidget(long_text(one.comment))
    column.addWidget(rule())
    row = QHBoxLayout()
    row.addWidget(label("Total", "strong"), 1)
    row.addWidget(label(f"{float(scored.total):.3g} %", "strong"))
    column.addLayout(row)
    column.addWidget(label(scored.arithmetic, "small", wrap=True))
    column.addSpacing(12)


def _line(one: CriterionScore) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label(one.title, wrap=True), 1)
    words = f"{one.level}  {one.points} of {one.most_points}" if one.level is not None else "Not scored"
    row.addWidget(label(words, "strong"))
    return row
