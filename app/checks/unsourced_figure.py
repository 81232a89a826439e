"""A figure that somebody must have counted, with no word on who: "73 % of teachers use it every day"."""

import re
from collections.abc import Iterator

from app.checks.lexicon import read_phrases
from app.checks.own_study import own_study_blocks
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks, quotations, touches
from app.checks.sentences import sentence_index, sentences_of
from app.checks.sourcing import is_sourced, is_sourced_nearby
from app.domain.document import Block, Document
from app.domain.finding import Check, Finding, Span, Tier

_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,3})?|\d{1,9}(?:\.\d{1,3})?"
_SMALL = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_FIGURE = re.compile(
    rf"(?<![\w.,@$€£-])(?:{_NUMBER}) ?(?:%|percent\b|per cent\b)"
    rf"|[$€£](?:{_NUMBER}) ?(?:million|billion|trillion|bn|m)\b"
    rf"|(?<![\w.,@$€£-])(?:{_NUMBER}) (?:million|billion|trillion)\b"
    rf"|\b(?:one|{_SMALL}) (?:in|out of)(?: every)? {_SMALL} (?=[a-z])"
    r"|\b(?:one|two)[ -](?:third|quarter|fifth)s? of (?:all |the )?(?=[a-z])"
    r"|\bthree[ -]quarters of (?:all |the )?(?=[a-z])"
    rf"|\b{_SMALL}(?:\.\d)? times (?:more|less|as|higher|lower|faster|likelier)\b",
    re.IGNORECASE,
)
_ROUND = re.compile(r"(?:100(?:\.0)?|0|99\.\d{1,4}) ?(?:%|percent|per cent)", re.IGNORECASE)
_SELF = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Oo]urs|[Mm]y|[Mm]ine|[Uu]s|[Mm]e)\b|\b[nN] ?= ?\d")
_GOES_ON = re.compile(
    r"\b(?:the|this|that|these|its|their) (?:same )?(?:report|study|survey|poll|authors?|researchers|paper|article"
    r"|review|agency|census|data|figures|analysis|findings|results)\b"
    r"|\b(?:it|they) (?:also )?(?:found|reported|estimated|showed)\b",
    re.IGNORECASE,
)
_MARKET = re.compile(
    r"\b(?:shares?|stocks?|sterling|pound|dollar|euro|yen|yuan|currency|currencies|index|FTSE|Dow|Nasdaq|Nikkei|futures"
    r"|yields?|oil|gold|copper)\b.{0,60}\b(?:rose|fell|gained|lost|jumped|surged|slipped|dropped|climbed|closed|opened|edged"
    r"|up|down|hit|rises?|falls?|gains?)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;:—–(),](?=\s)")
_SHORTEST_CLAUSE = 3
_REACH = 12


def find_unsourced_figures(document: Document) -> Iterator[Finding]:
    """Yield at most one figure a paragraph whose sentence and neighbours name no source, on its clause."""
    settled = _sourced_below(document) | own_study_blocks(document)
    for block in prose_blocks(document):
        if block.start in settled:
            continue
        needs: dict[Span, bool] = {}
        for match in _FIGURE.finditer(document.text, block.start, block.end):
            if _is_settled(document, block, match) or _is_planned(document, block, match):
                continue
            sentence = _sentence(document, block, match.start())
            if sentence not in needs:
                needs[sentence] = _needs_source(document, block, sentence)
            if needs[sentence]:
                message = f"“{shorten(match.group().strip())}” is given with no source."
                yield report(CHECK, _clause(document, block, match), message, "Where does this figure come from?")
                break


def _sourced_below(document: Document) -> frozenset[int]:
    """Return the starts of the blocks right above a line such as "Source: …"."""
    pairs = zip(document.blocks, document.blocks[1:], strict=False)
    return frozenset(
        block.start
        for block, below in pairs
        if document.text[below.start : below.start + 8].casefold().startswith("source")
    )


def _is_settled(document: Document, block: Block, match: re.Match[str]) -> bool:
    return _ROUND.fullmatch(match.group()) is not None or touches(quotations(document, block), *match.span())


def _needs_source(document: Document, block: Block, sentence: Span) -> bool:
    """Tell whether the figures of the sentence need a source and have none."""
    text = document.text[sentence[0] : sentence[1]]
    if _is_own_or_supposed(text) or _MARKET.search(text):  # a market's prices are for everyone to see
        return False
    return not is_sourced_nearby(document, block, sentence[0]) and not _goes_on(document, block, sentence)


def _is_planned(document: Document, block: Block, match: re.Match[str]) -> bool:
    """Tell whether the clause with the figure is a plan or a rule; another clause may still state a fact."""
    return read_phrases("plan-words").search(document.text, *_clause(document, block, match)) is not None


def _is_own_or_supposed(text: str) -> bool:
    """Tell whether the sentence is about the author's own work or an assumption."""
    if _SELF.search(text) or text.endswith("?"):
        return True
    return any(read_phrases(name).search(text) for name in ("supposing-words", "own-work-words"))


def _goes_on(document: Document, block: Block, sentence: Span) -> bool:
    """Tell whether the sentence goes on about a source named earlier in the paragraph: "The report also …"."""
    if _GOES_ON.search(document.text, *sentence) is None:
        return False
    sentences = sentences_of(document, block)
    index = sentence_index(sentences, sentence[0])
    return any(is_sourced(document, earlier) for earlier in sentences[max(0, index - _REACH) : index])


def _sentence(document: Document, block: Block, offset: int) -> Span:
    sentences = sentences_of(document, block)
    return sentences[sentence_index(sentences, offset)]


def _clause(document: Document, block: Block, match: re.Match[str]) -> Span:
    """Return the clause around the figure, or its sentence where the clause would be a fragment."""
    first, last = _sentence(document, block, match.start())
    before = [mark.end() for mark in _CLAUSE_END.finditer(document.text, first, match.start())]
    after = _CLAUSE_END.search(document.text, match.end(), last)
    start, end = before[-1] if before else first, after.start() if after else last
    while document.text[start].isspace():
        start += 1
    return (start, end) if len(document.text[start:end].split()) >= _SHORTEST_CLAUSE else (first, last)


CHECK = Check(
    id="unsourced-figure",
    version=3,
    tier=Tier.ASK,
    title="Figure with no source",
    why="A reader who wants to rely on a figure has to know who counted, and when.",
    run=find_unsourced_figures,
    languages=("en",),
)
