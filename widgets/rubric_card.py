"""One criterion: its levels, its arithmetic, the evidence beside it, and what the mentor says about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.finding import Tier
from app.domain.reference import Verdict
from app.shell.evidence import Evidence, evidence_of, suggestion_of
from app.shell.scoring_desk import ScoringDesk
from rubrics.marking import Row, shown
from rubrics.model import Criterion, Level
from widgets.emptying import empty_out
from widgets.labels import Button, ElidedLabel, IconLabel, label
from widgets.letter_field import KeptText
from widgets.looks import KIND_LOOKS, TIER_LOOKS, VERDICT_LOOKS, Look
from widgets.rubric_levels import LevelRow
from widgets.theme import colour

_MOST_ROWS = 6


class CriterionCard(QFrame):
    """Two lines while it waits; the current one shows what its levels mean, its evidence, and room for words."""

    chosen = Signal(str, str)  # criterion, level
    tabbed = Signal(str, bool)  # criterion, forwards
    entered = Signal(str)
    item_chosen = Signal(str)  # the key of a piece of evidence

    def __init__(self, criterion: Criterion, desk: ScoringDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self._desk = desk
        self._is_current = False
        self._shown: tuple[object, ...] = ()
        self._title = label(criterion.title, "", wrap=True)
        self._sum = label("", "small")
        self.levels = LevelRow(criterion, self)
        self.details = QWidget(self)
        self._details = QVBoxLayout(self.details)
        self._details.setContentsMargins(0, 0, 0, 0)
        self._details.setSpacing(4)
        self.words = KeptText(f"Comment on {criterion.title}", "Why this level, and what good looks like", parent=self)
        self.words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab is the next criterion; Shift+R comes here
        self.comment = Button("Comment", "Shift+R", kind="link", icon_name="message-square", parent=self)
        self.comment.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self.levels.chosen.connect(lambda level: self.chosen.emit(criterion.id, level))
        self.levels.tabbed.connect(lambda forwards: self.tabbed.emit(criterion.id, forwards))
        self.levels.lowered.connect(lambda: self._go_to_evidence(0))
        self.comment.clicked.connect(self.write)
        self.words.typed.connect(lambda words: desk.comment_on(criterion.id, words))
        self.words.done.connect(self.levels.take_keyboard)
        self.words.left.connect(self._show_words)
        self.show_current(False)

    def show_row(self, row: Row) -> None:
        """Show the level that was chosen and what it gives."""
        criterion, opened = self.criterion, self._desk.opened
        suggestion = suggestion_of(opened, criterion) if opened is not None else None
        chosen = row.level.id if row.level is not None else ""
        self.levels.show_state(chosen, suggestion.level.id if suggestion is not None else "")
        self._sum.setText(sum_of(row))
        self.setAccessibleName(f"{criterion.title}, {row.level.label if row.level else 'not scored'}, {sum_of(row)}")
        self._show_words()
        if self._is_current:
            self._show_details()

    def show_current(self, current: bool) -> None:
        """Open the card, or close it again."""
        self._is_current = current
        self.setProperty("surface", "current" if current else "waiting")
        self._title.setProperty("role", "strong" if current else "")
        for widget in (self, self._title):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.details.setVisible(current)
        self._show_words()
        if current:
            self._show_details()

    def write(self) -> None:
        """Put the keyboard into the words about this criterion."""
        self.entered.emit(self.criterion.id)
        self.words.show()
        self.comment.hide()
        self.words.setFocus()

    def _show_words(self) -> None:
        words = self._desk.comment_of(self.criterion.id)
        self.words.show_words(words)
        wanted = bool(words or self.words.toPlainText()) or self.words.hasFocus()
        self.words.setVisible(wanted)
        self.comment.setVisible(self._is_current and not wanted)

    def _show_details(self) -> None:
        """Show what levels mean, evidence and suggestion; only what has changed is made anew."""
        opened, criterion = self._desk.opened, self.criterion
        if opened is None:
            return
        found, suggestion = evidence_of(opened, criterion), suggestion_of(opened, criterion)
        if self._shown == (found, suggestion):
            return
        self._shown = (found, suggestion)
        empty_out(self._details)
        if meanings := _meanings(criterion):
            self._details.addWidget(label(meanings, "small", wrap=True))
        if criterion.gate is not None:
            self._details.addWidget(_gate_line(criterion))
        if criterion.evidence or found:
            self._add_evidence(found)
        if suggestion is not None:
            words = f"Suggested {suggestion.level.label}, because {suggestion.reason}. The choice is yours."
            self._details.addWidget(label(words, "muted", wrap=True))

    def _add_evidence(self, found: tuple[Evidence, ...]) -> None:
        self._details.addSpacing(4)
        self._details.addWidget(label(_caption(found), "caption", wrap=True))
        for place, item in enumerate(found[:_MOST_ROWS]):
            row = EvidenceRow(item)
            row.chosen.connect(self.item_chosen)
            row.moved.connect(lambda by, place=place: self._go_to_evidence(place + by))
            self._details.addWidget(row)
        if len(found) > _MOST_ROWS:
            more = f"and {len(found) - _MOST_ROWS:,} more under Findings and References"
            self._details.addWidget(label(more, "small", wrap=True))

    def _go_to_evidence(self, place: int) -> None:
        """Put the keyboard on a piece of evidence; above the first are the levels."""
        inside = [self._details.itemAt(number) for number in range(self._details.count())]
        found = [item.widget() for item in inside if item is not None]
        rows = [widget for widget in found if isinstance(widget, EvidenceRow)]
        if place < 0:
            self.levels.take_keyboard()
        elif rows:
            rows[min(place, len(rows) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._sum, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 10, 14, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.levels)
        column.addWidget(self.details)
        column.addWidget(self.words)
        column.addWidget(self.comment, 0, Qt.AlignmentFlag.AlignLeft)


class EvidenceRow(QFrame):
    """One piece of evidence on one line; a click or Enter shows it in the draft, arrows go on.

    Those that nobody decided are quieter.
    """

    chosen = Signal(str)
    moved = Signal(int)

    def __init__(self, item: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = _look_of(item)
        self._key = item.key
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab is the next criterion; Down comes here
        self.setAccessibleDescription("Enter shows it in the draft")
        self.setAccessibleName(f"{look.word}, {item.title}, {item.place}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(8)
        row.addWidget(IconLabel(look.icon, look.colour if item.accepted else "ink2", look.word))
        title = ElidedLabel(item.title, "" if item.accepted else "muted")
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(title, 1)
        row.addWidget(ElidedLabel(item.place, "small", most=120))

    def mouseReleaseEvent(self, event: object) -> None:
        """Ask for the item."""
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]
        self.chosen.emit(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the item with Enter or Space; arrows go to the next one, or back to the levels, as Escape does."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if not event.modifiers():
                self.chosen.emit(self._key)
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Escape:
                self.moved.emit(-_MOST_ROWS)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring while the keyboard is here."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
            painter.end()


def _look_of(item: Evidence) -> Look:
    if isinstance(item.kind, Tier):
        return TIER_LOOKS[item.kind]
    return VERDICT_LOOKS[item.kind] if isinstance(item.kind, Verdict) else KIND_LOOKS[item.kind]


def sum_of(row: Row) -> str:
    """Return what a criterion gives, as it is added up: "40 × 2/4 = 20", or its weight while it has no level."""
    weight = f"{row.criterion.weight.normalize():f}"
    if row.level is None or row.share is None:
        return f"weight {weight}"
    most = f"{row.criterion.most_points.normalize():f}"
    return f"{weight} × {row.level.points.normalize():f}/{most} = {shown(row.share)}"


def _meanings(criterion: Criterion) -> str:
    return "\n".join(f"{level.label}: {level.describes}" for level in criterion.levels if level.describes)


def _gate_line(criterion: Criterion) -> QWidget:
    assert criterion.gate is not None
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    below: Level | None = criterion.level(criterion.gate.below)
    name = below.label if below is not None else criterion.gate.below
    words = f"Below {name}, the total cannot pass {criterion.gate.caps_total_at.normalize():f}."
    row.addWidget(IconLabel("lock", "ink2", "Limit"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, "small", wrap=True), 1)
    return line


def _caption(found: tuple[Evidence, ...]) -> str:
    accepted = sum(1 for one in found if one.accepted)
    if not found:
        return "No evidence from the linked checks, which proves nothing"
    counts = [f"{accepted} you stand behind" if accepted else "", f"{len(found) - accepted} not decided"]
    return f"Evidence, {', '.join(part for part in counts if part and not part.startswith('0 '))}"
