"""Tell when two finds are the same work, and put a reference manager's exact data and the printed text together."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from app.domain.reference import Reference, Work

_SAME_TITLE: Final = 90
_SHORTEST_PARTIAL: Final = 20
_PRINTED: Final = ("title", "container", "volume", "issue", "pages", "publisher")


@lru_cache(maxsize=8192)
def squash(text: str) -> str:
    """Return the letters and digits of ``text`` in small letters, accents folded."""
    folded = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9\u0370-\uffff]", "", folded.lower())


def place_in(listed: Sequence[Reference], work: Work) -> int | None:
    """Return the index of the listed reference that prints ``work``: its identifier, its title, or nearly its title."""
    for is_same in (_has_doi, _prints_title, _nearly_prints_title):
        index = next((i for i, one in enumerate(listed) if is_same(work, one)), None)
        if index is not None:
            return index
    return None


def _has_doi(work: Work, listed: Reference) -> bool:
    return bool(work.doi) and work.doi.lower() == listed.parsed.doi.lower()


def _prints_title(work: Work, listed: Reference) -> bool:
    title, text = squash(work.title), squash(listed.raw)
    return bool(title) and title in text and (len(title) >= _SHORTEST_PARTIAL or _names_agree(work, text))


def _nearly_prints_title(work: Work, listed: Reference) -> bool:
    title = squash(work.title)
    return len(title) >= _SHORTEST_PARTIAL and fuzz.partial_ratio(title, squash(listed.raw)) >= _SAME_TITLE


def _names_agree(work: Work, text: str) -> bool:
    first = squash(work.authors[0].split(",", 1)[0]) if work.authors else ""
    return bool(first) and first in text


def prefer_data(work: Work, reference: Reference) -> Work:
    """Return the fields of ``reference``: the manager's value wherever the text prints it, else what was parsed.

    The text is what the reader sees: where the two disagree, the printed value must be the one that is checked.
    An identifier that the style does not print is taken from the data.
    """
    text, parsed = squash(reference.raw), reference.parsed
    printed = {
        name: getattr(work, name)
        for name in _PRINTED
        if getattr(work, name) and squash(str(getattr(work, name))) in text
    }
    if work.year and str(work.year) in reference.raw:
        printed["year"] = work.year
    if work.authors and not parsed.et_al and all(squash(name.split(",", 1)[0]) in text for name in work.authors):
        printed["authors"] = work.authors if len(parsed.authors) <= len(work.authors) else parsed.authors
    identifiers = {name: getattr(work, name) for name in ("doi", "isbn", "arxiv") if not getattr(parsed, name)}
    return replace(parsed, **printed, **identifiers, kind=work.kind or parsed.kind)


def drop_repeats(references: list[Reference]) -> tuple[Reference, ...]:
    """Return ``references`` in text order; a note or running text that repeats a full citation exactly is left out."""
    ordered = sorted(references, key=lambda reference: (reference.start, reference.end))
    listed = [reference for reference in ordered if reference.origin == "bibliography"]
    kept: list[Reference] = []
    known = {_key(reference.parsed) for reference in listed}
    spans: set[tuple[int, int, Work]] = set()
    for reference in ordered:
        span = (reference.start, reference.end, reference.parsed)
        key = _key(reference.parsed)
        repeated = reference.origin != "bibliography" and bool(key[0]) and key in known
        if span not in spans and not repeated:
            kept.append(reference)
            known.add(key)
        spans.add(span)
    return tuple(kept)


def _key(work: Work) -> tuple[object, ...]:
    """Everything a repeat must agree on: title, family names, year, and where the work appeared."""
    names = tuple(sorted(_family(name) for name in work.authors))
    return squash(work.title), names, work.year, squash(work.container), work.volume, work.doi.lower()


def _family(name: str) -> str:
    return squash(name.split(",", 1)[0] if "," in name else name.rsplit(maxsplit=1)[-1])
