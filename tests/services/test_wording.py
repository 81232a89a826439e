"""Comments start with words that ask and never accuse."""

import re

import pytest

from app.domain.finding import Finding, Tier
from app.domain.reference import CheckedReference, FieldMatch, FieldStatus, Judgement, Notice, Reference, Verdict, Work
from app.services.wording import comment_on_finding, comment_on_reference

YEAR = FieldMatch("year", ("2021",), ("2012",), FieldStatus.DIFFERS)
VOLUME = FieldMatch("volume", ("3",), (), FieldStatus.UNCONFIRMED)
PAGES = FieldMatch("pages", ("1-9",), (), FieldStatus.UNCONFIRMED)


def judged(verdict: Verdict, reasons: tuple[str, ...] = (), **details: tuple[object, ...]) -> str:
    judgement = Judgement(verdict, reasons, **details)  # type: ignore[arg-type]  # a test's shorthand
    return comment_on_reference(CheckedReference(Reference(0, 5, "Smith", "text", Work()), judgement))


@pytest.mark.parametrize(
    ("tier", "question", "words"),
    [
        (Tier.ASK, "Which study?", "Which study?"),
        (Tier.ASK, "", "No study is named."),
        (Tier.FIX, "Which study?", "No study is named. Which study?"),
    ],
)
def test_a_finding_becomes_its_question(tier: Tier, question: str, words: str) -> None:
    assert comment_on_finding(Finding("vague", 1, tier, 0, 5, "No study is named.", question)) == words


def test_a_mismatch_shows_both_sides() -> None:
    assert "Year: cited “2021”, recorded “2012”." in judged(Verdict.MISMATCH, ("year",), fields=(YEAR,))


def test_unconfirmed_details_are_named() -> None:
    assert "the volume and pages" in judged(Verdict.PARTLY_VERIFIED, fields=(VOLUME, PAGES))


def test_a_notice_is_passed_on() -> None:
    assert judged(Verdict.VERIFIED, notices=(Notice("retracted", "It was retracted in 2022"),)).endswith(
        "It was retracted in 2022."
    )


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize(
    "reasons", [(), ("chimera",), ("absent-from-complete-list", "impossible-identifier", "unknown")]
)
def test_no_verdict_accuses_anybody(verdict: Verdict, reasons: tuple[str, ...]) -> None:
    words = judged(verdict, reasons)
    assert not re.search(r"fabricat|invent|fake|\bAI\b|you made|cheat|dishonest|\blie", words, re.IGNORECASE)
    assert verdict is Verdict.VERIFIED or "?" in words
