"""An acronym that the text uses again and again and never spells out."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from app.checks.lexicon import read_words
from app.checks.reporting import report
from app.checks.running_text import is_code, prose_blocks, quotations, touches
from app.domain.document import BlockKind, Document
from app.domain.finding import Check, Finding, Span, Tier

_ACRONYM = re.compile(r"(?<![\w.@/#&$-])[A-Z]{3,6}(?=s?(?![\w&/@]|\.\w|-\d))")
_ROMAN = re.compile(r"[IVXLC]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]{0,40}")
_SMALL_WORD = re.compile(r"\b[a-z]{3,6}\b")
_NAME_GOES_ON = re.compile(r"-[A-Z]")
_LEAST_USES = 2
_SHOUTED = 3
_CAPITALS = re.compile(r"(?:\b[A-Z]{2,30}\b[ ,:]{1,2}){2}")
_SMALL = frozenset({"of", "and", "the", "for", "in", "on", "to", "a", "an", "de", "with"})


def find_undefined_acronyms(document: Document) -> Iterator[Finding]:
    """Yield the first use of each acronym used twice or more that is neither spelled out nor on the house list."""
    uses = _uses(document)
    if not uses:
        return
    expanded = _initials(document)
    for acronym, spans in uses.items():
        if len(spans) >= _LEAST_USES and acronym not in expanded and not _is_explained(document, acronym):
            message = f"“{acronym}” is used {len(spans)} times and never spelled out."
            yield report(CHECK, spans[0], message, "What does it stand for?", tuple(spans[1:]))


def _uses(document: Document) -> dict[str, list[Span]]:
    """Return where each acronym not on the house list stands in the running text, shouted lines left out."""
    uses: defaultdict[str, list[Span]] = defaultdict(list)
    emphasised = _plain_words(document)
    for block in prose_blocks(document):
        for match in _ACRONYM.finditer(document.text, block.start, block.end):
            acronym, span = match.group(), match.span()
            if acronym in _house_list() or _ROMAN.fullmatch(acronym) or is_code(document, *span):
                continue
            if acronym.casefold() in emphasised or _NAME_GOES_ON.match(document.text, span[1]):
                continue
            around = document.text[max(block.start, span[0] - 30) : min(block.end, span[1] + 30)]
            if not _CAPITALS.search(around) and not touches(quotations(document, block), *span):
                uses[acronym].append(span)
    return uses


def _plain_words(document: Document) -> frozenset[str]:
    """Return the words that the text writes in small letters too: in capitals they are emphasised or graded."""
    return frozenset(match.group() for match in _SMALL_WORD.finditer(document.text))


def _is_explained(document: Document, acronym: str) -> bool:
    """Tell whether the acronym stands in or right before brackets, or before words that say what it is."""
    pattern = (
        rf"[(\[“\"][^()\[\]\n]{{0,30}}\b{acronym}s?\b[^()\[\]\n]{{0,60}}[)\]”\"]|\b{acronym}s? ?[(\[][A-Za-z]"
        rf"|\b{acronym}(?: is| was|,)? (?:short for|stands? for|stood for|meaning|means|or [a-z])"
        rf"|\b{acronym}s? ?[–—=:-] "
    )
    return re.search(pattern, document.text) is not None


def _initials(document: Document) -> frozenset[str]:
    """Return the initials of every run of words, so that "General Services Administration" spells out GSA."""
    found: set[str] = set()
    for block in document.blocks:
        if block.kind is BlockKind.CODE:
            continue
        words = [match.group() for match in _WORD.finditer(document.text, block.start, block.end)]
        for kept in (words, [word for word in words if word.casefold() not in _SMALL]):
            letters = "".join(word[0] for word in kept).upper()
            capital = [word[0].isupper() for word in kept]
            for size in range(_SHOUTED, 7):
                found |= {letters[index : index + size] for index in range(len(letters) - size + 1) if capital[index]}
    return frozenset(found)


@cache
def _house_list() -> frozenset[str]:
    return frozenset(read_words("known-acronyms"))


CHECK = Check(
    id="undefined-acronym",
    version=2,
    tier=Tier.ASK,
    title="Acronym never spelled out",
    why="A reader from outside cannot know what the letters stand for.",
    run=find_undefined_acronyms,
    languages=("en",),
)
