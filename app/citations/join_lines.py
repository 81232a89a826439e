"""Make one line of the lines of a reference: words and addresses that a line breaks are joined."""

import re
from collections.abc import Sequence
from typing import Final

from app.citations.spans import Span
from app.domain.document import Document

_ADDRESS_END: Final = re.compile(r"(?:https?://|\bwww\.|\b10\.\d{4,9}/?)\S*$")
_OPEN_END: Final = re.compile(r"[-/_=?&#%]$")
_ADDRESS_PART: Final = re.compile(r"\S*[\d/=_-]|(?:html?|pdf|php|aspx?|jsp|org|com|edu|gov|net)\b")
_LONGEST_ADDRESS: Final = 500


def join_text(document: Document, spans: Sequence[Span]) -> str:
    """Return the text of ``spans`` on one line: a word or address broken at the end of a line is joined."""
    joined = ""
    for start, end in spans:
        piece = one_line(document.text[start:end])
        joined = _append(joined, piece) if joined else piece
    return joined


def one_line(text: str) -> str:
    """Return lines as one, single blanks between words; an address broken at the end of a line is joined."""
    joined = ""
    for line in text.splitlines():
        piece = " ".join(line.split())
        joined += piece if not joined or is_broken_address(joined, piece) else f" {piece}"
    return joined.strip()


def is_broken_address(before: str, after: str) -> bool:
    """Whether the address that ends ``before`` goes on in ``after``: a mark at the break says so."""
    before = before[-_LONGEST_ADDRESS:]
    if not _ADDRESS_END.search(before) or re.match(r"[A-Z][a-z]+,?(?:\s|$)", after):
        return False
    if before.endswith("."):  # it may end a sentence
        return bool(_ADDRESS_PART.match(after))
    return bool(_OPEN_END.search(before) or re.match(r"[/?#&=%_][\w-]", after))


def _append(joined: str, piece: str) -> str:
    if is_broken_address(joined, piece):
        return joined + piece
    if re.search(r"[^\W\d_]-$", joined) and piece[:1].islower():
        return joined[:-1] + piece
    return f"{joined} {piece}"
