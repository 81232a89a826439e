"""A sentence that says again, in nearly the same words, what another sentence said."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from app.checks.lexicon import read_words
from app.checks.repeated_paragraph import repeated_blocks, states_requirements
from app.checks.reporting import report
from app.checks.running_text import is_code, prose_blocks, quotations, touches
from app.checks.sentences import sentences_of
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import Check, Finding, Span, Tier

_WORD = re.compile(r"[^\W_][\w’'-]{0,40}(?:\.[a-z]{2,6}\b)?")
_ENDING = re.compile(r"(?:’s|'s|ing|ed|es|s)\Z")
_LEAST_WORDS, _LEAST_STEM = 6, 4
_ALIKE, _SHORT_ALIKE = 0.5, 0.65
_SHORT = 9
_MOST_POSTINGS, _MOST_AGAIN = 40, 3
_REQUIREMENT = re.compile(r"\b(?:SHALL|MUST|SHOULD|MAY)\b|https?://|www\.")
_SHALL = re.compile(r"\bshall\b", re.IGNORECASE)
_LEAST_SHALL, _WORDS_A_SHALL = 10, 500


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its content words, and the figures and names that make it a case of its own."""

    span: Span
    words: frozenset[str]
    marks: frozenset[str]


def find_near_duplicates(document: Document) -> Iterator[Finding]:
    """Yield each sentence whose content words overlap with those of an earlier one (Jaccard at least one half).

    Short sentences share half of their words by chance and have to be more alike.

    Only sentences that share one of their rarest words are compared, which keeps the work linear. A sentence that
    stands again and again is a form's, and is named three times at most. A standard or a contract says the same of
    several things on purpose and is left out.
    """
    if _is_standard(document):
        return
    sentences = list(_sentences(document))
    rarity = Counter(word for said in sentences for word in said.words)
    postings: defaultdict[str, list[Said]] = defaultdict(list)
    again: Counter[Span] = Counter()
    for said in sentences:
        rarest = sorted(said.words, key=lambda word: (rarity[word], word))
        prefix = rarest[: len(rarest) - ceil(_ALIKE * len(rarest)) + 1]
        earlier = _alike(said, prefix, postings)
        if earlier is not None:
            again[earlier.span] += 1
        if earlier is not None and again[earlier.span] <= _MOST_AGAIN:
            message = "This sentence says nearly the same as an earlier one."
            yield report(CHECK, said.span, message, "What does it add, or can one of them go?", (earlier.span,))
        for word in prefix:
            if len(postings[word]) < _MOST_POSTINGS:
                postings[word].append(said)


def _is_standard(document: Document) -> bool:
    """Tell whether the text lays down requirements: "shall" ten times and once in 500 words, or in capitals."""
    found = len(_SHALL.findall(document.text))
    return states_requirements(document) or (
        found >= _LEAST_SHALL and found * _WORDS_A_SHALL >= sum(1 for _ in _WORD.finditer(document.text))
    )


def _alike(said: Said, prefix: Sequence[str], postings: dict[str, list[Said]]) -> Said | None:
    for word in prefix:
        for other in postings.get(word, ()):
            least = _SHORT_ALIKE if min(len(said.words), len(other.words)) < _SHORT else _ALIKE
            if said.marks == other.marks and _jaccard(said.words, other.words) >= least:
                return other
    return None


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _sentences(document: Document) -> Iterator[Said]:
    """Yield the sentences of paragraphs that can say a thing twice.

    Short ones, questions, quotations, addresses, a standard's requirements, lists of names or figures and paragraphs
    that stand twice cannot.
    """
    twice = repeated_blocks(document)
    for block in prose_blocks(document):
        if block.kind is not BlockKind.PARAGRAPH or block.start in twice:
            continue
        for span in sentences_of(document, block):
            said = _said(document, span)
            if (
                len(said.words) >= _LEAST_WORDS
                and 2 * len(said.marks) < len(said.words)
                and not _is_set_apart(document, block, span)
            ):
                yield said


def _is_set_apart(document: Document, block: Block, span: Span) -> bool:
    if document.text[span[1] - 1] in "?:" or _REQUIREMENT.search(document.text, *span):
        return True
    return touches(quotations(document, block), *span) or is_code(document, *span)


def _said(document: Document, span: Span) -> Said:
    words = _WORD.findall(document.text, *span)
    marks = {word for word in words[1:] if word[0].isupper()}
    marks |= {word for word in words if word[0].isdigit() or "." in word}
    plain = (word.casefold() for word in words if word not in marks)
    return Said(span, frozenset(_stem(word) for word in plain if word not in _light()) | marks, frozenset(marks))


@cache
def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _LEAST_STEM else word


@cache
def _light() -> frozenset[str]:
    return frozenset(read_words("light-words")) | frozenset(read_words("english-function-words"))


CHECK = Check(
    id="near-duplicate",
    version=2,
    tier=Tier.ASK,
    title="Sentence said twice",
    why="The second time gives the reader nothing new.",
    run=find_near_duplicates,
    languages=("en",),
)
