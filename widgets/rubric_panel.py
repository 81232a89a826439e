"""The rubric: criterion by criterion with levels by digit and the evidence beside it, the letter, and the total."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.shell.scoring_desk import RubricChoice, ScoringDesk
from app.shell.session import Session
from rubrics.model import Rubric
from widgets.emptying import empty_out
from widgets.labels import Button, ElidedLabel, IconLabel, label, rule
from widgets.letter_box import LetterBox
from widgets.rubric_card import CriterionCard
from widgets.rubric_chooser import RubricChooser
from widgets.rubric_total import RubricTotal


class RubricPanel(QFrame):
    """Shows the criteria of the open draft's rubric, or which rubrics there are; below them the letter."""

    count_changed = Signal()
    said = Signal(str)
    name = "Rubric"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAccessibleName(self.name)
        self.session = session
        self.desk = ScoringDesk(session, self)
        self.cards: list[CriterionCard] = []
        self.current = ""
        self.chooser = RubricChooser(self)
        self.letter = LetterBox(self.desk, self)
        self.total = RubricTotal(self)
        self._rubric: Rubric | None = None
        self._choosing = self._wants_keyboard = False
        self._title = ElidedLabel("", "small")
        self._other = Button("Other rubric…", kind="link")
        self._notices = QVBoxLayout()
        self._told: tuple[str, ...] = ()
        self._cards = QVBoxLayout()
        self._scroll = QScrollArea(self)
        self.chooser.hide()
        self._lay_out()
        self._order_keyboard()
        self._connect()
        self.refresh()

    @property
    def count(self) -> str:
        """How far scoring is, for the tab: "3 of 5", or ""."""
        result = self.desk.total
        if result is None:
            return ""
        return f"{sum(1 for row in result.rows if row.level is not None)} of {len(result.rows)}"

    @property
    def takes_digits(self) -> bool:
        """Whether a digit means something here: there are levels or rubrics to choose from."""
        return not self._is_waiting and (bool(self.cards) or (self._is_choosing and self.isVisible()))

    def press(self, number: int) -> None:
        """Choose the level (or the rubric) with this digit and go on to the next open criterion; 0 takes it back."""
        if self._is_choosing:
            self.chooser.choose(number)
            return
        card = self._card(self.current) or next(iter(self.cards), None)
        if card is None:
            return
        levels = card.criterion.levels
        if number > len(levels):
            self.said.emit(f"{card.criterion.title} has {len(levels)} levels.")
        else:
            self._choose(card.criterion.id, levels[number - 1].id if number else "")

    def press_open(self, number: int) -> None:
        """Choose a level of the first criterion that has none, for who scores from another panel; else choose nothing.

        What is scored already is seen before it is changed.
        """
        if number and not self._is_choosing and not self.desk.is_scored:
            self._open(self._next_open(""))
            self.press(number)

    def step(self, by: int) -> None:
        """Make the next (or previous) criterion current."""
        if self.cards:
            self._go(self.cards[(self._place() + by) % len(self.cards)].criterion.id)

    def focus_list(self) -> None:
        """Put the keyboard on the current criterion, or on the rubrics to choose from, as soon as there are any."""
        self._wants_keyboard = False
        if self._is_choosing and self.chooser.buttons:
            self.chooser.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.cards and not self._is_choosing:
            self._go(self.current or self.cards[0].criterion.id)
        else:
            self._wants_keyboard = True

    def comment(self) -> None:
        """Write about the current criterion."""
        card = self._card(self.current or self._next_open(""))
        if card is not None:
            card.write()
            self._scroll_to(card)

    def write_letter(self, first: bool = False) -> None:
        """Put the keyboard into the letter, where it says nothing yet or into its ``first`` part."""
        self.letter.take_keyboard(first)
        self._scroll_to(self.letter)

    def choose_another(self) -> None:
        """Offer the rubrics again."""
        self._choosing = True
        self.chooser.show_choices(())
        self.refresh()
        self.focus_list()

    def flush(self) -> None:
        """Keep what is being typed."""
        for card in self.cards:
            card.words.flush()
        self.letter.flush()

    def refresh(self) -> None:
        """Show everything as it is now."""
        scores, rubric, result = self.desk.scores, self.desk.rubric, self.desk.total
        if rubric != self._rubric:
            self._show_rubric(rubric)
        self._scroll.setVisible(scores is not None and not self._is_waiting)
        for card, row in zip(self.cards, result.rows if result is not None else (), strict=True):
            card.show_row(row)
        was_choosing = not self.chooser.isHidden()
        self.chooser.setVisible(self._is_choosing)
        if self._is_choosing and not was_choosing:
            self.desk.ask_choices(self._show_choices)
        for widget in (self._title, self._other, *self.cards):
            widget.setVisible(rubric is not None and not self._is_choosing)
        self.letter.setVisible(scores is not None)
        self.letter.show_letter()
        self.total.setVisible(result is not None and not self._is_choosing and not self._is_waiting)
        if result is not None:
            self.total.show_total(result, self.desk.arithmetic)
        self._show_notices(tuple(self._news()))
        self.count_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again: comments and findings may have changed while something else was shown."""
        super().showEvent(event)
        self.desk.reload()

    @property
    def _is_waiting(self) -> bool:
        """Whether another draft is on its way to the desk."""
        return self.session.opening is not None

    @property
    def _is_choosing(self) -> bool:
        return self.desk.scores is not None and (self._choosing or self.desk.rubric is None)

    def _show_rubric(self, rubric: Rubric | None) -> None:
        self._rubric = rubric
        empty_out(self._cards)
        self.cards = []
        self.current = ""
        for criterion in rubric.criteria if rubric is not None else ():
            card = CriterionCard(criterion, self.desk, self)
            card.chosen.connect(self._choose)
            card.entered.connect(self._open)
            card.tabbed.connect(self._tab)
            card.item_chosen.connect(self.session.set_current)
            self.cards.append(card)
            self._cards.addWidget(card)
        self._order_keyboard()
        if rubric is not None:
            self._title.show_text(f"{rubric.title}, version {rubric.version}")
            self._open(self._next_open("") or rubric.criteria[0].id)
            if self._wants_keyboard:
                self.focus_list()

    def _order_keyboard(self) -> None:
        """Let Tab go from the head through the criteria to the letter, though the criteria were made last."""
        before: QWidget = self._other
        for card in self.cards:
            for widget in (*card.levels.buttons, card.words, card.comment):
                QWidget.setTabOrder(before, widget)
                before = widget
        self.letter.follow(before)

    def _choose(self, criterion_id: str, level_id: str) -> None:
        """Choose a level, then go on; after the last open one to what the letter does not say yet."""
        was_scored = self.desk.is_scored
        self.desk.set_level(criterion_id, level_id)
        self._go(self._next_open(criterion_id) if level_id else criterion_id)
        if self.desk.is_scored and not was_scored and self.letter.has_room:
            self.write_letter()

    def _next_open(self, after: str) -> str:
        """Return the first criterion without a level after this one, round and round; the same when all have one."""
        result = self.desk.total
        ids = [row.criterion.id for row in result.rows if row.level is None] if result is not None else []
        order = [card.criterion.id for card in self.cards]
        place = order.index(after) if after in order else -1
        wanted = order[place + 1 :] + order[: place + 1]
        return next((one for one in wanted if one in ids), after)

    def _go(self, criterion_id: str) -> None:
        """Open a criterion and put the keyboard on it."""
        self._open(criterion_id)
        card = self._card(criterion_id)
        if card is not None:
            card.levels.take_keyboard()
            self._scroll_to(card)

    def _open(self, criterion_id: str) -> None:
        if criterion_id != self.current or not any(card.details.isVisibleTo(card) for card in self.cards):
            self.current = criterion_id
            for card in self.cards:
                card.show_current(card.criterion.id == criterion_id)

    def _tab(self, criterion_id: str, forwards: bool) -> None:
        place = [card.criterion.id for card in self.cards].index(criterion_id) + (1 if forwards else -1)
        if 0 <= place < len(self.cards):
            self._go(self.cards[place].criterion.id)
        elif forwards:
            self.write_letter(first=True)
        else:
            self.focusPreviousChild()

    def _card(self, criterion_id: str) -> CriterionCard | None:
        return next((card for card in self.cards if card.criterion.id == criterion_id), None)

    def _place(self) -> int:
        return next((place for place, card in enumerate(self.cards) if card.criterion.id == self.current), 0)

    def _scroll_to(self, widget: QWidget) -> None:
        """Bring a part into view once it has its new height; of a high one its top, and where the keyboard is."""

        def scroll() -> None:
            view, bar, focus = self._scroll.viewport(), self._scroll.verticalScrollBar(), QApplication.focusWidget()
            self._scroll.ensureWidgetVisible(widget, 0, 8)
            if widget.height() > view.height():
                bar.setValue(bar.value() + widget.mapTo(view, QPoint()).y())
            if focus is not None and widget.isAncestorOf(focus):
                self._scroll.ensureWidgetVisible(focus, 0, 8)

        QTimer.singleShot(0, widget, scroll)

    def _show_choices(self, choices: tuple[RubricChoice, ...]) -> None:
        self.chooser.show_choices(choices, self._rubric.title if self._rubric is not None else "")
        if self._wants_keyboard:
            self.focus_list()

    def _use(self, choice: RubricChoice) -> None:
        self._wants_keyboard = True
        self._end_choosing()
        self.desk.choose_rubric(choice)

    def _stay(self) -> None:
        self._end_choosing()
        self.focus_list()

    def _end_choosing(self) -> None:
        self._choosing = False
        self.refresh()

    def _news(self) -> Iterator[str]:
        """Say what a mentor must know before scoring on."""
        scores = self.desk.scores
        if scores is None:
            return
        if scores.is_deleted:
            yield "This work was deleted meanwhile. What you write is kept, but can be sent to nobody."
        if scores.others:
            names = " and ".join(scores.others)
            have = "have" if len(scores.others) > 1 else "has"
            yield f"{names} {have} begun to review this draft too. Each of you scores and sends on their own."
        if scores.unpublished:
            count = f"{scores.unpublished} change{'s' if scores.unpublished > 1 else ''}"
            yield f"{count} since you sent this. Send again, with a word on why, and the mentee sees it."

    def _show_notices(self, told: tuple[str, ...]) -> None:
        if told == self._told:
            return
        self._told = told
        empty_out(self._notices)
        for sentence in told:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(16, 8, 16, 0)
            row.setSpacing(8)
            row.addWidget(IconLabel("info", "ink2", "Note"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(sentence, "", wrap=True), 1)
            self._notices.addWidget(line)

    def _connect(self) -> None:
        self.desk.changed.connect(self.refresh)
        self.desk.said.connect(self.said)
        self.session.draft_opened.connect(lambda _: self._end_choosing())
        self.session.draft_opening.connect(lambda _: self.refresh())
        self.session.findings_changed.connect(self._refresh_evidence)
        self.session.review.comments_changed.connect(self._refresh_evidence)
        self.chooser.chosen.connect(self._use)
        self.chooser.file_chosen.connect(self.desk.choose_rubric_file)
        self.chooser.file_chosen.connect(lambda _: self._end_choosing())
        self.chooser.left.connect(self._stay)
        self._other.clicked.connect(self.choose_another)
        self.letter.left.connect(self.focus_list)

    def _refresh_evidence(self) -> None:
        if self.isVisible():
            self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 14, 2)
        head.addWidget(self._title, 1)
        head.addWidget(self._other)
        body = QWidget()
        body.setProperty("clear", "yes")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addLayout(self._notices)
        inside.addWidget(self.chooser)
        inside.addLayout(self._cards)
        inside.addWidget(rule())
        inside.addWidget(self.letter)
        inside.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName("Criteria and letter")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.total)
