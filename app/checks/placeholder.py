"""A blank of a template that nobody filled in: "[Your Name]", "[insert date]", "lorem ipsum"."""

import re
from collections.abc import Iterator
from functools import cache

from app.checks.lexicon import read_words
from app.checks.mentions import is_mentioned
from app.checks.reporting import report, shorten
from app.checks.running_text import written_blocks
from app.domain.document import Block, Document
from app.domain.finding import Check, Finding, Tier

_BLANK = re.compile(
    r"(?P<source>\[(?:citation|source|reference) (?:needed|required|missing)\])"
    r"|\[(?P<square>[^\[\]\n]{2,80})\](?![(\[:])"
    r"|<(?P<angle>[^<>\n]{2,80})>"
    r"|\{\{(?P<curly>[^{}\n]{2,80})\}\}"
    r"|(?P<filler>\blorem ipsum dolor\b)"
    r"|(?P<figure>[$€£][ ]?XX{1,3}\b|\bXX{1,2}[ ]?(?:%|percent\b))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w’'-]{0,40}")
_ALONE = frozenset({"date", "name", "location", "amount", "company", "address", "organization", "organisation"})
_LONGEST_BLANK, _LONGEST_TITLE = 8, 4
_SMALL = frozenset({"the", "a", "an", "of", "and", "or", "for", "to", "in", "here", "s"})


def find_placeholders(document: Document) -> Iterator[Finding]:
    """Yield each unfilled blank, in any block but quotations and code."""
    for block in written_blocks(document):
        for match in _BLANK.finditer(document.text, block.start, block.end):
            if _is_blank(match) and not _is_talked_about(document, block, match):
                yield report(CHECK, match.span(), *_words(match.group()))


def _words(quote: str) -> tuple[str, str]:
    return f"A blank was left unfilled: “{shorten(quote)}”.", "What should stand here?"


def _is_talked_about(document: Document, block: Block, match: re.Match[str]) -> bool:
    return is_mentioned(document, block, *match.span())


def _is_blank(match: re.Match[str]) -> bool:
    group = match.lastgroup or ""
    if group in ("filler", "source"):
        return True
    if group == "figure":
        return "X" in match.group()
    words = _WORD.findall(match.group(group).replace("_", " "))
    if _is_instruction(words):
        return True
    return _is_title(words) and (group == "square" or len(words) > 1)


def _is_instruction(words: list[str]) -> bool:
    """Tell whether the words ask to fill something in: "insert the date", "your company"."""
    if not 1 < len(words) <= _LONGEST_BLANK or words[0].casefold() not in _lead_ins():
        return False
    return words[0].casefold() == "insert" or any(_is_noun(word) for word in words[1:])


def _is_title(words: list[str]) -> bool:
    """Tell whether the words are nothing but slot nouns: "[Company Name]"; few stand alone in small letters."""
    nouns = [word for word in words if word.casefold() not in _SMALL]
    if not 0 < len(nouns) <= _LONGEST_TITLE or not all(map(_is_noun, nouns)):
        return False
    return len(nouns) > 1 or nouns[0][0].isupper() or nouns[0] in _ALONE


def _is_noun(word: str) -> bool:
    plain = word.casefold().removesuffix("'s").removesuffix("’s")
    return plain in _nouns() or plain.removesuffix("s") in _nouns()


@cache
def _nouns() -> frozenset[str]:
    return frozenset(read_words("placeholder-nouns"))


@cache
def _lead_ins() -> frozenset[str]:
    return frozenset(read_words("placeholder-lead-ins"))


CHECK = Check(
    id="placeholder",
    version=2,
    tier=Tier.FIX,
    title="Blank not filled in",
    why="A blank left in a finished text means that a fact is missing.",
    run=find_placeholders,
)
