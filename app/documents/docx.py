"""Read a DOCX file: its text as Word shows it with all tracked changes accepted, and everything that refers to it.

Reading order: the body, with text boxes after the paragraph that holds them; footnotes; endnotes; comments; headers
and footers. Nothing outside the file is ever fetched.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar
from unicodedata import normalize

from app.documents.docx_blocks import BlockWalker, Place
from app.documents.docx_gather import Gathered, NoteCall, NoteNumbers, Removal, Span
from app.documents.docx_names import AUTHOR, ID, TEXT, VAL, W, to_int
from app.documents.docx_package import Element, main_tree, open_package
from app.documents.links import with_bare_links
from app.domain.document import (
    BlockKind,
    CitationField,
    Deletion,
    Document,
    Image,
    Kind,
    Link,
    NoteMark,
    Reading,
)

EXTRACTOR = "docx/1"

S = TypeVar("S", Span, NoteCall)

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_WARNINGS = {
    "hidden": ("1 hidden word is left out.", "{} hidden words are left out."),
    "foreign": ("1 embedded file is not read.", "{} embedded files are not read."),
    "picture missing": ("1 picture is missing from the file.", "{} pictures are missing from the file."),
    "picture too large": (
        "1 picture is left out, because the pictures are larger than 64 MB in all.",
        "{} pictures are left out, because the pictures are larger than 64 MB in all.",
    ),
    "picture elsewhere": (
        "1 picture lies outside the file and is not fetched.",
        "{} pictures lie outside the file and are not fetched.",
    ),
}


def read(data: bytes, password: str | None = None) -> Reading:
    """Read the bytes of a DOCX file. Raises UnreadableFileError.

    ``password`` is not used: an encrypted DOCX is no ZIP archive and is recognised before it comes here.
    """
    del password
    package = open_package(data)
    root = main_tree(package)
    gathered = Gathered(package, package.main())
    _read_body(gathered, root)
    notes = _read_notes(gathered)
    _read_comments(gathered)
    _read_margins(gathered)
    gathered.builder.close(BlockKind.PARAGRAPH)
    return Reading(_document(data, gathered, notes), gathered.images)


def _read_body(gathered: Gathered, root: Element) -> None:
    gathered.numbers = {
        BlockKind.FOOTNOTE: _note_numbers(gathered, root, "footnotePr", "decimal"),
        BlockKind.ENDNOTE: _note_numbers(gathered, root, "endnotePr", "lowerRoman"),
    }
    part = gathered.part(gathered.main, root)
    walker = BlockWalker(gathered, part) if part else None
    for body in root.iterfind(W + "body"):
        if walker:
            walker.walk(body, Place())


def _note_numbers(gathered: Gathered, root: Element, name: str, usual: str) -> NoteNumbers:
    """Return how notes are numbered: what the last section says, else the settings."""
    names = gathered.package.related(gathered.main, "settings")
    settings = gathered.package.tree(names[0]) if names else None
    sections = root.findall(f".//{W}sectPr/{W}{name}")
    places = [sections[-1] if sections else None, settings.find(W + name) if settings is not None else None]
    formats = [place.find(W + "numFmt") for place in places if place is not None]
    starts = [place.find(W + "numStart") for place in places if place is not None]
    kind = next((found.get(VAL) or usual for found in formats if found is not None), usual)
    return NoteNumbers(kind, next((to_int(found.get(VAL), 1) for found in starts if found is not None), 1))


def _read_notes(gathered: Gathered) -> dict[tuple[BlockKind, str], int]:
    """Add the notes that the text calls, in order; return the index of each note's first block."""
    first: dict[tuple[BlockKind, str], int] = {}
    for kind in (BlockKind.FOOTNOTE, BlockKind.ENDNOTE):
        calls = [call for call in gathered.calls if call.kind is kind]
        names = gathered.package.related(gathered.main, f"{kind}s")
        part = gathered.part(names[0]) if calls and names else None
        notes = {note.get(ID): note for note in part.root} if part else {}
        for call in calls:
            note = notes.get(call.note)
            if part and note is not None and (kind, call.note) not in first:
                index = len(gathered.builder.blocks)
                BlockWalker(gathered, part, call.label).walk(note, Place(kind))
                if len(gathered.builder.blocks) > index:
                    first[kind, call.note] = index
    return first


