"""Web addresses that stand in running text, shown or behind a link, as references to what they lead to.

Not every address cites something. Left out are: what publishers print on every article (licence, authors' numbers),
the document's own address, home pages on the title page or in the imprint, where the authors say that they put their
own material, and addresses that an entry of the reference list prints too: these cite that entry.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.citations.join_lines import is_broken_address
from app.citations.parse_identifiers import find_arxiv, find_doi, strip_end
from app.citations.sections import FURNITURE, front_matter_end
from app.citations.spans import Spans
from app.domain.document import Document
from app.domain.reference import Reference, Work

_URL: Final = re.compile(r"(?:https?://|\bwww\.(?=\w+\.\w))[^\s<>\"“”«»]+", re.IGNORECASE)
_NEXT_LINE: Final = re.compile(r"[ \t]*\n[ \t]*([^\s<>\"“”«»]+)")
_BOILERPLATE: Final = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)*(?:creativecommons\.org|crossmark\.crossref\.org|crossref\.org/crossmark|orcid\.org|"
    r"publicationethics\.org|icmje\.org)",
    re.IGNORECASE,
)
_WEB: Final = re.compile(r"^(?:https?://|www\.)", re.IGNORECASE)
_HOME: Final = re.compile(r"^(?:https?://)?[^/?#]+(?:/[a-z-]*)?/?$", re.IGNORECASE)
_OWN_CUE: Final = re.compile(
    r"\b(?:citation:|cite (?:this|as)\b|how to cite|(?:this|the present) (?:publication|article|report|document|paper|"
    r"version|guideline|manuscript) (?:is|can be|may be) (?:\w+ )?(?:available|found|downloaded|accessed))",
    re.IGNORECASE,
)
_OWN_MATERIAL: Final = re.compile(
    r"\b(?:our|this|the (?:present|current)) (?:\w+[\s-]){0,3}(?:study|review|protocol|trial|article|paper|project|"
    r"data|dataset|data set|code|software|materials?|repository)\b[^.]{0,120}\b(?:registered|preregistered|deposited|"
    r"archived|available|accessible|published|provided|shared)\b|"
    r"\b(?:pre-?)?registered (?:on|in|at|with|under|prospectively)\b",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
_LONGEST_TITLE: Final = 200
_LONGEST_LEAD: Final = 400


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    url: str


def link_references(document: Document, others: Sequence[Reference], lists: Spans) -> tuple[Reference, ...]:
    """Return a reference for each address outside ``others`` and ``lists`` that cites a work; each once."""
    taken = Spans((reference.start, reference.end) for reference in others)
    seen = {key for reference in others for key in _printed_keys(reference)}
    found = sorted(_addresses(document), key=lambda link: (link.start, link.end))
    own = _own_addresses(document, found)
    front = front_matter_end(document)
    references = []
    for address in found:
        key = _key(address.url)
        inside = any(spans.touch(address.start, address.end) for spans in (taken, lists))
        if key in seen or inside or _is_part_of(key, own):
            continue
        if _BOILERPLATE.match(address.url) or not _cites(document, address, front):
            continue
        seen.add(key)
        references.append(_reference(document, address))
    return tuple(references)


def _key(url: str) -> str:
    """Return what two spellings of one address share; a DOI stands for itself."""
    doi = find_doi(url).lower()
    return doi or re.sub(r"^https?://(?:www\.)?|^www\.|[/#]+$", "", url.lower())


def _printed_keys(reference: Reference) -> Iterator[str]:
    for address in (reference.parsed.doi, reference.parsed.url, *_URL.findall(reference.raw)):
        if address:
            yield _key(strip_end(address))


def _addresses(document: Document) -> Iterator[_Found]:
    linked = []
    for link in document.links:
        if _WEB.match(link.target) and link.end > link.start and not _in_furniture(document, link.start):
            linked.append((link.start, link.end))
            yield _Found(link.start, link.end, link.target)
    covered = Spans(linked)
    for match in _URL.finditer(document.text):
        if not covered.touch(*match.span()) and not _in_furniture(document, match.start()):
            yield _with_next_line(document.text, match.start(), strip_end(match.group()), match.end())


def _with_next_line(text: str, start: int, url: str, end: int) -> _Found:
    """Return an address with what stands of it on the next line."""
    rest = _NEXT_LINE.match(text, end)
    full = text[start:end]
    if rest and not full.endswith(".") and is_broken_address(full, rest[1]):
        more = strip_end(rest[1])
        return _Found(start, rest.start(1) + len(more), full + more)
    return _Found(start, start + len(url), url)


def _in_furniture(document: Document, offset: int) -> bool:
    block = document.block_at(offset)
    return block is None or block.kind in FURNITURE


def _own_addresses(document: Document, found: Sequence[_Found]) -> frozenset[str]:
    """Return the keys under which the document itself is published.

    They stand in running heads, behind words like "Cite this article as", or alone on a line of the front matter.
    """
    heads = (document.text_of(block) for block in document.blocks if block.kind in FURNITURE)
    own = {_key(doi) for head in heads if (doi := find_doi(head))}
    end = max(front_matter_end(document), document.pages[0].end if document.pages else 0)
    for address in found:
        alone = address.start < end and find_doi(address.url) and _stands_alone(document, address)
        if alone or _follows_own_cue(_lead(document, address)):
            own.add(_key(address.url))
    return frozenset(own)


def _follows_own_cue(lead: str) -> bool:
    """Whether no other address stands between the last words that announce the document's own and the end."""
    cue = max((match.end() for match in _OWN_CUE.finditer(lead)), default=None)
    return cue is not None and not _URL.search(lead, cue)


def _lead(document: Document, address: _Found) -> str:
    return document.text[max(0, address.start - _LONGEST_LEAD) : address.start]


def _stands_alone(document: Document, address: _Found) -> bool:
    line_start = document.text.rfind("\n", 0, address.start) + 1
    line_end = document.text.find("\n", address.end)
    line = document.text[line_start : address.start] + document.text[address.end : None if line_end < 0 else line_end]
    return not re.sub(r"\bdoi\b|[\W_]", "", line, flags=re.IGNORECASE)


def _is_part_of(key: str, own: frozenset[str]) -> bool:
    """Whether ``key`` is the document's own address or that of a figure or table of it ("….t001")."""
    return any(key == one or key.startswith((one + ".", one + "/")) for one in own)


def _cites(document: Document, address: _Found, front: int) -> bool:
    if address.start < front and _HOME.match(address.url):
        return False
    sentence = _SENTENCE_END.split(_lead(document, address))[-1]
    return not _OWN_MATERIAL.search(sentence)


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
