"""Tone against the targets of a team's policy: each hit a finding with its span, only where the policy asks for it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from app.checks.lexicon import GAP, choice, read_phrases, read_words
from app.checks.mentions import is_mentioned
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks, quotations, touches
from app.domain.document import Document
from app.domain.finding import Check, Finding, Tier


@dataclass(frozen=True, slots=True)
class Habit:
    """What a tone check looks for: words of its lexicon, and what to say of one."""

    id: str
    title: str
    why: str
    message: str
    question: str
    pattern: Callable[[], re.Pattern[str]]
    tier: Tier = Tier.CONSIDER


def _words_of(name: str) -> Callable[[], re.Pattern[str]]:
    return lambda: read_phrases(name)


@cache
def _hedge_stacks() -> re.Pattern[str]:
    """Return the pattern of two hedges or more in a row: "may possibly", "could perhaps be likely to"."""
    hedge = choice(read_words("hedges"))
    return re.compile(rf"(?<!\w)(?:{hedge})(?:{GAP}(?:be{GAP}|also{GAP})?(?:{hedge})){{1,4}}(?!\w)", re.IGNORECASE)


@cache
def _exclamations() -> re.Pattern[str]:
    return re.compile(r"(?:\w{1,30}\W{0,3}){1,4}!(?![\w=])")


@cache
def _better_words() -> dict[str, str]:
    return dict(entry.split(" > ", 1) for entry in read_words("tone-inclusive"))


@cache
def _inclusive() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{choice(_better_words())})(?!\w)", re.IGNORECASE)


_HABITS = (
    Habit(
        "tone-absolutes",
        "Promise nobody can keep",
        "A reader holds the team to it.",
        "“{}” promises more than work can keep.",
        "What can you say for certain?",
        _words_of("tone-absolutes"),
    ),
    Habit(
        "tone-hedging",
        "Hedges in a row",
        "Two hedges say no more than one, and leave the reader unsure.",
        "“{}” hedges twice.",
        "How sure are you?",
        _hedge_stacks,
    ),
    Habit(
        "tone-condescension",
        "Words that talk down",
        "A reader who does not find it obvious feels slow.",
        "“{}” can sound as if the reader should know.",
        "Can this word go?",
        _words_of("tone-condescension"),
    ),
    Habit(
        "tone-blame",
        "Blame in the second person",
        "A reader who is blamed stops reading.",
        "“{}” lays the fault on the reader.",
        "What should happen next instead?",
        _words_of("tone-blame"),
    ),
    Habit(
        "tone-contractions",
        "Contraction",
        "The policy asks for a formal register.",
        "“{}” is a contraction.",
        "Can you spell it out?",
        _words_of("tone-contractions"),
        Tier.CONTEXT,  # second-language writers use more of them, so each is a fact and no finding
    ),
    Habit(
        "tone-slang",
        "Casual word",
        "The policy asks for a formal register.",
        "“{}” is casual for this kind of text.",
        "Which word fits here?",
        _words_of("tone-slang"),
    ),
    Habit(
        "tone-exclamation",
        "Exclamation mark",
        "The policy asks for a calm register.",
        "An exclamation mark ends “{}”.",
        "Does a full stop do?",
        _exclamations,
    ),
    Habit(
        "tone-dodges",
        "Passive that hides who did it",
        "A reader wants to know who decided or acted.",
        "“{}” does not say who.",
        "Who did this?",
        _words_of("tone-dodges"),
    ),
    Habit(
        "tone-inclusive",
        "Word with a more inclusive one",
        "The policy asks for inclusive language.",
        "“{}” leaves people out.",
        "Does another word fit?",
        _inclusive,
    ),
)


def _check_of(habit: Habit) -> Check:
    def find(document: Document) -> Iterator[Finding]:
        for block in prose_blocks(document):
            for match in habit.pattern().finditer(document.text, block.start, block.end):
                span = match.span()
                if touches(quotations(document, block), *span) or is_mentioned(document, block, *span):
                    continue
                quote = shorten(match.group())
                yield report(check, span, habit.message.format(quote), _question(habit, match.group()))

    check = Check(habit.id, 2 if habit.tier is Tier.CONTEXT else 1, habit.tier, habit.title, habit.why, find, ("en",))
    return check


def _question(habit: Habit, quote: str) -> str:
    better = _better_words().get(" ".join(quote.casefold().split())) if habit.id == "tone-inclusive" else None
    return f"Does “{better}” fit?" if better else habit.question


TONE_CHECKS: tuple[Check, ...] = tuple(map(_check_of, _HABITS))
"""In the order of a policy's form; a policy names them without "tone-"."""
