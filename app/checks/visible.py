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
from app.domain.finding import Finding

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
    unseen = _places(document)
    if not unseen:
        return list(findings)
    shifted = [place - index for index, place in enumerate(unseen)]

    def start(offset: int) -> int:
        return offset + _count(shifted, offset + 1)

    def end(offset: int) -> int:
        return offset + _count(shifted, offset)

    return [
        replace(
            finding,
            start=start(finding.start),
            end=end(finding.end),
            related=tuple((start(first), end(last)) for first, last in finding.related),
        )
        for finding in findings
    ]


def _count(shifted: list[int], offset: int) -> int:
    """Return how many unseen characters stand before the ``offset``-th visible one."""
    return bisect_left(shifted, offset)


@once_per_document
def _places(document: Document) -> tuple[int, ...]:
    return tuple(match.start() for match in _UNSEEN.finditer(document.text))


def _moved(parts: Iterable[P], shown: Callable[[int], int]) -> tuple[P, ...]:
    return tuple(replace(part, start=shown(part.start), end=shown(part.end)) for part in parts)  # type: ignore[type-var,attr-defined]
