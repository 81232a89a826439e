"""The findings: what to fix, what to ask, what to consider, bare facts; one open at a time."""

from functools import lru_cache
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.review import Choice, Decision
from app.shell.desk_draft import DeskDraft
from app.shell.genre import Genre
from app.shell.help_pages import check_page
from app.shell.items import TIER_ORDER, FindingItem, words_of
from app.shell.session import Session
from widgets.density_rows import is_measure, measure_card, measure_entries, row_key
from widgets.entries import DECIDED, Entry, Group, place_groups
from widgets.help_dialog import show_help
from widgets.item_panel import ItemPanel
from widgets.labels import Button, IconButton
from widgets.looks import DISMISSED_LOOK, RESOLVED_LOOK, TIER_LOOKS
from widgets.open_card import OpenCard
from widgets.rows import Row


class FindingsPanel(ItemPanel):
    """Lists the findings of the open draft."""

    name = "Findings"
    folded_at_first = ("context", "decided")
    groupings: ClassVar = {"": "Tier", "check": "Check", "place": "Place", "criterion": "Criterion"}
    dismiss_requested = Signal(str)
    edit_requested = Signal(str)
    offered = Signal()
    """The first finding lies open, before anybody chose one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._genre = Genre(session)
        self._made: dict[str, tuple[FindingItem, Decision | None, Group, Entry]] = {}
        self._was_chosen = False
        super().__init__(session, parent)
        self._genre.setParent(self)
        self._genre.changed.connect(self.refresh)
        session.findings_changed.connect(self.refresh)

    @property
    def count(self) -> int | None:
        """Number of open findings, None without a draft."""
        return len(self.opened.open_findings()) if self.opened is not None else None

    def entries(self, opened: DeskDraft) -> list[Entry]:
        """Return the findings and measures; on their own the open ones stand by tier, then the decided ones."""
        self._made = {item.key: self._made[item.key] for item in opened.findings if item.key in self._made}
        places = place_groups([item.place for item in opened.findings])
        found = [self._entry(opened, item, place) for item, place in zip(opened.findings, places, strict=True)]
        return [*found, *measure_entries(opened, self._genre.chosen)]

    def entry_of(self, opened: DeskDraft, key: str) -> Entry | None:
        """Return the entry of a finding or a measure."""
        if is_measure(key):
            measures = measure_entries(opened, self._genre.chosen)
            return next((entry for entry in measures if entry.row.key == row_key(key)), None)
        item = opened.finding(key)
        return self._entry(opened, item, *place_groups([item.place])) if item is not None else None

    def _entry(self, opened: DeskDraft, item: FindingItem, place: Group) -> Entry:
        decision = opened.decisions.get(item.key)
        known = self._made.get(item.key)
        if known is not None and known[0] is item and known[1:3] == (decision, place):
            return known[3]
        finding, tier = item.finding, _TIERS[item.finding.tier]
        groups = {
            "": tier if decision is None else DECIDED,
            "tier": tier,
            "check": _group("check", finding.check, item.title),
            "place": place,
        }
        if finding.criterion:
            groups["criterion"] = _group("criterion", finding.criterion, words_of(finding.criterion))
        row = _row(item) if decision is None else _decided_row(item, decision)
        entry = Entry(row, groups, decision is not None)
        self._made[item.key] = item, decision, place, entry
        return entry

    def card(self, opened: DeskDraft, key: str) -> QWidget:
        """Return the open row: the words, why they matter, the question, and what can be done."""
        if is_measure(key):
            return measure_card(opened, key, self._genre.chosen, self.session.set_current, self._genre.choose)
        item = opened.finding(key)
        assert item is not None
        card = OpenCard(TIER_LOOKS[item.finding.tier], item.title, item.place)
        card.add_text(f"“{item.quote}”" if item.quote else "", "quote")
        card.add_text(item.finding.message, "muted")
        card.add_text(item.finding.question)
        decision = opened.decisions.get(key)
        choices = self._choices(key) if decision is None else [self._way_back(card, decision)]
        card.add_buttons([*choices, *self._about(item)])
        return card

    def show_current(self, key: str | None) -> None:
        """Open the row of the current item; a hit of a measure is in the measure's row."""
        self._was_chosen = self._was_chosen or bool(key)
        super().show_current(row_key(key) if key else key)

    def refresh(self) -> None:
        """Show the items as they are now; where there are only facts, say what was checked above them."""
        super().refresh()
        opened = self.opened
        if opened is not None and not opened.is_checking and not self._was_chosen:
            self.session.runner.call_soon(self._offer_first)
        if opened is not None and self.list.rows and not opened.findings and not self.view.narrows:
            self.explain(opened)
            self.empty.show()

    def explain(self, opened: DeskDraft) -> None:
        """Say what was checked when nothing was found."""
        if opened.is_checking:
            self.empty.say("list-checks", "Checking", "Findings appear here as they come. The draft is ready to read.")
        elif opened.stopped:
            text = "What was not checked is not known."
            self.empty.say("list-checks", "Checking was stopped", text, "Check again", self.session.recheck)
        else:
            checks = sum(1 for done in opened.checks if not done.skipped and not done.error)
            text = f"{checks} checks read {opened.words:,} words. What they cannot see is yours to judge."
            self.empty.say("list-checks", "No findings", text)

    def _start_over(self, news: object) -> None:
        self._was_chosen = False
        super()._start_over(news)

    def _offer_first(self) -> None:
        """Let the first finding lie open once all have come; the draft stays where it is being read."""
        opened = self.opened
        if opened is None or opened.is_checking or self._was_chosen:
            return
        first = next((row.key for row in self.list.rows if opened.finding(row.key) is not None), "")
        if first and first != self.list.open_key:
            self.list.open_row(first, self.card(opened, first))
            self.offered.emit()

    def _choices(self, key: str) -> list[Button]:
        accept, edit, dismiss = (
            Button("Accept as comment", "A", "primary"),
            Button("Edit", "F2"),
            Button("Dismiss", "X"),
        )
        edit.setToolTip("Accept it and put it in your own words")
        accept.clicked.connect(lambda: self.session.review.accept(key))
        edit.clicked.connect(lambda: self.edit_requested.emit(key))
        dismiss.clicked.connect(lambda: self.dismiss_requested.emit(key))
        return [accept, edit, dismiss]

    def _about(self, item: FindingItem) -> list[IconButton]:
        """Return the way to the page about the check, where there is one."""
        page = check_page(item.finding.check)
        if not page:
            return []
        about = IconButton("book-open", "About this check")
        about.clicked.connect(lambda: show_help(item.title, page, self.window()))
        return [about]

    def _way_back(self, card: OpenCard, decision: Decision) -> Button:
        card.add_text(decision_words(decision), "small")
        back = Button("Take back")
        back.clicked.connect(lambda: self.session.review.take_back(decision.finding))
        return back


_TIERS = {tier: Group(order, tier.value, TIER_LOOKS[tier].word) for order, tier in enumerate(TIER_ORDER)}


@lru_cache(maxsize=1024)
def _group(facet: str, name: str, title: str) -> Group:
    return Group(0, f"{facet}:{name}", title)


def _row(item: FindingItem) -> Row:
    look = TIER_LOOKS[item.finding.tier]
    detail = f"“{item.quote}”" if item.quote else item.finding.message
    return Row(item.key, item.title, detail, item.place, look.icon, look.colour, look.word, quoted=bool(item.quote))


def _decided_row(item: FindingItem, decision: Decision) -> Row:
    look = RESOLVED_LOOK if decision.choice is Choice.ACCEPTED else DISMISSED_LOOK
    return Row(item.key, item.title, decision_words(decision), item.place, look.icon, look.colour)


def decision_words(decision: Decision) -> str:
    """Return a decision as a person says it."""
    if decision.choice is Choice.ACCEPTED:
        return "Accepted as a comment"
    return f"Dismissed: {decision.reason}" if decision.reason else "Dismissed"
