"""Canonical text is built with the source place of every character, whatever composes."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.documents.builder import Look, Source, TextBuilder
from app.domain.document import Block, BlockKind, Segment, Style

PARAGRAPH = BlockKind.PARAGRAPH


def built(*pieces):
    builder, offset = TextBuilder(), 0
    for text in pieces:
        builder.add(text, Source("text", 0, offset, len(text)))
        offset += len(text)
    builder.close(PARAGRAPH)
    return builder


def test_blocks_are_separated_by_a_line_end_and_empty_ones_are_none():
    builder = TextBuilder()
    builder.add(" one ")
    assert builder.close(BlockKind.HEADING, level=1, label="1.")
    builder.add(" \n")
    assert not builder.close(PARAGRAPH)
    builder.add("two")
    builder.close(PARAGRAPH)
    assert builder.text() == "one\ntwo"
    assert builder.blocks == [Block(BlockKind.HEADING, 0, 3, 1, "1."), Block(PARAGRAPH, 4, 7)]


def test_marks_move_with_the_text():
    builder = TextBuilder()
    builder.add("one")
    builder.close(PARAGRAPH)
    first = builder.mark()
    builder.add("  e\u0301t")
    middle = builder.mark()
    builder.add("e\u00ad  ")
    last = builder.mark()
    builder.close(PARAGRAPH)
    assert (builder.text(), first.at, middle.at, last.at) == ("one\néte", 4, 6, 7)


def test_what_composes_maps_as_a_whole_and_the_rest_letter_by_letter():
    builder = built("ab", "e\u0301cd", "x\u00ady")
    assert builder.text() == "abécdxy"
    assert builder.segments == [
        Segment(0, 2, "text", 0, 0, 2),
        Segment(2, 3, "text", 0, 2, 2),
        Segment(3, 5, "text", 0, 4, 2),
        Segment(5, 6, "text", 0, 6, 2),
        Segment(6, 7, "text", 0, 8, 1),
    ]


def test_styles_that_go_on_are_one():
    builder = TextBuilder()
    for text, look in (("a", Look(bold=True)), ("b", Look(bold=True)), ("c", None), ("d ", Look(italic=True))):
        builder.add(text, None, look)
    builder.close(PARAGRAPH)
    assert builder.styles == [Style(0, 2, bold=True), Style(3, 4, italic=True)]


ODD = st.text(st.sampled_from("ae \n\u00ad\u0301\u0323\u1100\u1161\u11a8\u0f71\u0f72가각ạ"), max_size=10)


@given(st.lists(ODD, max_size=5))
def test_the_text_is_the_composed_whole_and_every_segment_says_what_the_source_says(pieces):
    builder, raw = built(*pieces), "".join(pieces)
    text = builder.text()
    assert text == unicodedata.normalize("NFC", raw.replace("\u00ad", "")).strip()
    end = covered = 0
    for segment in builder.segments:
        assert end <= segment.start < segment.end
        end, covered = segment.end, covered + segment.end - segment.start
        shown, source = text[segment.start : segment.end], raw[segment.offset : segment.offset + segment.length]
        assert source
        if shown.isascii() and source.isascii():
            assert shown == source
    assert covered == len(text)
