"""What comes back: how many drafts in a hundred had a finding that a mentor accepted, this month and the one before."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.cohort import LEAST, ComesBack, Month
from widgets.flow_layout import FlowLayout
from widgets.labels import ElidedLabel, label
from widgets.scores_grid import month_words
from widgets.theme import colour, px

_MOST_SHOWN = 12


class ComesBackList(QFrame):
    """A line and a bar for each check, most frequent first, with the numbers it stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What comes back")
        self.note = label("", "small")
        self.sentences: list[str] = []
        holder = QWidget()
        head = FlowLayout(holder, spacing=12)
        head.addWidget(label("What comes back", "title"))
        head.addWidget(self.note)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("What comes back")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(holder)
        column.addWidget(self._area, 1)
        self.show_found((), (2000, 1), {})

    def show_found(self, found: Sequence[ComesBack], month: Month, titles: Mapping[str, str]) -> None:
        """Show what was found in a month; ``titles`` gives each check's title by its id."""
        shown = found[:_MOST_SHOWN]
        before = f", before of {shown[0].was_of:,}" if shown and shown[0].was_of else ""
        self.note.setText(f"of {shown[0].of:,} drafts in {month_words(month)}{before}" if shown else "")
        page = QWidget()
        page.setProperty("clear", "yes")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(10)
        self.sentences = []
        for one in shown:
            row = _Row(one, titles.get(one.check) or one.check.replace("-", " ").capitalize())
            self.sentences.append(row.accessibleName())
            column.addWidget(row)
        if not shown:
            column.addWidget(label("Nothing that a mentor accepted was released in this month.", "muted", wrap=True))
        column.addStretch()
        self._area.setWidget(page)


class _Row(QWidget):
    def __init__(self, found: ComesBack, title: str) -> None:
        super().__init__()
        now, was = _per_cent(found.drafts, found.of), _per_cent(found.was, found.was_of)
        words = f"{found.drafts} of {found.of}"  # of a few drafts no share is said
        if found.of >= LEAST:
            words = f"{now} in 100" + (f", was {was}" if found.was_of >= LEAST else "")
        self.setAccessibleName(f"{title}: {words}")
        line = QHBoxLayout()
        line.addWidget(ElidedLabel(title), 1)
        line.addWidget(label(words, "small"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(_Bar(now, was if found.was_of >= LEAST else 0))
        if found.teams:
            each = "   ".join(f"{name} {drafts} of {of}" for name, drafts, of in found.teams)
            column.addWidget(ElidedLabel(each, "smallest"))


class _Bar(QWidget):
    """The month in the accent, over the one before in grey."""

    def __init__(self, now: int, was: int) -> None:
        super().__init__()
        self._now, self._was = now, was
        self.setFixedHeight(px(5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both bars."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for value, token in ((self._was, "track"), (self._now, "accent")):
            painter.setBrush(colour(token))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * value / 100, self.height()), 2, 2)
        painter.end()


def _per_cent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
