"""What a policy would flag, beside its form: counts by tier, each finding with its words, and its self-tests."""

from collections import Counter

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.finding import Tier
from app.services.policy_trial import Trial
from app.shell.items import TIER_ORDER, shown_quote
from widgets.labels import label
from widgets.looks import TIER_LOOKS
from widgets.row_list import RowList
from widgets.rows import Row


class TrialView(QWidget):
    """The result of a trial, from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = label("", "", wrap=True)
        self.hits = RowList("What would be flagged", self)
        self.examples = label("", "", wrap=True)
        self.faults = label("", "", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.counts)
        column.addWidget(self.hits, 1)
        column.addWidget(label("Examples", "strong"))
        column.addWidget(self.examples)
        column.addWidget(self.faults)

    def show_trial(self, trial: Trial, has_sentence: bool) -> None:
        """Show what was found, or what has to be mended first."""
        place = "in the sentence" if has_sentence else "in the draft on the desk"
        tiers = Counter(hit.finding.tier for hit in trial.hits)
        parts = [f"{tiers[tier]} {TIER_LOOKS[tier].word.split(',')[0]}" for tier in TIER_ORDER if tiers[tier]]
        said = f"{', '.join(parts)} {place}" if parts else f"Nothing would be flagged {place}"
        self.counts.setText("Mend what is marked first." if trial.faults else f"{said}.")
        self.hits.show_rows(
            [_row(number, hit.finding.tier, hit.finding.message, hit.quote) for number, hit in enumerate(trial.hits)]
        )
        failing = sum("self-test" in fault.text for fault in trial.faults)
        self.examples.setText(_examples_words(trial.examples, failing, bool(trial.faults)))
        self.faults.setText("\n".join(fault.text for fault in trial.faults))


def _examples_words(examples: int, failing: int, has_faults: bool) -> str:
    if failing:
        return f"{failing} {'fails' if failing == 1 else 'fail'}. A policy with a failing example cannot be used."
    if has_faults:
        return "Not run yet."
    return f"{examples} pass." if examples else "None yet. An example shows that a rule finds what it should."


def _row(number: int, tier: Tier, message: str, quote: str) -> Row:
    look = TIER_LOOKS[tier]
    return Row(f"hit:{number}", shown_quote(quote), message, "", look.icon, look.colour, look.word)
