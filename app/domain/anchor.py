"""Fix a comment to a stretch of text, and to what that stretch became in another revision."""

from dataclasses import replace

from app.domain.document import Document
from app.domain.placement import Placement, State
from app.domain.places import heading_path
from app.domain.review import Anchor

CONTEXT = 32
"""Characters kept on each side of the quote."""


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


def carry(anchor: Anchor, document: Document, revision_id: str, placement: Placement) -> Anchor:
    """Return the anchor on the new revision, whose text is the document's; an orphan keeps its words."""
    if placement.state is not State.ORPHAN:
        placed = make_anchor(document, revision_id, placement.start, placement.end)
        return replace(placed, state=placement.state)
    near = placement.near or 0
    return replace(
        anchor,
        revision_id=revision_id,
        start=near,
        end=near,
        page=document.page_at(near),
        state=State.ORPHAN,
        near=placement.near,
    )