def _read_comments(gathered: Gathered) -> None:
    for name in gathered.package.related(gathered.main, "comments"):
        part = gathered.part(name)
        for comment in part.root.iterfind(W + "comment") if part else ():
            assert part is not None
            BlockWalker(gathered, part, comment.get(AUTHOR) or "").walk(comment, Place(BlockKind.COMMENT))


def _read_margins(gathered: Gathered) -> None:
    """Add headers and footers, each text once."""
    for kind in (BlockKind.HEADER, BlockKind.FOOTER):
        seen: set[str] = set()
        for name in dict.fromkeys(gathered.package.related(gathered.main, kind)):
            part = gathered.part(name)
            text = " ".join("".join(text.text or "" for text in part.root.iter(TEXT)).split()) if part else ""
            if part and text not in seen:
                seen.add(text)
                BlockWalker(gathered, part).walk(part.root, Place(kind))


def _document(data: bytes, gathered: Gathered, notes: dict[tuple[BlockKind, str], int]) -> Document:
    builder, text = gathered.builder, gathered.builder.text()
    return Document(
        kind=Kind.DOCX,
        sha256=hashlib.sha256(data).hexdigest(),
        extractor=EXTRACTOR,
        text=text,
        blocks=tuple(builder.blocks),
        segments=tuple(builder.segments),
        title=gathered.title or _core_title(gathered),
        styles=tuple(builder.styles),
        links=with_bare_links(
            [Link(start, end, span.value) for start, end, span in _shown(gathered.links, text)], text
        ),
        note_marks=tuple(_note_marks(gathered, notes, text)),
        images=tuple(
            Image(min(picture.mark.at, len(text)), picture.name, picture.alt) for picture in gathered.pictures
        ),
        fields=tuple(
            CitationField(start, end, *span.payload)
            for start, end, span in _shown(gathered.citations, text)
            if span.payload
        ),
        deletions=tuple(_deletions(gathered.removals, len(text))),
        warnings=tuple(_warnings(gathered, text)),
    )


def _shown(spans: Iterable[S], text: str) -> Iterator[tuple[int, int, S]]:
    """Yield what has text, in text order. A stretch that ends with its paragraph does not hold the line end."""
    found = []
    for span in spans:
        start, end = span.start.at, min(span.end.at, len(text))
        while start < end and text[end - 1] == "\n":
            end -= 1
        if start < end:
            found.append((start, end, span))
    return iter(sorted(found, key=lambda item: item[:2]))


def _note_marks(gathered: Gathered, notes: dict[tuple[BlockKind, str], int], text: str) -> Iterator[NoteMark]:
    for start, end, call in _shown(gathered.calls, text):
        if (call.kind, call.note) in notes:
            yield NoteMark(start, end, notes[call.kind, call.note])


def _deletions(removals: list[Removal], length: int) -> list[Deletion]:
    """Return the deletions; what one author removed at one place is one of them."""
    found: list[Deletion] = []
    for removal in removals:
        deletion = Deletion(min(removal.mark.at, length), removal.text, removal.author)
        last = found[-1] if found else None
        if last and (last.offset, last.author) == (deletion.offset, deletion.author):
            found[-1] = replace(last, text=last.text + deletion.text)
        else:
            found.append(deletion)
    return sorted(found, key=lambda deletion: deletion.offset)


def _core_title(gathered: Gathered) -> str:
    for name in gathered.package.related("", "core-properties"):
        root = gathered.package.tree(name)
        title = root.findtext(_TITLE) if root is not None else None
        if title and title.strip():
            return normalize("NFC", " ".join(title.split()))
    return ""


def _warnings(gathered: Gathered, text: str) -> Iterator[str]:
    for what, count in gathered.left_out.items():
        one, many = _WARNINGS.get(what, (f"The {what} cannot be read and is left out.",) * 2)
        yield one if count == 1 else many.format(count)
    if not text:
        yield "This document holds no text."
