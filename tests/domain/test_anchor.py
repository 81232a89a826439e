"""A comment stays on its words, or says that it cannot tell where they are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.anchor import carry, make_anchor
from app.domain.carry import Carrier
from app.domain.document import Block, BlockKind, Document, Kind, Page
from app.domain.review import Anchor

WORDS = st.text(alphabet="ab \nÄ🙂", max_size=200)


def make_document(text: str) -> Document:
    return Document(Kind.TEXT, "", "txt/1", text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), ())


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(WORDS)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


def anchored(text: str, start: int, end: int) -> Anchor:
    return make_anchor(make_document(text), "r1", start, end)


def carried(anchor: Anchor, old: str, new: str) -> Anchor:
    placement = Carrier(old, new).place(anchor.start, anchor.end)
    return carry(anchor, make_document(new), "r2", placement)


@given(spans())
def test_on_the_same_text_an_anchor_is_where_it_was(span: tuple[str, int, int]) -> None:
    text, start, end = span
    anchor = anchored(text, start, end)
    assert carried(anchor, text, text) == replace(anchor, revision_id="r2")


@given(spans(), WORDS)
def test_a_carried_anchor_quotes_the_new_text_and_an_orphan_the_old(span: tuple[str, int, int], other: str) -> None:
    text, start, end = span
    anchor = carried(anchored(text, start, end), text, other)
    assert anchor.revision_id == "r2"
    assert 0 <= anchor.start <= anchor.end <= len(other)
    assert anchor.exact == (text[start:end] if anchor.is_orphan else other[anchor.start : anchor.end])


def test_an_orphan_stands_where_it_would_have_stood() -> None:
    old = "We drank tea in the garden that afternoon. The rain came late and nobody minded it at all."
    new = old.replace("We drank tea in the garden that afternoon. ", "")
    anchor = carried(anchored(old, 3, 12), old, new)
    assert (anchor.is_orphan, anchor.exact, anchor.near, anchor.start) == (True, "drank tea", 0, 0)


@given(spans())
def test_context_lies_on_both_sides_of_the_quote(span: tuple[str, int, int]) -> None:
    text, start, end = span
    anchor = anchored(text, start, end)
    assert (anchor.prefix + anchor.exact + anchor.suffix) in text
    assert len(anchor.prefix) == min(32, start)
    assert len(anchor.suffix) == min(32, len(text) - end)


def test_headings_and_page_are_noted() -> None:
    blocks = (Block(BlockKind.HEADING, 0, 6, level=1), Block(BlockKind.PARAGRAPH, 7, 12))
    pages = (Page(0, 7, 1, 1, "i"), Page(7, 12, 1, 1, "ii"))
    document = Document(Kind.PDF, "", "pdf/1", "Method\nWords", blocks, (), pages=pages)
    anchor = make_anchor(document, "r1", 7, 12)
    assert (anchor.headings, anchor.page) == (("Method",), 1)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 6)])
def test_a_span_outside_the_text_is_a_bug(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        anchored("words", start, end)
