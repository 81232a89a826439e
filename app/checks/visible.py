"""Take characters that nobody sees out of a document before it is checked, and bring findings back to their places.

A zero-width space or a soft hyphen inside a word would hide it from every word list.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from app.checks.remembering import once_per_document
from app.domain.document import Document
from app.domain.finding import Finding, Span

_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_PARTS = ("blocks", "styles", "links", "note_marks", "fields", "pages")

P = TypeVar("P")


@once_per_document
def visible(document: Document) -> Document:
    """Return the document without unseen characters, or itself where it has none; it keeps no source segments."""
    unseen = _places(document)
    if not unseen:
        return document

    def shown(offset: int) -> int:
        return offset - bisect_left(unseen, offset)

    moved: dict[str, Any] = {name: _moved(getattr(document, name), shown) for name in _PARTS}
    images = tuple(replace(image, offset=shown(image.offset)) for image in document.images)
    text = _UNSEEN.sub("", document.text)
    return replace(document, text=text, segments=(), images=images, deletions=(), **moved)


def in_document(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings of ``visible(document)`` with the offsets of the document itself."""
    if not _places(document):
        return list(findings)
    moved = []
    for finding in findings:
        (start, end), *related = in_document_spans(document, ((finding.start, finding.end), *finding.related))
        moved.append(replace(finding, start=start, end=end, related=tuple(related)))
    return moved


def in_document_spans(document: Document, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans of ``visible(document)`` with the offsets of the document itself."""
    shifted = _shifted(document)
    return tuple((start + _count(shifted, start + 1), end + _count(shifted, end)) for start, end in spans)


@once_per_document
def _shifted(document: Document) -> tuple[int, ...]:
    """Return, for each unseen character, the offset in the visible text before which it stands."""
    return tuple(place - index for index, place in enumerate(_places(document)))


def _count(shifted: tuple[int, ...], offset: int) -> int:
    """Return how many unseen characters stand before the ``offset``-th visible one."""
    return bisect_left(shifted, offset)


@once_per_document
def _places(document: Document) -> tuple[int, ...]:
    return tuple(match.start() for match in _UNSEEN.finditer(document.text))


def _moved(parts: Iterable[P], shown: Callable[[int], int]) -> tuple[P, ...]:
    return tuple(replace(part, start=shown(part.start), end=shown(part.end)) for part in parts)  # type: ignore[type-var,attr-defined]
