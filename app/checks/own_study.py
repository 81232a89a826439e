"""Tell which parts of a document report its own study: there the figures have their source in the work itself."""

import re
from functools import cache

from app.checks.lexicon import choice, read_words
from app.checks.remembering import once_per_document
from app.checks.running_text import prose_blocks
from app.domain.document import Block, BlockKind, Document

_SAMPLE_SIZE = re.compile(r"\b[nN] ?= ?\d")
_TEST = re.compile(r"\b[pP] ?[=<>≤] ?0?\.\d|\b95 ?% ?(?:CI|confidence)|± ?\d")
_OWN_TABLE = re.compile(r"\b(?:Table|Figure|Fig\.) \d")
_LEAST_SIGNS = 3


@once_per_document
def own_study_blocks(document: Document) -> frozenset[int]:
    """Return the starts of the blocks that report the document's own study: all but its introduction.

    A study has a heading such as "Methods", and at least three sample sizes, tests or pointers to its own tables.
    """
    if not _is_study(document):
        return frozenset()
    found, borrowed, level = set(), False, 0
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and block.cell is None and (not borrowed or block.level <= level):
            borrowed, level = _is_headed(document, block, "borrowed-headings"), block.level
        elif not borrowed:
            found.add(block.start)
    return frozenset(found)


def _is_study(document: Document) -> bool:
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    if not any(_is_headed(document, block, "study-headings") for block in headings):
        return False
    signs = 0
    for block in prose_blocks(document):
        text = document.text_of(block)
        signs += sum(len(pattern.findall(text)) for pattern in (_SAMPLE_SIZE, _TEST, _OWN_TABLE))
        if signs >= _LEAST_SIGNS:
            return True
    return False


def _is_headed(document: Document, block: Block, name: str) -> bool:
    return _opening(name).match(document.text_of(block).strip()) is not None


@cache
def _opening(name: str) -> re.Pattern[str]:
    return re.compile(rf"[\dIVX.]{{0,8}}\s{{0,3}}(?:{choice(read_words(name))})(?!\w)", re.IGNORECASE)
