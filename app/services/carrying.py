"""Carry comments to another text of a draft and to the next draft, by what became of the words they stand on."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from app.domain.anchor import carry
from app.domain.carry import Carrier
from app.domain.document import Document
from app.domain.review import Anchor, Comment, Draft
from app.services.ports import ReviewStore


def place_comments(store: ReviewStore, draft: Draft, document: Document) -> str:
    """Place on this text the comments of the draft and the unresolved ones of earlier drafts that are not there yet.

    The document is the text of the draft's revision. Returns an empty text, or one sentence when this is another
    document than the one before, so that every comment is an orphan.
    """
    comments = _to_place(store, draft)
    if not comments:
        return ""
    placed: dict[str, Anchor | None] = {one.id: None for one in comments if one.anchor is None}
    strange = []
    for revision_id, sources in _by_revision(_sources(store, comments)):
        carrier = Carrier(store.revision_text(revision_id), document.text)
        strange.append(carrier.is_other_document)
        for comment_id, anchor in sources.items():
            placement = carrier.place(anchor.start, anchor.end)
            placed[comment_id] = carry(anchor, document, draft.revision_id, placement)
    store.carry(draft.revision_id, placed)
    return other_document(draft.name) if strange and all(strange) else ""


def other_document(name: str) -> str:
    """Say that a text is no version of the one before."""
    return (
        f"“{name}” has next to no words in common with the draft before, so comments made there have no place here; "
        "they are listed as orphans. If it is other work, open it as a draft of its own."
    )


def _to_place(store: ReviewStore, draft: Draft) -> list[Comment]:
    """Return the comments that belong on this text and have no placement there."""
    here = {one.id: one for one in store.comments(draft.id)}
    earlier = [one for one in store.drafts_of(draft.deliverable_id) if one.number < draft.number]
    carried = {one.id: one for old in earlier for one in store.comments(old.id) if not one.resolved}
    missing = [one for id_, one in carried.items() if id_ not in here]
    return missing + [one for one in here.values() if one.anchor and one.anchor.revision_id != draft.revision_id]


def _sources(store: ReviewStore, comments: list[Comment]) -> dict[str, Anchor]:
    """Return where each comment stood last, an orphan where it stood last before that."""
    found = {}
    for comment_id, anchors in store.placements([one.id for one in comments if one.anchor]).items():
        standing = [anchor for anchor in anchors if not anchor.is_orphan]
        found[comment_id] = (standing or anchors)[-1]
    return found


def _by_revision(sources: Mapping[str, Anchor]) -> Iterator[tuple[str, dict[str, Anchor]]]:
    def revision(item: tuple[str, Anchor]) -> str:
        return item[1].revision_id

    for revision_id, items in groupby(sorted(sources.items(), key=revision), revision):
        yield revision_id, dict(items)
