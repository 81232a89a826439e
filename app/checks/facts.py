"""Plain facts about a text that are never findings: they hit second-language writers, and say nothing of worth.

Rhythm, transitions, hedges, dashes and paragraph lengths are shown beside the text for whoever wants to know them.
"""

import re
from statistics import fmean, pstdev

from app.checks.lexicon import read_phrases
from app.checks.running_text import prose_blocks
from app.checks.sentences import sentences_of
from app.domain.document import Document
from app.domain.finding import Fact

_LEAST_SENTENCES = 5
_DASH = re.compile(r"\w ?[–—] ?\w|\w -- \w")
_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def facts_of(document: Document) -> tuple[Fact, ...]:
    """Return the facts of a text of five sentences or more, none of a shorter one."""
    blocks = prose_blocks(document)
    sentences = [document.text[slice(*span)] for block in blocks for span in sentences_of(document, block)]
    if len(sentences) < _LEAST_SENTENCES:
        return ()
    text = " ".join(sentences)
    words = len(text.split())
    lengths = [len(sentence.split()) for sentence in sentences]
    paragraphs = [len(document.text_of(block).split()) for block in blocks]
    return (
        Fact("sentence-rhythm", "Sentence length", _spread(lengths)),
        Fact("paragraph-length", "Paragraph length", _spread(paragraphs)),
        Fact("transitions", "Transitions", _rate(len(read_phrases("transitions").findall(text)), words)),
        Fact("hedges", "Hedges", _rate(len(read_phrases("hedges").findall(text)), words)),
        Fact("dashes", "Dashes", _rate(len(_DASH.findall(text)), words)),
        Fact("reading-grade", "Reading grade (Flesch–Kincaid)", f"{reading_grade(sentences):.0f}"),
    )


def reading_grade(sentences: list[str]) -> float:
    """Return the Flesch–Kincaid grade (Kincaid et al. 1975), syllables counted as runs of vowels."""
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    runs = len(_VOWELS.findall(word))
    silent = word.casefold().endswith("e") and not word.casefold().endswith("le") and runs > 1
    return max(1, runs - silent)


def _spread(lengths: list[int]) -> str:
    return f"{fmean(lengths):.0f} words, give or take {pstdev(lengths):.0f}"


def _rate(count: int, words: int) -> str:
    return f"{1000 * count / words:.1f} per 1,000 words"
