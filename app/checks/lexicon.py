"""Word lists kept as data under ``resources/lexicons``, and phrases turned into safe regular expressions.

A list is a text file: lines that start with ``#`` name its source and licence, every other line is one entry.
In a phrase, words are separated by single spaces, ``a|b`` is a choice (``_`` joins the words of one alternative),
``(word)`` may be missing and ``*`` stands for any one word. Gaps and choices are bounded, so matching is linear.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

GAP = r"[ \t\u00a0\u202f]{0,3}[ \t\u00a0\u202f\n]"
_ANY_WORD = r"[\w'’-]{1,30}"


@cache
def read_words(name: str) -> tuple[str, ...]:
    """Return the entries of the list ``name`` (its file name without ending), in the file's order."""
    text = files("resources").joinpath("lexicons", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def read_phrases(name: str) -> re.Pattern[str]:
    """Return a pattern that matches any phrase of the list ``name`` as whole words, in any case."""
    return compile_phrases(read_words(name))


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches any of ``phrases`` as whole words, in any case."""
    return re.compile(rf"(?<!\w)(?:{choice(phrases)})(?!\w)", re.IGNORECASE)


def choice(phrases: Iterable[str]) -> str:
    """Return the regular expression for any of ``phrases``, longer ones first, to be built into another."""
    return "|".join(_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _phrase(phrase: str) -> str:
    """Return the regular expression of one phrase; an optional word takes the gap after it along."""
    pattern = ""
    tokens = phrase.split(" ")
    for number, token in enumerate(tokens):
        gap = GAP if number < len(tokens) - 1 else ""
        if token.startswith("(") and token.endswith(")"):
            pattern += f"(?:{_word(token[1:-1])}{gap})?"
        else:
            pattern += _word(token) + gap
    return pattern


def _word(token: str) -> str:
    alternatives = [_literal(part).replace(r"\*", _ANY_WORD) for part in token.split("|")]
    return alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"


def _literal(part: str) -> str:
    return re.sub("['’]", "['’]", re.escape(part)).replace("_", GAP)
