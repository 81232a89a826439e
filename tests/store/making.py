"""Small real values for the store's tests."""

import hashlib
from pathlib import Path

from app.domain.document import Block, BlockKind, Document, Kind, Segment
from app.domain.ids import new_id, now_ms
from app.domain.review import Choice, Comment, CommentKind, Decision, Draft
from app.services.ports import ReviewStore
from app.services.reviewing import OpenDraft, open_draft

TEXT = "Studies show that tea is good.\nWe measured it twice, in May and in June, with 40 people."


def make_document(text: str = TEXT, extractor: str = "txt/1", data: bytes | None = None) -> Document:
    data = text.encode() if data is None else data
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    segments = (Segment(0, len(text), "text", 0, 0, len(text)),)
    return Document(Kind.TEXT, hashlib.sha256(data).hexdigest(), extractor, text, blocks, segments)


def open_text(store: ReviewStore, text: str = TEXT, name: str = "draft.txt") -> OpenDraft:
    return open_draft(store, Path("/somewhere") / name, text.encode(), make_document(text))


def make_comment(store: ReviewStore, draft: Draft, body: str = "Which studies?") -> Comment:
    now = now_ms()
    return Comment(new_id(), draft.id, store.me(), CommentKind.QUESTION, body, None, now, now)


def make_decision(store: ReviewStore, draft: Draft, key: str = "vague@0:Studies show") -> Decision:
    return Decision(new_id(), draft.id, store.me(), key, Choice.DISMISSED, "meant as a summary", now_ms())
