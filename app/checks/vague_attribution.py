"""A claim laid to nobody in particular: "studies show", "experts agree", with no name, year or link near."""

import re
from collections.abc import Iterator
from functools import cache

from app.checks.lexicon import GAP, choice, read_phrases, read_words
from app.checks.mentions import is_mentioned
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks
from app.checks.sentences import sentence_index, sentences_of
from app.checks.sourcing import is_sourced, neighbourhood
from app.domain.document import Block, Document
from app.domain.finding import Check, Finding, Tier

_LOOK_BACK = 30
_CLAUSE_START = re.compile(
    r"(?:\A|[.!?;:,—–(]\s{0,3}|\b(?:and|but|that|because|since|as|while|although|though|where|so|yet|also|in fact"
    r"|indeed|however|moreover|furthermore|additionally|overall|increasingly)[ ,]\s{0,2})\Z",
    re.IGNORECASE,
)
_NAMES_IT = re.compile(r"\s{1,3}(?:by|from|at|in|of|published|conducted|led|released|done|commissioned|on behalf)\b")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DOUBTED = re.compile(
    r"\b(?:if|whether|until|unless|when|no|not|do|does|did|can|will|would|should|may|might)\s\W?\Z", re.IGNORECASE
)


def find_vague_attributions(document: Document) -> Iterator[Finding]:
    """Yield each vague source whose sentence and neighbours name none; its first sentence says who is meant."""
    for block in prose_blocks(document):
        for match in _matches(document, block):
            if _is_vague(document, block, match):
                message = f"“{shorten(match.group())}” names no source."
                yield report(CHECK, match.span(), message, _question(match.group()))


def _matches(document: Document, block: Block) -> Iterator[re.Match[str]]:
    for match in _subjects().finditer(document.text, block.start, block.end):
        if _opens_clause(document, block, match.start()):
            yield match
    for match in read_phrases("vague-phrases").finditer(document.text, block.start, block.end):
        if not _NAMES_IT.match(document.text, match.end(), block.end):
            yield match


def _opens_clause(document: Document, block: Block, start: int) -> bool:
    """Tell whether a clause begins at ``start``: "this research shows" and "census data show" do name something."""
    sentences = sentences_of(document, block)
    first = sentences[sentence_index(sentences, start)][0]
    before = document.text[max(first, start - _LOOK_BACK) : start]
    return (start == first or _CLAUSE_START.search(before) is not None) and _DOUBTED.search(before) is None


def _is_vague(document: Document, block: Block, match: re.Match[str]) -> bool:
    spans = neighbourhood(document, block, match.start())
    if is_mentioned(document, block, *match.span()):
        return False
    sentences = sentences_of(document, block)
    own = sentences[sentence_index(sentences, match.start())]
    if _YEAR.search(document.text, *own) or document.text[own[0] : own[1]].endswith("?"):
        return False
    return not any(is_sourced(document, span) for span in spans)


def _question(quote: str) -> str:
    words = quote.casefold()
    for word, question in (("stud", "Which studies?"), ("survey", "Which surveys?"), ("report", "Which reports?")):
        if word in words:
            return question
    return "Which research?" if "research " in words else "Who says so, and where?"


@cache
def _subjects() -> re.Pattern[str]:
    """Return the pattern of qualifiers, a source named by its kind, and what it is made to say."""
    qualifiers = f"(?:(?:{choice(read_words('vague-qualifiers'))}){GAP}){{0,2}}"
    adverbs = rf"(?:(?:have|has|also|often|long|\w{{2,14}}ly){GAP}){{0,2}}"
    sources, verbs = choice(read_words("vague-sources")), choice(read_words("vague-verbs"))
    return re.compile(rf"(?<!\w)(?:{qualifiers})(?:{sources}){GAP}{adverbs}(?:{verbs})(?!\w)", re.IGNORECASE)


CHECK = Check(
    id="vague-attribution",
    version=2,
    tier=Tier.ASK,
    title="Source not named",
    why="A reader cannot look up a study or an expert without a name.",
    run=find_vague_attributions,
    languages=("en",),
)
