"""Fix a comment to a stretch of text, and find that stretch again in another revision of the text."""

from collections.abc import Iterator

from app.domain.document import Document
from app.domain.places import heading_path
from app.domain.review import Anchor

CONTEXT = 32
"""Characters kept on each side of the quote."""

_SPEAKS_FOR_ITSELF = 24
"""A quote of so many characters that stands only once in the text needs no context."""


def make_anchor(document: Document, revision_id: str, start: int, end: int) -> Anchor:
    """Return the anchor of ``document.text[start:end]``, a half-open span of code points."""
    text = document.text
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"no span of {len(text)} characters: {start} to {end}")
    return Anchor(
        revision_id=revision_id,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        headings=heading_path(document, start),
        page=document.page_at(start),
    )


def place(anchor: Anchor, revision_id: str, text: str) -> tuple[int, int] | None:
    """Return where the quote stands in ``text``, or None when it cannot be told (an orphan).

    On its own revision a quote stands where it stood. On another the exact quote must be found with the same
    words around it, the more of them the better, and of equals the one nearest to the old place.
    """
    if anchor.revision_id == revision_id and text[anchor.start : anchor.end] == anchor.exact:
        return anchor.start, anchor.end
    for before, after in _surroundings(anchor):
        start = _nearest(text, before + anchor.exact + after, anchor.start - len(before))
        if start is not None:
            return start + len(before), start + len(before) + len(anchor.exact)
    return _only_place(text, anchor.exact)


def _surroundings(anchor: Anchor) -> Iterator[tuple[str, str]]:
    """Yield what may stand before and after the quote, the surest first."""
    prefix, suffix = anchor.prefix, anchor.suffix
    yield prefix, suffix
    if len(prefix) == CONTEXT and len(suffix) == CONTEXT:
        yield prefix[CONTEXT // 2 :], suffix[: CONTEXT // 2]
    if len(prefix) == CONTEXT:
        yield prefix, ""
    if len(suffix) == CONTEXT:
        yield "", suffix


def _nearest(text: str, sought: str, near: int) -> int | None:
    """Return the offset of the occurrence nearest to ``near``."""
    near = max(0, near)
    after = text.find(sought, near)
    before = text.rfind(sought, 0, near + len(sought))
    found = [offset for offset in (before, after) if offset >= 0]
    return min(found, key=lambda offset: (abs(offset - near), offset)) if found else None


def _only_place(text: str, quote: str) -> tuple[int, int] | None:
    start = text.find(quote) if len(quote) >= _SPEAKS_FOR_ITSELF else -1
    if start < 0 or text.find(quote, start + 1) >= 0:
        return None
    return start, start + len(quote)
