"""Find the references of a document: in lists, notes, reference managers' fields and running text."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from itertools import chain
from typing import Final

from app.citations.cross_check import uncovered
from app.citations.entries import Entry, cut_entries
from app.citations.join_lines import join_text
from app.citations.legal import CASE, STATUTE
from app.citations.links import link_references
from app.citations.manager_fields import works_of_field
from app.citations.notes import cited_works
from app.citations.parse import parse_reference
from app.citations.reconcile import drop_repeats, place_in, prefer_data
from app.citations.sections import FURNITURE, Section, find_sections
from app.citations.spans import Span, Spans
from app.domain.document import Block, BlockKind, Document, Kind
from app.domain.reference import Reference

_NOTES: Final = {BlockKind.FOOTNOTE: "footnote", BlockKind.ENDNOTE: "endnote"}
_NOTE_NUMBER: Final = re.compile(r"(\d{1,3})\s+(?=[^\W\d]|[“\"‘«])")
_NEXT_NOTE: Final = re.compile(r"(?:(?<=\.)|(?<=\d)\s|(?<=\.)\s)(\d{1,3})\s(?=[A-ZÀ-Þ“\"‘«])")
_PERSONAL: Final = re.compile(
    r"\((?P<who>[^()\n]{3,80}?),?\s+(?:personal (?:communication|correspondence|interview)|persönliche Mitteilung)"
    r"(?:[^()\n]{0,40})\)",
    re.IGNORECASE,
)


def find_references(document: Document) -> tuple[Reference, ...]:
    """Return every reference of ``document`` in text order, each work of a note or field once."""
    document = _with_printed_notes(document)
    italics = sorted((style.start, style.end) for style in document.styles if style.italic)
    lists = [list(_listed(document, section, italics)) for section in find_sections(document)]
    listed, unlisted = _with_fields(document, [*chain.from_iterable(lists), *_noted(document, italics)])
    running = list(_in_text(document, listed))
    # An address between two entries of a list belongs to words that introduce a part of it.
    extents = Spans((entries[0].start, entries[-1].end) for entries in lists if entries)
    linked = link_references(document, [*listed, *unlisted, *running], extents)
    found = drop_repeats([*listed, *unlisted, *running, *linked])
    return tuple(sorted([*found, *uncovered(document, found)], key=lambda one: (one.start, one.end)))


def _with_printed_notes(document: Document) -> Document:
    """Return a PDF with its footnotes told from paragraphs: they open with a number that is raised in the text."""
    if document.kind is not Kind.PDF:
        return document
    raised = {document.text[style.start : style.end].strip() for style in document.styles if style.raised == 1}
    blocks = tuple(piece for block in document.blocks for piece in _printed_notes(document, block, raised))
    return replace(document, blocks=blocks) if blocks != document.blocks else document


def _printed_notes(document: Document, block: Block, raised: Set[str]) -> Iterator[Block]:
    """Yield a block itself, or the notes that it is made of."""
    number = _NOTE_NUMBER.match(document.text, block.start, block.end)
    if block.kind is not BlockKind.PARAGRAPH or block.cell or not number or number[1] not in raised:
        yield block
        return
    start, following = block.start, int(number[1]) + 1
    for found in _NEXT_NOTE.finditer(document.text, block.start, block.end):
        if int(found[1]) == following and found[1] in raised:
            yield replace(block, kind=BlockKind.FOOTNOTE, start=start, end=found.start())
            start, following = found.start(1), following + 1
    yield replace(block, kind=BlockKind.FOOTNOTE, start=start)


def _listed(document: Document, section: Section, italics: list[Span]) -> Iterator[Reference]:
    for entry in cut_entries(document, section):
        if section.notes:
            yield from _of_note(document, entry, "endnote", italics)
        else:
            yield _reference(document, entry, "bibliography")


def _noted(document: Document, italics: list[Span]) -> Iterator[Reference]:
    for block in document.blocks:
        origin = _NOTES.get(block.kind)
        if origin:
            number = _NOTE_NUMBER.match(document.text, block.start, block.end)
            yield from _of_note(
                document, Entry(((number.end() if number else block.start, block.end),)), origin, italics
            )


def _of_note(document: Document, note: Entry, origin: str, italics: list[Span]) -> Iterator[Reference]:
    text = document.text[note.start : note.end].replace("\n", " ")
    within = italics[bisect_left(italics, (note.start, 0)) : bisect_left(italics, (note.end, 0))]
    inside = tuple((start - note.start, end - note.start) for start, end in within if end <= note.end)
    for start, end in cited_works(text, inside):
        yield _reference(document, Entry(((note.start + start, note.start + end),)), origin)


def _reference(document: Document, entry: Entry, origin: str) -> Reference:
    raw = join_text(document, entry.spans)
    return Reference(entry.start, entry.end, raw, origin, parse_reference(raw), entry.number)


def _with_fields(document: Document, listed: list[Reference]) -> tuple[list[Reference], list[Reference]]:
    """Give listed references the exact data of the fields that cite them; return those and the fields' other works."""
    unlisted: list[Reference] = []
    for field in document.fields:
        for work in works_of_field(field.manager, field.data):
            index = place_in(listed, work)
            if index is not None:
                listed[index] = replace(listed[index], parsed=prefer_data(work, listed[index]))
            elif not any(work == other.parsed for other in unlisted):
                shown = re.sub(r"\s+", " ", document.text[field.start : field.end]).strip()
                unlisted.append(Reference(field.start, field.end, shown, "field", work))
    return listed, unlisted


def _in_text(document: Document, listed: list[Reference]) -> Iterator[Reference]:
    """Yield what running text cites in full: court decisions, statutes, personal communication."""
    taken = Spans((reference.start, reference.end) for reference in listed)
    for block in document.blocks:
        if block.kind in FURNITURE or block.kind in _NOTES:
            continue
        for start, end in _cited_in(document.text, block.start, block.end):
            if not taken.touch(start, end):
                yield _reference(document, Entry(((start, end),)), "text")


def _cited_in(text: str, start: int, end: int) -> Iterable[Span]:
    spans = [(match.start("parties"), match.end()) for match in CASE.finditer(text, start, end)]
    for pattern in (STATUTE, _PERSONAL):
        for match in pattern.finditer(text, start, end):
            if not any(first < match.end() and match.start() < last for first, last in spans):
                spans.append(match.span())
    return sorted(spans)
