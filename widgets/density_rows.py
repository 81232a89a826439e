"""Measures in the list of findings: habits of style beside a human baseline, and plain facts about the text.

A habit is shown only where it is dense; no number here is a score of the text.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.domain.days import in_words
from app.domain.finding import GENRES, Density, Fact, Tier
from app.shell.desk_draft import DeskDraft
from app.shell.help_pages import check_page
from app.shell.items import TIER_ORDER, shown_quote
from widgets.entries import Entry, Group
from widgets.flow_layout import FlowLayout
from widgets.help_dialog import show_help
from widgets.labels import Button, IconButton, label
from widgets.looks import TIER_LOOKS
from widgets.open_card import OpenCard
from widgets.rows import Row

_DENSITY, _FACT = "density:", "fact:"
_MOST_SHOWN = 12
_CONSIDER, _CONTEXT = TIER_LOOKS[Tier.CONSIDER], TIER_LOOKS[Tier.CONTEXT]


def is_measure(key: str) -> bool:
    """Whether the key is that of a measure, or of one hit of it."""
    return key.startswith((_DENSITY, _FACT))


def row_key(key: str) -> str:
    """Return the key of the row that a hit belongs to: "density:filler#3" → "density:filler"."""
    return key.partition("#")[0] if is_measure(key) else key


def measure_entries(opened: DeskDraft, genre: str) -> Iterator[Entry]:
    """Yield the rows of the measures: habits that are dense beside the baseline of ``genre``, then the facts."""
    for card in _densities(opened, genre):
        row = Row(
            _DENSITY + card.rule,
            _title(card.rule),
            f"{_rate(card)}, {len(card.spans)} places",
            "",
            _CONSIDER.icon,
            _CONSIDER.colour,
            _CONSIDER.word,
        )
        yield Entry(row, _groups(Tier.CONSIDER, _title(card.rule)))
    for fact in opened.measured.facts if opened.measured is not None else ():
        row = Row(_FACT + fact.id, fact.title, fact.value, "", _CONTEXT.icon, _CONTEXT.colour, _CONTEXT.word)
        yield Entry(row, _groups(Tier.CONTEXT, fact.title))


def hit_of(opened: DeskDraft, key: str) -> tuple[int, int] | None:
    """Return the span of one hit of a habit, by "density:filler#3"."""
    rule, _, number = key.removeprefix(_DENSITY).partition("#")
    spans = next((card.spans for card in _all(opened) if card.rule == rule), ())
    return spans[int(number)] if number.isdecimal() and int(number) < len(spans) else None


def marked_hits(opened: DeskDraft) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield key, title and span of each hit of the habits that are dense beside every baseline: those are marked."""
    for rule in dict.fromkeys(card.rule for card in _all(opened)):
        cards = [card for card in _all(opened) if card.rule == rule]
        if len(cards) == len(GENRES):
            for number, span in enumerate(cards[0].spans):
                yield f"{_DENSITY}{rule}#{number}", _title(rule), span


def measure_card(
    opened: DeskDraft, key: str, genre: str, show: Callable[[str], object], use_genre: Callable[[str], object]
) -> QWidget:
    """Return the open row of a measure; ``show`` takes the key of a hit, ``use_genre`` another baseline."""
    if key.startswith(_FACT):
        assert opened.measured is not None
        fact = next(one for one in opened.measured.facts if _FACT + one.id == key)
        return _fact_card(fact)
    card = next(one for one in _densities(opened, genre) if _DENSITY + one.rule == key)
    made = OpenCard(_CONSIDER, _title(card.rule), "")
    counted = len(card.spans)
    running = round(1000 * counted / card.per_1000_words)
    made.add_text(f"{counted:,} in {running:,} words of running text: {card.per_1000_words:.1f} per 1,000.")
    made.add_text(
        f"95 % of {card.baseline_n} human {GENRES.get(card.genre, card.genre)} are at or below "
        f"{card.baseline_p95:g} per 1,000 (counted on {in_words(date.fromisoformat(card.date))}).",
        "muted",
    )
    made.column.addWidget(_genre_choice(genre, use_genre))
    _add_places(made.add_buttons([]), opened, card, show)
    about = IconButton("book-open", "About this measure")
    about.clicked.connect(lambda: show_help(_title(card.rule), check_page(card.rule), made.window()))
    made.add_buttons([about])
    return made


def _fact_card(fact: Fact) -> QWidget:
    made = OpenCard(_CONTEXT, fact.title, "")
    made.add_text(fact.value)
    made.add_text("A fact, not a finding: it says nothing of how good the text is or who wrote it.", "small")
    return made


def _add_places(
    line: FlowLayout, opened: DeskDraft, card: Density, show: Callable[[str], object], first: int = 0
) -> None:
    """Add buttons for some hits, each of which brings its words into view, and one for the next of them."""
    for number, (start, end) in enumerate(card.spans[first : first + _MOST_SHOWN], first):
        button = Button(shown_quote(opened.document.text[start:end]), kind="link")
        button.clicked.connect(partial(show, f"{_DENSITY}{card.rule}#{number}"))
        line.addWidget(button)
    after = first + _MOST_SHOWN
    if len(card.spans) <= after:
        return
    more = Button(f"and {len(card.spans) - after:,} more", kind="link")

    def show_more() -> None:
        shown = line.count()
        _add_places(line, opened, card, show, after)
        more.hide()
        item = line.itemAt(shown)
        button = item.widget() if item is not None else None
        if button is not None:
            button.show()
            button.setFocus()
        line.removeWidget(more)
        more.deleteLater()

    more.clicked.connect(show_more)
    line.addWidget(more)


def _genre_choice(genre: str, use_genre: Callable[[str], object]) -> QWidget:
    holder, choice = QWidget(), QComboBox()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    choice.setAccessibleName("Compare with")
    for name, words in GENRES.items():
        choice.addItem(words[:1].upper() + words[1:], name)
    choice.setCurrentIndex(list(GENRES).index(genre))
    choice.activated.connect(lambda _: use_genre(choice.currentData()))
    row.addWidget(label("Compare with", "small"))
    row.addWidget(choice)
    row.addStretch()
    return holder


def _densities(opened: DeskDraft, genre: str) -> list[Density]:
    return [card for card in _all(opened) if card.genre == genre]


def _all(opened: DeskDraft) -> tuple[Density, ...]:
    return opened.measured.densities + opened.measured.others if opened.measured is not None else ()


def _rate(card: Density) -> str:
    return f"{card.per_1000_words:.1f} per 1,000 words"


def _title(rule: str) -> str:
    from app.checks.density import habits

    return next((habit.title for habit in habits() if habit.id == rule), rule)


def _groups(tier: Tier, title: str) -> dict[str, Group]:
    group = Group(TIER_ORDER.index(tier), tier.value, TIER_LOOKS[tier].word)
    return {"": group, "tier": group, "check": Group(0, f"check:{title}", title)}
