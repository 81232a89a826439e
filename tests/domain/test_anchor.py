"""A comment stays on its words, or says that it cannot tell where they are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.anchor import make_anchor, place
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


@given(spans())
def test_on_the_same_text_an_anchor_is_where_it_was(span: tuple[str, int, int]) -> None:
    text, start, end = span
    anchor = anchored(text, start, end)
    assert place(anchor, "r1", text) == (start, end)
    assert place(anchor, "r2", text) == (start, end)


@given(spans())
def test_context_lies_on_both_sides_of_the_quote(span: tuple[str, int, int]) -> None:
    text, start, end = span
    anchor = anchored(text, start, end)
    assert (anchor.prefix + anchor.exact + anchor.suffix) in text
    assert len(anchor.prefix) == min(32, start)
    assert len(anchor.suffix) == min(32, len(text) - end)


@given(spans(), WORDS)
def test_a_placed_anchor_quotes_the_text(span: tuple[str, int, int], other: str) -> None:
    text, start, end = span
    found = place(anchored(text, start, end), "r2", other)
    assert found is None or other[found[0] : found[1]] == text[start:end]


@given(spans(), st.text(alphabet="xyz", max_size=300))
def test_text_put_before_or_after_carries_the_anchor_along(span: tuple[str, int, int], more: str) -> None:
    text, start, end = span
    shift = len(more)
    assert place(anchored(f"{text}|", start, end), "r2", f"{text}|{more}") == (start, end)
    sure = anchored(f"|{text}|", start + 1, end + 1)
    assert (
        place(sure, "r2", f"{more}|{text}|") == (start + 1 + shift, end + 1 + shift)
        or f"|{text}|".count(sure.exact) > 1
    )


def test_of_equal_places_the_nearest_is_taken() -> None:
    line = "The results were good and we were glad about all of them in the end.\n"
    text = line * 5
    anchor = anchored(text, 2 * len(line) + 4, 2 * len(line) + 11)
    assert place(anchor, "r2", "x" * 5 + text) == (2 * len(line) + 9, 2 * len(line) + 16)


def test_words_around_the_quote_decide_before_nearness() -> None:
    first, second = "In the first trial the dose was two grams. ", "In the second trial the dose was two grams. "
    old, new = (
        f"So we went on. {one}{'-' * 100}{other}Then it was over." for one, other in ((first, second), (second, first))
    )
    anchor = anchored(old, old.index("the dose"), old.index("the dose") + 8)
    found = place(anchor, "r2", new)
    assert found
    assert new[: found[0]].endswith("first trial ")


def test_a_changed_neighbourhood_on_one_side_is_enough() -> None:
    old = "It had rained for days on end in that year, but the harvest was good all the same in most places."
    anchor = anchored(old, old.index("harvest"), old.index("harvest") + 7)
    new = old.replace("all the same in most places", "nearly everywhere in the country")
    assert place(anchor, "r2", new) == (anchor.start, anchor.end)


def test_a_short_quote_among_other_words_is_an_orphan() -> None:
    anchor = anchored("We drank tea in the garden that afternoon.", 9, 12)
    assert place(anchor, "r2", "Prices of tea rose by a third over the winter months.") is None


def test_a_long_quote_speaks_for_itself_when_it_stands_only_once() -> None:
    quote = "a sentence of quite some length"
    anchor = anchored(f"This is {quote}, is it not?", 8, 8 + len(quote))
    assert place(anchor, "r2", f"Elsewhere: {quote}!") == (11, 11 + len(quote))
    assert place(anchor, "r2", f"{quote}! And {quote}.") is None


def test_a_wrong_position_on_the_same_revision_is_not_trusted() -> None:
    anchor = replace(anchored("We drank tea.", 9, 12), start=3, end=6)
    assert place(anchor, "r1", "We drank tea.") == (9, 12)


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
