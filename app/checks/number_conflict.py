"""The same quantity stated twice with different values: "a budget of $4.2 million" and later "$3.8 million"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.checks.lexicon import read_words
from app.checks.quantities import Quantity, disagree, find_quantities
from app.checks.reporting import report, shorten
from app.checks.running_text import is_code, prose_blocks, quotations, touches
from app.checks.sentences import sentences_of
from app.domain.document import Block, Document
from app.domain.finding import Check, Finding, Span, Tier

_WORD = re.compile(r"[^\W\d_][\w’'-]{0,40}")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_CLAUSE_END = re.compile(r"[;:—–()](?=\s|\Z)|,(?=\s)|\s(?:and|but|so|which|while|because|although)(?=\s)")
_LINK = re.compile(
    r"(?P<noun>[a-z]{3,20})(?: (?:is|was|are|were|stands at|stood at|totals|totalled|totaled|comes to|came to"
    r"|amounts to|amounted to|reached|reaches|equals|of)|:)\s(?:an? |the )?\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:[a-z]{2,20} ){0,3}\Z", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?P<how>total of|all|the|survey of|surveyed|interviewed|sample of|recruited|employs|interviews with)"
    r" \Z",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?P<verb>[a-z]{3,20}ed) \Z", re.IGNORECASE)
_NEXT_NOUN = re.compile(r" (?P<noun>[a-z]{3,20}(?: [a-z]{3,20})?)", re.IGNORECASE)
_HEDGE = re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost|some|over|under|just)\s\Z", re.IGNORECASE)
_LOOK_BACK = 50
_ANY_NUMBER = re.compile(r"\d|\b(?:t[whe]|f[io]|s[ie]|eigh|nine|eleven|hundred|thousand)", re.IGNORECASE)
_LONGEST_SENTENCE, _MOST_QUANTITIES = 1000, 12
_MOST_VALUES, _MOST_FIRSTS = 3, 24
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """A value with the words that name what it is the value of."""

    quantity: Quantity
    sentence: Span
    scope: frozenset[str]


Key = tuple[str, ...]


def find_number_conflicts(document: Document) -> Iterator[Finding]:
    """Yield the later of two values that the text gives to one named quantity; the earlier is the related span.

    A quantity that takes more than three values is one that differs by case, and is left out.
    """
    told: set[Span] = set()
    for statements in _by_key(document).values():
        if len({(each.quantity.low, each.quantity.high) for each in statements}) > _MOST_VALUES:
            continue
        firsts: dict[tuple[float, frozenset[str]], Statement] = {}
        for statement in statements:
            earlier = next((other for other in firsts.values() if _conflict(other, statement)), None)
            if len(firsts) < _MOST_FIRSTS:
                firsts.setdefault((statement.quantity.low, statement.scope), statement)
            span = (statement.quantity.start, statement.quantity.end)
            if earlier is not None and span not in told:
                told.add(span)
                yield _finding(document, span, (earlier.quantity.start, earlier.quantity.end))


def _finding(document: Document, span: Span, first: Span) -> Finding:
    values = [shorten(document.text[start:end]) for start, end in (first, span)]
    message = f"The text gives “{values[0]}” in one place and “{values[1]}” here for the same thing."
    return report(CHECK, span, message, "Which of the two is right?", (first,))


def _conflict(one: Statement, other: Statement) -> bool:
    return one.sentence != other.sentence and _same_scope(one, other) and disagree(one.quantity, other.quantity)


def _same_scope(one: Statement, other: Statement) -> bool:
    return one.scope <= other.scope or other.scope <= one.scope


def _by_key(document: Document) -> dict[Key, list[Statement]]:
    """Return the statements of the running text in text order, by the words that name their quantity."""
    groups: defaultdict[Key, list[Statement]] = defaultdict(list)
    for block in prose_blocks(document):
        for sentence in sentences_of(document, block):
            if sentence[1] - sentence[0] > _LONGEST_SENTENCE:
                continue
            quantities = tuple(_quantities(document, sentence))
            scope = _scope(document.text, sentence) if 0 < len(quantities) <= _MOST_QUANTITIES else None
            judged = [each for each in quantities if scope is not None and not _is_quoted(document, block, each)]
            clauses = _clauses(document.text, sentence) if judged else ()
            for quantity in judged:
                for key in _keys(document.text, sentence, quantity, _alone_in(clauses, quantity, quantities)):
                    groups[key].append(Statement(quantity, sentence, scope or frozenset()))
    return groups


def _quantities(document: Document, sentence: Span) -> Iterator[Quantity]:
    """Yield the quantities of a sentence; most sentences have no figure, which is told at once."""
    if _ANY_NUMBER.search(document.text, *sentence):
        found = find_quantities(document.text, *sentence)
        yield from (quantity for quantity in found if not _is_label(document, quantity))


def _is_quoted(document: Document, block: Block, quantity: Quantity) -> bool:
    span = (quantity.start, quantity.end)
    return touches(quotations(document, block), *span) or is_code(document, *span)


def _is_label(document: Document, quantity: Quantity) -> bool:
    """Tell whether the number is a name's, as in "Table 4" or "Sprint 2"."""
    before = document.text[max(0, quantity.start - _LOOK_BACK) : quantity.start].split(" ")
    if quantity.measure or len(before) < _LEAST_WORDS or before[-1]:
        return False
    return before[-2][:1].isupper() and before[-2].casefold() not in _light()


