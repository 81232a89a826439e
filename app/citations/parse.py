"""Parse a reference as printed into the fields of a work.

A linear-chain CRF marks the fields (see ``resources/models/README.md``); identifiers are found by pattern. What the
tagger cannot tell stays empty; the caller keeps the printed string.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.citations.legal import is_legislation, parse_case, parse_statute
from app.citations.parse_features import Span
from app.citations.parse_grammar import apply_grammar
from app.citations.parse_identifiers import find_arxiv, find_doi, find_isbn, find_url
from app.citations.parse_kind import guess_kind
from app.citations.parse_names import split_names
from app.citations.parse_tagger import Tagger, field_spans, shipped_tagger
from app.domain.reference import Work

_LONGEST: Final = 3000
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ACCESSED: Final = re.compile(
    r"\b(?:retrieved|accessed|cited|visited|viewed|abgerufen|zugriff|geprüft|aufgerufen|consulté|acceso|acesso)\b"
    r"[^.;\])]{0,30}(?<!\d)(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_CUE: Final = re.compile(r"^\W*(?:vol(?:ume)?s?|v|bd|band|jg|tome|no|nr|n°|heft|issue)\b\.?\s*(?=\w)", re.IGNORECASE)
_LABEL: Final = re.compile(r"^\s*(?:\[\d{1,4}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+(?=\D)")
_PAGES: Final = re.compile(r"([A-Za-z]{0,2}\d+[A-Za-z]?)\s*(?:[-–—‐‑−]+|to|bis)\s*([A-Za-z]{0,2}\d+[A-Za-z]?)")
_NUMBERED: Final = re.compile(r".*\d.*|[IVXLCDM]+|[A-Z]", re.IGNORECASE)
_IN_BOOK: Final = re.compile(r"(?:^|[.,;:”\"'’)\]]\s)\s*In:?\s", re.MULTILINE)


def parse_reference(raw: str) -> Work:
    """Return the fields that ``raw`` prints; an empty work when it is empty or unreadable."""
    return parse_with(shipped_tagger(), raw)


def parse_many(raws: Iterable[str]) -> tuple[Work, ...]:
    """Return the works of several references, in order."""
    return tuple(parse_reference(raw) for raw in raws)


def parse_with(tagger: Tagger, raw: str) -> Work:
    """Parse ``raw`` with a given model; court decisions and statutes by their own patterns."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", raw)).strip()[:_LONGEST]
    text = _LABEL.sub("", text, count=1)
    case = parse_case(text)
    if case:
        return replace(case, url=find_url(text))
    return parse_statute(text) if is_legislation(text) else _parse_tagged(tagger, text)


def _parse_tagged(tagger: Tagger, text: str) -> Work:
    spans = apply_grammar(text, field_spans(text, tagger))
    authors, et_al = split_names(_longest(text, spans.get("authors", [])))
    pages = _first(text, spans.get("pages", []))
    work = Work(
        title=_bare(_longest(text, spans.get("title", []))),
        authors=authors,
        et_al=et_al,
        year=_year(text, spans.get("year", [])),
        container=_bare(_longest(text, spans.get("container", []))),
        volume=_bare(_CUE.sub("", _first(text, spans.get("volume", [])))),
        issue=_bare(_CUE.sub("", _first(text, spans.get("issue", [])))),
        pages=normalise_pages(pages),
        doi=find_doi(text),
        isbn=find_isbn(text),
        arxiv=find_arxiv(text),
        url=find_url(text),
        publisher=_bare(_longest(text, spans.get("publisher", []) or spans.get("institution", []))),
    )
    if work.volume and not _NUMBERED.fullmatch(work.volume):  # "arXiv, 2014": a name where others print a volume
        work = replace(work, container=work.container or work.volume, volume="")
    chapter = "editor" in spans or bool(_IN_BOOK.search(text))
    return replace(work, kind=guess_kind(text, work, chapter=chapter))


def _first(text: str, spans: list[Span]) -> str:
    return text[slice(*spans[0])] if spans else ""


def _longest(text: str, spans: list[Span]) -> str:
    return max((text[start:end] for start, end in spans), key=len, default="")


def _year(text: str, spans: list[Span]) -> int | None:
    """Take the year the tagger marked, else the only year printed outside an address; never the day of access."""
    plain = _ACCESSED.sub(lambda match: " " * len(match.group()), text)
    for start, end in spans:
        match = _YEAR.search(plain, start, end)
        if match:
            return int(match.group(1))
    plain = re.sub(r"(?:https?://|www\.|10\.\d{4,9}/)\S+", " ", plain)
    years = set(_YEAR.findall(re.sub(r"\d+\s?[-–]\s?\d+", " ", plain)))
    return int(years.pop()) if len(years) == 1 and not spans else None


def _bare(text: str) -> str:
    """Take marks and quotes off both ends; a bracket that closes one inside stays."""
    stripped = text.strip(' ,.;:[]"“”«»„-–—*_')
    stripped = stripped.strip("'‘’ ") if stripped[:1] in "'‘" else stripped
    if stripped.count(")") > stripped.count("("):
        stripped = stripped.rstrip(") ")
    if stripped.count("(") > stripped.count(")"):
        stripped = stripped.lstrip("( ") if stripped.startswith("(") else stripped + ")"
    return stripped


def normalise_pages(text: str) -> str:
    """Return "123–130" for a range (a shortened end is completed), else the first page or article number."""
    match = _PAGES.search(text)
    if not match:
        return _bare(re.sub(r"^\W*(?:pp?|pages?|S|Seiten?)\b\.?\s*", "", text))
    first, last = match.groups()
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}–{last}"
