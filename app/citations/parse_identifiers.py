"""Identifiers in a reference string, bare: DOI, arXiv number, ISBN and web address."""

import re
from typing import Final

_DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>“”]+")
_BROKEN_DOI: Final = re.compile(r"(?:doi\.org/|doi:?)\s*(10\.\s?\d{4,9}/\s?[^\s\"<>“”]+)", re.IGNORECASE)
_ARXIV_NEW: Final = re.compile(
    r"arxiv[\s:.]*(?:org/(?:abs|pdf)/)?(?:preprint\s+)?(?:arxiv:)?\[?(\d{4}\.\d{4,5})", re.IGNORECASE
)
_ARXIV_OLD: Final = re.compile(
    r"(?<![\w/])((?:hep-(?:ph|th|ex|lat)|astro-ph|cond-mat|gr-qc|quant-ph|math-ph|nucl-(?:th|ex)|nlin|math|cs|physics|"
    r"q-bio|stat)(?:\.[A-Z]{2})?/\d{7})\b"
)
_ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(\d{4}\.\d{4,5})", re.IGNORECASE)
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_ISBN: Final = re.compile(r"ISBN(?:-?1[03])?[:\s]*((?:97[89][\s\-–]?)?\d[\d\s\-–]{7,14}[\dXx])", re.IGNORECASE)
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}


def find_doi(text: str) -> str:
    """Return the first DOI, lower or upper case as printed; one broken after "10." or the slash is joined."""
    match = _BROKEN_DOI.search(text) or _DOI.search(text)
    if not match:
        return ""
    found = match.group(match.lastindex or 0)
    return strip_end(re.sub(r"\s", "", found))


def find_arxiv(text: str) -> str:
    """Return the first arXiv number without version: "2301.01234" or "hep-ph/0101001"."""
    for pattern in (_ARXIV_DOI, _ARXIV_NEW, _ARXIV_OLD):
        match = pattern.search(text)
        if match:
            return match.group(1)
    return ""


def find_isbn(text: str) -> str:
    """Return the first number called ISBN, digits only; a wrong check digit is kept, since that is evidence."""
    match = _ISBN.search(text)
    if not match:
        return ""
    from stdnum import isbn

    digits = re.sub(r"[^\dXx]", "", match.group(1)).upper()
    shorter = digits[:10] if len(digits) in (11, 12) else digits
    return str(isbn.compact(digits)) if isbn.is_valid(digits) else shorter


def find_url(text: str) -> str:
    """Return the first web address that is not a DOI's resolver."""
    for match in _URL.finditer(text):
        url = strip_end(match.group())
        if not re.search(r"doi\.org/", url, re.IGNORECASE):
            return url
    return ""


def strip_end(text: str) -> str:
    """Take sentence marks and unmatched brackets off the end of an identifier."""
    while text:
        last = text[-1]
        unmatched = last in _CLOSING and text.count(last) > text.count(_CLOSING[last])
        if last not in ".,;:'’”»" and not unmatched:
            break
        text = text[:-1]
    return text