def _scope(text: str, sentence: Span) -> frozenset[str] | None:
    """Return the years and names of the sentence, None where a word gives its values a case of their own."""
    words = [match.group() for match in _WORD.finditer(text, *sentence)]
    plain = {word.casefold() for word in words[:1]} | set(words)
    if text[sentence[0] : sentence[1]].endswith("?") or not plain.isdisjoint(_own_case()):
        return None
    names = {word for word in words[1:] if word[0].isupper()}
    return frozenset(names | set(_YEAR.findall(text, *sentence)))


def _keys(text: str, sentence: Span, quantity: Quantity, clause: Span | None) -> Iterator[Key]:
    """Yield what the quantity is called: a measured noun, a counted one, or the whole clause around it."""
    before = _HEDGE.sub("", text[max(sentence[0], quantity.start - _LOOK_BACK) : quantity.start])
    link = _LINK.search(before)
    if link and link["noun"].casefold() in _measured():
        modifiers = _BEFORE.search(before, 0, link.start())
        words = (modifiers.group().split() if modifiers else []) + [link["noun"]]
        yield ("measured", quantity.measure, *_plain(words))
    counted, noun = _COUNTED.search(before), _NEXT_NOUN.match(text, quantity.end, sentence[1])
    if counted and noun and not quantity.measure:
        words, how = _plain(noun["noun"].split()), counted["how"].casefold().split()[0][:6]
        yield from (("counted", how, *words[:length]) for length in range(1, len(words) + 1))
    done = _DONE.search(before)
    if done and noun and not quantity.measure:
        yield ("done", done["verb"].casefold(), *_plain(noun["noun"].split()[:1]))
    yield from _as_modifier(text, sentence, quantity)
    if clause is not None:
        yield from _clause_key(text, clause, quantity)


def _as_modifier(text: str, sentence: Span, quantity: Quantity) -> Iterator[Key]:
    """Yield the noun that the quantity stands before: "the $4.2 million budget", "a 12-month pilot"."""
    noun = _NEXT_NOUN.match(text, quantity.end, sentence[1])
    if quantity.measure and noun:
        words = noun["noun"].split()
        if words[0].casefold() in _measured():
            yield ("measured", quantity.measure, *_plain(words[:1]))
        elif "-" in text[quantity.start : quantity.end]:
            yield ("modifier", quantity.measure, *_plain(words[:1]))


def _clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """Return the clauses of the sentence, in order."""
    ends = list(_CLAUSE_END.finditer(text, *sentence))
    starts = [sentence[0], *(end.end() for end in ends)]
    return tuple(zip(starts, [*(end.start() for end in ends), sentence[1]], strict=True))


def _alone_in(clauses: Sequence[Span], quantity: Quantity, all_of_it: Sequence[Quantity]) -> Span | None:
    """Return the clause that holds the quantity, None where it holds another one too."""
    clause = next((span for span in clauses if span[0] <= quantity.start and quantity.end <= span[1]), None)
    if clause is None or any(clause[0] <= other.start < clause[1] for other in all_of_it if other is not quantity):
        return None
    return clause


def _clause_key(text: str, clause: Span, quantity: Quantity) -> Iterator[Key]:
    """Yield the content words of the clause around the quantity."""
    words = [
        match.group()
        for span in ((clause[0], quantity.start), (quantity.end, clause[1]))
        for match in _WORD.finditer(text, *span)
    ]
    plain = _plain(words)
    if len(plain) >= _LEAST_WORDS:
        yield ("clause", quantity.measure, *sorted(plain))


def _plain(words: list[str]) -> list[str]:
    """Return the words in lower case without plural ending, light words left out."""
    kept = [word.casefold() for word in words]
    return [word.removesuffix("s") for word in kept if word not in _light()]


@cache
def _own_case() -> frozenset[str]:
    return frozenset(read_words("other-scope-words"))


@cache
def _measured() -> frozenset[str]:
    return frozenset(read_words("measured-nouns"))


@cache
def _light() -> frozenset[str]:
    return frozenset(read_words("light-words"))


CHECK = Check(
    id="number-conflict",
    version=2,
    tier=Tier.ASK,
    title="Same quantity, two values",
    why="A reader cannot tell which of the two values to rely on.",
    run=find_number_conflicts,
    languages=("en",),
)
