"""Find the stretches of a document that list references: under a heading, or a list without one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.citations.shape import could_be_entry, has_date, is_surely_entry
from app.domain.document import Block, BlockKind, Document

FURNITURE: Final = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.COMMENT})
_ASIDE: Final = FURNITURE | {BlockKind.CAPTION, BlockKind.FOOTNOTE, BlockKind.ENDNOTE}
_NUMBERING: Final = re.compile(r"^\s*(?:#+\s*)?(?:(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.)]?\s+)?")
_ENGLISH_TITLES: Final = (
    r"(?:(?:list of |selected |annotated |cited |additional |general )?"
    r"(?:references?|bibliograph(?:y|ie)|literature|sources)(?: cited| list| and notes| used| consulted)?|"
    r"(?:works|literature|sources) (?:cited|consulted|used)|"
    r"(?:primary|secondary|online|web|internet|print|electronic|archival) (?:sources|references|literature)|"
    r"notes and references|web ?links|further reading|references? section)"
)
_OTHER_TITLES: Final = (
    r"(?:literatur(?:verzeichnis|angaben|liste|hinweise|nachweise)?|quellen(?:verzeichnis|angaben|nachweise?)?|"
    r"quellen-? und literatur(?:verzeichnis)?|literatur-? und quellen(?:verzeichnis|angaben)?|internetquellen|"
    r"onlinequellen|weiterführende literatur|r[ée]f[ée]rences(?: bibliographiques)?|bibliographie(?: sélective)?|"
    r"ouvrages cités|referencias(?: bibliográficas)?|bibliografía|obras citadas|referências(?: bibliográficas)?|"
    r"riferimenti(?: bibliografici)?|bibliografia|literatuur(?:lijst)?|bronnen(?:lijst)?|referenties|referenser)"
)
_TITLE: Final = re.compile(rf"(?:{_ENGLISH_TITLES}|{_OTHER_TITLES})\s*[:.]?", re.IGNORECASE)
_NOTES_TITLE: Final = re.compile(
    r"(?:notes|end ?notes|foot ?notes|anmerkungen|fußnoten|endnoten)\s*[:.]?", re.IGNORECASE
)
_END: Final = re.compile(
    r"(?:appendi(?:x|ces)|anhang|anhänge|annex(?:es|e)?|acknowledge?ments?|danksagung|remerciements|"
    r"authors?['’]? (?:contributions?|information|biograph(?:y|ies)|details)|about the authors?|biograph(?:y|ies)|"
    r"biographical|supporting information|supplement|additional (?:files?|information)|funding|financial|"
    r"conflicts? of interest|competing interests?|declarations?|ethics|data availability|availability of data|"
    r"publisher['’]?s note|disclaimer|abstract|figure|fig\.|table|tables|abbreviations|index\b|glossar|eidesstatt|"
    r"selbstständigkeit|curriculum vitae|copyright|reprints|correspondence|open access|©|abbildungsverzeichnis|"
    r"tabellenverzeichnis|received:|how to cite)",
    re.IGNORECASE,
)
_BODY_TITLE: Final = re.compile(
    r"(?:abstract|(?:executive )?summary|introduction|preface|(?:table of )?contents|zusammenfassung|kurzfassung|"
    r"einleitung|vorwort|inhalt(?:sverzeichnis)?|résumé|introducción|resumen|resumo|introdução|sommario|introduzione)"
    r"\s*[:.]?",
    re.IGNORECASE,
)
_FRONT_SHARE: Final = 0.2
_LONGEST_TITLE: Final = 60
_SHORTEST_RUN: Final = 3
_ENOUGH: Final = 0.4
LONG_BLOCK: Final = 1500
"""A block longer than this holds several entries."""


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that list references, in order. ``notes`` for a list of notes, whose entries may hold prose.

    ``parts`` holds the offsets where a part begins under a sub-heading of its own.
    """

    blocks: tuple[Block, ...]
    notes: bool = False
    parts: frozenset[int] = frozenset()


def find_sections(document: Document) -> tuple[Section, ...]:
    """Return the reference lists of ``document`` in order: those under a heading, else a list that looks like one."""
    blocks = [block for block in document.blocks if block.kind not in FURNITURE]
    sections = tuple(_titled(document, blocks))
    return sections or tuple(_untitled(document, blocks))


