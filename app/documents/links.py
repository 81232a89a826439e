"""Find addresses that stand bare in plain text ("see https://example.org/a.")."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

from app.domain.document import Link

_SCHEMES = ("://", "mailto:")
_CLOSING = "»›”’"  # typographic quotes, which the library takes for a part of the address
_PUNCTUATION = ".,;:!?"


def find_links(text: str) -> tuple[Link, ...]:
    """Return every address in ``text`` that names its scheme (http, https, ftp, mailto), in order.

    Addresses without a scheme ("example.org") are left alone: file names and abbreviations look just like them.
    """
    found: list[Link] = []
    start = 0
    for line in text.split("\n"):  # no address goes over a line end, and few lines hold one
        if any(scheme in line.lower() for scheme in _SCHEMES):
            found += _links_of(line, start)
        start += len(line) + 1
    return tuple(found)


def _links_of(line: str, start: int) -> Iterator[Link]:
    for match in _linkifier().match(line) or ():
        if match.schema.lower() in ("http:", "https:", "ftp:", "mailto:"):
            yield _trim(start + match.index, match.url)


def with_bare_links(links: Sequence[Link], text: str) -> tuple[Link, ...]:
    """Return ``links``, which are sorted, and the bare addresses of ``text`` that touch none of them, in order."""
    starts = [link.start for link in links]
    reaches = list(accumulate((link.end for link in links), max))  # links may lie within one another
    bare = []
    for link in find_links(text):
        before = bisect_left(starts, link.end)
        if before == 0 or reaches[before - 1] <= link.start:
            bare.append(link)
    return tuple(sorted([*links, *bare], key=lambda link: link.start))


def _trim(start: int, address: str) -> Link:
    if address[-1] in _CLOSING:
        address = address.rstrip(_CLOSING).rstrip(_PUNCTUATION)
    return Link(start, start + len(address), address)


@cache
def _linkifier() -> Any:  # noqa: ANN401 the library has no types
    from linkify_it import LinkifyIt

    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False}).add("//", None)
