"""Write notes into a copy of a DOCX file as Word's own comments.

Word keeps comments on runs of the main story only: runs are split where a note starts or ends within one; a note on a
footnote or endnote stands at its mark in the text, one in a text box at the box. Nothing else of the file changes.
"""

import copy
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import cast

import docx
from docx.document import Document as WordFile
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.text.run import CT_R
from docx.text.run import Run

from app.documents.docx_names import RUN, RUN_PROPERTIES, TEXT, W
from app.documents.docx_package import Element
from app.domain.document import Document
from app.domain.errors import BadInputError
from app.domain.margin import MarginNote

_Place = tuple[int, int]
"""A run by its number in document order, and an offset in its text."""
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ONE_WIDE = frozenset({W + "tab", W + "ptab", W + "cr", W + "noBreakHyphen"})


def with_comments(data: bytes, document: Document, notes: Sequence[MarginNote]) -> bytes:
    """Return a copy of the DOCX file ``data`` with each note as a comment; ``document`` is what was read from it.

    Raises BadInputError for a file that Word's plain format does not cover (macros, a password).
    """
    try:
        word = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, ValueError, KeyError) as error:
        raise BadInputError("Comments can be written into a plain .docx file only. Save the draft as one.") from error
    runs = list(word.element.iter(RUN)) or [word.add_paragraph().add_run()._r]  # noqa: SLF001 - no public way
    part = str(word.part.partname).lstrip("/")
    places = [_places(document, note, part) for note in notes]
    pieces = _split(runs, {place for pair in places if pair for place in pair})
    for note, pair in zip(notes, places, strict=True):
        if pair is None:
            first, last, about = runs[0], runs[0], _quote(document, note)
        else:
            (first, last), about = _covered(pieces, *pair), ""
        _comment(word, (first, last), note, about)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _places(document: Document, note: MarginNote, part: str) -> tuple[_Place, _Place] | None:
    """Return where the note's first and last characters stand in the main story, or None for the whole draft."""
    if note.start is None or note.end is None:
        return None
    for start, end in _spans(document, note.start, note.end):
        found = [span for span in document.to_source(start, end) if span.part == part]
        if found:
            return (
                min((span.unit, span.offset) for span in found),
                max((span.unit, span.offset + span.length) for span in found),
            )
    return None


def _spans(document: Document, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the span, the mark that calls the note it stands in, and the paragraph around it."""
    yield start, end
    block = document.block_at(start)
    if block is not None:
        index = document.blocks.index(block)
        yield from ((mark.start, mark.end) for mark in document.note_marks if mark.note == index)
        yield block.start, block.end


def _split(runs: list[CT_R], places: set[_Place]) -> dict[int, list[tuple[int, CT_R]]]:
    """Cut runs at the places; return each cut run's pieces with the offset at which each starts."""
    cuts: defaultdict[int, set[int]] = defaultdict(set)
    for unit, offset in places:
        cuts[unit].add(offset)
    pieces = {}
    for unit, offsets in cuts.items():
        run, found = runs[unit], [(0, runs[unit])]
        length = sum(map(_width, run))
        for offset in sorted(offset for offset in offsets if 0 < offset < length):
            start, last = found[-1]
            found.append((offset, _cut(last, offset - start)))
        pieces[unit] = found
    return pieces


def _cut(run: CT_R, offset: int) -> CT_R:
    """Move what follows the first ``offset`` characters of the run into a new run after it, and return that."""
    rest = copy.deepcopy(run)
    for child in list(rest):
        if child.tag != RUN_PROPERTIES:
            rest.remove(child)
    at = 0
    for child in list(run):
        width = _width(child)
        if child.tag != RUN_PROPERTIES and at >= offset:
            rest.append(child)
        elif at < offset < at + width:
            tail = copy.deepcopy(child)
            text = child.text or ""
            _set_text(child, text[: offset - at])
            _set_text(tail, text[offset - at :])
            rest.append(tail)
        at += width
    run.addnext(rest)
    return rest


def _set_text(element: Element, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _width(child: Element) -> int:
    """Return how many characters a part of a run counts in its text."""
    if child.tag == TEXT:
        return len(child.text or "")
    return int(
        child.tag in _ONE_WIDE or (child.tag == W + "br" and child.get(W + "type", "textWrapping") == "textWrapping")
    )


def _covered(pieces: dict[int, list[tuple[int, CT_R]]], first: _Place, last: _Place) -> tuple[CT_R, CT_R]:
    """Return the first and last piece between two places, each outside any text box."""
    starts = [run for offset, run in pieces[first[0]] if offset <= first[1]]
    ends = [run for offset, run in pieces[last[0]] if offset < last[1]] or [pieces[last[0]][0][1]]
    return _outermost(starts[-1]), _outermost(ends[-1])


def _outermost(run: CT_R) -> CT_R:
    return cast("CT_R", [run, *run.iterancestors(RUN)][-1])


def _comment(word: WordFile, ends: tuple[CT_R, CT_R], note: MarginNote, about: str) -> None:
    text = _ILLEGAL.sub("", f"{about}\n{note.text}" if about else note.text)
    author = _ILLEGAL.sub("", note.author)
    initials = "".join(name[0] for name in author.split()[:3]).upper()
    word.add_comment([Run(run, word) for run in ends], text=text, author=author, initials=initials)


def _quote(document: Document, note: MarginNote) -> str:
    if note.start is None or note.end is None:
        return ""
    return f"“{document.text[note.start : note.end]}”"
