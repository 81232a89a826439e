"""Each check's part in what was not flagged: by what it gave, where the words stand, and what was never run."""

import pytest

from app.checks.engine import CHECKS, run_checks
from app.domain.document import BlockKind
from app.domain.finding import CheckDone
from app.domain.review import Choice, Decision, finding_key
from app.services.why_not import Known, Outcome, place_words, why_not
from tests.checks.drafts import draft
from tests.checks.test_engine import GERMAN

TEXT = "Studies show that tea helps. The team counted 40 visitors on 4 May 2024 in Leeds."


def reasons(document, words, **known):
    start = document.text.index(words)
    checks = known.pop("checks", None) or list(run_checks(document, CHECKS))
    found = why_not(document, (start, start + len(words)), Known(checks, known.pop("decisions", {}), **known))
    return {reason.check: reason for reason in found}


def test_a_check_that_reported_says_what():
    found = reasons(draft(TEXT), "Studies show")
    assert found["vague-attribution"].outcome is Outcome.REPORTED
    assert found["tool-markup"].outcome is Outcome.NOTHING
    assert found["table-total"].text == "It found nothing here. It reads tables."


def test_a_dismissed_finding_says_why():
    key = finding_key("vague-attribution", 0, "Studies show")
    decision = Decision("1", "d", "m", key, Choice.DISMISSED, "It is fine", 0)
    found = reasons(draft(TEXT), "Studies show", decisions={key: decision})["vague-attribution"]
    assert (found.outcome, found.text) == (Outcome.DECIDED, "It reported this, and it was dismissed: It is fine")


@pytest.mark.parametrize(
    ("part", "words", "place"),
    [
        ((BlockKind.TABLE_CELL, "Studies show that tea helps."), "Studies show", "a table"),
        ((BlockKind.FOOTNOTE, "Studies show that tea helps."), "Studies show", "a footnote"),
        ("He wrote “Studies show that tea helps a lot.”", "Studies show", "quotation marks"),
    ],
)
def test_words_in_a_place_that_a_check_leaves_out_say_so(part, words, place):
    found = reasons(draft(TEXT.replace("Studies show", "We think"), part), words)["vague-attribution"]
    assert (found.outcome, found.text) == (Outcome.NOT_JUDGED, f"It does not judge words in {place}.")


def test_another_language_and_a_crash_are_told():
    found = reasons(draft(GERMAN), GERMAN[:10])
    assert found["vague-attribution"].text == "Not checked: the text is German."
    broken = reasons(draft(TEXT), "Studies", checks=[CheckDone("tool-markup", error="no luck")])
    assert broken["tool-markup"].text == "It failed: no luck"
    assert broken["placeholder"].text == "It has not run on this draft yet."


def test_what_no_policy_asks_for_and_what_is_switched_off_is_told():
    found = reasons(draft(TEXT), "Studies", off=("loudly",))
    assert found["tone-slang"].text == "No policy is chosen that asks for it."
    assert found["loudly"].text == "Switched off: an installed package."
    assert "“Ours” does not ask" in reasons(draft(TEXT), "Studies", policy="Ours")["policy-length"].text


def test_a_habit_below_the_baseline_says_how_dense_it_is():
    short = reasons(draft("A robust plan. " + TEXT), "robust")["buzzwords"]
    assert short.text.startswith("Too short to say")
    long = reasons(draft("A robust plan. " + TEXT * 40), "robust")["buzzwords"]
    assert (long.outcome, long.text) == (Outcome.BELOW, "Hits in the whole text: 1; 3 are needed.")


def test_running_text_has_no_place_to_name():
    assert place_words(draft(TEXT), (0, 7)) == ""
    assert place_words(draft((BlockKind.HEADING, "# Method"), TEXT), (0, 3)) == "a heading"
