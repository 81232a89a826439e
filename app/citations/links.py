"""Web addresses that stand in running text, shown or behind a link, as references to web pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.citations.parse_identifiers import find_arxiv, find_doi, strip_end
from app.citations.sections import FURNITURE
from app.domain.document import Document, Kind
from app.domain.reference import Reference, Work

Span = tuple[int, int]
_URL: Final = re.compile(r"(?:https?://|\bwww\.(?=\w+\.\w))[^\s<>\"“”«»]+", re.IGNORECASE)
# What publishers print on every article: licence, version check, authors' identifiers.
_BOILERPLATE: Final = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)*(?:creativecommons\.org|crossmark\.crossref\.org|crossref\.org/crossmark|orcid\.org|"
    r"publicationethics\.org|icmje\.org)",
    re.IGNORECASE,
)
_WEB: Final = re.compile(r"^(?:https?://|www\.)", re.IGNORECASE)
_FRONT_PAGES: Final = 1
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    url: str


def link_references(document: Document, taken: Iterable[Span]) -> tuple[Reference, ...]:
    """Return a reference for each address in running text that lies outside the spans in ``taken``; each once."""
    spans = sorted(taken)
    own = _own_doi(document)
    seen: set[str] = set()
    references = []
    for found in sorted(_addresses(document), key=lambda link: (link.start, link.end)):
        key = re.sub(r"^https?://(?:www\.)?|/$", "", found.url.lower())
        if key in seen or _is_taken(found, spans) or _is_own(document, found, own):
            continue
        seen.add(key)
        references.append(_reference(document, found))
    return tuple(references)


def _addresses(document: Document) -> Iterator[_Found]:
    linked = []
    for link in document.links:
        if _WEB.match(link.target) and link.end > link.start and not _in_furniture(document, link.start):
            linked.append((link.start, link.end))
            yield _Found(link.start, link.end, link.target)
    for match in _URL.finditer(document.text):
        inside = any(start < match.end() and match.start() < end for start, end in linked)
        if not inside and not _in_furniture(document, match.start()):
            url = strip_end(match.group())
            yield _Found(match.start(), match.start() + len(url), url)


def _in_furniture(document: Document, offset: int) -> bool:
    block = document.block_at(offset)
    return block is None or block.kind in FURNITURE


def _is_taken(found: _Found, spans: list[Span]) -> bool:
    return any(start < found.end and found.start < end for start, end in spans)


def _own_doi(document: Document) -> str:
    """Return the DOI that a PDF prints on its first page as its own, in small letters."""
    if document.kind is not Kind.PDF or not document.pages:
        return ""
    page = document.pages[0]
    return find_doi(document.text[page.start : page.end]).lower()


def _is_own(document: Document, found: _Found, own: str) -> bool:
    """Whether the address is the publisher's: licence, version check, the article's own DOI or a part of it."""
    if _BOILERPLATE.match(found.url):
        return True
    if own and own in found.url.lower():
        return True
    page = document.page_at(found.start)
    return bool(own) and page is not None and page < _FRONT_PAGES and "doi.org" in found.url.lower()


def _reference(document: Document, found: _Found) -> Reference:
    shown = re.sub(r"\s+", " ", document.text[found.start : found.end]).strip()
    doi, arxiv = find_doi(found.url), find_arxiv(found.url)
    bare = _WEB.match(shown) or not shown or shown.replace(" ", "") in found.url or len(shown) > _LONGEST_TITLE
    raw = shown if bare and shown else f"{shown} {found.url}"
    work = Work(
        title="" if bare else shown,
        doi=doi,
        arxiv=arxiv,
        url="" if doi else found.url,
        kind="article" if doi or arxiv else "webpage",
    )
    return Reference(found.start, found.end, raw, "link", work)