def front_matter_end(document: Document) -> int:
    """Return where the title page and imprint end: at the abstract, contents or introduction near the start, else 0."""
    for block in document.blocks:
        if block.start > _FRONT_SHARE * len(document.text):
            break
        if block.kind not in FURNITURE and _BODY_TITLE.fullmatch(_NUMBERING.sub("", document.text_of(block), count=1)):
            return block.start
    return 0


def _titled(document: Document, blocks: list[Block]) -> Iterator[Section]:
    index = 0
    while index < len(blocks):
        found = _opening(document, blocks[index])
        if found is None:
            index += 1
            continue
        notes, rest = found
        end = _end_of(document, blocks, index)
        members = ([rest] if rest else []) + [b for b in blocks[index + 1 : end] if b.kind not in _ASIDE]
        parts = {below.start for above, below in pairwise(members) if above.kind is BlockKind.HEADING}
        members = [block for block in members if block.kind is not BlockKind.HEADING]
        if members and (notes or _mostly_entries(document, members)):
            yield Section(tuple(members), notes, frozenset(parts))
        index = max(end, index + 1)


def _opening(document: Document, block: Block) -> tuple[bool, Block | None] | None:
    """Tell a block that opens a list: (is a list of notes, what stands in the block after the title)."""
    if block.kind in _ASIDE or block.cell is not None:
        return None
    first, _, rest = document.text_of(block).partition("\n")
    title = _NUMBERING.sub("", first, count=1).strip(" *_#\t")
    notes = bool(_NOTES_TITLE.fullmatch(title))
    if len(title) > _LONGEST_TITLE or not (notes or _TITLE.fullmatch(title)):
        return None
    start = block.start + len(first) + 1
    return notes, (Block(BlockKind.PARAGRAPH, start, block.end) if rest.strip() else None)


def _end_of(document: Document, blocks: list[Block], opening: int) -> int:
    """Return the index of the first block after the list that opens at ``opening``."""
    level = blocks[opening].level
    for index in range(opening + 1, len(blocks)):
        block = blocks[index]
        below = block.kind is BlockKind.HEADING and block.level > level > 0
        if _opening(document, block) and not below:
            return index
        if _ends(document.text_of(block), block):
            return index
        if block.kind is BlockKind.HEADING and not (below and _entries_follow(document, blocks, index)):
            return index
    return len(blocks)


def _ends(text: str, block: Block) -> bool:
    title = _NUMBERING.sub("", text, count=1)
    if not _END.match(title):
        return False
    return block.kind is BlockKind.HEADING or not (could_be_entry(text) and has_date(text))


def _entries_follow(document: Document, blocks: list[Block], index: int) -> bool:
    """Whether an entry stands among the next blocks: a sub-heading of the list, not the end of it."""
    after = [document.text_of(block) for block in blocks[index + 1 : index + 4] if block.kind is not BlockKind.HEADING]
    return any(could_be_entry(text) for text in after)


def _mostly_entries(document: Document, members: list[Block]) -> bool:
    """Guard against a chapter called "Sources": most of its text must be in reference form."""
    texts = [_unnumbered(document, block) for block in members]
    fitting = sum(len(text) for text in texts if len(text) > LONG_BLOCK or could_be_entry(text))
    return fitting >= _ENOUGH * sum(map(len, texts))


def _untitled(document: Document, blocks: list[Block]) -> Iterator[Section]:
    """Yield runs of at least three consecutive blocks that are surely entries."""
    run: list[Block] = []
    for block in [*blocks, None]:
        if block and block.kind not in _ASIDE and not block.cell and is_surely_entry(_unnumbered(document, block)):
            run.append(block)
            continue
        if len(run) >= _SHORTEST_RUN:
            yield Section(tuple(run))
        run = []


def _unnumbered(document: Document, block: Block) -> str:
    return re.sub(r"^\s*(?:\[\w{1,6}\]|\(\d{1,3}\)|\d{1,3}[.)]?|[-*•])\s+", "", document.text_of(block))
