"""Guess what kind of work a reference names: a CSL type, from what is printed."""

import re
from typing import Final

from app.citations.legal import is_case, is_legislation
from app.domain.reference import Work

_RULES: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "personal_communication",
            r"\bpersonal (?:communication|correspondence|interview)\b|persönliche (?:Mitteilung|Kommunikation)",
        ),
        ("thesis", r"\b(?:thesis|dissertation|habilitation\w*|diplomarbeit|(?:master|bachelor)arbeit|diss\.|thèse)"),
        (
            "standard",
            r"\b(?:ISO(?:/IEC)?|IEC|DIN(?: EN)?|EN ISO|ANSI|ASTM|IEEE Std\.?)\s?[\w.-]*\d{3,}|\bRFC[\s-]?\d{1,5}\b",
        ),
        ("dataset", r"\[\s?(?:data\s?set|database|datensatz|data ?file)\s?\]|\b(?:zenodo|dryad|figshare)\b"),
        ("webpage", r"\b(?:blog post|web ?page|website|online article)\b"),
        (
            "report",
            r"\b(?:technical report|tech\. rep\.|(?:working|white) ?paper|final report|fact sheet|NIST SP)\b",
        ),
    )
)


def guess_kind(raw: str, work: Work, *, chapter: bool) -> str:
    """Return a CSL type for ``raw``; ``chapter`` says that it reads "In: book" or names editors."""
    if is_case(raw):
        return "legal_case"
    if is_legislation(raw):
        return "legislation"
    for kind, pattern in _RULES:
        if pattern.search(raw):
            return kind
    return _from_fields(work, chapter=chapter)


def _from_fields(work: Work, *, chapter: bool) -> str:
    if chapter and work.container and not work.volume:
        return "chapter"
    if work.container or work.volume or work.arxiv:
        return "article"
    if work.publisher or work.isbn:
        return "book"
    if work.url and not work.doi:
        return "webpage"
    return "article" if work.doi else ""
