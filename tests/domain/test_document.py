from hypothesis import given
from hypothesis import strategies as st

from app.domain.document import Block, BlockKind, Document, Kind, Page, Segment, SourceSpan


def make_document(text, segments=(), blocks=(), pages=()):
    return Document(Kind.TEXT, "0" * 64, "test/1", text, tuple(blocks), tuple(segments), pages=tuple(pages))


@st.composite
def mapped_documents(draw):
    """Texts cut into segments with gaps, each segment in a unit of its own or further on in the same one."""
    segments, position, offset = [], 0, 0
    for unit in range(draw(st.integers(0, 6))):
        position += draw(st.integers(0, 3))
        length = draw(st.integers(1, 8))
        atomic = draw(st.booleans())
        source_length = length + 1 if atomic else length
        segments.append(Segment(position, position + length, "part", unit % 2, offset, source_length))
        position += length
        offset += source_length + draw(st.integers(0, 2))
    return make_document("x" * position, segments)


@given(mapped_documents())
def test_every_mapped_character_comes_back_from_its_source(document):
    for segment in document.segments:
        for position in range(segment.start, segment.end):
            (span,) = document.to_source(position, position + 1)
            back = document.to_text(span.part, span.unit, span.offset)
            assert segment.start <= back <= position
            if segment.length == segment.end - segment.start:
                assert back == position


@given(mapped_documents(), st.data())
def test_a_span_has_the_sources_of_its_characters_and_no_others(document, data):
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    spans = document.to_source(start, end)
    touched = [s for s in document.segments if max(s.start, start) < min(s.end, end)]
    assert {(span.part, span.unit) for span in spans} == {(s.part, s.unit) for s in touched}
    assert all(span.length > 0 for span in spans)


def test_adjacent_sources_become_one_span():
    document = make_document("ab\ncd", [Segment(0, 2, "text", 0, 0, 2), Segment(2, 5, "text", 0, 2, 3)])
    assert document.to_source(0, 5) == (SourceSpan("text", 0, 0, 5),)


def test_text_made_by_the_reader_has_no_source():
    document = make_document("ab\ncd", [Segment(0, 2, "text", 0, 0, 2), Segment(3, 5, "text", 0, 4, 2)])
    assert document.to_source(2, 3) == ()
    assert document.to_text("text", 0, 2) is None


def test_an_offset_between_two_blocks_belongs_to_the_one_before():
    blocks = [Block(BlockKind.HEADING, 0, 2, level=1), Block(BlockKind.PARAGRAPH, 3, 5)]
    document = make_document("ab\ncd", blocks=blocks)
    assert document.block_at(2) == blocks[0]
    assert document.block_at(3) == blocks[1]
    assert make_document("").block_at(0) is None


def test_pages_are_found_by_offset():
    document = make_document("ab\ncd", pages=[Page(0, 2, 595, 842, "i"), Page(3, 5, 595, 842, "ii")])
    assert [document.page_at(offset) for offset in (0, 2, 3, 5)] == [0, 0, 1, 1]
    assert make_document("ab").page_at(0) is None
